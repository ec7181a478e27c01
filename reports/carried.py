"""What later arrivals changed in a signed week, as it stands in a later one."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Carried:
    """An amount that a later arrival changed in a signed week, shown in a later one."""

    week_start: date  # the week that it belongs to
    figure: str
    cause: str
    amount: Decimal

    def as_json(self) -> dict[str, Any]:
        """As it is kept in the book and told by `reports weekly --json`."""
        return {
            "week": self.week_start.isoformat(),
            "figure": self.figure,
            "cause": self.cause,
            "amount": str(self.amount),
        }
