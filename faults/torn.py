"""Files that are missing, empty, cut off or another's: each is named, or every figure is what it was; and a restore brings all back."""

import random
import time
from pathlib import Path
from typing import Any

from faults.harm import tally, tried, whole

HARMS = ("missing", "empty", "cut", "another's")


def run(count: int, seed: int, until: float) -> dict[str, Any]:
    """So many harms, each to a copy of its own: every file in every way, then again with other cuts."""
    dice = random.Random(seed)
    verdicts = []
    with whole() as shop:
        pairs = [(name, harm) for name in shop.files() for harm in HARMS]
        dice.shuffle(pairs)
        for number in range(count):
            if time.monotonic() > until:
                break
            name, harm = pairs[number % len(pairs)]
            other = (shop.folder / dice.choice(shop.files())).read_bytes()
            share = dice.random()
            verdicts.append(tried(shop, lambda f, n=name, h=harm, o=other, s=share: _harm(f / n, h, o, s)))  # type: ignore[misc]
    return tally("torn", verdicts)


def _harm(path: Path, harm: str, other: bytes, share: float) -> str:
    content = path.read_bytes()
    if harm == "missing":
        path.unlink()
    else:
        path.write_bytes({"empty": b"", "cut": content[: int(len(content) * share)], "another's": other}[harm])
    return f"{path.name} {harm} {share:.3f}"
