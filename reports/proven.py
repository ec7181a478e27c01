"""What the exports add up to for some days, in every reading that a claim may have had: book, refund basis, day of the report."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from reports.metric import FEN, Figure, Figures, derived, metrics
from reports.scope import Scope
from reports.weekly import Gap, weekly

BOOKS = ("cleaned", "claimed")
BASES = ("accounting", "order")
ORDERED = """
select
    cast(sum(coalesce(
        nullif(lines.gross_amount, 0), nullif(items.payable_amount, 0), nullif(orders.payable_amount, 0), orders.total_amount, 0
    )) as decimal(18, 2)) as ordered_sales,
    count(distinct (lines.platform, lines.order_id)) as ordered_orders
from (select *, order_id in (select order_id from facts.brushing) as is_brushing from facts.order_lines) as lines
left join staging.orders as orders
    on lines.split_upload is null and lines.upload = orders.upload and lines.source_row = orders.source_row
left join staging.order_lines as items
    on coalesce(lines.split_upload, lines.upload) = items.upload and coalesce(lines.split_row, lines.source_row) = items.source_row
where lines.row_kind = 'sale' and cast(lines.ordered_at as date) between $1 and $2 and {counted}
"""
SETTLED = """
with paid as (
    select platform, order_id, sum(gross_amount) as gross
    from facts.line_values
    where {counted}
    group by platform, order_id
    having min(paid_date) between $1 and $2
),
settled as (
    select platform, order_id, sum(amount) as amount from facts.settlements
    where fee_class = 'goods' and order_id is not null group by platform, order_id
),
refunded as (select platform, order_id, sum(refund_amount) as amount from facts.refund_values group by platform, order_id)
select
    cast(coalesce(sum(settled.amount), 0) as decimal(18, 2)) as settled_money,
    cast(coalesce(
        sum(paid.gross - coalesce(refunded.amount, 0)) filter (where settled.order_id is null), 0
    ) as decimal(18, 2)) as unsettled,
    count(*) filter (where settled.order_id is null) as unsettled_orders
from paid
left join settled on paid.platform = settled.platform and paid.order_id = settled.order_id
left join refunded on paid.platform = refunded.platform and paid.order_id = refunded.order_id
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
with exported as (
    select rows.platform, rows.order_id, rows.refund_amount, cast(uploads.exported_at as date) as day
    from (
        select upload, platform, order_id, refund_amount from staging.orders
        union all
        select upload, platform, order_id, refund_amount from staging.order_lines
    ) as rows
    inner join staging.uploads as uploads on rows.upload = uploads.upload
    where uploads.exported_at is not null
),
seen as (
    select
        platform, order_id, min(day) as first_seen, min(day) filter (where refund_amount > 0) as first_refunded
    from exported
    group by platform, order_id
)
select
    cast(coalesce(sum(refund_amount), 0) as decimal(18, 2)) as refunds,
    cast(coalesce(sum(product_cost_back), 0) as decimal(18, 2)) as product_cost,
    cast(coalesce(sum({fee}), 0) as decimal(18, 2)) as platform_fees
from facts.refund_values as refunds
left join seen on refunds.platform = seen.platform and refunds.order_id = seen.order_id
where
    {day} between $1 and $2 and {counted}
    and (
        refund_date > $3
        or (is_refund_date_estimated and seen.first_refunded > $3 and seen.first_seen <= $3)
    )
"""


@dataclass(frozen=True)
class Ladder:
    """The figures of some days in one reading, and the days that sources do not tell of."""

    figures: Figures
    gaps: tuple[Gap, ...]
    state: str


class Proof:
    """The readings of some days. Every answer is one small query, asked once."""

    def __init__(self, scope: Scope, first: date, last: date) -> None:
        self.scope = replace(scope, first=first, last=last, source=scope.reader)
        self.first, self.last = first, last
        self.ladder = cache(self._ladder)
        self.late = cache(self._late)
        self.settled = cache(self._settled)

    @property
    def basis(self) -> str:
        """How refunds are dated, as asked."""
        return self.scope.refunds

    def value(
        self, name: str, book: str = "cleaned", basis: str | None = None, said_on: date | None = None
    ) -> Decimal | None:
        """A figure exactly; `said_on` leaves out the refunds, and adds the unsettled orders, that a report of that day did not know."""
        basis = basis or self.basis
        figures = self.ladder(book, basis).figures
        if said_on is not None:
            if name == "settled_money" and figures[name] is not None:
                return _exact(figures[name]) + Decimal(self.settled(book)["unsettled"])
            figures = self._as_known_on(figures, book, basis, said_on)
        return exact(figures, name)

    def _ladder(self, book: str, basis: str) -> Ladder:
        answer = weekly(replace(self.scope, book=book, refunds=basis))
        weeks = answer.weeks
        figures = dict(weeks[0].figures if len(weeks) == 1 else answer.total)
        gaps = tuple(gap for week in weeks for gap in week.gaps)
        state = "complete" if all(week.state == "complete" for week in weeks) else "provisional"
        return Ladder(figures | self._extras(book), gaps, state)

    def _extras(self, book: str) -> Figures:
        """Figures that reports claim and the ladder has not."""
        [found] = self._rows(ORDERED, book)
        [traffic] = self._rows(TRAFFIC, book)
        [ads] = self._rows(ADS, book)
        [has] = self.scope.reader.rows("select count(*) as days from marts.coverage where source = 'settlement'")
        settled = self.settled(book)["settled_money"] if has["days"] else None
        return found | traffic | ads | {"settled_money": settled}

    def _settled(self, book: str) -> Mapping[str, Any]:
        [found] = self._rows(SETTLED, book)
        return found

    def _late(self, book: str, basis: str, said_on: date) -> Mapping[str, Decimal]:
        day = "refund_date" if basis == "accounting" else "paid_date"
        fee = "platform_fee_back" if basis == "accounting" else "platform_fee_back_of_order"
        [found] = self._rows(LATE.replace("{day}", day).replace("{fee}", fee), book, said_on)
        return found

    def _as_known_on(self, figures: Figures, book: str, basis: str, said_on: date) -> Figures:
        late = self.late(book, basis, said_on)
        changed = {
            "refunds": _less(figures["refunds"], late["refunds"]),
            "refunds_of_orders": _less(figures["refunds_of_orders"], self.late(book, "order", said_on)["refunds"]),
            "product_cost": _less(figures["product_cost"], -late["product_cost"]),
            "platform_fees": _less(figures["platform_fees"], -late["platform_fees"]),
        }
        return figures | derived(figures | changed)

    def _rows(self, sql: str, book: str, *more: object) -> list[dict[str, Any]]:
        counted = replace(self.scope, book=book).counted
        return self.scope.reader.rows(sql.replace("{counted}", counted), [self.first, self.last, *more])


QUOTIENTS = {
    "roas": ("attributed_sales", "ad_spend"),
    "conversion": ("buyers", "visitors"),
    "conversion_of_orders": ("orders", "visitors"),
}


def exact(figures: Figures, name: str) -> Decimal | None:
    """A figure as an exact number: shares as the quotient of their sums, money per thing rounded to the fen."""
    over = QUOTIENTS.get(name) or (metrics()[name].over if name in metrics() else None)
    if not over:
        return None if figures[name] is None else _exact(figures[name])
    above, below = figures[over[0]], figures[over[1]]
    if above is None or not below:
        return None
    quotient = _exact(above) / _exact(below)
    is_money = name in metrics() and metrics()[name].unit == "money_rate"
    return quotient.quantize(FEN, ROUND_HALF_UP) if is_money else quotient


def _exact(value: Figure) -> Decimal:
    assert value is not None
    return Decimal(value)


def _less(value: Figure, by: Decimal) -> Figure:
    return None if value is None else _exact(value) - by
