"""How far the sales of some days are on the way to their share of the month targets."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from book.engagement import Engagement
from reports.claims.promised import share_of_days
from reports.contract.case import service
from reports.contract.facts import Facts
from reports.contract.month import Month
from reports.metric import Figure, plain, ratio
from reports.scope import days


@dataclass(frozen=True)
class Progress:
    """Days of service that have a target, their share of it, and what was sold on them, as the contract counts sales."""

    first: date
    last: date
    target: Decimal
    sales: Decimal | None

    @property
    def attainment(self) -> Figure:
        """Sales over target."""
        return ratio(self.sales, self.target)

    def as_json(self) -> dict[str, Any]:
        """Days, target, sales and attainment."""
        return {
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "target": plain(self.target, "money"),
            "sales": plain(self.sales, "money"),
            "attainment": self.attainment,
        }


def progress(agreed: Engagement, facts: Facts, first: date, last: date) -> Progress | None:
    """The days from `first` to `last` against their target; None where none of them has one or no service was given."""
    start, end = service(agreed)
    asked = [day for day in days(first, last) if start <= day <= end and str(Month.of(day)) in agreed.targets]
    if not asked:
        return None
    target = share_of_days(agreed.targets, asked[0], asked[-1])
    assert target is not None
    return Progress(asked[0], asked[-1], target, facts.sold(agreed.book, agreed.sales_basis, asked[0], asked[-1]))
