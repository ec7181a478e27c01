"""Moments and hours: UTC in the book, the shop's day for months, exact hours between; nothing ever runs backwards."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from fractions import Fraction

SHOP_TIME = timezone(timedelta(hours=8), "Asia/Shanghai")  # without summer time since 1991
MICROSECONDS = 3_600_000_000  # in an hour


@dataclass(frozen=True)
class Stretch:
    """The time from a moment to a later one; `end` never lies before `start`."""

    start: datetime
    end: datetime

    def within(self, first: date, last: date) -> "Stretch | None":
        """Its part on some days of the shop, both included."""
        start, end = max(self.start, begin(first)), min(self.end, begin(last + timedelta(days=1)))
        return Stretch(start, end) if start < end else None


def begin(day: date) -> datetime:
    """The first moment of a day of the shop."""
    return datetime.combine(day, time(), SHOP_TIME).astimezone(UTC)


def day_of(moment: datetime) -> date:
    """The shop's day that a moment is in."""
    return moment.astimezone(SHOP_TIME).date()


def hours(stretches: Iterable[Stretch]) -> Fraction:
    """The exact hours of all of them, those that overlap counted once."""
    total, reached = timedelta(), None
    for each in sorted(stretches, key=lambda stretch: stretch.start):
        start = each.start if reached is None else max(each.start, reached)
        if start < each.end:
            total += each.end - start
            reached = each.end
    return Fraction(total // timedelta(microseconds=1), MICROSECONDS)


def shown(exact: Fraction) -> str:
    """Hours with two decimals, half up: "48.00"."""
    hundredths = (exact * 100 + Fraction(1, 2)).__floor__()
    return f"{hundredths // 100}.{hundredths % 100:02}"
