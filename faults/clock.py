"""A clock that jumps, in zones with summer time, while files are loaded and entries written: order comes from numbers, so nothing changes."""

import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any
from unittest import mock

import warehouse
from book import Change, book
from etl import register
from etl.keeping.check import check_shop
from etl.pipeline import undo
from faults import shop as made

JUMPS = (timedelta(days=-1), timedelta(days=1), timedelta(seconds=-1), timedelta(hours=-1), timedelta(days=-300), timedelta(days=365))  # fmt: skip
# The server's zone, and when its clocks went on an hour and back one in 2025.
ZONES = {
    "Asia/Shanghai": (),
    "Europe/Berlin": (datetime(2025, 3, 30, 1, tzinfo=UTC), datetime(2025, 10, 26, 1, tzinfo=UTC)),
    "America/New_York": (datetime(2025, 3, 9, 7, tzinfo=UTC), datetime(2025, 11, 2, 6, tzinfo=UTC)),
}


def run(count: int, seed: int, until: float) -> dict[str, Any]:
    """So many lives of a shop with a jump before each step, some to where summer time begins or ends, against one whose clock goes right."""
    dice = random.Random(seed)
    calm = _life([timedelta(0)] * 6)
    tried = 0
    findings = [f"the calm life: {each}" for each in calm["faults"]]
    for number in range(count):
        if time.monotonic() > until:
            break
        zone = dice.choice(list(ZONES))
        half = timedelta(minutes=dice.choice((-30, 30)))
        changes = tuple(change + half - datetime.now(UTC) for change in ZONES[zone])
        jumps = [dice.choice((*JUMPS, *changes)) for _ in range(6)]
        with _zone(zone):
            life, tried = _life(jumps), tried + 1
        findings += [f"life {number} in {zone} {jumps}: {each}" for each in life["faults"]]
        findings += [f"life {number} in {zone} {jumps}: other figures"] if life["said"] != calm["said"] else []
    return {"driver": "clock", "trials": tried, "findings": findings}


def _life(jumps: list[timedelta]) -> dict[str, Any]:
    """Loads, an undo and entries, the clock set before each."""
    with made.data_folder() as folder:
        shop = warehouse.shop(made.NAME, make=True)
        for number, jump in enumerate(jumps):
            with _clock(jump):
                made.accept(shop, [made.write(folder, number, list(range(number * 5, number * 5 + 5)))])
                if number == 3:
                    undo(shop, 2)
                book(shop).append([Change("note", f"{number % 2}", {"said": number})], "店主")
        figures = made.figures(shop)
        del figures["tables"]['staging."register_head"']  # a seal over lines that hold the time
        said = figures | {
            "book": [(entry.number, entry.subject, entry.body) for entry in book(shop).entries()],
            "in force": {name: entry.body for name, entry in book(shop).in_force("note").items()},
            "register": [(entry.upload.upload, entry.undone_at is None) for entry in register.entries(shop)],
            "builds": len(shop.builds()),
        }
        faults = [fault.message for fault in check_shop(shop).faults]
        made.close(shop)
        return {"said": said, "faults": faults}


@contextmanager
def _zone(name: str) -> Iterator[None]:
    with mock.patch.dict(os.environ, TZ=name):
        time.tzset()
        yield
    time.tzset()


@contextmanager
def _clock(jump: timedelta) -> Iterator[None]:
    class Jumped(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Jumped":
            moved = datetime.now(tz) + jump
            return cls.fromtimestamp(moved.timestamp(), tz)

    with mock.patch("etl.register.datetime", Jumped), mock.patch("book.ledger.datetime", Jumped):
        yield
