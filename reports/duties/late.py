"""The overdue hours of both sides by month: of what is open, and of what was answered late; evidence, never a verdict."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from book import book
from reports.contract.month import Month
from reports.duties.moment import Stretch, day_of, hours, shown
from reports.duties.request import Request
from reports.duties.requests import requests
from warehouse import Shop

SIDES = ("agency", "merchant")


@dataclass(frozen=True)
class Late:
    """What one side was late with on some days. Of one request hours that two clocks share count once."""

    side: str
    hours: Fraction
    requests: tuple[
        tuple[Request, Fraction], ...
    ]  # those that were late on these days, with their hours; the longest first

    def as_json(self) -> dict[str, Any]:
        """Hours and what they are of."""
        return {
            "hours": shown(self.hours),
            "requests": [{"request": each.name, "hours": shown(part)} for each, part in self.requests],
        }


def late(found: Iterable[Request], first: date, last: date) -> dict[str, Late]:
    """The overdue hours of both sides on some days, both included, by side."""
    known = list(found)
    return {side: _late(side, (each for each in known if each.asked_side == side), first, last) for side in SIDES}


def late_in(shop: Shop, month: Month, now: datetime | None = None) -> dict[str, Late] | None:
    """The overdue hours of both sides in a month; None where nobody ever asked anything. Raises BookUnreachable."""
    found = requests(book(shop), now)
    return late(found, month.first, month.last) if found else None


def late_by_month(found: Iterable[Request]) -> dict[Month, dict[str, Late]]:
    """Every month in which something was late, the oldest first."""
    known = list(found)
    stretches = [each for request in known for each in request.late]
    touched = sorted({month for each in stretches for month in _months(each)})
    return {month: late(known, month.first, month.last) for month in touched}


def _late(side: str, found: Iterable[Request], first: date, last: date) -> Late:
    parts = []
    for each in found:
        part = hours(cut for stretch in each.late if (cut := stretch.within(first, last)))
        if part:
            parts.append((each, part))
    parts.sort(key=lambda pair: (-pair[1], pair[0].number))
    return Late(side, sum((part for _, part in parts), Fraction(0)), tuple(parts))


def _months(stretch: Stretch) -> list[Month]:
    month, last, found = Month.of(day_of(stretch.start)), Month.of(day_of(stretch.end)), []
    while month <= last:
        if stretch.within(month.first, month.last):
            found.append(month)
        month = month.after()
    return found
