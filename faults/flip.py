"""One flipped bit in any file of a shop's folder: it is named, or every figure is what it was."""

import random
import time
from pathlib import Path
from typing import Any

from faults.harm import tally, tried, whole


def run(count: int, seed: int, until: float) -> dict[str, Any]:
    """Flip so many bits, each in a copy of its own, in files of every kind alike."""
    dice = random.Random(seed)
    verdicts = []
    with whole() as shop:
        names = [name for name in shop.files() if (shop.folder / name).stat().st_size]
        for number in range(count):
            if time.monotonic() > until:
                break
            name = names[number % len(names)]
            size = (shop.folder / name).stat().st_size
            place, bit = dice.randrange(size), dice.randrange(8)
            verdicts.append(tried(shop, lambda folder, n=name, p=place, b=bit: _flip(folder, n, p, b)))  # type: ignore[misc]
    return tally("flip", verdicts) | {"files": len(names)}


def _flip(folder: Path, name: str, place: int, bit: int) -> str:
    path = folder / name
    content = bytearray(path.read_bytes())
    content[place] ^= 1 << bit
    path.write_bytes(content)
    return f"{name} byte {place} bit {bit}"
