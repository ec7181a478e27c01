"""What the warehouse knows of the days on two sides of a comparison, asked at once: their sums, their gaps, what lay in stock."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, cached_property
from typing import Any

from reports.contract.accrual import Accrual, accrual, borne
from reports.metric import BASES, Figure, Figures, catalogue, columns, summed
from reports.scope import Scope
from reports.weekly import ladder, sources

SIDES = ("before", "after")
DAYS = """
with asked as (
    select 'before' as side, unnest($1::date[]) as asked_day
    union all
    select 'after' as side, unnest($2::date[]) as asked_day
),
summed as (
    select day as asked_day, {sums} from marts.daily
    where {counted} and day in (select asked_day from asked) group by day
),
refunded as (
    select paid_date as asked_day, count(distinct (platform, order_id)) as order_refunds from facts.refund_values
    where {counted} and refund_amount > 0 and paid_date in (select asked_day from asked) group by paid_date
),
given_back as (
    select refund_date as asked_day, count(distinct (platform, order_id)) as accounting_refunds from facts.refund_values
    where {counted} and refund_amount > 0 and refund_date in (select asked_day from asked) group by refund_date
),
silent as (
    select days.asked_day, list({{'source': lanes.source, 'platform': lanes.platform}}) as silent
    from (select distinct asked_day from asked) as days
    cross join (select distinct source, platform from marts.coverage) as lanes
    anti join marts.coverage as covered
        on days.asked_day = covered.day and lanes.source = covered.source and lanes.platform = covered.platform
    group by days.asked_day
)
select * from asked
left join summed using (asked_day) left join refunded using (asked_day)
left join given_back using (asked_day) left join silent using (asked_day)
order by asked_day
"""
ENDS = """
with asked as (
    select * from (values ('before', $1::date, $2::date), ('after', $3::date, $4::date)) as a (side, first, last)
),
counted as (
    select asked.side, stock.warehouse, max(stock.day) as day
    from asked inner join marts.stock as stock on stock.day between asked.first and asked.last
    group by asked.side, stock.warehouse
),
lying as (
    select
        counted.side,
        max(counted.day) as counted_on,
        list(counted.warehouse order by counted.warehouse) as warehouses,
        sum(stock.stock_value) as stock_value,
        cast(sum(stock.units_without_cost) as bigint) as units_without_cost
    from counted inner join marts.stock as stock on counted.warehouse = stock.warehouse and counted.day = stock.day
    group by counted.side
)
select
    asked.side,
    lying.* exclude (side),
    (select max(day) from marts.coverage where source = 'orders') as known_to,
    (select list(distinct source) from marts.coverage) as covered,
    (select list(distinct platform order by platform) from marts.coverage where source = 'orders') as sold_on,
    (select list(distinct platform order by platform) from facts.traffic where grain = 'shop') as visited_on,
    exists (select 1 from facts.cost_rates where cost_kind = 'platform_fee_rate') as has_fee_rate
from asked left join lying on asked.side = lying.side
"""
Day = Mapping[str, Any]


class Sums(Mapping[str, Any]):
    """Column → its sum over some days, as the contract leaves it; each is made when it is first asked for."""

    def __init__(self, days: Sequence[Day], agreed: Accrual) -> None:
        self.days, self.agreed = days, agreed
        self.of = cache(self._of)
        self.spans = runs(day["asked_day"] for day in days)

    def __getitem__(self, column: str) -> Any:
        return self.of(column)

    def __iter__(self) -> Iterator[str]:
        return (name for name in (self.days[0] if self.days else ()) if name not in ("side", "asked_day", "silent"))

    def __len__(self) -> int:
        return len(list(iter(self)))

    def _of(self, column: str) -> Any:
        if self.agreed.has_fee and column in ("service_fee", "agency_settled"):
            return _add(self.agreed.fee(*span) for span in self.spans) if column == "service_fee" else None
        found = _add(day[column] for day in self.days)
        if column == "ad_spend" and found is not None and self.agreed.case is not None:
            found -= _add(borne(self.agreed.case, *span) for span in self.spans)
        return found


class Span:
    """Some days of one side; `wanted` is how many there would be if every source spoke."""

    def __init__(self, known: "Known", days: Sequence[Day], wanted: int) -> None:
        self.known, self.days, self.wanted = known, days, wanted

    def __len__(self) -> int:
        return len(self.days)

    @cached_property
    def sums(self) -> Sums:
        """The sums of the mart's columns, as the contract leaves them."""
        return Sums(self.days, self.known.agreed)

    def value(self, name: str, basis: str) -> Figure:
        """A summed figure: what exports of orders and ads do not mention is nothing, a traffic report may tell others only."""
        if not self.days:
            return None
        total, metric = value(name, self.sums, basis), catalogue()[name]
        if total is None and metric.source != "traffic":
            total = Decimal("0.00")
        return int(total) if total is not None and metric.unit == "count" else total

    def figures(self, basis: str) -> Figures:
        """The ladder of these days."""
        covered = self.known.ends["after"]["covered"] or ()
        silent = [{lane["source"] for lane in day["silent"] or ()} for day in self.days]
        told = {source for source in covered if any(source not in each for each in silent)}
        return ladder(self.sums, told, self.known.has, basis)

    def series(self, name: str, basis: str) -> list[Figure]:
        """A summed figure day by day."""
        agreed = self.known.agreed
        if name == "ad_spend" and agreed.case is not None and agreed.case.agreed.of(["included_ads"]):
            return [value(name, Sums([day], agreed), basis) for day in self.days]
        return [value(name, day, basis) for day in self.days]


@dataclass(frozen=True)
class Known:
    """Both sides by day, and what holds for the shop as a whole. `kept`: the only days that are asked of."""

    of: Mapping[str, Sequence[Day]]  # side → one row per day
    ends: Mapping[str, Mapping[str, Any]]  # side → stock, and facts of the shop
    has: frozenset[str]  # everything the shop has a source for
    agreed: Accrual
    kept: Collection[date] | None = None
    spans: dict[tuple[str, tuple[str, ...]], Span] = field(default_factory=dict)

    def told(self, *wanted: str) -> tuple[str, ...]:
        """Those of these sources that the shop has exports of."""
        covered = self.ends["after"]["covered"] or ()
        return tuple(source for source in wanted if source in covered)

    def span(self, side: str, needed: tuple[str, ...]) -> Span:
        """The days of a side on which every one of the needed sources speaks for every platform it ever spoke for."""
        if (side, needed) not in self.spans:
            days = [day for day in self.of[side] if self.kept is None or day["asked_day"] in self.kept]
            silent = [{lane["source"] for lane in day["silent"] or ()} for day in days]
            told = [day for day, missing in zip(days, silent, strict=True) if not missing & set(needed)]
            self.spans[side, needed] = Span(self, told, len(days))
        return self.spans[side, needed]


def known(scope: Scope, before: Sequence[date], after: Sequence[date]) -> Known:
    """Ask for the days of both sides. Raises NoBuild."""
    source, every = scope.reader, [*before, *after]
    names = dict.fromkeys(column for basis in BASES for column in columns(catalogue(), basis))
    sums = ", ".join(f"sum({name}) as {name}" for name in names)
    rows = source.rows(DAYS.format(sums=sums, counted=scope.counted), [list(before), list(after)])
    ends = {row["side"]: row for row in source.rows(ENDS, [before[0], before[-1], after[0], after[-1]])}
    agreed = accrual(scope, min(every), max(every))
    has = sources(source, ends["after"]["covered"] or ()) | ({"service_fee"} if agreed.has_fee else set())
    return Known({side: [row for row in rows if row["side"] == side] for side in SIDES}, ends, frozenset(has), agreed)


def value(name: str, sums: Mapping[str, Any], basis: str) -> Figure:
    """A summed figure, or a signed sum of such, from the sums of mart columns; None where nothing is known of it."""
    metric = catalogue()[name]
    if metric.sums:
        return summed(metric, sums, basis)
    parts = [(sign, value(part, sums, basis)) for part, sign in metric.parts]
    figure: Figure = _add(sign * each for sign, each in parts if each is not None)
    return figure


def runs(days: Iterable[date]) -> list[tuple[date, date]]:
    """Days in a row as spans."""
    found: list[tuple[date, date]] = []
    for day in sorted(days):
        if found and day - found[-1][1] == timedelta(days=1):
            found[-1] = found[-1][0], day
        else:
            found.append((day, day))
    return found


def _add(values: Iterable[Any]) -> Any:
    present = [each for each in values if each is not None]
    return sum(present[1:], present[0]) if present else None
