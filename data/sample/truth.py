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
from data.sample.lists import Brushing
from data.sample.order import Order, fen
from data.sample.settlement import FEES, Settled, settled_refund_days
from data.sample.stock import Count
from data.sample.taobao import seen_orders
from data.sample.traffic import Visits

COUNTS = ("orders", "units", "unpaid_orders", "shipped_orders")
MONEY = (
    *("gross_sales", "refunds", "refunds_order_basis", "ad_spend", "product_cost", "product_cost_given_back"),
    "sales_without_cost",
)
DEFINITIONS = {
    "state": "the newest state of each order that any of the exports shows",
    "gross_sales": "paid orders, freight included, refunds not deducted, dated by payment",
    "refunds": "dated by the refund in Pinduoduo's ledger, else by 确认收货时间, else by payment; a refunded Pinduoduo order counts whole",
    "refunds_order_basis": "the same refunds, dated by payment",
    "orders": "distinct paid orders",
    "units": "quantity of the paid lines, refunds not deducted",
    "unpaid_orders": "dated by creation; a Pinduoduo order's first six digits",
    "shipped_orders": "paid orders with 发货时间, dated by payment",
    "product_cost": "units × unit cost valid on the day of payment, before goods came back, known costs only",
    "product_cost_given_back": "of orders refunded in full and never shipped, dated like the refund",
    "sales_without_cost": "gross of the lines without unit cost; freight split over the lines by payable amount",
    "brushing": "the listed orders' part of every week; the cleaned book is without it",
    "traffic": "sums of the days' visitors, views and buyers by the platforms' traffic reports; people who come twice count twice",
    "stock": "pieces counted at each month's end × the unit cost of that day",
    "settlement": "what the ledgers tell, and what each order should meet there: gross less refunds against goods and refunds",
}
Entry = tuple[date, str, str, Decimal]  # day, platform, figure, amount


def write_truth(
    folder: Path,
    orders: list[Order],
    ad_days: list[AdDay],
    settled: Settled,
    brushed: list[Brushing],
    beside: dict[str, object],
) -> None:
    """`truth.json`: totals, totals by platform, and every week by its Monday; money as text."""
    newest, refund_days = _newest_states(orders), settled_refund_days(settled.entries)
    totals: dict[str, Decimal] = defaultdict(Decimal)
    platforms: dict[str, dict[str, Decimal]] = {name: defaultdict(Decimal) for name in story.ORDERS_PER_DAY}
    weeks: dict[date, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for day, platform, figure, amount in _entries(newest, ad_days, refund_days):
        for sums in (totals, platforms[platform], weeks[_monday(day)]):
            sums[figure] += amount
    truth = {
        "definitions": DEFINITIONS,
        "story": {
            "first_day": f"{story.FIRST_DAY}",
            "last_day": f"{story.LAST_DAY}",
            "service_start": f"{story.SERVICE_START}",
            "effect_on_demand": story.EFFECT,
            "effect_reached_after_days": story.EFFECT_DAYS,
            "new_picture": {
                "product": story.NEW_PICTURE[0],
                "day": f"{story.NEW_PICTURE[1]}",
                "clicks_per_impression": story.NEW_PICTURE[2],
            },
            "ads_missing": {"pinduoduo": ["2026-11-14", "2026-11-15"]},
        },
        "totals": _plain(totals),
        "platforms": {name: _plain(sums) for name, sums in platforms.items()},
        "weeks": {f"{monday}": _plain(weeks[monday]) for monday in sorted(weeks)},
        "brushing": _brushing(brushed),
        "settlement": _settlement(newest, settled),
    } | beside
    text = json.dumps(truth, ensure_ascii=False, indent=1) + "\n"
    (folder / "truth.json").write_bytes(text.encode())


def traffic(visits: Iterable[Visits]) -> dict[str, object]:
    """Sums of days before and since the agency came, by platform; ad clicks stand in the ad reports."""
    sums: dict[str, dict[str, dict[str, Decimal]]] = {}
    for each in visits:
        side = "after" if each.day >= story.SERVICE_START else "before"
        told = sums.setdefault(each.platform, {}).setdefault(side, defaultdict(Decimal))
        for name in ("visitors", "page_views", "buyers"):
            told[name] += getattr(each, name)
        told["paid_amount"] += each.paid
    return {
        platform: {
            side: {name: f"{amount}" if name == "paid_amount" else int(amount) for name, amount in told.items()}
            for side, told in sides.items()
        }
        for platform, sides in sums.items()
    }


def stock(counts: Iterable[Count]) -> dict[str, object]:
    """Of every day of counting: pieces, what those with a cost are worth at that day's cost, pieces without one."""
    days: dict[str, dict[str, Decimal]] = {}
    for each in counts:
        cost = unit_cost(each.product.code, each.day)
        told = days.setdefault(
            f"{each.day}", {"units": Decimal(0), "value": Decimal(0), "units_without_cost": Decimal(0)}
        )
        told["units"] += each.units
        told["value"] += fen(cost * each.units) if cost is not None else 0
        told["units_without_cost"] += each.units if cost is None else 0
    return {
        day: {name: f"{fen(amount)}" if name == "value" else int(amount) for name, amount in told.items()}
        for day, told in days.items()
    }


def _plain(sums: dict[str, Decimal]) -> dict[str, int | str]:
    counts: dict[str, int | str] = {name: int(sums.get(name, 0)) for name in COUNTS}
    return counts | {name: f"{fen(sums.get(name, Decimal(0)))}" for name in MONEY}


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _brushing(brushed: list[Brushing]) -> dict[str, object]:
    weeks: dict[date, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    costs: dict[date, Decimal] = defaultdict(Decimal)
    for each in brushed:
        for day, _, figure, amount in _order_entries(each.order, {}):
            weeks[_monday(day)][figure] += amount
        assert each.order.paid_at
        costs[_monday(each.order.paid_at.date())] += each.commission + story.BRUSHING_FEE
    return {
        "orders": [each.order.number for each in brushed],
        "principal": f"{sum(each.order.gross for each in brushed)}",
        "commission": f"{sum(each.commission for each in brushed)}",
        "weeks": {f"{monday}": _plain(sums) for monday, sums in sorted(weeks.items()) if sums["orders"]},
        "costs": {f"{monday}": f"{amount}" for monday, amount in sorted(costs.items())},
    }


def _settlement(newest: Iterable[Order], settled: Settled) -> dict[str, object]:
    kinds: dict[str, dict[str, Decimal]] = {platform: defaultdict(Decimal) for platform in story.OPENING}
    fees: dict[str, Decimal] = defaultdict(Decimal)
    for entry in settled.entries:
        kinds[entry.platform][entry.kind] += entry.amount
        if entry.kind in FEES:
            fees[f"{_monday(entry.at.date())}"] -= entry.amount
    told = {entry.order for entry in settled.entries}
    due = {order.number: order.gross - order.refund for order in newest if order.paid_at}
    young = story.LAST_DAY - timedelta(days=3)
    in_transit = [
        due[order.number]
        for order in newest
        if order.paid_at
        and due[order.number]
        and order.number not in told
        and (order.completed_at is None or order.completed_at.date() >= young)
    ]
    gone = [entry for entry in settled.of("taobao") if entry.kind == "withdrawal"]
    lost = next(-entry.amount for entry in gone if entry.at.date() == story.LOST_WITHDRAWAL)
    return {
        "first_day": f"{story.FIRST_SETTLED}",
        "kinds": {name: {kind: f"{sums[kind]}" for kind in sorted(sums)} for name, sums in kinds.items()},
        "fees_by_week": dict(sorted((monday, f"{amount}") for monday, amount in fees.items())),
        "faults": [
            {"kind": fault.kind, "platform": fault.platform, "order": number, "expected": f"{due[number]}"}
            | ({"difference": f"{fault.amount}"} if fault.amount else {})
            for number, fault in settled.faults.items()
        ],
        "in_transit": {"orders": len(in_transit), "expected": f"{sum(in_transit, Decimal(0))}"},
        "deduction": f"{story.DEDUCTION[1]}",
        "withdrawals": {"rows": sum(entry.kind == "withdrawal" for entry in settled.entries), "missing": f"{lost}"},
        "suppliers": {
            "rows": len(story.SUPPLIER_PAYMENTS),
            "through_agency": next(amount for _, _, amount, payer, *_ in story.SUPPLIER_PAYMENTS if "代" in payer),
            "overdue": next(
                amount for paid, _, amount, *_, due in story.SUPPLIER_PAYMENTS if not paid and due < f"{story.LAST_DAY}"
            ),
        },
    }


def _entries(newest: Iterable[Order], ad_days: list[AdDay], refund_days: dict[str, date]) -> Iterator[Entry]:
    yield from ((ad.day, ad.plan.platform, "ad_spend", ad.spend) for ad in ad_days)
    for order in newest:
        yield from _order_entries(order, refund_days)


def _newest_states(orders: list[Order]) -> list[Order]:
    """Later exports replace the orders that they show again."""
    newest: dict[str, Order] = {}
    for export in story.EXPORTS:
        for platform in story.ORDERS_PER_DAY:
            newest |= {order.number: order for order in seen_orders(orders, export, platform)}
    return list(newest.values())


def _order_entries(order: Order, refund_days: dict[str, date]) -> Iterator[Entry]:
    if not order.paid_at:
        yield order.created_at.date(), order.platform, "unpaid_orders", Decimal(1)
        return
    paid = order.paid_at.date()
    refunded = refund_days.get(order.number) or (order.completed_at or order.paid_at).date()
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
