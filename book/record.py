"""Writing what was agreed: only what changed becomes an entry, checked together with everything else that holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from book.engagement import KIND
from book.ledger import Book, Change, Entry, book
from book.terms import Terms, checked, nested
from warehouse import Shop


@dataclass(frozen=True)
class Difference:
    """What a subject was and shall be; None: not said."""

    subject: str
    before: Any
    after: Any

    def as_json(self) -> dict[str, Any]:
        """One line of `book import --json`."""
        return {"subject": self.subject, "before": self.before, "after": self.after}


@dataclass(frozen=True)
class Held:
    """What is in force, by subject, and the numbers of the newest entries, also of what was taken away."""

    terms: Terms
    since: Mapping[str, int]


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """The subjects that differ: those that are said in their order, then those that are gone."""
    subjects = [*after, *(each for each in before if each not in after)]
    return [
        Difference(each, before.get(each), after.get(each)) for each in subjects if before.get(each) != after.get(each)
    ]


def replace(shop: Shop, fresh: Terms, who: str, why: str = "", as_of: int | None = None) -> list[Difference]:
    """Put a whole engagement in the place of the one in force; `as_of` is the newest entry that the writer has seen.

    Raises ChangedMeanwhile, BookUnreachable.
    """
    seen = held(shop, as_of)
    found = differences(seen.terms, fresh)
    _append(book(shop), found, seen.since, who, why)
    return found


def change(shop: Shop, edits: Mapping[str, Any], since: Mapping[str, int], who: str, why: str = "") -> list[Difference]:
    """Change some subjects (None takes one away) and leave the others; `since` as the writer has seen them (0: none).

    Raises EngagementRefused, ChangedMeanwhile, BookUnreachable.
    """
    before = held(shop).terms
    wanted = {subject: body for subject, body in (before | dict(edits)).items() if body is not None}
    fresh = checked(nested(wanted))
    found = [each for each in differences(before, fresh) if each.subject in edits]
    _append(book(shop), found, since, who, why)
    return found


def held(shop: Shop, as_of: int | None = None) -> Held:
    """The engagement in force and what a writer who looks at it has seen."""
    newest = book(shop).newest(KIND, as_of)
    return Held(
        {subject: entry.body for subject, entry in newest.items() if entry.body is not None},
        {subject: entry.number for subject, entry in newest.items()},
    )


def _append(ledger: Book, found: list[Difference], since: Mapping[str, int], who: str, why: str) -> list[Entry]:
    changes = [Change(KIND, each.subject, each.after, since.get(each.subject, 0)) for each in found]
    return ledger.append(changes, who, why) if changes else []
