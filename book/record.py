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
    ledger = book(shop)
    seen = ledger.newest(KIND, as_of)
    found = differences({subject: entry.body for subject, entry in seen.items() if entry.body is not None}, fresh)
    _append(
        ledger, found, {each.subject: seen[each.subject].number for each in found if each.subject in seen}, who, why
    )
    return found


def change(shop: Shop, edits: Mapping[str, Any], since: Mapping[str, int], who: str, why: str = "") -> list[Difference]:
    """Change some subjects (None takes one away) and leave the others; `since` as the writer has seen them (0: none).

    Raises EngagementRefused, ChangedMeanwhile, BookUnreachable.
    """
    ledger = book(shop)
    before = {subject: entry.body for subject, entry in ledger.in_force(KIND).items()}
    wanted = {subject: body for subject, body in (before | dict(edits)).items() if body is not None}
    fresh = checked(nested(wanted))
    found = [each for each in differences(before, fresh) if each.subject in edits]
    _append(ledger, found, since, who, why)
    return found


def seen(shop: Shop) -> dict[str, int]:
    """The number of the newest entry of each subject of the engagement: what a writer has seen."""
    return {subject: entry.number for subject, entry in book(shop).newest(KIND).items()}


def _append(ledger: Book, found: list[Difference], since: Mapping[str, int], who: str, why: str) -> list[Entry]:
    changes = [Change(KIND, each.subject, each.after, since.get(each.subject, 0)) for each in found]
    return ledger.append(changes, who, why) if changes else []
