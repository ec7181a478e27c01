"""A shop's own hours: entries of its book; each holds for what is asked after it, so that nothing is late in hindsight."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from book import Book, Change, Entry
from book.engagement import Engagement
from book.value import POSITIVE, Wrong
from reports.duties.rules import UnknownPerson, WrongNumber
from reports.duties.usual import Clock, clocks
from reports.people import sides

KIND = "duty_hours"  # of the ledger's entries; a subject is the name of a clock
MOST = 24 * 60


def clocks_at(ledger: Book) -> Callable[[int], dict[str, Clock]]:
    """The clocks that hold for a request by the number of its entry. Raises BookUnreachable."""
    said = ledger.entries(KIND)

    def at(number: int) -> dict[str, Clock]:
        held = dict(clocks())
        for entry in said:
            if entry.number < number and entry.subject in held:
                usual = clocks()[entry.subject]
                held[entry.subject] = replace(usual, **entry.body) if entry.body else usual
        return held

    return at


def clocks_now(ledger: Book) -> dict[str, Clock]:
    """The clocks that hold for what is asked next. Raises BookUnreachable."""
    return clocks_at(ledger)(ledger.last + 1)


def say_hours(ledger: Book, name: str, hours: Any, remind: Any, who: str, agreed: Engagement, seen: int | None = None) -> Entry:  # fmt: skip
    """Write the hours of a clock and from how many on it is due soon, None for never. Either side may; both see it.

    Raises Refused, ChangedMeanwhile, BookUnreachable.
    """
    if not sides(agreed, who):
        raise UnknownPerson(who)
    try:
        body = {"hours": POSITIVE.written(hours), "remind": None if remind is None else POSITIVE.written(remind)}
    except Wrong:
        raise WrongNumber(f"{hours} / {remind}") from None
    if name not in clocks() or body["hours"] > MOST or (body["remind"] or 0) >= body["hours"]:
        raise WrongNumber(f"{hours} / {remind}")
    [entry] = ledger.append([Change(KIND, name, body, seen)], who)
    return entry
