"""The service-period summary (服务期效果总结) as a document: month by month, before and after, done, promised, advice."""

from datetime import datetime

from book.engagement import Engagement
from reports.compare.comparison import Comparison, Side
from reports.metric import catalogue
from reports.review.summary import MonthLine, Summary
from reports.scope import Scope
from views.documents import plots
from views.documents.monthreview import scored
from views.documents.words import blank_boxes, days_label, event_words, facts, origin, plain
from views.events.words import short_days
from views.language import _, joined
from views.numbers import NOTHING, count, money, rate
from views.paper.model import Amount, Block, Card, Cards, Chart, Column, Document, Points, Row, Section, Table, Words
from views.paper.plots import Attainment, Interval, Ranged, Reached
from views.review.words import result_word

RESULTS = ("kept", "missed", "open", "no_data", "disputed")


def summary_document(title: str, found: Summary, agreed: Engagement, scope: Scope, made: datetime) -> Document:
    """The summary of one shop's service, in the reader's language."""
    days = f"{found.service.first:%Y/%m/%d} – {found.service.last:%Y/%m/%d}"
    is_settled = all(each.contract.is_settled for each in found.months)
    settled = _("settled") if is_settled else _("not settled: refunds can still arrive")
    state = " · ".join((_("the service is over") if found.is_over else _("the service goes on"), settled))
    sections = [
        Section(_("The service in figures"), (_cards(found),)),
        _months(found),
        *(_comparison(found.comparison) if found.comparison else ()),
        _done(found),
        _promised(found),
        _advice(found),
        Section(_("Signature"), (blank_boxes(),), on_picture=False),
    ]
    return Document(
        title=_("Service summary"),
        shop=title,
        facts=facts(agreed, days, state, scope, made),
        lead=tuple(filter(None, (_reached(found), plain(found.comparison.verdict.said) if found.comparison else ""))),
        sections=tuple(each for each in sections if each),
        origin=origin(scope, found.currency),
        number=f"{found.service.first:%Y%m%d}",
    )


def _reached(found: Summary) -> str:
    """How many targets were reached, and how often the agency's claims held."""
    met, targets = found.met
    said = []
    if targets:
        said.append(_("{met} of {targets} monthly targets were reached.").format(met=met, targets=targets))
    if found.judged:
        share = rate(found.hits / found.judged)
        template = _("Of {judged} claims that could be judged, {hits} held ({share}).")
        said.append(template.format(judged=count(found.judged), hits=count(found.hits), share=share))
    return joined(said)


def _cards(found: Summary) -> Cards:
    cards = [Card(_("Sales"), Amount(found.total("sales"))), Card(_("Agency's fee"), Amount(found.total("fee")))]
    if profit := found.profit:
        low, high = profit
        until = Amount(high) if low != high else None
        said = _("a range while unit costs are missing") if until else _("after the agency's fee")
        cards.append(Card(_("Net profit"), Amount(low), said, until=until))
    if given_back := found.total("given_back"):
        cards.append(Card(_("Given back by clauses"), Amount(given_back)))
    return Cards(tuple(cards))


def _months(found: Summary) -> Section | None:
    """Every month against its target, and what it came to."""
    if not found.months:
        return None
    bars = []
    for each in found.months:
        own = each.contract
        if own.target is not None:
            note = _("{sales} of {target}").format(sales=money(own.sales), target=money(own.target))
            share = f" · {rate(own.attainment)}" if own.attainment is not None else ""
            bars.append(Reached(_name(each), own.sales, own.target, note + share))
    columns = (
        Column(_("Month"), weight=0),
        Column(_("Sales"), is_number=True),
        Column(_("Target"), is_number=True, on_picture=False),
        Column(_("Attainment"), is_number=True, on_picture=False),
        Column(_("Fee"), is_number=True),
        Column(_("Given back"), is_number=True, on_picture=False),
        Column(_("Net profit"), is_number=True),
    )
    rows = [*map(_month, found.months)]
    total = (found.total("sales"), None, None, found.total("fee"), found.total("given_back"))
    rows.append(
        Row((_("Total"), *(Amount(each) if each is not None else "" for each in total), _profit(found.profit)), "sum")
    )
    blocks: list[Block] = [Table(columns, tuple(rows))]
    if bars:
        plot = Attainment(tuple(bars), ("", _("Sold"), _("Target")))
        blocks.insert(0, Chart(_("Sales against the target by month"), plot))
    return Section(_("Month by month"), tuple(blocks))


def _name(line: MonthLine) -> str:
    """The month; one that runs says so, its target is that of all its days."""
    served = line.contract.served
    is_over = line.days is not None and served is not None and line.days.last == served.last
    return str(line.contract.month) if is_over else f"{line.contract.month} · {_('not over')}"


def _month(line: MonthLine) -> Row:
    own = line.contract
    known = (line.profit_low, line.profit_high)
    profit = None if None in known else known
    return Row(
        (
            _name(line),
            Amount(own.sales),
            Amount(own.target),
            Amount(own.attainment, "rate"),
            Amount(own.fee),
            Amount(own.given_back),
            _profit(profit),
        )
    )


def _profit(known: tuple[object, object] | None) -> Amount | str:
    """A profit, or the range it lies in."""
    if known is None:
        return NOTHING
    low, high = known
    return Amount(low) if low == high else f"{money(low)} … {money(high)}"  # type: ignore[arg-type]


def _comparison(found: Comparison) -> list[Section]:
    """Raw first, then the estimate with its range or the refusal, then what the change is made of."""
    name = _(catalogue()[found.metric].label)
    columns = (
        Column("", weight=0),
        Column(_("Days"), weight=0),
        Column(_("Days known"), is_number=True, on_picture=False),
        Column(name, is_number=True),
        Column(_("A day"), is_number=True),
    )
    rows = tuple(_side(words, side) for words, side in ((_("Before"), found.before), (_("After"), found.after)))
    blocks: list[Block] = [Table(columns, rows)]
    if found.raw_change is not None:
        blocks.append(
            Words(_("As the figures stand: {change} a day.").format(change=rate(found.raw_change, signed=True)))
        )
    blocks.append(Words(plain(found.verdict.said), "say"))
    told = found.facts.range
    if told and not found.verdict.is_refusal:
        plot = Interval(
            (Ranged(name, told.low, told.lift, told.high),), ("", _("At least"), _("Estimate"), _("At most"))
        )
        title = _("Estimated change against what would have been without the service, {level} range")
        blocks.append(Chart(title.format(level=rate(told.level)), plot))
    blocks += [Words(plain(tag), "note") for _kind, tag in found.verdict.tags]
    sections = [Section(_("Before and after"), tuple(blocks))]
    if found.split:
        ends = (_("Before"), _("After"))
        chart = Chart(_("What the change of sales is made of"), plots.bridge(found.split.bridge, *ends))
        sections.append(Section(_("What the change is made of"), (chart,)))
    return sections


def _side(words: str, side: Side) -> Row:
    days = days_label(side.period.first, side.period.last, with_year=True)
    return Row(
        (words, days, Amount(side.known_days, "count"), Amount(side.value, side.unit), Amount(side.per_day, side.unit))
    )


def _done(found: Summary) -> Section | None:
    if not found.done:
        return None
    points = tuple((f"{short_days(each.first, each.last)} {event_words(each)}", each.note) for each in found.done)
    return Section(_("What was done"), (Points(points),))


def _promised(found: Summary) -> Section | None:
    if not found.scores and not found.withdrawn:
        return None
    parts = [f"{result_word(name)} {found.count(name)}" for name in RESULTS if found.count(name)]
    if found.withdrawn:
        parts.append(_("taken back {count}").format(count=found.withdrawn))
    table = (scored(found.scores),) if found.scores else ()
    return Section(_("Promises"), (Words(" · ".join(parts)), *table))


def _advice(found: Summary) -> Section | None:
    if not found.advice:
        return None
    points = tuple((plain(each.said), "") for each in found.advice)
    said = Words(_("What the figures advise, with or without the agency."))
    return Section(_("Advice for the time after"), (said, Points(points)))
