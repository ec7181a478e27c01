"""The price floor held against the price really paid: which lines went below it, for how much, and who bore it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

from book.engagement import engagement
from reports.kept import kept
from reports.scope import Scope

# What of an order's freight is each line's: split by gross, by cumulative rounding, for the orders of a step `wanted`.
# A line's share in fen is `upto` − `before`.
EVERY = """wanted as (
    select distinct
        orders.platform,
        orders.order_id
    from staging.orders as orders
    where orders.freight_amount <> 0
    union
    select distinct
        lines.platform,
        lines.order_id
    from staging.order_lines as lines
    where lines.freight_amount <> 0
)"""
FREIGHT = """
freight as (
    select platform, order_id, coalesce(max(of_order), max(of_lines), 0) as freight
    from (
        select platform, order_id, arg_max(freight_amount, upload) as of_order, null as of_lines
        from staging.orders semi join wanted using (platform, order_id) group by platform, order_id
        union all
        select platform, order_id, null, sum(freight_amount)
        from (
            select platform, order_id, line_key, arg_max(freight_amount, upload) as freight_amount
            from staging.order_lines semi join wanted using (platform, order_id) group by platform, order_id, line_key
        )
        group by platform, order_id
    )
    group by platform, order_id
),
weighed as (
    select
        lines.*,
        cast(lines.paid_at as date) as paid_date,
        cast(freight.freight * 100 as hugeint) as freight_fen,
        sum(cast(lines.gross_amount * 100 as hugeint)) over (partition by lines.platform, lines.order_id order by lines.line_key) as so_far,
        sum(cast(lines.gross_amount * 100 as hugeint)) over (partition by lines.platform, lines.order_id) as whole
    from facts.order_lines as lines
    inner join freight on lines.platform = freight.platform and lines.order_id = freight.order_id
    where lines.is_counted and lines.row_kind = 'sale' and {counted}
),
parted as (
    select
        *,
        case when whole > 0 then (2 * freight_fen * so_far + whole) // (2 * whole) else 0 end as upto,
        case
            when whole > 0
                then (2 * freight_fen * (so_far - cast(gross_amount * 100 as hugeint)) + whole) // (2 * whole)
            else 0
        end as before
    from weighed
)
"""
# One row per line whose buyer paid less than the floor. Realised = (gross − its share of freight) ÷ units; amounts are compared
# times the units, so that nothing is divided. The order's freight is split over its lines by gross, by cumulative rounding.
SQL = """
with floors as (
    select unnest($3::varchar[]) as product_key, unnest($4::decimal(18, 2)[]) as floor
),
wanted as (
    select distinct lines.platform, lines.order_id
    from facts.order_lines as lines
    inner join floors on lines.product_key = floors.product_key
    where lines.is_counted and lines.row_kind = 'sale' and cast(lines.paid_at as date) between $1 and $2 and {counted}
),
{freight},
priced as (
    select
        parted.*,
        floors.floor,
        floors.floor * parted.quantity as owed,
        parted.gross_amount - cast((parted.upto - parted.before) as decimal(18, 2)) * 0.01 as realised,
        coalesce(parted.platform_subsidy, 0) as subsidy
    from parted
    inner join floors on parted.product_key = floors.product_key
    where parted.paid_date between $1 and $2 and parted.quantity > 0
)
select
    priced.product_key as product, priced.product_name as name, priced.platform, priced.order_id as "order", priced.paid_date as day,
    priced.quantity as units, priced.floor, cast(priced.realised as decimal(18, 2)) as realised,
    cast(greatest(priced.owed - priced.realised, 0) as decimal(18, 2)) as lost,
    case when priced.realised < priced.owed then 'shop' else 'platform' end as bore,
    priced.upload, files.file, files.sheet, priced.source_row as row
from priced
left join staging.uploads as files on priced.upload = files.upload
where priced.realised - priced.subsidy < priced.owed
order by lost desc, day, "order", row
"""


@dataclass(frozen=True)
class Floors:
    """The lines below their product's floor, as Arrow: product, name, order, day, units, floor, realised, lost, bore, file, row.

    `bore` says who paid for the low price: "shop" where the shop really received less than the floor, a breach; "platform"
    where the buyer paid less and the platform made up for it. `realised` is the money of all units of the line.
    """

    first: date
    last: date
    rows: pa.Table

    def of(self, bore: str) -> list[dict[str, Any]]:
        """The lines that one side bore."""
        return [row for row in self.rows.to_pylist() if row["bore"] == bore]

    @property
    def units(self) -> int:
        """Pieces sold below the floor at the shop's cost."""
        return sum(row["units"] for row in self.of("shop"))

    @property
    def lost(self) -> Decimal:
        """What the shop would have received more at the floor."""
        return sum((row["lost"] for row in self.of("shop")), Decimal("0.00"))


@kept
def floors(scope: Scope, first: date, last: date) -> Floors | None:
    """Every sale of the days below its agreed floor; exactly at the floor is within. None where no floor was agreed.

    Raises NoBuild, BookUnreachable.
    """
    agreed = {str(key): Decimal(amount) for key, amount in engagement(scope.shop).guards.get("price_floor", {}).items()}
    if not agreed:
        return None
    return Floors(first, last, below(scope, first, last, agreed))


def below(scope: Scope, first: date, last: date, agreed: Mapping[str, Decimal]) -> pa.Table:
    """The lines of the days below these floors, as `Floors.rows` has them. Raises NoBuild."""
    sql = SQL.format(counted=_counted(scope), freight=freight_steps(scope))
    return scope.reader.arrow(sql, [first, last, list(agreed), list(agreed.values())])


def freight_steps(scope: Scope) -> str:
    """The steps of a query that split the freight of the orders in its step `wanted`; the last of them is `parted`."""
    return FREIGHT.format(counted=_counted(scope))


def all_freight_steps(scope: Scope) -> str:
    """The same of every order that has freight; the first of the steps is `wanted`."""
    return f"{EVERY},\n\n{freight_steps(scope)}"


def _counted(scope: Scope) -> str:
    """SQL: which lines of facts.order_lines the scope's book counts."""
    return "true" if scope.book == "claimed" else "lines.order_id not in (select order_id from facts.brushing)"
