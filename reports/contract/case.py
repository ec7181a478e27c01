"""A contract and what happened: the days of a month on which a clause holds, and the sales and target it means."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor

from book.engagement import Clause, Engagement
from reports.contract.facts import Facts
from reports.contract.month import Month, day_before

ALWAYS = date(1970, 1, 1)  # the first day of a service of which no start was said, nor any target


def service(agreed: Engagement) -> tuple[date, date]:
    """The first and the last day of service; it begins with the first target's month where no start was said."""
    start = agreed.service_start
    if start is None:
        start = Month.named(min(agreed.targets)).first if agreed.targets else ALWAYS
    return start, agreed.service_end or date.max


@dataclass(frozen=True)
class Case:
    """A contract and what happened. `book` claimed or cleaned measures every clause by that book, whatever it says."""

    agreed: Engagement
    facts: Facts
    book: str | None = None

    def sold(self, clause: Clause, first: date, last: date) -> Decimal | None:
        """The sales that a clause means."""
        metric = clause.get("metric") or self.agreed.sales_basis
        return self.facts.sold(self.book or clause.get("book") or self.agreed.book, metric, first, last)

    def target(self, month: Month, share: Fraction = Fraction(1)) -> Fraction | None:
        """The month's target, or the share of it that a part month has."""
        whole = self.agreed.targets.get(str(month))
        return None if whole is None else Fraction(whole) * share

    def with_clauses(self, clauses: Iterable[Clause]) -> "Case":
        """The same facts under other clauses."""
        return replace(self, agreed=replace(self.agreed, clauses=tuple(clauses)))


@dataclass(frozen=True)
class Part:
    """The days of a month on which something holds, counted up to one of them."""

    month: Month
    first: date
    last: date
    upto: date  # from the day before `first`, when nothing is counted yet, to `last`

    @property
    def held(self) -> int:
        """How many days of the month it holds."""
        return (self.last - self.first).days + 1

    @property
    def so_far(self) -> int:
        """How many of them are counted."""
        return (self.upto - self.first).days + 1

    @property
    def is_whole(self) -> bool:
        """Whether it holds on every day of the month."""
        return self.held == self.month.length

    def share(self, how: str = "calendar_days") -> Fraction:
        """What a part month is of a month: by the calendar's days, by thirty days, or all of it."""
        if self.is_whole or how == "none":
            return Fraction(1)
        return Fraction(min(self.held, 30), 30) if how == "thirty_days" else Fraction(self.held, self.month.length)


def part(agreed: Engagement, month: Month, clause: Clause | None = None, upto: date = date.max) -> Part | None:
    """The days of service in a month (on which the clause holds); None where there is none."""
    start, end = service(agreed)
    starts, ends = (clause.get("starts"), clause.get("ends")) if clause else (None, None)
    first, last = max(month.first, start, starts or start), min(month.last, end, ends or end)
    return None if last < first else Part(month, first, last, max(min(last, upto), day_before(first)))


def fen(amount: Fraction) -> Decimal:
    """Half up to the fen, away from zero: 0.005 is 0.01, −0.005 is −0.01."""
    units = floor(abs(amount) * 100 + Fraction(1, 2))
    return Decimal(units if amount >= 0 else -units).scaleb(-2)
