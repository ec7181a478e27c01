"""Simulated order exports with invented purchases among them: how many are listed, and how many honest orders with them."""

import csv
import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

import numpy as np
from numpy.random import Generator

FIRST = datetime(2026, 3, 2)
DAYS, ORDERS_A_DAY, PRODUCTS = 56, 40, 30
FLASH_SALES = (20, 21, 41)  # days on which one product sells as if it were a whole shop
HOURS = np.array([2, 1, 1, 0.5, 0.5, 1, 2, 4, 6, 8, 9, 9, 9, 8, 8, 8, 8, 8, 9, 11, 12, 12, 9, 5.0])
MAP = """
entity = "order_lines"
platform = "taobao"
[columns]
order_id = "订单号"
product_key = "商品"
quantity = "件数"
paid_amount = "实付"
ordered_at = "付款时间"
paid_at = "付款时间"
shipped_at = "揽收时间"
completed_at = "确认收货时间"
refund_amount = "退款"
refunded_at = "退款时间"
[money]
paid_amount_is = "gross"
"""
HEADER = (
    "订单号",
    "商品",
    "件数",
    "实付",
    "付款时间",
    "揽收时间",
    "确认收货时间",
    "退款",
    "退款时间",
    "买家会员名",
    "收货地址",
    "订单备注",
)


@dataclass(frozen=True)
class Style:
    """How an invented purchase differs from a real one: shares of the orders that show it."""

    without_parcel: float
    fast_receipt: float
    few_addresses: float
    quick_refund: float
    memo: float
    buyers: float  # per order
    bursts: bool


STYLES = {
    "crude": Style(0.60, 0.70, 0.60, 0.25, 0.50, 0.35, True),
    "mid": Style(0.25, 0.40, 0.30, 0.15, 0.25, 0.90, False),
    "professional": Style(0.03, 0.08, 0.05, 0.05, 0.05, 0.90, False),
}


@dataclass(frozen=True)
class Order:
    """One order, its moments in seconds from the first day; None where it never came to that."""

    paid: float
    buyer: str
    address: str
    product: int
    pieces: int
    amount: Decimal
    shipped: float | None
    received: float
    refunded: float | None
    memo: str
    is_invented: bool


def shop(seed: int, style: str | None, invented: int = 100, *, flash_sales: bool = True) -> list[Order]:
    """Eight weeks of a shop, in the order of payment; `style` None is an honest shop."""
    rng = np.random.default_rng(seed)
    prices = [Decimal(str(round(float(price), 2))) for price in rng.lognormal(4.4, 0.5, PRODUCTS)]
    shares = rng.dirichlet(np.full(PRODUCTS, 0.5))
    orders: list[Order] = []
    for day in range(DAYS):
        orders += _honest(rng, day, prices, shares, ORDERS_A_DAY)
        if flash_sales and day in FLASH_SALES:
            one = np.eye(PRODUCTS)[rng.integers(PRODUCTS)]
            orders += _honest(rng, day, prices, one, ORDERS_A_DAY * 1.5)
    if style:
        orders += _invented(rng, STYLES[style], prices, invented)
    return sorted(orders, key=lambda each: each.paid)


def _honest(rng: Generator, day: int, prices: Sequence[Decimal], shares: np.ndarray, mean: float) -> Iterator[Order]:
    for _ in range(rng.poisson(mean)):
        product = int(rng.choice(PRODUCTS, p=shares))
        pieces = 1 if rng.random() < 0.85 else int(rng.integers(2, 5))
        paid = _moment(rng, day)
        shipped = paid + rng.gamma(2, 12) * 3600
        received = shipped + rng.gamma(6, 0.8) * 86400
        buyer = f"u{rng.integers(20000)}" if rng.random() < 0.88 else f"u{rng.integers(60)}"
        address = f"a{int(300 * rng.beta(0.6, 1.8))}-{rng.integers(4000)}" if rng.random() > 0.01 else "a1-7"
        discount = Decimal(str(rng.choice([1, 1, 1, 0.95, 0.9, 0.8])))
        refunded = paid + rng.gamma(2, 1.5) * 86400 if rng.random() < 0.08 else None
        yield Order(
            paid, buyer, address, product, pieces, (prices[product] * pieces * discount).quantize(Decimal("0.01")),
            shipped if rng.random() > 0.03 else None, received, refunded, _note(rng), False,
        )  # fmt: skip


def _invented(rng: Generator, style: Style, prices: Sequence[Decimal], count: int) -> Iterator[Order]:
    targets = rng.choice(PRODUCTS, 3, replace=False)
    buyers = [f"u{rng.integers(20000, 40000)}" for _ in range(max(8, int(count * style.buyers)))]
    left = count
    while left > 0:
        day = int(rng.integers(DAYS * 2 // 3, DAYS))
        together = min(left, int(rng.integers(6, 16) if style.bursts else rng.integers(1, 4)))
        left -= together
        begin = day * 86400 + rng.choice([1, 2, 14, 15, 23]) * 3600 if style.bursts else _moment(rng, day)
        for number in range(together):
            product = int(rng.choice(targets))
            paid = begin + (number * rng.integers(40, 240) if style.bursts else rng.integers(0, 7200))
            few = rng.random() < style.few_addresses
            address = f"a{rng.integers(3)}-{rng.integers(15)}" if few else f"a{rng.integers(300)}-{rng.integers(4000)}"
            fast = rng.random() < style.fast_receipt
            yield Order(
                paid, str(rng.choice(buyers)), address, product, 1, prices[product],
                None if rng.random() < style.without_parcel else paid + rng.gamma(2, 12) * 3600,
                paid + rng.uniform(2, 20) * 3600 if fast else paid + rng.gamma(6, 0.9) * 86400 + 86400,
                paid + rng.uniform(0.2, 5) * 3600 if rng.random() < style.quick_refund else None,
                "补单" if rng.random() < style.memo else "", True,
            )  # fmt: skip


def _note(rng: Generator) -> str:
    """One note in twenty holds a word that is looked for; one in a hundred one that invented orders hold too."""
    return str(rng.choice(["", "赠品", "换货", "红包"], p=[0.95, 0.03, 0.01, 0.01]))


def _moment(rng: Generator, day: int) -> float:
    return float(day * 86400 + rng.choice(24, p=HOURS / HOURS.sum()) * 3600 + rng.integers(3600))


def export(orders: Sequence[Order]) -> str:
    """The orders as a back office would export them four days later; the number of an order is its place."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(HEADER)
    for number, each in enumerate(orders):
        rows.writerow(
            (
                f"N{number:07d}", f"P{each.product}", each.pieces, each.amount, _at(each.paid), _at(each.shipped),
                _at(each.received), each.amount if each.refunded else "0.00", _at(each.refunded), each.buyer, each.address, each.memo,
            )
        )  # fmt: skip
    later = _at((DAYS + 4) * 86400.0 - 1)
    rows.writerow(("LATER", "P0", 1, "1.00", later, later, "", "0.00", "", "later", "later", ""))
    return out.getvalue()


def _at(seconds: float | None) -> str:
    return "" if seconds is None else f"{FIRST + timedelta(seconds=math.floor(seconds)):%Y-%m-%d %H:%M:%S}"
