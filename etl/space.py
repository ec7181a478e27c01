"""Room on the disk: a load that would fill it is refused before it begins; one that fills it all the same changes nothing."""

import errno
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from etl.errors import DiskFull, NoRoom, Problem
from warehouse import Shop
from warehouse.disk import free

FULL = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}
MIB = 1 << 20


def no_room(shop: Shop, files: Sequence[Path]) -> Problem | None:
    """What to say when the disk has too little room for these files beside a copy of the newest build."""
    if not files:
        return None
    times, reserve = _numbers()
    builds = shop.builds()
    needed = times * sum(path.stat().st_size for path in files if path.exists()) + reserve * MIB
    needed += builds[-1].stat().st_size if builds else 0
    found = free(shop.folder)
    return NoRoom(fields={"found": _said(found), "needed": _said(needed)}) if found < needed else None


def filled(fault: BaseException) -> DiskFull | None:
    """What to say when a fault came of a full disk, or of a file that may not grow."""
    if isinstance(fault, OSError) and fault.errno in FULL:
        return DiskFull()
    words = str(fault).lower()
    is_full = any(sign in words for sign in ("no space left", "file too large", "disk quota", "disk is full"))
    return DiskFull() if is_full else None


@cache
def _numbers() -> tuple[int, int]:
    said = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return int(said["times"]), int(said["reserve"])


def _said(size: int) -> str:
    return f"{size // MIB:,} MB"
