"""The oracle: what the exports must add up to, computed from the invented orders and never from the files."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from data.sample import story
from data.sample.ads import AdDay
from data.sample.costs import unit_cost
from data.sample.order import Order, fen
from data.sample.taobao import seen_orders

COUNTS = ("orders", "units", "unpaid_orders", "shipped_orders")
MONEY = (
    *("gross_sales", "refunds", "refunds_order_basis", "ad_spend", "product_cost", "product_cost_given_back"),
    "sales_without_cost",
)
DEFINITIONS = {
    "state": "the newest state of each order that any of the exports shows",
    "gross_sales": "paid orders, freight included, refunds not deducted, dated by payment",
    "refunds": "dated by 确认收货时间, else by payment; a refunded Pinduoduo order counts whole",
    "refunds_order_basis": "the same refunds, dated by payment",
    "orders": "distinct paid orders",
    "units": "quantity of the paid lines, refunds not deducted",
    "unpaid_orders": "dated by creation; a Pinduoduo order's first six digits",
    "shipped_orders": "paid orders with 发货时间, dated by payment",
    "product_cost": "units × unit cost valid on the day of payment, before goods came back, known costs only",
    "product_cost_given_back": "of orders refunded in full and never shipped, dated like the refund",
    "sales_without_cost": "gross of the lines without unit cost; freight split over the lines by payable amount",
}
Entry = tuple[date, str, str, Decimal]  # day, platform, figure, amount


def write_truth(folder: Path, orders: list[Order], ad_days: list[AdDay]) -> None:
    """`truth.json`: totals, totals by platform, and every week by its Monday; money as text."""
    totals: dict[str, Decimal] = defaultdict(Decimal)
    platforms: dict[str, dict[str, Decimal]] = {name: defaultdict(Decimal) for name in story.ORDERS_PER_DAY}
    weeks: dict[date, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for day, platform, figure, amount in _entries(orders, ad_days):
        for sums in (totals, platforms[platform], weeks[day - timedelta(days=day.weekday())]):
            sums[figure] += amount
    truth = {
        "definitions": DEFINITIONS,
        "story": {
            "first_day": f"{story.FIRST_DAY}",
            "last_day": f"{story.LAST_DAY}",
            "service_start": f"{story.SERVICE_START}",
            "effect_on_demand": story.EFFECT,
            "effect_reached_after_days": story.EFFECT_DAYS,
            "ads_missing": {"pinduoduo": ["2026-11-14", "2026-11-15"]},
        },
        "totals": _plain(totals),
        "platforms": {name: _plain(sums) for name, sums in platforms.items()},
        "weeks": {f"{monday}": _plain(weeks[monday]) for monday in sorted(weeks)},
    }
    text = json.dumps(truth, ensure_ascii=False, indent=1) + "\n"
    (folder / "truth.json").write_bytes(text.encode())


def _plain(sums: dict[str, Decimal]) -> dict[str, int | str]:
    counts: dict[str, int | str] = {name: int(sums.get(name, 0)) for name in COUNTS}
    return counts | {name: f"{fen(sums.get(name, Decimal(0)))}" for name in MONEY}


def _entries(orders: list[Order], ad_days: list[AdDay]) -> Iterator[Entry]:
    yield from ((ad.day, ad.plan.platform, "ad_spend", ad.spend) for ad in ad_days)
    for order in _newest_states(orders):
        yield from _order_entries(order)


def _newest_states(orders: list[Order]) -> Iterable[Order]:
    """Later exports replace the orders that they show again."""
    newest: dict[str, Order] = {}
    for export in story.EXPORTS:
        for platform in story.ORDERS_PER_DAY:
            newest |= {order.number: order for order in seen_orders(orders, export, platform)}
    return newest.values()


def _order_entries(order: Order) -> Iterator[Entry]:
    if not order.paid_at:
        yield order.created_at.date(), order.platform, "unpaid_orders", Decimal(1)
        return
    paid, refunded = order.paid_at.date(), (order.completed_at or order.paid_at).date()
    cost, without_cost = _goods(order, paid)
    is_back = order.is_refunded_in_full and not order.shipped_at
    by_payment = {
        "orders": Decimal(1),
        "units": Decimal(sum(line.quantity for line in order.lines)),
        "shipped_orders": Decimal(order.shipped_at is not None),
        "gross_sales": order.gross,
        "refunds_order_basis": order.refund,
        "product_cost": cost,
        "sales_without_cost": without_cost,
    }
    yield from ((paid, order.platform, figure, amount) for figure, amount in by_payment.items())
    yield refunded, order.platform, "refunds", order.refund
    yield refunded, order.platform, "product_cost_given_back", cost if is_back else Decimal(0)


def _goods(order: Order, paid: date) -> tuple[Decimal, Decimal]:
    """(known product cost, gross of the lines without one); the order's gross reaches its lines by running sums."""
    cost, without_cost, so_far, given = Decimal(0), Decimal(0), Decimal(0), Decimal(0)
    for line in order.lines:
        so_far += line.payable
        share = fen(order.gross * so_far / order.payable) - given
        given += share
        unit = unit_cost(line.product.code, paid)
        cost += fen(unit * line.quantity) if unit is not None else 0
        without_cost += share if unit is None else 0
    return cost, without_cost
