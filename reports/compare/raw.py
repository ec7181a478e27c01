"""Before and after as the exports say it: nothing estimated, nothing taken out, every gap named."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from reports.compare.days import SIDES, Day, Known, known, value
from reports.compare.period import Period
from reports.compare.ratio import changed
from reports.compare.table import Missing, Row, Side, Table
from reports.contract.said import N_, Said, say
from reports.metric import BASES, catalogue, ratio
from reports.scope import Scope, currency

SEASON = N_("Season is not taken out.")
NOTHING = N_("No export tells this figure on these days.")
COVERED = N_(
    "Only days that every export covers are counted: {before} of {before_all} before, {after} of {after_all} after."
)
FEW = N_("Too few for a range.")
VISITED = N_("Visitors are known of {platforms} only.")
WITHOUT_COST = N_("Products without a unit cost were sold; the profit is a range.")
ARRIVING = N_("Refunds of the last four weeks are still arriving.")
COUNTED = N_("Counted on {before} and on {after}.")
UNVALUED = N_("Pieces without a unit cost are not valued: {before} before, {after} after.")
WAREHOUSES = N_("Not the same warehouses were counted.")
ARRIVES = timedelta(days=28)


@dataclass(frozen=True)
class Line:
    """One figure of the table: the sources without which a day of it is not known, and whether the basis of refunds matters."""

    metric: str
    needs: tuple[str, ...] = ("orders",)
    has_bases: bool = False


LINES = (
    Line("gross_sales"),
    Line("refunds", has_bases=True),
    Line("net_sales", has_bases=True),
    Line("net_profit", ("orders", "ads", "settlement"), has_bases=True),
    Line("orders"),
    Line("visitors", ("traffic",)),
    Line("page_views", ("traffic",)),
    Line("ad_spend", ("ads",)),
    Line("ctr", ("ads",)),
    Line("search_ctr", ("traffic",)),
    Line("conversion", ("traffic",)),
    Line("refund_rate", has_bases=True),
    Line("ad_share", ("ads", "orders"), has_bases=True),
    Line("average_order_value"),
)
RANGE = ("net_profit_low", "net_profit_high")
EVENTS = {"refund_rate": "{}_refunds", "ad_share": "orders", "average_order_value": "orders"}  # things behind the money


def raw(scope: Scope, before: Period, after: Period, plain: Collection[date] | None = None) -> Table:
    """Every figure of both periods; `plain`, the days without a promotion, adds the same over those days only. Raises NoBuild."""
    return held(scope, before, after, {"before": tuple(before), "after": tuple(after)}, plain)


def held(
    scope: Scope,
    before: Period,
    after: Period,
    days: Mapping[str, Sequence[date]],
    plain: Collection[date] | None = None,
) -> Table:
    """The table of the days that count on each side of two named periods; the others are told as left out."""
    found = known(scope, days["before"], days["after"])
    spans = {"before": before, "after": after}
    return Table(
        shop=scope.shop.name,
        currency=currency(scope.reader),
        book=scope.book,
        refunds=scope.refunds,
        before=before,
        after=after,
        rows=(*_rows(found, None), _stock(found)),
        plain=None if plain is None else tuple(_rows(found, plain)),
        plain_days=None if plain is None else {side: len(set(days[side]) & set(plain)) for side in SIDES},
        missing=_missing(found),
        left_out={side: out for side in SIDES if (out := tuple(day for day in spans[side] if day not in days[side]))},
    )


def _rows(found: Known, kept: Collection[date] | None) -> list[Row]:
    rows = []
    for line in LINES:
        for basis in BASES if line.has_bases else ("",):
            if catalogue()[line.metric].over:
                rows.append(_share(found, line, basis, kept))
            else:
                rows += _sums(found, line, basis, kept)
    return rows


def _sums(found: Known, line: Line, basis: str, kept: Collection[date] | None) -> list[Row]:
    days, note = _days(found, line, kept)
    if line.metric != "net_profit":
        sides = [_sum(found, line.metric, days[side], basis or "order") for side in SIDES]
        if all(side.value is None for side in sides):
            note = (say(NOTHING),)
        return [_sum_row(line.metric, basis, (sides[0], sides[1]), note)]
    figures = [found.figures(days[side], basis) for side in SIDES]
    unknown = any(days[side] and each["net_profit"] is None for side, each in zip(SIDES, figures, strict=True))
    names = (line.metric, *RANGE) if unknown else (line.metric,)
    if unknown:
        note = (*note, say(WITHOUT_COST))
    before, after = (len(days[side]) for side in SIDES)
    pairs = {
        name: (Side.of_sum(figures[0][name], before, "money"), Side.of_sum(figures[1][name], after, "money"))
        for name in names
    }
    return [_sum_row(name, basis, pair, note) for name, pair in pairs.items()]


def _sum(found: Known, name: str, days: Sequence[Day], basis: str) -> Side:
    """The sum of covered days; what exports of orders and ads do not mention is nothing, not unknown."""
    unit = catalogue()[name].unit
    if not days:
        return Side(None, 0)
    total = value(name, found.sums(days), basis)
    if total is None and catalogue()[name].source != "traffic":  # a traffic report may tell other figures only
        total = Decimal("0.00")
    return Side.of_sum(int(total) if total is not None and unit == "count" else total, len(days), unit)


def _sum_row(name: str, basis: str, sides: tuple[Side, Side], note: tuple[Said, ...]) -> Row:
    before, after = (Decimal(each.value) / each.days if each.value is not None else None for each in sides)
    change = float(after / before - 1) if before is not None and after is not None and before > 0 else None
    return Row(name, basis, *sides, change=change, note=note)


def _share(found: Known, line: Line, basis: str, kept: Collection[date] | None) -> Row:
    days, note = _days(found, line, kept)
    metric = catalogue()[line.metric]
    assert metric.over
    above, below = ("refunds", "gross_sales") if metric.name == "refund_rate" else metric.over
    read = basis or "order"
    sides = []
    for side in SIDES:
        sums = found.sums(days[side])
        over, under = value(above, sums, read), value(below, sums, read)
        sides.append(Side(ratio(over, under, metric.unit), len(days[side]), above=over, below=under))
    things = EVENTS.get(metric.name, "").format(basis)
    events = [sum(int(day[things] or 0) for day in days[side]) for side in SIDES] if things else None
    k0, n0, k1, n1 = (found.series(name, days[side], read) for side in SIDES for name in (above, below))
    change = changed(
        k0,
        n0,
        k1,
        n1,
        events=(events[0], events[1]) if events else None,
        floored=metric.name not in ("ad_share", "average_order_value"),
    )
    if all(side.value is not None for side in sides):
        note = (*note, say(FEW if change.counts_only else SEASON))
    elif not note:
        note = (say(NOTHING),)
    interval = change.change, change.low, change.high, change.counts_only
    return Row(metric.name, basis, sides[0], sides[1], *interval, note)


def _days(found: Known, line: Line, kept: Collection[date] | None) -> tuple[dict[str, list[Day]], tuple[Said, ...]]:
    """The covered days of both sides, and what must be said of them. Without the first of its sources a figure has none."""
    needs = found.told(*line.needs)
    if "settlement" in needs and found.ends["after"]["has_fee_rate"]:
        needs = tuple(each for each in needs if each != "settlement")  # days without a settlement are estimated
    if line.needs[0] not in needs:
        return {side: [] for side in SIDES}, (say(NOTHING),)
    days = {side: found.days(side, needs, kept) for side in SIDES}
    every = {side: len(found.days(side, (), kept)) for side in SIDES}
    note = []
    if any(len(days[side]) < every[side] for side in SIDES):
        counts = {side: len(days[side]) for side in SIDES} | {f"{side}_all": every[side] for side in SIDES}
        note.append(say(COVERED, **counts))
    ends = found.ends["after"]
    if line.metric in ("visitors", "conversion") and set(ends["sold_on"] or ()) - set(ends["visited_on"] or ()):
        note.append(say(VISITED, platforms=tuple(ends["visited_on"] or ())))
    if line.has_bases and line.metric != "ad_share" and ends["known_to"]:
        last = max((day["asked_day"] for day in days["after"]), default=date.min)
        if last > ends["known_to"] - ARRIVES:
            note.append(say(ARRIVING))
    return days, tuple(note)


def _stock(found: Known) -> Row:
    """The value of what was counted last on each side: of every warehouse its last count within the period."""
    ends = [found.ends[side] for side in SIDES]
    values = [each["stock_value"] for each in ends]
    note = []
    if all(each["counted_on"] for each in ends):
        note.append(say(COUNTED, before=ends[0]["counted_on"], after=ends[1]["counted_on"]))
        if ends[0]["warehouses"] != ends[1]["warehouses"]:
            note.append(say(WAREHOUSES))
    else:
        note.append(say(NOTHING))
    if any(each["units_without_cost"] for each in ends):
        pieces = {side: each["units_without_cost"] or 0 for side, each in zip(SIDES, ends, strict=True)}
        note.append(say(UNVALUED, **pieces))
    before, after = (Side(each, 0 if each is None else 1) for each in values)
    return _sum_row("stock_value", "", (before, after), tuple(note))


def _missing(found: Known) -> tuple[Missing, ...]:
    """The silent days of each source and platform, side by side."""
    silent: dict[tuple[str, str, str], list[date]] = {}
    for side in SIDES:
        for day in found.of[side]:
            for lane in day["silent"] or ():
                silent.setdefault((side, lane["source"], lane["platform"]), []).append(day["asked_day"])
    order = sorted(silent, key=lambda each: (SIDES.index(each[0]), *each[1:]))
    return tuple(Missing(*each, tuple(silent[each])) for each in order)
