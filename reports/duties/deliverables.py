"""What the agency delivered of its package: deeds with day, number and a note; entries of the book."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from book import Book, Change, Entry
from book.engagement import Engagement
from reports.duties.rules import NotYet, WordsNeeded, WrongNumber, acting

KIND = "deliverable"  # of the ledger's entries; a subject is a number
MOST, LONGEST = 1000, 500


@dataclass(frozen=True)
class Deed:
    """Something delivered on a day. `note`: what it was, a link. `event`: the picture or title change of the shop's events."""

    name: str
    kind: str  # titles, picture_tests, …, or what the contract names
    day: date
    count: int
    note: str
    event: str  # "" for none
    who: str
    at: datetime
    number: int  # of the entry

    def as_json(self) -> dict[str, Any]:
        """One deed of `reports duties --json`."""
        return {
            "deliverable": self.kind,
            "date": self.day.isoformat(),
            "count": self.count,
            "note": self.note,
            "event": self.event or None,
            "who": self.who,
            "entry": self.number,
        }


def deeds(ledger: Book) -> tuple[Deed, ...]:
    """Everything delivered, in the order of its days. Raises BookUnreachable."""
    found = (_deed(entry) for entry in ledger.in_force(KIND).values())
    return tuple(sorted(found, key=lambda each: (each.day, each.number)))


def deliver(
    ledger: Book,
    kind: str,
    day: date,
    count: int,
    who: str,
    agreed: Engagement,
    note: str = "",
    event: str = "",
    today: date | None = None,
) -> Entry:
    """Record a deed of the agency. Raises Refused, ChangedMeanwhile, BookUnreachable."""
    acting(agreed, who, "agency")
    if not kind.strip():
        raise WordsNeeded
    if not 0 < count <= MOST:
        raise WrongNumber(count)
    if today and day > today:
        raise NotYet(day)
    body = {"kind": kind.strip(), "on": day.isoformat(), "count": count, "note": note.strip()[:LONGEST], "event": event}
    number = str(len(ledger.newest(KIND)) + 1)
    [entry] = ledger.append([Change(KIND, number, body, 0)], who)
    return entry


def take_back(ledger: Book, of: Deed, who: str, agreed: Engagement, why: str) -> Entry:
    """Take a deed back with a reason; its entry stays. Raises Refused, ChangedMeanwhile, BookUnreachable."""
    acting(agreed, who, "agency")
    if not why.strip():
        raise WordsNeeded
    [entry] = ledger.append([Change(KIND, of.name, None, of.number)], who, why.strip())
    return entry


def _deed(entry: Entry) -> Deed:
    said = entry.body
    return Deed(
        name=entry.subject,
        kind=said["kind"],
        day=date.fromisoformat(said["on"]),
        count=said["count"],
        note=said["note"],
        event=said["event"],
        who=entry.who,
        at=entry.written_at,
        number=entry.number,
    )
