"""Before and after as the exports say it: nothing estimated, nothing taken out, every gap named."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from reports.compare.days import SIDES, Known, Span, known
from reports.compare.period import Period
from reports.compare.ratio import changed
from reports.compare.table import Missing, Row, Side, Table
from reports.contract.said import Said, say
from reports.metric import catalogue, ratio
from reports.scope import Scope, currency
from warehouse import N_

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
        rows=(*_rows(found), _stock(found)),
        plain=None if plain is None else tuple(_rows(replace(found, kept=plain, spans={}))),
        plain_days=None if plain is None else {side: len(set(days[side]) & set(plain)) for side in SIDES},
        missing=_missing(found),
        left_out={side: out for side in SIDES if (out := tuple(day for day in spans[side] if day not in days[side]))},
    )


def _rows(found: Known) -> list[Row]:
    rows = []
    for line in LINES:
        spans, note = _spans(found, line)
        for basis in ("order", "accounting") if line.has_bases else ("",):
            if catalogue()[line.metric].over:
                rows.append(_share(line.metric, basis, spans, note))
            elif line.metric == "net_profit":
                rows += _profit(basis, spans, note)
            else:
                unit = catalogue()[line.metric].unit
                values = [(each.value(line.metric, basis or "order"), len(each)) for each in spans]
                before, after = (Side.of_sum(*each, unit) for each in values)
                is_told = before.value is not None or after.value is not None
                rows.append(_sum(line.metric, basis, (before, after), note if is_told else (say(NOTHING),)))
    return rows


def _sum(name: str, basis: str, sides: tuple[Side, Side], note: tuple[Said, ...]) -> Row:
    before, after = (Decimal(each.value) / each.days if each.value is not None else None for each in sides)
    change = float(after / before - 1) if before is not None and after is not None and before > 0 else None
    return Row(name, basis, *sides, change=change, note=note)


def _profit(basis: str, spans: tuple[Span, Span], note: tuple[Said, ...]) -> list[Row]:
    """Net profit; where products without a unit cost were sold also its lowest and highest."""
    figures = [each.figures(basis) for each in spans]
    unknown = any(span.days and each["net_profit"] is None for span, each in zip(spans, figures, strict=True))
    rows = []
    for name in ("net_profit", *RANGE) if unknown else ("net_profit",):
        before, after = (Side.of_sum(each[name], len(span), "money") for span, each in zip(spans, figures, strict=True))
        rows.append(_sum(name, basis, (before, after), (*note, say(WITHOUT_COST)) if unknown else note))
    return rows


def _share(name: str, basis: str, spans: tuple[Span, Span], note: tuple[Said, ...]) -> Row:
    metric, read = catalogue()[name], basis or "order"
    assert metric.over
    above, below = ("refunds", "gross_sales") if name == "refund_rate" else metric.over
    parts = [(each.value(above, read), each.value(below, read)) for each in spans]
    before, after = (
        Side(ratio(over, under, metric.unit), len(span), above=over, below=under)
        for span, (over, under) in zip(spans, parts, strict=True)
    )
    things = EVENTS.get(name, "").format(basis)
    events = [sum(int(day[things] or 0) for day in each.days) for each in spans] if things else None
    k0, n0, k1, n1 = (each.series(part, read) for each in spans for part in (above, below))
    change = changed(
        *(k0, n0, k1, n1),
        events=(events[0], events[1]) if events else None,
        floored=name not in ("ad_share", "average_order_value"),
    )
    if before.value is not None and after.value is not None:
        note = (*note, say(FEW if change.counts_only else SEASON))
    elif not note:
        note = (say(NOTHING),)
    return Row(name, basis, before, after, change.change, change.low, change.high, change.counts_only, note)


def _spans(found: Known, line: Line) -> tuple[tuple[Span, Span], tuple[Said, ...]]:
    """The covered days of both sides, and what must be said of them. Without the first of its sources a figure has none."""
    needs = found.told(*line.needs)
    if found.ends["after"]["has_fee_rate"]:  # days without a settlement are estimated
        needs = tuple(each for each in needs if each != "settlement")
    if line.needs[0] not in needs:
        return (Span(found, [], 0), Span(found, [], 0)), (say(NOTHING),)
    before, after = (found.span(side, needs) for side in SIDES)
    note = []
    if len(before) < before.wanted or len(after) < after.wanted:
        counts = {"before": len(before), "before_all": before.wanted, "after": len(after), "after_all": after.wanted}
        note.append(say(COVERED, **counts))
    ends = found.ends["after"]
    if line.metric in ("visitors", "conversion") and set(ends["sold_on"] or ()) - set(ends["visited_on"] or ()):
        note.append(say(VISITED, platforms=tuple(ends["visited_on"] or ())))
    if line.has_bases and line.metric != "ad_share" and ends["known_to"]:
        last = max((day["asked_day"] for day in after.days), default=date.min)
        if last > ends["known_to"] - ARRIVES:
            note.append(say(ARRIVING))
    return (before, after), tuple(note)


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
    return _sum("stock_value", "", (before, after), tuple(note))


def _missing(found: Known) -> tuple[Missing, ...]:
    """The silent days of each source and platform, side by side."""
    silent: dict[tuple[str, str, str], list[date]] = {}
    for side in SIDES:
        for day in found.of[side]:
            for lane in day["silent"] or ():
                silent.setdefault((side, lane["source"], lane["platform"]), []).append(day["asked_day"])
    order = sorted(silent, key=lambda each: (SIDES.index(each[0]), *each[1:]))
    return tuple(Missing(*each, tuple(silent[each])) for each in order)
