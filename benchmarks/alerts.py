"""Three hundred thresholds against a made shop of a million order lines, of which some thousand alerts come: every rule, to the list."""

from collections.abc import Iterator
from pathlib import Path
from time import process_time

from benchmarks.figure import Figure, middle, timed_anew
from benchmarks.loads import fresh
from book import Change, book
from etl import model
from reports.alerts.alerts import alerts
from reports.alerts.own import RULE, SHOP, TAGS
from reports.alerts.rule import rules
from reports.scope import Scope
from warehouse import Shop
from warehouse.build import building

RUNS = 5
PRODUCTS, ITEMS, DAYS = 2_000, 400, 365
THRESHOLDS = 300
WHOLE = {  # of the shop; the products' own lie about them
    "ad_spend_over_cap": "119.00",
    "purchase_price_too_high": "0.60",
    "margin_below_floor": "0.55",
    "stock_below_threshold": "4",
    "stock_below_lead_time": "2",
    "out_of_stock": "0",
    "refund_rate_high": "0.08",
    "traffic_drop": "0.30",
    "slow_delivery": "3",
}
OF_PRODUCTS = (
    "ad_spend_over_cap",
    "price_below_floor",
    "purchase_price_too_high",
    "stock_below_threshold",
    "refund_rate_high",
)
MADE = """
insert into build.facts.order_lines by name
select
    'taobao' as platform, cast(4000000000000000000 + i * 7919 as varchar) as order_id, order_id as line_key, 'sale' as row_kind,
    'P' || (hash(i) % {products}) as product_key, 'I' || (hash(i) % {products}) as item_id, 'Product ' || (hash(i) % {products}) as product_name,
    1 + hash(i + 1) % 3 as quantity,
    cast(quantity * (50 + hash(i) % {products} + hash(i + 2) % 20) as decimal(18, 2)) as gross_amount, cast(0 as decimal(18, 2)) as refund_amount,
    timestamp '2025-07-01' + to_seconds(cast(i * (86400 * {days} - 1) // {lines} as bigint)) as paid_at,
    paid_at + interval 8 hour as shipped_at, paid_at + to_hours(cast(40 + hash(i + 3) % 90 as integer)) as completed_at,
    true as is_counted, 1 as upload, i as source_row
from range({lines}) as made (i);
insert into build.staging.orders by name
select platform, order_id, cast(case when source_row % 10 = 0 then 8 else 0 end as decimal(18, 2)) as freight_amount, upload, source_row
from build.facts.order_lines;
insert into build.facts.refunds by name
select platform, order_id, line_key, gross_amount as refund_amount, completed_at as refunded_at, 'refunds' as source, 'back' as goods,
    2 as upload, source_row
from build.facts.order_lines where hash(source_row + 4) % 100 < 8;
insert into build.facts.unit_costs by name
select 'P' || i as product_key, cast(i * 0.5 + 27 as decimal(18, 6)) as unit_cost, date '0001-01-01' as valid_from, date '9999-12-31' as valid_to,
    3 as upload, i as source_row
from range({products}) as made (i);
insert into build.facts.ad_spend by name
select 'taobao' as platform, date '2025-07-01' + cast(d as integer) as ad_date, 'I' || i as item_id, 'Item ' || i as item_name,
    cast((hash(d * 1000 + i) % 12000) * 0.01 as decimal(18, 2)) as spend, false as is_affiliate, false as is_remainder, 4 as upload,
    d * {items} + i as source_row
from range({items}) as items (i), range({days}) as days (d);
insert into build.facts.stock by name
select date '2025-07-01' + cast(7 * w as integer) as stock_date, '' as warehouse, 'P' || i as product_key, 'Product ' || i as product_name,
    cast(hash(w * 10000 + i) % 400 as bigint) as units, 5 as upload, w * {products} + i as source_row
from range({products}) as products (i), range({days} // 7) as weeks (w);
insert into build.facts.traffic by name
select 'taobao' as platform, date '2025-07-01' + cast(d as integer) as traffic_date, 'shop' as grain, cast(3000 + hash(d) % 2000 as bigint) as visitors,
    6 as upload, d as source_row
from range({days}) as days (d);
insert into build.marts.coverage by name
select source, 'taobao' as platform, cast(spans.day as date) as day from (values ('orders'), ('ads'), ('traffic')) as said (source),
    generate_series(date '2025-07-01', date '2026-06-30', interval 1 day) as spans (day);
insert into build.marts.daily by name
select 'taobao' as platform, cast(paid_at as date) as day, false as is_brushing, count(*) as orders, sum(quantity) as units, sum(gross_amount) as gross_sales,
    sum(cast(gross_amount * 0.5 as decimal(18, 2))) as product_cost_sold, 0 as sales_without_cost
from build.facts.order_lines group by cast(paid_at as date);
"""


def measure_alerts(_folder: Path, lines: int) -> Iterator[Figure]:
    """`alerts`, every rule on, after a load: the list with its sentences."""
    shop = made_shop(lines)
    thresholds = say_thresholds(shop)
    found = alerts(Scope(shop))
    fired = {each.rule for each in found.alerts}
    start = process_time()
    walls = [timed_anew(shop, lambda: alerts(Scope(shop))) for _ in range(RUNS)]
    seconds = (process_time() - start) / RUNS
    what = f"reports.alerts of {thresholds} thresholds over {lines:,} order lines, {len(found.alerts):,} alerts of {len(fired)} rules"
    yield Figure("alerts", what, middle(walls), 3, runs=RUNS, note=f"{seconds:.2f} s of CPU")


def made_shop(lines: int) -> Shop:
    """A shop whose build holds made facts; no file was loaded."""
    shop = fresh("alerted")
    with building(shop, empty=True) as build:
        model.prepare(build)
        model.rebuild(build, touched=False)
        sql = MADE.format(lines=lines, products=PRODUCTS, items=ITEMS, days=DAYS)
        for statement in sql.split(";\n"):
            if statement.strip():
                build.execute(statement)
        build.publish()
    return shop


def say_thresholds(shop: Shop) -> int:
    """The shop's own numbers, those of three tags with fifty products each, and of single products."""
    tagged = {f"P{number}": [f"T{number % 3}"] for number in range(150)}
    said = {(name, SHOP): number for name, number in WHOLE.items()}
    said |= {(name, f"tag:T{number}"): _own(name, number) for name in OF_PRODUCTS for number in range(3)}
    for number in range(PRODUCTS):
        for name in OF_PRODUCTS:
            if len(said) < THRESHOLDS:
                said[name, f"product:P{number}"] = _own(name, number)
    changes = [Change(TAGS, product, names) for product, names in tagged.items()]
    changes += [
        Change(RULE, f"{name} {scope}", {"threshold": number, "note": ""}) for (name, scope), number in said.items()
    ]
    changes.append(Change("engagement", "budget.total_per_month", "50000000.00"))
    book(shop).append(changes, "benchmark")
    return len(said) + 1


def _own(name: str, number: int) -> str:
    """A number near what the made data come to."""
    if name == "price_below_floor":
        return f"{51 + number}.00"
    written: str = rules()[name].kind.written({"ad_spend_over_cap": "119.50", "stock_below_threshold": 6}.get(name, "0.10"))  # fmt: skip
    return written
