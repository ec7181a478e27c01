"""One piece of evidence: a sentence with its figures, and the page that shows where it comes from."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reports.contract.said import Said


@dataclass(frozen=True)
class Finding:
    """`kind` is a stable name for programs; `amount` the money it is about, where it is about money."""

    kind: str
    said: Said
    amount: Decimal | None = None
    page: str = ""  # the page of the app that shows it

    def as_json(self, currency: str) -> dict[str, Any]:
        """As `reports review --json` tells it."""
        return {
            "kind": self.kind,
            "amount": None if self.amount is None else f"{self.amount:.2f}",
            "sentence": self.said.in_english(currency),
        }
