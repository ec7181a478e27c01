"""How good the list of orders worth a question is: on simulated shops whose invented purchases are known."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import mean

import warehouse
from benchmarks.figure import Figure, middle, timed
from benchmarks.purchases import MAP, Order, export, shop
from etl.pipeline import Asked, load
from reports.brushing.queue import suspicious

RUNS = 15
FIRST, LAST = date(2026, 3, 2), date(2026, 4, 30)
# style, invented orders → (listed without reason, not listed) as shares; before-after.md, section 6
AIMS = {
    ("crude", 100): (0.16, 0.09),
    ("crude", 20): (1.0, 1.0),
    ("mid", 100): (1.0, 1.0),
    ("professional", 100): (1.0, 1.0),
}
HONEST_AIM = 0.015


@dataclass(frozen=True)
class Listed:
    """What the list of one shop holds."""

    orders: int
    listed: int
    invented: int
    hits: int
    seconds: float


def measure_brushing(folder: Path) -> Iterator[Figure]:
    """Precision and recall by style of the invented purchases, and the share of an honest shop's orders that is listed."""
    for (style, invented), (wrong, missed) in AIMS.items():
        found = [_listed(folder, seed, style, invented) for seed in range(RUNS)]
        named = f"{style}, {invented} of {round(mean(each.orders for each in found))} orders"
        precision = mean(each.hits / max(each.listed, 1) for each in found)
        recall = mean(each.hits / each.invented for each in found)
        yield _share(f"brushing {style} {invented}: wrong", f"listed without reason, {named}", 1 - precision, wrong)
        yield _share(f"brushing {style} {invented}: missed", f"invented and not listed, {named}", 1 - recall, missed)
    honest = [_listed(folder, seed, None, 0) for seed in range(RUNS)]
    share = mean(each.listed / each.orders for each in honest)
    yield _share("brushing honest shop", "orders of an honest shop that are listed", share, HONEST_AIM)
    yield Figure(
        "brushing seconds", "one list of eight weeks", middle([each.seconds for each in honest]), 1.0, runs=RUNS
    )


def _share(name: str, what: str, amount: float, aim: float) -> Figure:
    return Figure(
        name, what, amount, aim, unit="", runs=RUNS, note="" if aim < 1 else "no aim: such orders are not to be told"
    )


def _listed(folder: Path, seed: int, style: str | None, count: int) -> Listed:
    orders = shop(1000 * count + seed, style, count)
    loaded = _loaded(folder, f"{style} {count} {seed}", orders)
    reader = warehouse.reader(loaded)
    found = {row["order"] for row in suspicious(reader, FIRST, LAST, [], 2)}
    seconds = timed(lambda: suspicious(reader, FIRST, LAST, [], 2))
    invented = {f"N{number:07d}" for number, each in enumerate(orders) if each.is_invented}
    warehouse.forget(loaded.name)
    return Listed(len(orders), len(found), len(invented), len(found & invented), seconds)


def _loaded(folder: Path, name: str, orders: Sequence[Order]) -> warehouse.Shop:
    path = folder / f"{name}.csv"
    path.write_text(export(orders), "utf-8")
    made = warehouse.shop(name, make=True)
    [answer], *_ = load(made, [(path, path.name)], Asked(map=MAP))
    if answer.problems:
        raise ValueError(answer.problems)
    return made
