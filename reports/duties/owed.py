"""What the package owes in a week or a month against what was delivered in it.

A week or month in which the service begins or ends owes its share of days, rounded down. What is too much in one period does
not count in another.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from book.engagement import Engagement
from reports.contract.month import Month
from reports.duties.deliverables import Deed
from reports.duties.usual import usual_package, warn_days
from reports.scope import monday

UNITS = ("week", "month")


@dataclass(frozen=True)
class Owed:
    """One deliverable in one week or month; `first` and `last` are those of the whole period."""

    unit: str  # week, month
    kind: str
    first: date
    last: date
    agreed: int  # in a whole period
    served: int  # days of service in it
    deeds: tuple[Deed, ...]

    @property
    def days(self) -> int:
        """How many days the period has."""
        return (self.last - self.first).days + 1

    @property
    def is_part(self) -> bool:
        """Whether the service began or ended within it."""
        return self.served < self.days

    @property
    def owed(self) -> int:
        """What is owed: all of it, or the share of the days of service, rounded down."""
        return self.agreed * self.served // self.days

    @property
    def done(self) -> int:
        """What was delivered."""
        return sum(each.count for each in self.deeds)

    @property
    def missing(self) -> int:
        """What is still owed, or was never delivered."""
        return max(0, self.owed - self.done)

    def is_over(self, today: date) -> bool:
        """Whether the period has ended."""
        return self.last < today

    def is_soon(self, today: date) -> bool:
        """Whether it ends within the days of the warning."""
        return not self.is_over(today) and self.last - today < timedelta(days=warn_days(self.unit))

    def as_json(self) -> dict[str, Any]:
        """One line of `reports duties --json`."""
        return {
            "deliverable": self.kind,
            "per": self.unit,
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "agreed": self.agreed,
            "days_of_service": self.served,
            "owed": self.owed,
            "done": self.done,
            "missing": self.missing,
            "entries": [each.number for each in self.deeds],
        }


def package(agreed: Engagement) -> Mapping[str, Mapping[str, int]]:
    """What is owed per week and month: as agreed; the usual package where the engagement names none."""
    return agreed.package or usual_package()


def period_of(unit: str, day: date) -> tuple[date, date]:
    """The week or the month that a day is in."""
    if unit == "week":
        return monday(day), monday(day) + timedelta(days=6)
    month = Month.of(day)
    return month.first, month.last


def owed(agreed: Engagement, found: Iterable[Deed], unit: str, day: date) -> tuple[Owed, ...]:
    """Every deliverable of the week or month that a day is in; nothing where no day of it is of the service."""
    first, last = period_of(unit, day)
    start, end = agreed.service_start, agreed.service_end or date.max
    if start is None or max(first, start) > min(last, end):
        return ()
    served = (min(last, end) - max(first, start)).days + 1
    inside = [each for each in found if first <= each.day <= last]
    return tuple(
        Owed(unit, kind, first, last, count, served, tuple(each for each in inside if each.kind == kind))
        for kind, count in package(agreed).get(unit, {}).items()
    )


def owed_until(agreed: Engagement, found: Iterable[Deed], today: date) -> list[Owed]:
    """Every deliverable of every period from the first deed to the one that `today` is in, the oldest first.

    Before the first deed nobody kept this list, which is no proof that nothing was delivered.
    """
    known = list(found)
    start = min((each.day for each in known), default=None)
    answer: list[Owed] = []
    for unit in UNITS if start else ():
        assert start
        first, _last = period_of(unit, start)
        while first <= today:
            answer += owed(agreed, known, unit, first)
            first = period_of(unit, first)[1] + timedelta(days=1)
    return answer
