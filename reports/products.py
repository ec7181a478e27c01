"""The profit ladder by product in a period, loss makers first."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reports.kept import kept_of_files
from reports.metric import Figures, derived, metrics, plain
from reports.scope import Scope, currency, span

# What a product's own rows can tell; fees and costs that name no product stay with the shop.
PRODUCT_FIGURES = (
    "orders",
    "units",
    "gross_sales",
    "refunds",
    "net_sales",
    "product_cost",
    "sales_without_cost",
    "gross_profit",
    "ad_spend",
    "platform_fees",
    "contribution",
    "contribution_margin",
    "refund_rate",
)

SQL = """
with ads as (
    select items.product_key, sum(ads.spend) as ad_spend, sum(ads.impressions) as impressions, sum(ads.clicks) as clicks
    from facts.ad_spend as ads
    left join facts.item_products as items on ads.platform = items.platform and ads.item_id = items.item_id
    where ads.ad_date between $1 and $2
    group by items.product_key
),
sales as (
    select
        product_key,
        max(product_name) as product_name,
        count(distinct case when row_kind = 'sale' then platform || '|' || order_id end) as orders,
        sum(quantity) filter (where row_kind = 'sale') as units,
        sum(gross_amount) as gross_sales,
        sum(product_cost) as sold,
        sum(sales_without_cost) as sales_without_cost,
        sum(platform_fee) as fees
    from facts.line_values
    where paid_date between $1 and $2 and {counted}
    group by product_key
),
refunded_of_orders as (
    select
        product_key,
        sum(refund_amount) as refunds_of_orders,
        sum(product_cost_back) as back_of_orders,
        sum(platform_fee_back_of_order) as fees_back_of_orders
    from facts.refund_values
    where paid_date between $1 and $2 and {counted}
    group by product_key
),
settled as (
    select product_key, -sum(amount) as fees_settled
    from facts.settlements
    where settled_date between $1 and $2 and fee_class = 'fee'
    group by product_key
),
typed as (
    select
        null as product_key,
        sum(orders) as typed_orders, sum(units) as typed_units, sum(gross_sales) as typed_sales, sum(refunds) as typed_refunds
    from facts.day_totals
    where day between $1 and $2
    having count(*) > 0
),
refunded as (
    select
        product_key,
        max(product_name) as product_name,
        sum(refund_amount) as refunds,
        sum(product_cost_back) as back,
        sum(platform_fee_back) as fees_back
    from facts.refund_values
    where refund_date between $1 and $2 and {counted}
    group by product_key
),
keys as (
    select product_key from sales union select product_key from refunded union select product_key from ads
    union select product_key from refunded_of_orders union select product_key from settled union select product_key from typed
)
select
    keys.product_key,
    coalesce(sales.product_name, refunded.product_name) as product_name,
    sales.* exclude (product_key, product_name),
    refunded_of_orders.* exclude (product_key),
    refunded.refunds, refunded.back, refunded.fees_back,
    settled.fees_settled,
    typed.* exclude (product_key),
    ads.ad_spend, ads.impressions, ads.clicks
from keys
left join sales on keys.product_key is not distinct from sales.product_key
left join refunded on keys.product_key is not distinct from refunded.product_key
left join refunded_of_orders on keys.product_key is not distinct from refunded_of_orders.product_key
left join settled on keys.product_key is not distinct from settled.product_key
left join typed on keys.product_key is not distinct from typed.product_key
left join ads on keys.product_key is not distinct from ads.product_key
"""


@dataclass(frozen=True)
class Product:
    """One product's figures; `key` None gathers what names no product."""

    key: str | None
    name: str | None
    figures: Figures


@dataclass(frozen=True)
class Products:
    """Every product with a sale, a refund or ad spend in the period."""

    shop: str
    refunds: str
    build: str
    currency: str
    first: str
    last: str
    products: tuple[Product, ...]
    total: Figures

    def as_json(self) -> dict[str, Any]:
        """The answer of `reports products --json`."""
        return {
            "shop": self.shop,
            "currency": self.currency,
            "refunds": self.refunds,
            "build": self.build,
            "from": self.first,
            "to": self.last,
            "products": [{"product": p.key, "name": p.name, **_json(p.figures)} for p in self.products],
            "total": _json(self.total),
        }


@kept_of_files
def products(scope: Scope) -> Products:
    """The ladder by product, the smallest contribution first; products without a cost come before all. Raises NoBuild."""
    source = scope.reader
    whole = span(source)
    if whole is None:
        return Products(scope.shop.name, scope.refunds, source.build, currency(source), "", "", (), {})
    first, last = scope.first or whole[0], scope.last or whole[1]
    rows = source.rows(SQL.format(counted=scope.counted), [first, last])
    found = [Product(row["product_key"], row["product_name"], _figures(row, scope.refunds)) for row in rows]
    found.sort(key=_worst_first)
    total = _total(found)
    return Products(
        scope.shop.name,
        scope.refunds,
        source.build,
        currency(source),
        first.isoformat(),
        last.isoformat(),
        tuple(found),
        total,
    )


def _figures(row: dict[str, Any], basis: str) -> Figures:
    order = basis == "order"
    zero = Decimal("0.00")
    orders = int(row["orders"] or 0) + int(row["typed_orders"] or 0)
    typed_refunds = row["typed_refunds"] or zero
    of_orders = (row["refunds_of_orders"] or zero) + typed_refunds
    return _complete(
        {
            "orders": orders,
            "units": None if row["units"] is None and orders else int(row["units"] or 0) + int(row["typed_units"] or 0),
            "gross_sales": (row["gross_sales"] or zero) + (row["typed_sales"] or zero),
            "refunds": of_orders if order else (row["refunds"] or zero) + typed_refunds,
            "refunds_of_orders": of_orders,
            "sales_without_cost": (row["sales_without_cost"] or zero) + (row["typed_sales"] or zero),
            "product_cost": _less(row["sold"], row["back_of_orders" if order else "back"]),
            "ad_spend": row["ad_spend"],
            "platform_fees": _plus(
                _less(row["fees"], row["fees_back_of_orders" if order else "fees_back"]), row["fees_settled"]
            ),
        }
    )


def _plus(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    """A sum that is unknown only where both are."""
    return other if one is None else one + (other or Decimal(0))


def _less(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return _plus(one, None if other is None else -other)


def _complete(base: Figures) -> Figures:
    names = {name: None for name, metric in metrics().items() if metric.sums}
    return derived(names | base)


def _total(found: list[Product]) -> Figures:
    base: Figures = {}
    for name, metric in metrics().items():
        if metric.sums:
            values = [p.figures[name] for p in found if p.figures[name] is not None]
            base[name] = sum(values[1:], values[0]) if values else None  # type: ignore[arg-type]
    base["orders"] = None  # an order of two products would count twice
    return _complete(base) if found else base


def _worst_first(product: Product) -> tuple[int, Decimal, str]:
    contribution = product.figures["contribution"]
    unknown = contribution is None
    return (
        0 if unknown else 1,
        -Decimal(product.figures["gross_sales"] or 0) if unknown else Decimal(contribution or 0),
        product.key or "",
    )


def _json(figures: Figures) -> dict[str, Any]:
    return {name: plain(figures.get(name), metrics()[name].unit) for name in PRODUCT_FIGURES}
