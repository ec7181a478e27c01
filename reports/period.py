"""A span of days, both ends included, as every comparison names it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, order=True)
class Period:
    """Days from the first to the last, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def __iter__(self) -> Iterator[date]:
        return (self.first + timedelta(n) for n in range(self.days))

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def as_json(self) -> dict[str, str | int]:
        """Its two ends and its length."""
        return {"from": self.first.isoformat(), "to": self.last.isoformat(), "days": self.days}
