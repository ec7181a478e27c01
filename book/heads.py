"""A second record of the book's entries, number and fingerprint, in a file of its own: a book that lost its end is found out."""

import contextlib
import os
import re
from collections.abc import Iterable
from pathlib import Path

from warehouse import Shop

LINE = re.compile(r"(\d+) ([0-9a-f]{64})")


def path_of(shop: Shop) -> Path:
    """The file beside the book, also where a server keeps the book."""
    return shop.folder / "book.heads"


def record(shop: Shop, written: Iterable[tuple[int, str]]) -> None:
    """Write down what was written in the book, after it is there.

    The entries stand in the book: where this file cannot take them (a full disk), only the second record is shorter.
    """
    text = "".join(f"{number} {fingerprint}\n" for number, fingerprint in written)
    with contextlib.suppress(OSError), path_of(shop).open("a", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def recorded(shop: Shop) -> dict[int, str | None]:
    """Entry → its fingerprint, None for a line that cannot be read; the end of a line that a crash cut short is left out."""
    path = path_of(shop)
    if not path.exists():
        return {}
    *lines, _torn = path.read_text("ascii", errors="replace").split("\n")
    found: dict[int, str | None] = {}
    for place, line in enumerate(lines, 1):
        said = LINE.fullmatch(line)
        found[int(said[1]) if said else -place] = said[2] if said else None
    return found
