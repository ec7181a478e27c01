"""The promotions of the mainland's platforms (calendar.toml): which days of which year they took."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from reports.events.kind import Event

LUNAR = "lunar_new_year"


@dataclass(frozen=True)
class Window:
    """One window of a promotion; its ends are a month and day, or days counted from the lunar new year."""

    label: str
    first: str | int
    last: str | int
    before: int
    after: int
    season: str = ""
    opened: dict[str, str] = field(default_factory=dict)  # year → first day, where it was another one

    def in_year(self, year: int) -> Event | None:
        """The window in a year; None where the lunar new year of that year is not known."""
        first, last = _day(year, self.opened.get(str(year), self.first)), _day(year, self.last)
        if first is None or last is None:
            return None
        return Event("promotion", self.label, first, last, before=self.before, after=self.after, season=self.season)


@cache
def lunar_new_years() -> dict[int, date]:
    """The first day of the lunar year, by the year in which it falls."""
    return {day.year: day for day in _said()[LUNAR]["days"]}


def promotions(first: date, last: date) -> Iterator[Event]:
    """Every window that reaches into a span of days, with the days around it."""
    for year in range(first.year - 1, last.year + 2):  # a window of January may begin to be felt in December
        for window in _windows():
            event = window.in_year(year)
            if event and event.touches(first, last):
                yield event


@cache
def _windows() -> tuple[Window, ...]:
    return tuple(Window(**each) for name, each in _said().items() if name != LUNAR)


@cache
def _said() -> dict[str, dict[str, Any]]:
    return tomllib.loads((Path(__file__).parent / "calendar.toml").read_text("utf-8"))


def _day(year: int, said: str | int) -> date | None:
    if isinstance(said, str):
        return date.fromisoformat(f"{year}-{said}")
    new_year = lunar_new_years().get(year)
    return None if new_year is None else new_year + timedelta(said)
