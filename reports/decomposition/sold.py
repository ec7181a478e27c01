"""What each product sold in two periods: the one question that every decomposition by product asks."""

from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from reports.period import Period
from reports.scope import Scope

SQL = """
with periods as (
    select 0 as number, cast($1 as date) as first, cast($2 as date) as last
    union all
    select 1 as number, cast($3 as date) as first, cast($4 as date) as last
),
parts as (
    select
        periods.number,
        lines.product_key,
        max(lines.product_name) as product_name,
        sum(lines.quantity) filter (where lines.row_kind = 'sale') as units,
        sum(lines.gross_amount) as gross,
        sum(lines.gross_amount) filter (where lines.row_kind = 'sale' and lines.quantity is null) as without_units,
        sum(lines.product_cost) as cost,
        sum(lines.sales_without_cost) as without_cost,
        sum(lines.platform_fee) as fees
    from facts.line_values as lines
    inner join periods on lines.paid_date between periods.first and periods.last
    where {counted}
    group by periods.number, lines.product_key
    union all by name
    select
        periods.number,
        refunds.product_key,
        max(refunds.product_name) as product_name,
        sum(refunds.refund_amount) filter (where refunds.goods = 'back') as refunds_back,
        sum(refunds.refund_amount) filter (where refunds.goods <> 'back') as refunds_kept,
        sum(refunds.product_cost_back) as cost_back,
        -sum(refunds.{fee_back}) as fees
    from facts.refund_values as refunds
    inner join periods on refunds.{clock} between periods.first and periods.last
    where {counted}
    group by periods.number, refunds.product_key
    union all by name
    select periods.number, settled.product_key, -sum(settled.amount) as fees
    from facts.settlements as settled
    inner join periods on settled.settled_date between periods.first and periods.last
    where settled.fee_class = 'fee'
    group by periods.number, settled.product_key
    union all by name
    select periods.number, items.product_key, sum(ads.spend) as ads
    from facts.ad_spend as ads
    inner join periods on ads.ad_date between periods.first and periods.last
    left join facts.item_products as items on ads.platform = items.platform and ads.item_id = items.item_id
    group by periods.number, items.product_key
    union all by name
    select
        periods.number,
        cast(null as varchar) as product_key,
        sum(typed.gross_sales) as gross,
        sum(typed.gross_sales) as without_units,
        sum(typed.gross_sales) as without_cost,
        sum(typed.refunds) as refunds_kept
    from facts.day_totals as typed
    inner join periods on typed.day between periods.first and periods.last
    group by periods.number
)
select
    number,
    product_key,
    max(product_name) as product_name,
    {sums}
from parts
group by number, product_key
order by product_key nulls last, number
"""
ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Sold:
    """One product in one period. Money of which nothing is known is nothing here, but for costs: see `without_cost`."""

    units: int = 0
    gross: Decimal = ZERO
    without_units: Decimal = ZERO  # the part of gross whose pieces nobody knows
    refunds_back: Decimal = ZERO  # refunds with which the goods came back
    refunds_kept: Decimal = ZERO  # refunds after which the goods stayed away, or nobody knows
    cost: Decimal = ZERO  # of the goods sold, where it is known
    cost_back: Decimal = ZERO  # of the goods that came back
    without_cost: Decimal = ZERO  # the part of gross whose goods have no known cost
    fees: Decimal = ZERO  # what platforms charged and settled, less what they gave back
    ads: Decimal = ZERO

    @property
    def net(self) -> Decimal:
        """Gross less all refunds."""
        return self.gross - self.refunds_back - self.refunds_kept

    @property
    def goods(self) -> Decimal:
        """The cost of goods that did not come back."""
        return self.cost - self.cost_back

    @property
    def contribution(self) -> Decimal | None:
        """What the product leaves for costs that name no product; None while a cost is not known."""
        return None if self.without_cost else self.net - self.goods - self.ads - self.fees


@dataclass(frozen=True)
class Product:
    """One product in both periods; `key` None gathers what names no product."""

    key: str | None
    name: str | None
    before: Sold
    after: Sold


NAMES = tuple(field.name for field in fields(Sold))


def sold(scope: Scope, before: Period, after: Period) -> tuple[Product, ...]:
    """Every product with a sale, a refund, a fee or ads in either period, by its key. Raises NoBuild."""
    sql = SQL.format(
        counted=scope.counted,
        clock="paid_date" if scope.refunds == "order" else "refund_date",
        fee_back="platform_fee_back_of_order" if scope.refunds == "order" else "platform_fee_back",
        sums=", ".join(f"sum({name}) as {name}" for name in NAMES),
    )
    rows = scope.reader.rows(sql, [before.first, before.last, after.first, after.last])
    found: dict[str | None, dict[int, dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["product_key"], {})[row["number"]] = row
    return tuple(_product(key, periods) for key, periods in found.items())


def _product(key: str | None, rows: dict[int, dict[str, Any]]) -> Product:
    names = [rows[number]["product_name"] for number in sorted(rows, reverse=True)]
    name = next((name for name in names if name), None)
    return Product(key, name if key else None, _sold(rows.get(0)), _sold(rows.get(1)))


def _sold(row: dict[str, Any] | None) -> Sold:
    known = {name: value for name, value in (row or {}).items() if name in NAMES and value is not None}
    return Sold(**known | {"units": int(known.get("units", 0))})
