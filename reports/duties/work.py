"""The agency's work log: who did which step for how many minutes on which day; entries of the book."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from book import Book, Change, Entry
from book.engagement import Engagement
from reports.duties.rules import NotYet, WordsNeeded, WrongNumber, acting
from reports.duties.usual import steps

KIND = "work"  # of the ledger's entries; a subject is a number
MOST, LONGEST = 24 * 60, 500  # minutes of a day


@dataclass(frozen=True)
class Work:
    """Minutes of one person at one step on one day."""

    name: str
    day: date
    person: str
    step: str
    minutes: int
    note: str
    number: int  # of the entry

    def as_json(self) -> dict[str, Any]:
        """One line of `reports duties --json`."""
        return {
            "date": self.day.isoformat(),
            "person": self.person,
            "step": self.step,
            "minutes": self.minutes,
            "note": self.note,
            "entry": self.number,
        }


@dataclass(frozen=True)
class Minutes:
    """Minutes by step and person; both sums are the same."""

    by_step: tuple[tuple[str, int], ...]  # most first
    by_person: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(minutes for _, minutes in self.by_step)

    def as_json(self) -> dict[str, Any]:
        """Both sums and their total."""
        return {"by_step": dict(self.by_step), "by_person": dict(self.by_person), "total": self.total}


def work(ledger: Book, first: date | None = None, last: date | None = None) -> tuple[Work, ...]:
    """The work of some days, both included, in their order. Raises BookUnreachable."""
    found = (_work(entry) for entry in ledger.in_force(KIND).values())
    wanted = (each for each in found if (first or date.min) <= each.day <= (last or date.max))
    return tuple(sorted(wanted, key=lambda each: (each.day, each.number)))


def summed(found: Iterable[Work]) -> Minutes:
    """Minutes by step and by person, most first."""
    known = list(found)
    return Minutes(_sums((each.step, each.minutes) for each in known), _sums((each.person, each.minutes) for each in known))  # fmt: skip


def log(
    ledger: Book,
    day: date,
    step: str,
    minutes: int,
    who: str,
    agreed: Engagement,
    note: str = "",
    today: date | None = None,
) -> Entry:
    """Record minutes of a person of the agency. Raises Refused, ChangedMeanwhile, BookUnreachable."""
    acting(agreed, who, "agency")
    if step not in steps():
        raise WordsNeeded
    if not 0 < minutes <= MOST:
        raise WrongNumber(minutes)
    if today and day > today:
        raise NotYet(day)
    body = {"on": day.isoformat(), "step": step, "minutes": minutes, "note": note.strip()[:LONGEST]}
    number = str(len(ledger.newest(KIND)) + 1)
    [entry] = ledger.append([Change(KIND, number, body, 0)], who)
    return entry


def take_back(ledger: Book, of: Work, who: str, agreed: Engagement, why: str) -> Entry:
    """Take a line back with a reason; its entry stays. Raises Refused, ChangedMeanwhile, BookUnreachable."""
    acting(agreed, who, "agency")
    if not why.strip():
        raise WordsNeeded
    [entry] = ledger.append([Change(KIND, of.name, None, of.number)], who, why.strip())
    return entry


def _sums(parts: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    total: dict[str, int] = {}
    for name, minutes in parts:
        total[name] = total.get(name, 0) + minutes
    return tuple(sorted(total.items(), key=lambda pair: (-pair[1], pair[0])))


def _work(entry: Entry) -> Work:
    said = entry.body
    day = date.fromisoformat(said["on"])
    return Work(entry.subject, day, entry.who, said["step"], said["minutes"], said["note"], entry.number)
