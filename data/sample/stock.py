"""What lay in the warehouse at each month's end: some weeks of the units sold after it."""

import calendar
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from data.sample import story
from data.sample.container import write_xlsx
from data.sample.order import Order
from data.sample.story import PRODUCTS, Product

HEADER = ("盘点日期", "商品编码", "商品名称", "仓库", "库存数量")


@dataclass(frozen=True)
class Count:
    """One product on one day of counting."""

    day: date
    product: Product
    units: int


def all_counts(orders: Iterable[Order]) -> list[Count]:
    """Every product on the last day of every month of the story and on its last day."""
    rng, sold = Random(f"{story.SEED}/stock"), _sold(orders)
    return [
        Count(day, product, _units(rng, day, product, sold))
        for day in _days()
        for product in PRODUCTS
        if product.first_day <= day and day <= product.last_day + timedelta(days=60)
    ]


def _days() -> list[date]:
    month_ends = [
        date(year, month, calendar.monthrange(year, month)[1]) for year in (2025, 2026) for month in range(1, 13)
    ]
    return [*(day for day in month_ends if story.FIRST_DAY <= day < story.LAST_DAY), story.LAST_DAY]


def _sold(orders: Iterable[Order]) -> dict[tuple[str, date], int]:
    sold: dict[tuple[str, date], int] = defaultdict(int)
    for order in orders:
        for line in order.lines if order.paid_at else ():
            assert order.paid_at
            sold[line.product.code, order.paid_at.date()] += line.quantity
    return sold


def _units(rng: Random, day: date, product: Product, sold: dict[tuple[str, date], int]) -> int:
    """So many days of what is sold around then, and a few pieces more; the agency orders later and less."""
    near = sum(sold[product.code, day + timedelta(n)] for n in range(-13, 15))
    seen = min(28, (story.LAST_DAY - day).days + 14)
    cover = story.STOCK_DAYS[1] if day >= story.SERVICE_START else story.STOCK_DAYS[0]
    return round(near * cover / seen) + rng.randrange(3, 12)


def write_stock(folder: Path, counts: Iterable[Count]) -> None:
    """`库存盘点.xlsx`: one row per month's end and product."""
    rows = [(f"{each.day}", each.product.code, each.product.title, "主仓", each.units) for each in counts]
    write_xlsx(folder / "库存盘点.xlsx", "库存", [HEADER, *rows], datetime.fromisoformat("2026-11-16 10:00"))
