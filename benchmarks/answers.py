"""The weekly report of a large shop whose build is open and was not asked yet."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import warehouse
from benchmarks.exports import Export, write_csv
from benchmarks.figure import Figure, middle, timed_anew
from benchmarks.loads import fresh, load_seconds
from reports.products import products
from reports.scope import Scope
from reports.weekly import weekly

RUNS = 21


def measure_answers(folder: Path, lines: int) -> Iterator[Figure]:
    """`weekly`, `weekly_quarter` and `products` on the shop `year`, which is made where `measure_loads` did not run."""
    if "year" not in warehouse.shop_names():
        load_seconds(fresh("year"), write_csv(Export(lines, life=lines), folder))
    whole = Scope(warehouse.shop("year"))
    last = weekly(whole).weeks[-1].last
    quarter = Scope(whole.shop, last - timedelta(days=13 * 7 - 1), last)
    week = Scope(whole.shop, last - timedelta(days=20), last - timedelta(days=14))
    yield Figure(
        "weekly",
        f"reports.weekly of the whole year of {lines:,} lines",
        _median(whole.shop, lambda: weekly(whole)),
        0.05,
        runs=RUNS,
    )
    yield Figure(
        "quarter", "reports.weekly of thirteen weeks", _median(whole.shop, lambda: weekly(quarter)), 0.05, runs=RUNS
    )
    yield Figure(
        "products", "reports.products of one week", _median(whole.shop, lambda: products(week)), 0.15, runs=RUNS
    )


def _median(shop: warehouse.Shop, call: Callable[[], Any]) -> float:
    return middle([timed_anew(shop, call) for _ in range(RUNS)])
