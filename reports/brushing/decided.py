"""What people decided about an order: entries of the book, with who, when and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from book import Book, Change, Entry

KIND = "brushing"  # of the ledger's entries; a subject is the platform and the order
STATES = ("asked", "explained", "confirmed", "cleared")


@dataclass(frozen=True)
class Decision:
    """The newest decision about an order. Only `confirmed` takes it out of the cleaned book."""

    platform: str
    order: str
    day: date  # on which it was paid
    state: str
    note: str
    who: str
    at: datetime
    number: int  # of the entry


@dataclass(frozen=True)
class Seen:
    """An order as the one who decides has seen it; `since` is the number of the newest decision about it, 0 for none."""

    platform: str
    order: str
    day: date
    since: int


def decisions(ledger: Book) -> dict[tuple[str, str], Decision]:
    """What holds now, by platform and order. Raises BookUnreachable."""
    found = (_decision(entry) for entry in ledger.in_force(KIND).values())
    return {(each.platform, each.order): each for each in found}


def decide(ledger: Book, orders: Iterable[Seen], state: str, who: str, note: str = "") -> list[Entry]:
    """Write one decision over some orders.

    Raises ValueError for an explanation without its words, ChangedMeanwhile, BookUnreachable.
    """
    if state not in STATES or (state == "explained" and not note.strip()):
        raise ValueError(state)
    changes = [
        Change(
            KIND,
            f"{each.platform} {each.order}",
            {"state": state, "note": note.strip(), "day": each.day.isoformat()},
            each.since,
        )
        for each in orders
    ]
    return ledger.append(changes, who, note) if changes else []


def _decision(entry: Entry) -> Decision:
    platform, _, order = entry.subject.partition(" ")
    body = entry.body
    paid = date.fromisoformat(body["day"])
    return Decision(platform, order, paid, body["state"], body["note"], entry.who, entry.written_at, entry.number)
