"""kill -9 during loads and entries of the book: what was acknowledged is there, nothing is there by halves or twice."""

import gc
import random
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import warehouse
from book import Change, ChangedMeanwhile, book
from etl import register
from etl.keeping.check import check_shop
from faults import shop as made
from faults.child import Say, answer, killed

ROWS = 10  # orders of a file


def run(count: int, seed: int, until: float) -> dict[str, Any]:
    """Kill so often; how many loads and entries were acknowledged, cut and found, and every fault."""
    dice = random.Random(seed)
    tally: dict[str, Any] = {"driver": "kill", "kills": 0, "loads": 0, "entries": 0, "cut": 0, "left_behind": 0, "checks": 0}  # fmt: skip
    findings: list[str] = []
    with made.data_folder() as folder:  # what every child would compute anew; nothing stays open
        made.close(made.made(folder, 1, 1))
        gc.collect()
    while tally["kills"] < count and time.monotonic() < until:
        with made.data_folder() as folder:
            findings += _one_shop(folder, min(count - tally["kills"], 50), dice, tally, until)
    return tally | {"findings": findings}


def _one_shop(folder: Path, kills: int, dice: random.Random, tally: dict[str, Any], until: float) -> list[str]:
    log = folder / "acknowledged"  # outside the data folder
    log.touch()
    warehouse.shop(made.NAME, make=True)
    findings: list[str] = []
    longest = 1.0
    for kill in range(kills):
        if time.monotonic() > until:
            break
        longest = 0.1 + (answer(lambda: _timed(folder, log)) if kill % 10 == 0 else longest)
        wait = dice.random() * longest
        killed(lambda say: _work(folder, log, say), lambda said, wait=wait: wait)  # type: ignore[misc]
        tally["kills"] += 1
        said = set(_said(log))
        tally["cut"] += any(not {f"a{line[1:]}", f"s{line[1:]}"} <= said for line in said if line[0] == "b")
        found = answer(lambda: {"findings": _looked(log), "behind": _is_behind()})
        findings += [f"kill {tally['kills']}: {each}" for each in found["findings"]]
        tally["left_behind"] += found["behind"]
    answer(lambda: _timed(folder, log))  # the automatic retry
    findings += [f"after kill {tally['kills']}: {each}" for each in answer(lambda: _checked(log))]
    said = set(_said(log))
    tally["loads"] += sum(line[0] == "a" for line in said)
    tally["entries"] += sum(line[0] == "s" for line in said)
    tally["checks"] += 1
    return findings


def _said(log: Path) -> list[str]:
    return log.read_text("ascii").split()


def _work(folder: Path, log: Path, say: Say) -> None:
    """Load and write in the book without end: first again whatever was not acknowledged."""
    say("at work")
    for number in _numbers(log):
        _once(folder, log, number)


def _timed(folder: Path, log: Path) -> float:
    """One load that nobody kills, and how long it took."""
    begun = time.monotonic()
    _once(folder, log, next(_numbers(log)))
    return time.monotonic() - begun


def _numbers(log: Path) -> Iterator[int]:
    said = set(_said(log))
    begun = {int(line[1:]) for line in said if line[0] == "b"}
    yield from sorted(number for number in begun if not {f"a{number}", f"s{number}"} <= said)
    number = max(begun, default=-1) + 1
    while True:
        yield number
        number += 1


def _once(folder: Path, log: Path, number: int) -> None:
    shop = warehouse.shop(made.NAME)
    with log.open("a", buffering=1, encoding="ascii") as told:
        told.write(f"b{number}\n")
        made.accept(shop, [made.write(folder, number, _orders(number))])
        told.write(f"a{number}\n")
        with suppress(ChangedMeanwhile):  # the one that was killed had written it already
            book(shop).append([Change("note", f"{number}", {"said": number}, since=0)], "店主")
        told.write(f"s{number}\n")


def _orders(number: int) -> list[int]:
    return list(range(number * ROWS, number * ROWS + ROWS))


def _looked(log: Path) -> list[str]:
    """Set algebra: acknowledged ⊆ there ⊆ begun, each once and whole."""
    shop = warehouse.shop(made.NAME)
    said = _said(log)
    begun, loaded, signed = ({int(line[1:]) for line in said if line[0] == kind} for kind in "bas")
    files = [int(each.file.split("-")[1].split(".")[0]) for each in register.active(shop)]
    notes = [int(entry.subject) for entry in book(shop).entries()]
    findings = []
    for what, acknowledged, there in (("uploads", loaded, files), ("entries", signed, notes)):
        findings += [f"{what} lost: {sorted(acknowledged - set(there))}"] if acknowledged - set(there) else []
        findings += [f"{what} twice: {there}"] if len(set(there)) < len(there) else []
        findings += [f"{what} nobody wrote: {there}"] if set(there) - begun else []
    findings += _built(shop, loaded) if shop.builds() else []
    return findings


def _built(shop: warehouse.Shop, loaded: set[int]) -> list[str]:
    """The newest build holds whole uploads, and all that were acknowledged."""
    held: dict[int, set[str]] = {}
    for row in warehouse.reader(shop).rows("select order_id, upload, gross_amount from staging.orders"):
        held.setdefault(int(row["order_id"][1:]) // ROWS, set()).add(f"{row['order_id']} {row['gross_amount']:.2f}")
    wanted = {number: {f"S{each:06d} {made.amount(each):.2f}" for each in _orders(number)} for number in held | dict.fromkeys(loaded)}  # fmt: skip
    return [f"the build holds of file {number} {len(held.get(number, ()))} rows" for number in wanted if held.get(number) != wanted[number]]  # fmt: skip


def _is_behind() -> int:
    shop = warehouse.shop(made.NAME)
    if not shop.builds():
        return int(bool(register.active(shop)))
    held = {row["upload"] for row in warehouse.reader(shop).rows("select upload from staging.uploads")}
    return int(held != {each.upload for each in register.active(shop)})


def _checked(log: Path) -> list[str]:
    """After the automatic retry all is whole."""
    shop = warehouse.shop(made.NAME)
    faults = [fault.message for fault in check_shop(shop).faults]
    sums = sum((made.amount(each) for number in _numbers_of(log) for each in _orders(number)), start=0 * made.amount(0))
    [row] = warehouse.reader(shop).rows("select sum(gross_sales) as sales from marts.daily")
    return faults + _looked(log) + ([] if row["sales"] == sums else [f"{row['sales']} instead of {sums}"])


def _numbers_of(log: Path) -> set[int]:
    return {int(line[1:]) for line in _said(log) if line[0] == "b"}
