"""Calendar months, as targets and fees count them."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, order=True)
class Month:
    """One month of the calendar; printed as 2025-03."""

    year: int
    number: int

    @staticmethod
    def of(day: date) -> "Month":
        """The month that a day is in."""
        return Month(day.year, day.month)

    @staticmethod
    def named(name: str) -> "Month":
        """The month of this name: 2025-03. Raises ValueError."""
        return Month.of(date.fromisoformat(f"{name}-01"))

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year, self.number, self.length)

    @property
    def length(self) -> int:
        """How many days it has."""
        return monthrange(self.year, self.number)[1]

    def after(self, number: int = 1) -> "Month":
        """So many months later."""
        months = self.year * 12 + self.number - 1 + number
        return Month(months // 12, months % 12 + 1)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"


def months(first: Month, last: Month) -> list[Month]:
    """Every month of a span, both ends included."""
    return [first.after(n) for n in range((last.year - first.year) * 12 + last.number - first.number + 1)]


def day_before(day: date) -> date:
    """The day before."""
    return day - timedelta(days=1)
