"""What the contract promises of some days: their share of the month targets, of the budget, and of the fee."""

import calendar
from collections.abc import Callable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from book.engagement import Engagement
from reports.metric import FEN
from reports.scope import days

BUDGET = "budget"  # fee + ads + goods
BUDGET_PARTS = ("service_fee", "ad_spend", "product_cost")
Fee = Callable[[date, date], Decimal | None]  # what the contract's fee clauses accrue for days, both included


def promised(agreed: Engagement, first: date, last: date, fee: Fee | None = None) -> dict[str, Decimal]:
    """What is promised of the days, by figure; what was never agreed is not there."""
    found = {
        agreed.sales_basis: share_of_days(agreed.targets, first, last),
        BUDGET: _share_of_budget(agreed.budget.get("total_per_month"), first, last),
        "service_fee": fee(first, last) if fee else None,
    }
    return {name: amount for name, amount in found.items() if amount is not None}


def share_of_days(months: Mapping[str, Decimal], first: date, last: date) -> Decimal | None:
    """The days' share of amounts by month ("2025-03"), each day its month's amount ÷ its days; rounded once, at the end."""
    known = [day for day in days(first, last) if f"{day:%Y-%m}" in months]
    if not known:
        return None
    exact = sum(
        Fraction(Decimal(months[f"{day:%Y-%m}"])) / calendar.monthrange(day.year, day.month)[1] for day in known
    )
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(FEN, ROUND_HALF_UP)


def _share_of_budget(amount: Decimal | None, first: date, last: date) -> Decimal | None:
    if amount is None:
        return None
    return share_of_days({f"{day:%Y-%m}": amount for day in days(first, last)}, first, last)
