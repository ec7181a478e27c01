"""Month targets from less than a number each: the same for all, shaped by last year's months, or between two that are known."""

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import warehouse
from reports.scope import Scope

LONGEST = 120  # months of one span
SALES = {"gross_sales": "sum(gross_sales)", "net_sales": "sum(gross_sales) - coalesce(sum(refunds), 0)"}


@dataclass(frozen=True)
class MonthSales:
    """What was sold in a month, and on how many of its days an order file speaks; sales are None where none does."""

    month: str
    sales: Decimal | None
    days: int

    @property
    def is_whole(self) -> bool:
        """Whether every day of the month is known."""
        return self.days == days_of(self.month)


def months(first: str, last: str) -> list[str]:
    """Every month from the first to the last ("2025-03"), both included; at most ten years."""
    start, end = _number(first), _number(last)
    return [_month(number) for number in range(start, min(end, start + LONGEST - 1) + 1)]


def year_before(month: str) -> str:
    """The same month of the year before."""
    return _month(_number(month) - 12)


def days_of(month: str) -> int:
    """How many days a month has."""
    year, number = map(int, month.split("-"))
    return calendar.monthrange(year, number)[1]


def flat(amount: Decimal, wanted: Iterable[str]) -> dict[str, Decimal]:
    """The same target for every month."""
    return dict.fromkeys(wanted, amount)


def spread(total: Decimal, weights: Mapping[str, Decimal | Fraction]) -> dict[str, Decimal]:
    """A total over months by their weights; each is the difference of two rounded running totals, so no fen is lost.

    The weights must not all be zero.
    """
    whole = sum((Fraction(weight) for weight in weights.values()), Fraction(0))
    so_far, before, found = Fraction(0), Decimal(0), {}
    for month, weight in weights.items():
        so_far += Fraction(weight)
        running = _fen(Fraction(total) * so_far / whole)
        found[month], before = running - before, running
    return found


def between(known: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """The months that lie between two known ones, on the straight line from the one to the other."""
    return {month: _fen(value) for month, value in _line(known).items()}


def filled(known: Mapping[str, Decimal | None]) -> tuple[dict[str, Fraction], list[str]]:
    """Weights with those that are missing put on the line between their neighbours, and which these are.

    Before the first and after the last known month the nearest known one holds.
    """
    there = {month: value for month, value in known.items() if value is not None}
    line = _line(there)
    missing = [month for month in known if month not in there]
    ends = min(there, default=""), max(there, default="")
    found = {}
    for month in known:
        nearest = ends[0] if month < ends[0] else ends[1]
        found[month] = Fraction(there[month]) if month in there else line.get(month, Fraction(there[nearest]))
    return found, missing


def _line(known: Mapping[str, Decimal]) -> dict[str, Fraction]:
    found: dict[str, Fraction] = {}
    ordered = sorted(known)
    for first, last in pairwise(ordered):
        start, end = _number(first), _number(last)
        low, high = Fraction(known[first]), Fraction(known[last])
        found |= {_month(n): low + (high - low) * (n - start) / (end - start) for n in range(start + 1, end)}
    return found


def month_sales(shop: warehouse.Shop, wanted: Sequence[str], basis: str, book: str) -> dict[str, MonthSales]:
    """What the shop sold in some months, refunds on the day they were paid back; {} for a shop without a build."""
    try:
        scope = Scope(shop, book=book)
        sums = scope.reader.rows(
            f"select strftime(day, '%Y-%m') as month, {SALES[basis]} as sales from marts.daily "
            f"where {scope.counted} group by all"
        )
        covered = scope.reader.rows(
            "select strftime(day, '%Y-%m') as month, count(distinct day) as days from marts.coverage "
            "where source = 'orders' group by all"
        )
    except warehouse.NoBuild:
        return {}
    sold = {row["month"]: row["sales"] for row in sums}
    days = {row["month"]: int(row["days"]) for row in covered}
    return {month: _month_sales(month, sold.get(month), days.get(month, 0)) for month in wanted}


def _month_sales(month: str, sales: Decimal | None, days: int) -> MonthSales:
    return MonthSales(month, (sales or Decimal("0.00")) if days else None, days)


def _fen(value: Fraction) -> Decimal:
    # Half up, exactly: the floor of twice as many fen and one, halved.
    return Decimal((value * 200 + 1) // 2).scaleb(-2)


def _number(month: str) -> int:
    year, number = map(int, month.split("-"))
    return year * 12 + number - 1


def _month(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"
