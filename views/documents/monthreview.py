"""The monthly review (复盘) as a document: what came of the month, why, the four questions, promises, what comes next."""

from datetime import datetime
from decimal import Decimal

from book.engagement import Engagement
from reports.metric import Figure, catalogue
from reports.review.answers import Answer
from reports.review.outcome import Outcome
from reports.review.promises import Promise
from reports.review.review import Question, Review
from reports.review.scored import Score
from reports.scope import Scope
from views.documents import plots
from views.documents.words import blank_boxes, days_label, facts, origin, plain, side_name
from views.duties.page import late_words
from views.language import _, joined
from views.numbers import money, period, rate
from views.paper.model import Amount, Block, Cell, Chart, Column, Document, Points, Row, Section, Table, Words
from views.paper.plots import Attainment, Reached
from views.review.page import promised
from views.review.words import question_title, result_mark, result_word
from views.words import clause_name


def review_document(title: str, found: Review, agreed: Engagement, scope: Scope, made: datetime) -> Document:
    """The review of one shop's month, in the reader's language."""
    came, contract = found.outcome, found.outcome.contract
    settled = _("settled") if contract.is_settled else _("not settled: refunds can still arrive")
    days = came.days.now if came.days else None
    sections = [
        _target(came),
        _why(found),
        *(_question(number, each, came) for number, each in enumerate(found.questions, 1)),
        _promised(found),
        _strategies(found),
        _clauses(came),
        _next(found),
        Section(_("Signature"), (blank_boxes(),), on_picture=False),
    ]
    held = Scope(scope.shop, None, None, scope.refunds, contract.book, scope.source)
    return Document(
        title=_("Monthly review"),
        shop=title,
        facts=facts(agreed, period(days.first, days.last) if days else str(found.month), settled, held, made),
        lead=(plain(came.said), plain(came.consequence), *_late(found)),
        sections=tuple(each for each in sections if each),
        origin=origin(held, found.currency),
        number=str(found.month),
    )


def _late(found: Review) -> tuple[str, ...]:
    """How late both sides answered, where the target was missed."""
    if not (found.outcome.is_over and found.outcome.is_missed and found.late):
        return ()
    return (late_words(str(found.month), found.late),)


def _target(came: Outcome) -> Section | None:
    """Sales against the month's target, and while it runs against the part that is due."""
    found = came.contract
    if found.target is None or found.sales is None:
        return None
    parts = [(_("The month"), found.target)]
    if came.due is not None and not came.is_over:
        parts.append((_("Due so far"), came.due))
    bars = []
    for name, target in parts:
        share = rate(found.sales / target) if target else ""
        note = _("{sales} of {target}").format(sales=money(found.sales), target=money(target))
        bars.append(Reached(name, found.sales, target, " · ".join(filter(None, (note, share)))))
    plot = Attainment(tuple(bars), ("", _("Sold"), _("Target")))
    return Section(_("Target"), (Chart(_("Sales against the target"), plot),))


def _why(found: Review) -> Section | None:
    """The reading, the bars from the month before, and what moved beside them."""
    why = found.why
    if why is None:
        return None
    blocks: list[Block] = [Words(plain(why.reading))]
    if bars := why.month_before:
        ends = (days_label(bars.before.first, bars.before.last), days_label(bars.after.first, bars.after.last))
        label = _("{figure} from the month before to this one").format(figure=_(catalogue()[bars.metric].label))
        blocks.append(Chart(label, plots.bridge(bars.bridge, *ends)))
    columns = (
        Column(_("Figure")),
        Column(_("These days"), is_number=True),
        Column(_("Month before"), is_number=True),
        Column(_("Change"), is_number=True, on_picture=False),
    )
    rows = []
    for each in why.moved:
        unit = catalogue()[each.name].unit
        moved = None if each.now is None or each.before is None else _less(each.now, each.before)
        change: Cell = Amount(moved, unit, signed=True) if unit != "rate" else points(moved)
        rows.append(Row((_(catalogue()[each.name].label), Amount(each.now, unit), Amount(each.before, unit), change)))
    return Section(_("What the figures say"), (*blocks, Table(columns, tuple(rows))))


def _less(now: Figure, before: Figure) -> Decimal:
    return Decimal(str(now)) - Decimal(str(before))


def points(moved: Decimal | None) -> str:
    """A difference of shares, in points."""
    if moved is None:
        return ""
    return _("{points} points").format(points=rate(moved, signed=True).rstrip("%"))


def _question(number: int, question: Question, came: Outcome) -> Section:
    """One of the four: what the figures say to it, what the agency answers, what the merchant says of that."""
    found: list[Block] = []
    if question.findings:
        found.append(Points(tuple((plain(each.said), "") for each in question.findings)))
    title = f"{number} · {question_title(question.name, is_missed=came.is_missed)}"
    return Section(title, (*found, *_answer(question.answer)))


def _answer(answer: Answer | None) -> tuple[Block, ...]:
    if answer is None:
        return (Words(_("The agency has not answered yet."), "note"),)
    states = {
        "waiting": _("waits for the merchant"),
        "accepted": _("accepted by {name}").format(name=answer.replied_by),
        "returned": _("returned by {name}").format(name=answer.replied_by),
    }
    by = _("{name} wrote it on {day}").format(name=answer.by, day=f"{answer.at.astimezone():%Y/%m/%d %H:%M}")
    mark = " · ".join((states[answer.state], by, answer.fingerprint[:8]))
    why = (Words(_("Returned: “{why}”").format(why=answer.reply)),) if answer.reply else ()
    return (*(Words(line, "say") for line in answer.text.splitlines() if line.strip()), Words(mark, "note"), *why)


def _promised(found: Review) -> Section:
    if not found.scores and not found.withdrawn:
        return Section(
            _("What was promised for this month"), (Words(_("Nothing was promised for this month."), "note"),), False
        )
    blocks: list[Block] = [Words(promised(found))]
    if found.scores:
        blocks.append(scored(found.scores))
    return Section(_("What was promised for this month"), tuple(blocks))


def scored(scores: tuple[Score, ...]) -> Table:
    """Promises and what came of them."""
    columns = (
        Column(_("Promise"), weight=3),
        Column(_("Promised by"), weight=0, on_picture=False),
        Column(_("Due"), weight=0),
        Column(_("Result"), weight=0),
        Column(_("What came of it"), weight=3, on_picture=False),
    )
    rows = (
        Row(
            (
                each.promise.what,
                f"{side_name(each.promise.side)} · {each.promise.by}",
                f"{each.promise.due:%m/%d}",
                f"{result_mark(each.result)} {result_word(each.result)}",
                plain(each.said),
            )
        )
        for each in scores
    )
    return Table(columns, tuple(rows))


def _strategies(found: Review) -> Section | None:
    if not found.strategies:
        return None
    points = tuple((f"{each.event.first:%m/%d} {each.event.name}", plain(each.said)) for each in found.strategies)
    return Section(_("Strategy changes"), (Points(points),))


def _clauses(came: Outcome) -> Section | None:
    """What the agency's fee is made of, and where the refund clauses stand."""
    contract = came.contract
    if not contract.lines and not contract.states:
        return None
    columns = (
        Column(_("Clause")),
        Column(_("Calculation"), weight=3, on_picture=False),
        Column(_("Amount"), is_number=True),
    )
    rows = [Row((clause_name(each.kind), plain(each.said), Amount(each.amount))) for each in contract.lines]
    rows.append(Row((_("Fee of the month"), "", Amount(contract.fee)), "sum"))
    rows += [Row((clause_name(each.clause.kind), plain(each.said), Amount(-each.amount))) for each in contract.states]
    return Section(_("Fee and clauses"), (Table(columns, tuple(rows)),))


def _next(found: Review) -> Section:
    """The target and the plan of the month after, and what both sides promise for it."""
    plan = found.plan
    said = []
    if plan.contract_target is not None:
        template = _("The contract's target for {month} is {target}.")
        said.append(template.format(month=str(plan.month), target=money(plan.contract_target)))
    else:
        said.append(_("The contract has no target for {month}.").format(month=str(plan.month)))
    if plan.target is not None:
        said.append(_("The plan means to reach {target}.").format(target=money(plan.target)))
    blocks: list[Block] = [Words(joined(said))]
    if plan.answer:
        blocks += _answer(plan.answer)
    if found.promises:
        blocks.append(_promises(found.promises))
    return Section(_("Next month"), tuple(blocks))


def _promises(given: tuple[Promise, ...]) -> Table:
    columns = (Column(_("Promise"), weight=3), Column(_("Promised by"), weight=0), Column(_("Due"), weight=0))
    rows = (Row((each.what, f"{side_name(each.side)} · {each.by}", f"{each.due:%m/%d}")) for each in given)
    return Table(columns, tuple(rows))
