"""A category index (行业大盘) that people type or paste: one number a week, kept in the book."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

import numpy as np

from book import Book, Change, book
from reports.scope import monday
from warehouse import Shop

KIND = "index"  # of the ledger's entries; their subjects are the Mondays
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
NUMBER = re.compile(r"\d+(\.\d+)?")


@dataclass(frozen=True)
class Pasted:
    """What was understood of a pasted text, by week, and the lines that were not."""

    weeks: Mapping[date, Decimal]
    unread: tuple[str, ...]


def pasted(text: str) -> Pasted:
    """One week a line: a day of the week, then its value. A line without either, and one that is not above 0, is unread."""
    weeks, unread = {}, []
    for line in filter(str.strip, text.splitlines()):
        found = DAY.match(line.strip())
        try:
            rest = line.strip()[found.end() :] if found else ""
            value = Decimal(rest.strip(" \t,;:，；：周").replace(",", ""))
            if not (found and NUMBER.fullmatch(str(value)) and value > 0):
                raise InvalidOperation
            weeks[monday(date(*map(int, found.groups())))] = value
        except (InvalidOperation, ValueError):
            unread.append(line.strip())
    return Pasted(weeks, tuple(unread))


def index(shop: Shop) -> dict[date, Decimal]:
    """The index by Monday, the oldest first; empty where none was typed. Raises BookUnreachable."""
    held = book(shop).in_force(KIND)
    return {date.fromisoformat(subject): Decimal(held[subject].body) for subject in sorted(held)}


def say_index(ledger: Book, weeks: Mapping[date, Decimal | None], who: str) -> int:
    """Record weeks (None takes one away) and leave the others; how many were new or changed. Raises BookUnreachable."""
    known = index(ledger.shop)
    changes = [
        Change(KIND, week.isoformat(), None if value is None else str(value))
        for week, value in weeks.items()
        if known.get(week) != value
    ]
    if changes:
        ledger.append(changes, who)
    return len(changes)


def by_week(known: Mapping[date, Decimal], firsts: Iterable[date], promotions: Iterable[date]) -> Any:
    """The log of the index in weeks that begin on other days; NaN before its first and after its last week.

    Its own weeks with a promotion in them say more of the promotion than of the category; they are drawn straight between
    their neighbours.
    """
    busy = {monday(day) for day in promotions}
    weeks = [week for week in sorted(known) if week not in busy]
    firsts = list(firsts)
    if len(weeks) < 2:
        return np.full(len(firsts), np.nan)
    days = np.array([[(first + timedelta(days=n)).toordinal() for n in range(7)] for first in firsts], dtype=float)
    middles = np.array([week.toordinal() + 3 for week in weeks], dtype=float)
    logs = np.log([float(known[week]) for week in weeks])
    daily = np.interp(days, middles, logs)
    inside = (days >= min(known).toordinal()) & (days <= max(known).toordinal() + 6)
    return np.where(inside.all(axis=1), daily.mean(axis=1), np.nan)
