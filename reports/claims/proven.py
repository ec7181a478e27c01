"""What the exports add up to for some days, in every reading that a claim may have had: book, refund basis, day of the report."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from reports.metric import FEN, Figures, derived, metrics
from reports.scope import Scope
from reports.weekly import Gap, Weekly, weekly

BASES = ("accounting", "order")
ORDERED = """
select
    lines.is_brushing,
    cast(sum(coalesce(
        nullif(lines.gross_amount, 0), nullif(items.payable_amount, 0), nullif(orders.payable_amount, 0), orders.total_amount, 0
    )) as decimal(18, 2)) as ordered_sales,
    count(distinct (lines.platform, lines.order_id)) as ordered_orders
from (
    select *, order_id in (select order_id from facts.brushing) as is_brushing
    from facts.order_lines
    where row_kind = 'sale' and cast(ordered_at as date) between $1 and $2
) as lines
left join staging.orders as orders
    on lines.split_upload is null and lines.upload = orders.upload and lines.source_row = orders.source_row
left join staging.order_lines as items
    on coalesce(lines.split_upload, lines.upload) = items.upload and coalesce(lines.split_row, lines.source_row) = items.source_row
group by lines.is_brushing
"""
SETTLED = """
with paid as (
    select platform, order_id, is_brushing, sum(gross_amount) as gross
    from facts.line_values
    group by platform, order_id, is_brushing
    having min(paid_date) between $1 and $2
),
settled as (
    select platform, order_id, sum(amount) as amount from facts.settlements
    where fee_class = 'goods' and order_id is not null group by platform, order_id
),
refunded as (select platform, order_id, sum(refund_amount) as amount from facts.refund_values group by platform, order_id)
select
    paid.is_brushing,
    cast(coalesce(sum(settled.amount), 0) as decimal(18, 2)) as settled_money,
    cast(coalesce(
        sum(paid.gross - coalesce(refunded.amount, 0)) filter (where settled.order_id is null), 0
    ) as decimal(18, 2)) as unsettled
from paid
left join settled on paid.platform = settled.platform and paid.order_id = settled.order_id
left join refunded on paid.platform = refunded.platform and paid.order_id = refunded.order_id
where exists (select 1 from marts.coverage where source = 'settlement')
group by paid.is_brushing
"""
# Visitors are distinct people: the days of a week do not add up to its visitors, so only a report of exactly these days tells them.
TRAFFIC = """
with newest as (
    select * from staging.traffic
    where grain = 'shop' and coalesce(traffic_date, period_from) >= $1 and coalesce(traffic_date, period_to) <= $2
    qualify row_number() over (
        partition by platform, traffic_date, period_from, period_to, traffic_key order by state_at desc nulls last, upload desc, source_row
    ) = 1
),
whole as (
    select sum(visitors) as visitors, sum(page_views) as page_views, sum(buyers) as buyers from newest
    where coalesce(traffic_date, period_from) = $1 and coalesce(traffic_date, period_to) = $2
)
select
    cast(visitors as bigint) as visitors,
    cast(buyers as bigint) as buyers,
    cast(coalesce(page_views, (select sum(page_views) from newest where traffic_date is not null)) as bigint) as page_views
from whole
"""
ADS = "select cast(sum(attributed_sales) as decimal(18, 2)) as attributed_sales from marts.daily where day between $1 and $2"
# Refunds that a report of that day could not know: made later, or shown by no export of before although one shows the order.
LATE = """
with near as (
    select * from facts.refund_values where refund_date between $1 and $2 or paid_date between $1 and $2
),
exported as (
    select rows.platform, rows.order_id, rows.refund_amount, cast(uploads.exported_at as date) as day
    from (
        select upload, platform, order_id, refund_amount from staging.orders
        union all
        select upload, platform, order_id, refund_amount from staging.order_lines
    ) as rows
    semi join (select platform, order_id from near where is_refund_date_estimated) using (platform, order_id)
    inner join staging.uploads as uploads on rows.upload = uploads.upload
    where uploads.exported_at is not null
),
seen as (
    select platform, order_id, min(day) as first_seen, min(day) filter (where refund_amount > 0) as first_refunded
    from exported
    group by platform, order_id
),
late as (
    select near.*, refund_date between $1 and $2 as is_of_days, paid_date between $1 and $2 as is_of_orders
    from near
    left join seen on near.platform = seen.platform and near.order_id = seen.order_id
    where refund_date > $3 or (is_refund_date_estimated and seen.first_refunded > $3 and seen.first_seen <= $3)
)
select
    is_brushing,
    cast(coalesce(sum(refund_amount) filter (where is_of_days), 0) as decimal(18, 2)) as accounting_refunds,
    cast(coalesce(sum(product_cost_back) filter (where is_of_days), 0) as decimal(18, 2)) as accounting_product_cost,
    cast(coalesce(sum(platform_fee_back) filter (where is_of_days), 0) as decimal(18, 2)) as accounting_platform_fees,
    cast(coalesce(sum(refund_amount) filter (where is_of_orders), 0) as decimal(18, 2)) as order_refunds,
    cast(coalesce(sum(product_cost_back) filter (where is_of_orders), 0) as decimal(18, 2)) as order_product_cost,
    cast(coalesce(sum(platform_fee_back_of_order) filter (where is_of_orders), 0) as decimal(18, 2)) as order_platform_fees
from late
group by is_brushing
"""
BESIDE = {  # figures that reports claim and the ladder has not → the query that tells them
    **dict.fromkeys(("ordered_sales", "ordered_orders"), ORDERED),
    **dict.fromkeys(("settled_money", "unsettled"), SETTLED),
    **dict.fromkeys(("visitors", "buyers", "page_views"), TRAFFIC),
    "attributed_sales": ADS,
}
QUOTIENTS = {
    "roas": ("attributed_sales", "ad_spend"),
    "conversion": ("buyers", "visitors"),
    "conversion_of_orders": ("orders", "visitors"),
}


class Ladders:
    """The ladder of every week of a span, in each book and on each refund basis, asked once."""

    def __init__(self, scope: Scope, first: date, last: date) -> None:
        self.scope = replace(scope, first=first, last=last, source=scope.reader)
        self.of = cache(self._of)

    def _of(self, book: str, basis: str) -> Weekly:
        return weekly(replace(self.scope, book=book, refunds=basis))


@dataclass(frozen=True)
class Ladder:
    """The figures of some days in one reading, and the days that sources do not tell of."""

    figures: Figures
    gaps: tuple[Gap, ...]
    state: str


class Proof:
    """What is proven of some days, in every reading. `ladders` knows their weeks already, else they are asked for."""

    def __init__(self, scope: Scope, first: date, last: date, ladders: Ladders | None = None) -> None:
        self.reader, self.basis = scope.reader, scope.refunds
        self.first, self.last = first, last
        self.ladders = ladders or Ladders(scope, first, last)
        self.ladder = cache(self._ladder)
        self.sums = cache(self._sums)

    def value(
        self, name: str, book: str = "cleaned", basis: str | None = None, said_on: date | None = None
    ) -> Decimal | None:
        """A figure exactly: shares as the quotient of their sums, money per thing rounded to the fen.

        `said_on` leaves out the refunds, and adds the unsettled orders, that a report of that day did not know.
        """
        basis = basis or self.basis
        over = QUOTIENTS.get(name) or (metrics()[name].over if name in metrics() else None)
        if not over:
            return self._sum(name, book, basis, said_on)
        above, below = (self._sum(part, book, basis, said_on) for part in over)
        if above is None or not below:
            return None
        is_money = name in metrics() and metrics()[name].unit == "money_rate"
        return (above / below).quantize(FEN, ROUND_HALF_UP) if is_money else above / below

    def _sum(self, name: str, book: str, basis: str, said_on: date | None) -> Decimal | None:
        if name in BESIDE:
            found = self._counted(BESIDE[name], book)
            value = found.get(name)
            if name == "settled_money" and said_on is not None and value is not None:
                value += found["unsettled"]
            return None if value is None else Decimal(value)
        figures = self.ladder(book, basis).figures
        if said_on is not None:
            figures = self._as_known_on(figures, book, basis, said_on)
        value = figures[name]
        return None if value is None else Decimal(value)

    def _ladder(self, book: str, basis: str) -> Ladder:
        answer = self.ladders.of(book, basis)
        weeks = [week for week in answer.weeks if self.first <= week.first and week.last <= self.last]
        figures = weeks[0].figures if len(weeks) == 1 else answer.total
        gaps = tuple(gap for week in weeks for gap in week.gaps)
        state = "complete" if all(week.state == "complete" for week in weeks) else "provisional"
        return Ladder(figures, gaps, state)

    def _as_known_on(self, figures: Figures, book: str, basis: str, said_on: date) -> Figures:
        late = self._counted(LATE, book, said_on)
        if not late:
            return figures
        back = {
            "refunds": late[f"{basis}_refunds"],
            "refunds_of_orders": late["order_refunds"],
            "product_cost": -late[f"{basis}_product_cost"],
            "platform_fees": -late[f"{basis}_platform_fees"],
        }
        known = {name: figures[name] for name in back}
        changed = {name: None if value is None else value - back[name] for name, value in known.items()}
        return figures | derived(figures | changed)

    def _counted(self, sql: str, book: str, *more: object) -> dict[str, Any]:
        """The sums of a query over the orders that the book counts; empty where there are none."""
        rows = [row for row in self.sums(sql, *more) if book == "claimed" or not row.get("is_brushing")]
        names = [name for row in rows[:1] for name in row if name != "is_brushing"]
        columns = {name: [row[name] for row in rows if row[name] is not None] for name in names}
        return {name: sum(values[1:], values[0]) for name, values in columns.items() if values}

    def _sums(self, sql: str, *more: object) -> list[dict[str, Any]]:
        return self.reader.rows(sql, [self.first, self.last, *more])
