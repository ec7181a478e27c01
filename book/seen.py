"""Who looked at what of a shop, and took what along: a ledger beside the shop's book, chained like it, that the merchant reads."""

from collections.abc import Mapping
from typing import Any

from book import heads, place
from book.ledger import Book, Change, Entry
from book.place import Beside
from warehouse import Shop, access, shop

SAW, EXPORTED = "saw", "exported"


def note(name: str, who: str, kind: str, what: str, about: Mapping[str, Any] | None = None) -> None:
    """Write down that somebody looked at a page of a shop or took a file along. Raises BookUnreachable."""
    with access.acting(access.EVERYONE):
        _ledger(shop(name)).append([Change(kind, what, dict(about or {}))], who)


def seen(of: Shop) -> list[Entry]:
    """Everything that was written down, the oldest first, for whoever may see the shop. Raises NotGranted."""
    access.demand(access.SEE, of.name)
    with access.acting(access.EVERYONE):
        return _ledger(of).entries()


def verify(of: Shop) -> int:
    """Follow the chain; how many entries there are. Raises BookBroken, NotGranted."""
    access.demand(access.SEE, of.name)
    with access.acting(access.EVERYONE):
        return _ledger(of).verify()


def separate(of: Shop) -> None:
    """Take the second record of this ledger out of the book's, where a version of 2026-11-22 wrote both into one file."""
    mine = beside(of)
    if heads.path_of(of).exists() and not heads.path_of(mine).exists() and place.exists(mine):
        with access.acting(access.EVERYONE):
            heads.part(of, mine, [(entry.number, entry.hash) for entry in Book(mine).entries()])


def _ledger(of: Shop) -> Book:
    separate(of)
    return Book(beside(of))


def beside(of: Shop) -> Beside:
    """Where it lies."""
    return Beside(f"· seen {of.name}", of.folder, "seen.sqlite")
