"""The profit ladder by week."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from reports.carried import Carried
from reports.contract.accrual import accrual
from reports.kept import kept
from reports.metric import COST_LINES, Figures, columns, derived, metrics, plain, summed
from reports.scope import Scope, currency, days, monday, span
from warehouse import Reader


@dataclass(frozen=True)
class Gap:
    """Days of a week of which one source says nothing."""

    source: str
    platform: str
    days: tuple[date, ...]


@dataclass(frozen=True)
class Week:
    """The figures of one week, or of the part of it that was asked for."""

    week_start: date
    first: date
    last: date
    state: str  # complete, provisional, signed
    missing: tuple[str, ...]
    gaps: tuple[Gap, ...]
    figures: Figures
    recomputed: Figures | None = None  # of a signed week: what its rows say today
    carried: tuple[Carried, ...] = ()  # what weeks signed before leave to this one

    @property
    def is_partial(self) -> bool:
        """Whether the question cut the week."""
        return self.first != self.week_start or self.last != self.week_start + timedelta(days=6)


@dataclass(frozen=True)
class Weekly:
    """The answer: every week of the period, none left out, and their total."""

    shop: str
    refunds: str
    book: str
    build: str
    currency: str
    weeks: tuple[Week, ...]
    total: Figures
    not_counted: tuple[str, ...]  # cost lines the shop has no source for at all
    notes: Figures  # amounts behind remarks: refunds whose date is estimated, refunds that leave the goods uncertain …

    def as_json(self) -> dict[str, Any]:
        """The answer of `reports weekly --json`."""
        return {
            "shop": self.shop,
            "currency": self.currency,
            "refunds": self.refunds,
            "book": self.book,
            "build": self.build,
            "weeks": [_week_json(week) for week in self.weeks],
            "total": figures_json(self.total),
            "not_counted": list(self.not_counted),
            "notes": {
                name: plain(value, "count" if name == "brushing_orders" else "money")
                for name, value in self.notes.items()
            },
        }


NOTES = (
    "refunds_date_estimated",
    "refunds_goods_uncertain",
    "refunds_from_lines",
    "other_lines",
    "platform_subsidy",
    "platform_fees_settled",
    "goods_settled",
    "money_moved",
    "typed_sales",
)
# Money that stands in no week, and sales that the merchant lists as brushing.
APART = """
select
    (select sum(spend) from facts.ad_periods where period_from <= $2 and period_to >= $1) as ad_spend_without_day,
    (
        select sum(refund_amount) from facts.exported_refunds
        where not has_order and cast(refunded_at as date) between $1 and $2
    ) as refunds_without_order,
    (select sum(gross_sales) from marts.daily where is_brushing and day between $1 and $2) as brushing_sales,
    (select cast(sum(orders) as bigint) from marts.daily where is_brushing and day between $1 and $2) as brushing_orders
"""


@kept
def weekly(scope: Scope) -> Weekly:
    """The ladder for every week from the scope's first to its last day. Raises NoBuild."""
    source = scope.reader
    whole = span(source)
    empty = Weekly(
        scope.shop.name, scope.refunds, scope.book, source.build, currency(source), (), derived(_nothing()), (), {}
    )
    if whole is None:
        return empty
    # Without bounds the first and the last week are whole; a bound inside a week cuts it.
    first, last = scope.first or monday(whole[0]), scope.last or monday(whole[1]) + timedelta(days=6)
    if last < first:
        return empty
    shown = [name for name, metric in metrics().items() if metric.sums]
    summed_columns = columns(shown, scope.refunds)
    by_week = {row["week"]: row for row in _sums(source, (*summed_columns, *NOTES), first, last, scope.counted)}
    covered = _covered(source)
    agreed = accrual(scope, first, last)
    has = sources(source, {each for each, _ in covered}) | ({"service_fee"} if agreed.has_fee else set())
    weeks = []
    start = monday(first)
    while start <= last:
        begin, end = max(start, first), min(start + timedelta(days=6), last)
        sums = agreed.applied(by_week.get(start, {}), begin, end)
        weeks.append(_week(start, begin, end, sums, covered, has, scope.refunds))
        start += timedelta(days=7)
    notes: Figures = {name: _add([row[name] for row in by_week.values()]) for name in NOTES}
    [apart] = source.rows(APART, [first, last])
    notes |= apart
    return Weekly(
        shop=scope.shop.name,
        refunds=scope.refunds,
        book=scope.book,
        build=source.build,
        currency=currency(source),
        weeks=tuple(weeks),
        total=total_of(weeks),
        not_counted=tuple(name for name in COST_LINES if name != "product_cost" and metrics()[name].source not in has),
        notes=notes,
    )


def _week(
    start: date,
    first: date,
    last: date,
    sums: Mapping[str, Any],
    covered: Mapping[tuple[str, str], set[date]],
    has: set[str],
    basis: str,
) -> Week:
    asked = days(first, last)
    gaps = tuple(
        Gap(source, platform, tuple(day for day in asked if day not in present))
        for (source, platform), present in sorted(covered.items())
        if not set(asked) <= present
    )
    told = {source for (source, _), present in covered.items() if present & set(asked)}
    figures = ladder(sums, told, has, basis)
    missing = sorted({gap.source for gap in gaps})
    if figures["sales_without_cost"]:
        missing.append("costs")
    return Week(start, first, last, "provisional" if missing else "complete", tuple(missing), gaps, figures)


def ladder(sums: Mapping[str, Any], told: Set[str], has: Set[str], basis: str) -> Figures:
    """The figures of some days from the sums of their mart columns.

    `told` names the sources that speak for any of these days: what they do not mention is nothing, not unknown. `has` names all the shop's.
    """
    base: Figures = {}
    for name, metric in metrics().items():
        if not metric.sums:
            continue
        value = summed(metric, sums, basis)
        if value is None and metric.source in told and not (name == "units" and sums.get("orders")):
            value = 0 if metric.unit == "count" else Decimal("0.00")
        base[name] = int(value) if value is not None and metric.unit == "count" else value
    if base["platform_fees"] is None and "settlement" in told:
        base["platform_fees"] = Decimal("0.00")
    quiet = "orders" in told and not base["gross_sales"]
    for name in ("product_cost", "platform_fees", "fulfilment_cost"):
        if base[name] is None and quiet and metrics()[name].source in has:
            base[name] = Decimal("0.00")
    return derived(base)


def _sums(source: Reader, names: Sequence[str], first: date, last: date, counted: str) -> list[dict[str, Any]]:
    sums = ", ".join(f"sum({name}) as {name}" for name in dict.fromkeys(names))
    return source.rows(
        f"select cast(date_trunc('week', day) as date) as week, {sums} from marts.daily "
        f"where day between $1 and $2 and {counted} group by cast(date_trunc('week', day) as date)",
        [first, last],
    )


def _covered(source: Reader) -> dict[tuple[str, str], set[date]]:
    covered: dict[tuple[str, str], set[date]] = {}
    for row in source.rows("select source, platform, day from marts.coverage"):
        covered.setdefault((row["source"], row["platform"]), set()).add(row["day"])
    return covered


def sources(source: Reader, covered: Iterable[str]) -> set[str]:
    """Everything the shop has a source for, in the words of the catalogue; `covered` are the sources of the coverage calendar."""
    [row] = source.rows(
        "select exists (select 1 from facts.unit_costs) as costs, "
        "exists (select 1 from facts.cost_rates where cost_kind = 'platform_fee_rate') "
        "or exists (select 1 from facts.settled_days) as platform_fees, "
        "exists (select 1 from facts.cost_rates where cost_kind = 'per_shipped_order') "
        "or exists (select 1 from facts.daily_costs where cost_kind = 'fulfilment_cost') "
        "or exists (select 1 from facts.settlements where fee_class = 'freight') as fulfilment_cost, "
        "exists (select 1 from facts.daily_costs where cost_kind = 'service_fee') "
        "or exists (select 1 from facts.settlements where fee_class = 'agency') as service_fee, "
        "exists (select 1 from facts.daily_costs where cost_kind = 'other_costs') "
        "or exists (select 1 from facts.settlements where fee_class = 'other') as other_costs"
    )
    return {name for name, there in row.items() if there} | set(covered)


def total_of(weeks: Sequence[Week]) -> Figures:
    """The figures of all weeks together."""
    return derived(
        {name: _add([week.figures[name] for week in weeks]) for name, each in metrics().items() if each.sums}
    )


def _add(values: Sequence[Any]) -> Any:
    known = [value for value in values if value is not None]
    return sum(known[1:], known[0]) if known else None


def _nothing() -> Figures:
    return {name: None for name, metric in metrics().items() if metric.sums}


def figures_json(figures: Figures) -> dict[str, Any]:
    """Every figure of the catalogue as JSON holds it."""
    return {name: plain(figures[name], metric.unit) for name, metric in metrics().items()}


def _week_json(week: Week) -> dict[str, Any]:
    return {
        "week_start": week.week_start.isoformat(),
        "from": week.first.isoformat(),
        "to": week.last.isoformat(),
        "partial": week.is_partial,
        "state": week.state,
        "missing": list(week.missing),
        "gaps": [
            {"source": gap.source, "platform": gap.platform, "days": [day.isoformat() for day in gap.days]}
            for gap in week.gaps
        ],
        **figures_json(week.figures),
        **({"recomputed": figures_json(week.recomputed)} if week.recomputed else {}),
        **({"carried": [each.as_json() for each in week.carried]} if week.carried else {}),
    }
