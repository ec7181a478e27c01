"""A second record of the book's entries, number and fingerprint, in a file of its own: a book that lost its end is found out."""

import contextlib
import os
import re
from collections.abc import Iterable
from pathlib import Path

from book import place
from warehouse import Shop
from warehouse.disk import sync

LINE = re.compile(r"(\d+) ([0-9a-f]{64})")


def path_of(shop: Shop) -> Path:
    """The file beside the ledger, also where a server keeps the ledger."""
    return place.path_of(shop).with_suffix(".heads")


def record(shop: Shop, written: Iterable[tuple[int, str]]) -> None:
    """Write down what was written in the book, after it is there.

    The entries stand in the book: where this file cannot take them (a full disk), only the second record is shorter.
    """
    text = "".join(map(_line, written))
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
    for row, line in enumerate(lines, 1):
        said = LINE.fullmatch(line)
        found[int(said[1]) if said else -row] = said[2] if said else None
    return found


def part(shop: Shop, other: Shop, entries: Iterable[tuple[int, str]]) -> None:
    """Give another ledger of the folder, of these entries, a record of its own; up to 2026-11-22 both stood in one file.

    Where nothing can be written, all stays as it is.
    """
    lines = list(map(_line, entries))
    mixed, own, theirs = path_of(shop), path_of(other), set(lines)
    kept = [line for line in mixed.read_text("ascii", errors="replace").splitlines(keepends=True) if line not in theirs]
    with contextlib.suppress(OSError):  # the file that says that it was done comes last
        for path, content in ((mixed, kept), (own, lines)):
            work = path.with_name(f"{path.name}.new")
            work.write_text("".join(content), "ascii", errors="replace")
            sync(work)
            work.replace(path)
        sync(own.parent)


def _line(entry: tuple[int, str]) -> str:
    number, fingerprint = entry
    return f"{number} {fingerprint}\n"
