"""The month's budget: when 80 % and all of it were spent, where the month ends, and what stopping the ads would save."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from math import ceil
from typing import Any

from reports.alerts.question import Found, Question, behind, fen
from reports.contract.accrual import Accrual, accrual
from reports.contract.month import Month
from reports.metric import columns, metrics, summed
from reports.scope import Scope, span

SPENT = ("service_fee", "ad_spend", "product_cost")
NEAR = Fraction(4, 5)
ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Spent:
    """What a month came to by the evening of each of its days, up to the last one known."""

    month: Month
    whole: tuple[Decimal, ...]  # fee, ads and goods; [0] is the first day
    ads: tuple[Decimal, ...]  # of it the ads

    def reached(self, amount: Fraction) -> int | None:
        """The number of the day by whose evening an amount was spent."""
        return next((n for n, spent in enumerate(self.whole, 1) if spent >= amount), None)

    def saved(self, day: int) -> Decimal:
        """The ad money of the days after that evening."""
        return self.ads[-1] - self.ads[day - 1]

    def at_the_end(self, day: int) -> Fraction:
        """What the month comes to at the pace of its first days."""
        return Fraction(self.whole[day - 1]) * self.month.length / day

    def runs_out(self, budget: Decimal, day: int) -> date | None:
        """The day on which a budget is spent at the pace of the first days; None where it lasts."""
        pace = Fraction(self.whole[day - 1]) / day
        number = ceil(Fraction(budget) / pace)
        return self.month.first + timedelta(days=number - 1) if number <= self.month.length else None


def month_budget(question: Question) -> list[Found]:
    """Every month that reached 80 % or all of its budget, exactly or beyond."""
    budget = question.limit.usual
    if not budget:
        return []
    found = []
    for month in _spent(question.scope, question.last, Fraction(budget) * NEAR):
        day, near = month.reached(Fraction(budget)), month.reached(Fraction(budget) * NEAR)
        if day:
            found.append(_full(question, month, budget, day))
        if near and near != day:
            found.append(_near(question, month, budget, near))
    return found


def _full(question: Question, month: Spent, budget: Decimal, day: int) -> Found:
    known = len(month.whole)
    over = max(ZERO, fen(month.at_the_end(known)) - budget)  # the month that is over comes to what it came to
    return _found(question, month, day, budget, over, "", budget=budget, saved=month.saved(day))


def _near(question: Question, month: Spent, budget: Decimal, day: int) -> Found:
    runs_out = month.runs_out(budget, day)
    over = max(ZERO, fen(month.at_the_end(day)) - budget)
    level = fen(Fraction(budget) * NEAR)
    said = {"budget": budget, "saved": month.saved(day), "runs_out": runs_out}
    return _found(question, month, day, level, over, "near" if runs_out else "lasts", **said)


def _found(question: Question, month: Spent, day: int, level: Decimal, over: Decimal, said: str, **fields: Any) -> Found:  # fmt: skip
    first = month.month.first
    on = first + timedelta(days=day - 1)
    rows = question.source.rows(
        "select upload, source_row as row from facts.ad_spend where ad_date between $1 and $2", [first, on]
    )
    fields |= {"month": str(month.month)}
    return Found(str(month.month), on, on, month.whole[day - 1], level, over, said, fields, behind(rows))


def spent(scope: Scope, month: str) -> Spent | None:
    """One month day by day, whatever its budget; None where nothing is known of it. Raises NoBuild, BookUnreachable."""
    known = span(scope.reader)
    found = _spent(scope, known[1], ZERO) if known else []
    return next((each for each in found if str(each.month) == month), None)


def _spent(scope: Scope, last: date, least: Decimal | Fraction) -> list[Spent]:
    """The months that come to at least so much, day by day."""
    names = columns(SPENT, "accounting")
    rows = scope.reader.rows(
        f"select day, {', '.join(f'sum({name}) as {name}' for name in names)} from marts.daily "
        f"where day <= $1 and {scope.counted} group by day order by day",
        [last],
    )
    if not rows:
        return []
    agreed = accrual(scope, rows[0]["day"], last)
    found = []
    for month, of_month in groupby(rows, lambda row: Month.of(row["day"])):
        by_day = {row["day"]: row for row in of_month}
        until = min(month.last, last)
        whole, _ads = _upto(agreed, by_day, names, month.first, until)
        if whole >= least:
            evenings = [month.first + timedelta(days=n) for n in range((until - month.first).days + 1)]
            sums = [_upto(agreed, by_day, names, month.first, evening) for evening in evenings]
            found.append(Spent(month, tuple(each[0] for each in sums), tuple(each[1] for each in sums)))
    return found


def _upto(
    agreed: Accrual, by_day: Mapping[date, Mapping[str, Any]], names: tuple[str, ...], first: date, last: date
) -> tuple[Decimal, Decimal]:
    """Fee, ads and goods of some days as the contract leaves them, and the ads alone."""
    rows = [row for day, row in by_day.items() if day <= last]
    sums = {name: sum(known) if (known := [r[name] for r in rows if r[name] is not None]) else None for name in names}
    held = agreed.applied(sums, first, last)
    amounts = {name: Decimal(summed(metrics()[name], held, "accounting") or 0) for name in SPENT}
    return sum(amounts.values(), ZERO), amounts["ad_spend"]
