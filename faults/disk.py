"""A disk that fills up in the middle of a load or an entry: nothing acknowledged is lost, and with room again the same process goes on."""

import random
import resource
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any
from unittest import mock

import warehouse
from book import Change, book
from etl import register
from etl.keeping.check import check_shop
from faults import shop as made
from faults.child import answer
from warehouse import Told
from warehouse.disk import free

MIB = 1 << 20
DISK = 64 * MIB  # a shop with two builds, a third in the making, and room for less


def run(count: int, seed: int, until: float) -> dict[str, Any]:
    """So many points: a small disk filled to a random rest where we may mount one, else files that may not grow."""
    dice = random.Random(seed)
    findings: list[str] = []
    tally: dict[str, Any] = {"driver": "disk", "points": 0, "small disk": 0, "largest file": 0, "refused": 0, "loaded": 0, "entries refused": 0}  # fmt: skip
    for number in range(count):
        if time.monotonic() > until:
            break
        room = dice.randrange(dice.choice((64 << 10, 16 * MIB)))
        with _small_disk() if number % 2 == 0 else nullcontext() as disk:
            kind = "small disk" if disk else "largest file"
            found = answer(lambda disk=disk, room=room: _point(disk, room))  # type: ignore[misc]
        tally["points"] += 1
        tally[kind] += 1
        for name in ("refused", "loaded", "entries refused"):
            tally[name] += found[name]
        findings += [f"point {number} ({kind}, {room} bytes): {each}" for each in found["findings"]]
    return tally | {"findings": findings}


@contextmanager
def _small_disk() -> Iterator[Path | None]:
    """A disk in memory, of this run alone; None where we may not mount one."""
    with made.data_folder() as folder:
        disk = folder / "disk"
        disk.mkdir()
        options = ["-t", "tmpfs", "-o", f"size={DISK}", "tmpfs"]
        if subprocess.run(["mount", *options, disk], capture_output=True).returncode:
            yield None
            return
        try:
            yield disk
        finally:
            subprocess.run(["umount", disk], check=True)


def _point(disk: Path | None, room: int) -> dict[str, Any]:
    """One life: a shop, the disk fills, a load and an entry are tried, there is room again, both are tried again."""
    with made.data_folder(disk) as folder, mock.patch("etl.space._numbers", return_value=(0, 0)):
        shop = made.made(folder, 2, 3)
        wrong: list[str] = []
        more = made.write(folder, 9, list(range(90, 3090)))
        with _filled(disk, room):
            try:
                first = made.accept(shop, [more])
            except Told as fault:
                first = [fault.kind]
            try:
                book(shop).append([Change("note", "late", "x")], "店主")
                is_signed = True
            except Told:
                is_signed = False
        there = {each.file for each in register.active(shop)}
        if first == ["loaded"] and more.name not in there:
            wrong.append("acknowledged and not there")
        if first == ["refused"] and more.name in there:
            wrong.append("refused and there")
        again = made.accept(shop, [more])
        if again != (["loaded"] if first == ["refused"] else ["already loaded"]):
            wrong.append(f"first {first}, then {again}")
        if is_signed != any(entry.subject == "late" for entry in book(shop).entries()):
            wrong.append("the entry is not as it was said")
        book(shop).append([Change("note", "later", "y")], "店主")
        wrong += [fault.message for fault in check_shop(shop).faults]
        numbers = [*range(20), *range(90, 3090)]
        [row] = warehouse.reader(shop).rows("select sum(gross_sales) as sales from marts.daily")
        if row["sales"] != sum(made.amount(each) for each in numbers):
            wrong.append(f"{row['sales']} instead of {sum(made.amount(each) for each in numbers)}")
        made.close(shop)
        return {
            "refused": first != ["loaded"],
            "loaded": first == ["loaded"],
            "entries refused": not is_signed,
            "findings": wrong,
        }


@contextmanager
def _filled(disk: Path | None, room: int) -> Iterator[None]:
    """No more room than this on the disk; or no file may become larger."""
    if disk is None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (max(room, 4096), before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        return
    filler = disk / "filler"
    filler.write_bytes(b"\0" * max(free(disk) - room, 0))
    try:
        yield
    finally:
        filler.unlink()
