"""The weekly report (运营周报) as a document: the week in a sentence, figures, target, four lists, charts, movers, differences."""

from datetime import datetime

from reports.metric import metrics
from reports.weekly import Week
from reports.weekreport.items import LISTS
from reports.weekreport.report import Difference, WeekReport
from views.documents import plots
from views.documents.weekitems import listed_section
from views.documents.words import days_label, event_words, facts, origin
from views.events.words import short_days
from views.language import _, joined, listed, plural
from views.numbers import change, money, moved_words, period, rate, unit_of
from views.paper.model import (
    Amount,
    Block,
    Card,
    Cards,
    Cell,
    Chart,
    Column,
    Document,
    Points,
    Row,
    Section,
    Table,
    Words,
)
from views.paper.plots import Attainment, Reached
from views.reconcile.words import apart, figure_name, state_name, value
from views.signing.words import state_word
from views.statement.said import PROFIT, STRONG, bare
from views.week import CARDS, words
from views.weektables import weeks_sentence
from views.words import week_state


def weekly_document(title: str, found: WeekReport, made: datetime) -> Document:
    """The report of one shop's week, in the reader's language."""
    week = found.week
    sections = [
        Section(_("The week in figures"), (_cards(week, found.before),)),
        _target(found),
        *(listed_section(name, found.listed(name)) for name in LISTS),
        _recent(found),
        _ladder(found),
        _events(found),
        _movers(found),
        _differences(found),
        _definitions(week),
    ]
    signature = (_("Signature"), state_word(found.signing))
    return Document(
        title=_("Weekly operations report"),
        shop=title,
        facts=facts(
            found.agreed,
            period(week.first, week.last),
            week_state(week.state, week.missing),
            found.scope,
            made,
            signature,
        ),
        lead=tuple(filter(None, (bare(words(week, found.before)), target_words(found), _warning(found)))),
        sections=tuple(each for each in sections if each),
        origin=joined([origin(found.scope, found.recent.currency), _signed(week)]),
        number=f"{week.week_start:%Y%m%d}",
    )


def target_words(found: WeekReport) -> str:
    """How far the week and the month so far are on the way, in a sentence."""
    said = []
    if (own := found.of_week) and own.attainment is not None:
        template = _("The week reached {share} of its share of the month's target.")
        said.append(template.format(share=rate(own.attainment)))
    if (month := found.of_month) and month.attainment is not None:
        template = _("{month} up to {day}: {share} of what is due by then.")
        said.append(template.format(month=f"{found.month}", day=f"{month.last:%m/%d}", share=rate(month.attainment)))
    return joined(said)


def _warning(found: WeekReport) -> str:
    """What is not sure yet, before anybody reads the figures."""
    return (
        _("Provisional: sources are missing, the figures may still change.")
        if found.week.state == "provisional"
        else ""
    )


def _signed(week: Week) -> str:
    if week.state != "signed":
        return ""
    return _("The figures are those that were signed; target and products are what the files say today.")


def _cards(week: Week, before: Week | None) -> Cards:
    """Sales, cost and profit, each against the week before."""
    found = []
    for name in CARDS:
        now, then = week.figures[name], before.figures[name] if before else None
        moved, tone = change(name, now, then)
        until = None
        if name == "net_profit" and now is None and week.figures["net_profit_high"] is not None:
            now, until = week.figures["net_profit_low"], Amount(week.figures["net_profit_high"])
            moved, tone = _("a range while unit costs are missing"), "even"
        else:
            moved = f"{moved} {moved_words(name, now, then)}".strip()
        found.append(Card(_(metrics()[name].label), Amount(now), moved, tone, until))
    return Cards(tuple(found))


def _target(found: WeekReport) -> Section | None:
    bars = []
    for part, name in ((found.of_week, _("This week")), (found.of_month, _("Month so far"))):
        if part:
            note = _("{sales} of {target}").format(sales=money(part.sales), target=money(part.target))
            share = f" · {rate(part.attainment)}" if part.attainment is not None else ""
            bars.append(Reached(f"{name} {days_label(part.first, part.last)}", part.sales, part.target, note + share))
    if not bars:
        return None
    plot = Attainment(tuple(bars), ("", _("Sold"), _("Target")))
    blocks: list[Block] = [Chart(_("Sales against the target"), plot)]
    if found.month_target is not None:
        label = _(metrics()[found.agreed.sales_basis].label)
        template = _("Target of {month}: {amount} ({metric}), each day its equal share.")
        said = template.format(month=f"{found.month}", amount=money(found.month_target), metric=label)
        blocks.append(Words(said, "note"))
    return Section(_("Target"), tuple(blocks))


def _recent(found: WeekReport) -> Section:
    weeks = found.recent.weeks
    title = plural("The last {count} week", "The last {count} weeks", len(weeks))
    chart = Chart(_("Net sales and net profit by week"), plots.weeks(weeks, found.events, found.unripe))
    return Section(title, (Words(weeks_sentence(found.recent)), chart))


def _ladder(found: WeekReport) -> Section:
    """The waterfall, and line by line against the week before."""
    week, before = found.week, found.before
    blocks: list[Block] = []
    if plot := plots.ladder(week):
        blocks.append(Chart(_("From gross sales to net profit"), plot))
    columns = (
        Column(_("Figure")),
        Column(_("This week"), is_number=True),
        Column(_("Week before"), is_number=True),
        Column(_("Change"), is_number=True, on_picture=False),
    )
    rows = []
    for name in _names(week):
        now, then = week.figures[name], before.figures[name] if before else None
        moved = None if now is None or then is None else now - then  # type: ignore[operator]
        cells: tuple[Cell, ...] = (
            _(metrics()[name].label),
            Amount(now, unit_of(name)),
            Amount(then, unit_of(name)),
            Amount(moved, unit_of(name), signed=True),
        )
        rows.append(Row(cells, "sum" if name in STRONG else ""))
    return Section(_("From sales to profit"), (*blocks, Table(columns, tuple(rows))))


def _events(found: WeekReport) -> Section | None:
    events = found.of_days()
    if not events:
        return None
    points = Points(tuple((f"{short_days(each.first, each.last)} {event_words(each)}", each.note) for each in events))
    return Section(_("Events of the week"), (points,))


def _movers(found: WeekReport) -> Section | None:
    if not found.movers:
        return None
    columns = (
        Column(_("Product"), weight=2),
        Column(_("This week"), is_number=True),
        Column(_("Week before"), is_number=True, on_picture=False),
        Column(_("Change"), is_number=True),
    )
    rows = [
        Row(
            (
                f"{each.name or ''} {each.key}".strip() if each.key else _("all others"),
                Amount(each.now),
                Amount(each.before),
                Amount(each.change, signed=True),
            )
        )
        for each in found.movers
    ]
    now, before = sum(each.now for each in found.movers), sum(each.before for each in found.movers)
    rows.append(Row((_("Total"), Amount(now), Amount(before), Amount(now - before, signed=True)), "sum"))
    said = Words(_("Net sales of the products that moved most against the week before."))
    return Section(_("Products that moved most"), (said, Table(columns, tuple(rows))))


def _differences(found: WeekReport) -> Section:
    blocks: list[Block] = []
    if found.differences:
        columns = (
            Column(_("Figure")),
            Column(_("Claimed"), weight=1),
            Column(_("By the files"), weight=1),
            Column(_("Unexplained"), weight=1),
            Column(_("State"), weight=2, on_picture=False),
        )
        blocks.append(Table(columns, tuple(map(_difference, found.differences))))
    else:
        blocks.append(Words(_("No difference is open between the operator's report and the files.")))
    if found.unprovable:
        names = listed(figure_name(name) for name in found.unprovable)
        blocks.append(Words(_("Claimed, and in no file: {names}.").format(names=names), "note"))
    return Section(_("Open differences"), tuple(blocks), bool(found.differences or found.unprovable))


def _difference(each: Difference) -> Row:
    line = each.line
    claimed = line.claim.value if line.claim else None
    state = " · ".join(filter(None, (state_name(each.state), each.comment)))
    return Row(
        (
            figure_name(line.figure),
            value(line.unit, claimed),
            value(line.unit, line.proven),
            apart(line.unit, each.unexplained),
            state,
        )
    )


def _names(week: Week) -> list[str]:
    """The lines of the ladder; its two ends only while the profit is a range."""
    is_range = week.figures["net_profit"] is None
    return [name for name in PROFIT if is_range or name not in ("net_profit_low", "net_profit_high")]


def _definitions(week: Week) -> Section:
    """How each line of the ladder is computed; on paper only."""
    columns = (Column(_("Figure"), weight=0), Column(_("How it is computed"), weight=4))
    rows = tuple(Row((_(metrics()[name].label), _(metrics()[name].how))) for name in _names(week))
    return Section(_("Definitions"), (Table(columns, rows),), on_picture=False, is_fine=True)
