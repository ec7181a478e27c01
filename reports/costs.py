"""What is known of costs: each product's unit cost now, and everything that was typed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from warehouse import NoBuild, Shop, reader


@dataclass(frozen=True)
class ProductCost:
    """A product that was sold in the last 13 weeks, or has a cost; `unit_cost` is the newest, None when there is none."""

    key: str
    name: str | None
    units: int
    gross_sales: Decimal
    unit_cost: Decimal | None
    valid_from: date | None


@dataclass(frozen=True)
class CostEntry:
    """One typed cost as it stands in the warehouse."""

    upload: int
    cost_kind: str
    label: str | None
    platform: str | None
    rate: Decimal | None
    amount: Decimal | None
    per: str | None
    start_date: date | None
    end_date: date | None


PRODUCTS = """
with sold as (
    select
        product_key,
        max(product_name) as name,
        sum(quantity) as units,
        sum(gross_amount) as gross_sales
    from facts.order_lines
    where
        is_counted and product_key is not null
        and cast(paid_at as date) > (select max(cast(paid_at as date)) - 91 from facts.order_lines)
    group by product_key
),
newest as (
    select product_key, product_name, unit_cost, valid_from
    from facts.unit_costs
    where valid_to = date '9999-12-31'
)
select
    coalesce(sold.product_key, newest.product_key) as key,
    coalesce(sold.name, newest.product_name) as name,
    cast(coalesce(sold.units, 0) as bigint) as units,
    cast(coalesce(sold.gross_sales, 0) as decimal(18, 2)) as gross_sales,
    newest.unit_cost,
    newest.valid_from
from sold full join newest on sold.product_key = newest.product_key
order by newest.unit_cost is not null, gross_sales desc, key
"""


def product_costs(shop: Shop) -> list[ProductCost]:
    """Products without a cost first, then by sales. Empty for a shop without a build."""
    try:
        return [ProductCost(**row) for row in reader(shop).rows(PRODUCTS)]
    except NoBuild:
        return []


def cost_entries(shop: Shop) -> list[CostEntry]:
    """Every typed cost, the newest first. Empty for a shop without a build."""
    try:
        rows = reader(shop).rows(
            "select upload, cost_kind, label, cost_platform as platform, rate, amount, per, start_date, end_date "
            "from staging.cost_entries order by upload desc, source_row"
        )
    except NoBuild:
        return []
    return [CostEntry(**row) for row in rows]


def platforms(shop: Shop) -> list[str]:
    """The platforms that the shop has orders on."""
    try:
        return [
            row["platform"]
            for row in reader(shop).rows("select distinct platform from facts.order_lines order by platform")
        ]
    except NoBuild:
        return []
