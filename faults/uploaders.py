"""Eight uploaders at once, half of their files the same: exactly the set of files is there, each once."""

import multiprocessing
import random
import tempfile
import time
from pathlib import Path
from typing import Any

import warehouse
from etl import register
from etl.keeping.check import check_shop
from faults import shop as made

UPLOADERS = 8
AT_ONCE = 5  # files of one call
ROWS = 10
SHARED = 100_000  # the numbers of the files that all uploaders have


def run(count: int, seed: int, until: float) -> dict[str, Any]:
    """Each uploader loads `count` files, half of them its own and half everybody's; the seed says which at what time."""
    with made.data_folder():
        shop = warehouse.shop(made.NAME, make=True)
        spawn = multiprocessing.get_context("spawn")
        answers = spawn.Queue()
        processes = [spawn.Process(target=uploads, args=(each, count, seed, answers)) for each in range(UPLOADERS)]
        for each in processes:
            each.start()
        said = [answers.get(timeout=max(until - time.monotonic(), 1)) for _ in processes]
        for each in processes:
            each.join()
        wanted = {number for each in range(UPLOADERS) for number in _files(each, count)}
        there = [int(upload.file.split("-")[1].split(".")[0]) for upload in register.active(shop)]
        loaded = sum(statuses.count("loaded") for statuses in said)
        orders = sum((made.amount(row) for number in wanted for row in _rows(number)), start=0 * made.amount(0))
        [row] = warehouse.reader(shop).rows("select sum(gross_sales) as sales from marts.daily")
        findings = [fault.message for fault in check_shop(shop).faults]
        findings += [] if sorted(there) == sorted(wanted) else [f"there are {sorted(there)}"]
        findings += [] if loaded == len(wanted) else [f"{loaded} were said to be loaded, {len(wanted)} are files"]
        findings += [] if row["sales"] == orders else [f"{row['sales']} instead of {orders}"]
        made.close(shop)
        return {"driver": "uploaders", "uploaders": UPLOADERS, "files": UPLOADERS * count, "different": len(wanted), "findings": findings}  # fmt: skip


def uploads(uploader: int, count: int, seed: int, answers: Any) -> None:
    """One uploader's files, a few in a call."""
    shop = warehouse.shop(made.NAME)
    numbers = _files(uploader, count)
    random.Random(f"{seed} {uploader}").shuffle(numbers)
    said: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for first in range(0, count, AT_ONCE):
            paths = [made.write(Path(folder), number, _rows(number)) for number in numbers[first : first + AT_ONCE]]
            said += made.accept(shop, paths)
    answers.put(said)


def _files(uploader: int, count: int) -> list[int]:
    """Its own and everybody's."""
    own = [uploader * 1000 + number for number in range(count - count // 2)]
    return [*own, *(SHARED + number for number in range(count // 2))]


def _rows(number: int) -> list[int]:
    return list(range(number * ROWS, number * ROWS + ROWS))
