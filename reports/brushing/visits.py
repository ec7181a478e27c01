"""Weeks with more orders than their visits explain: what real parcels and real accounts cannot hide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from reports.brushing.queue import settings
from reports.scope import Scope

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Beyond:
    """Days whose orders lie beyond what chance leaves open. `of` names what they are held against: visits or clicks."""

    of: str
    platform: str
    product: str | None  # None: the shop whole
    name: str
    first: date
    last: date
    came: int  # visitors, or clicks of ads
    orders: int
    usual: Decimal  # the orders that so many usually bring, with two decimals
    most: int  # 999 of 1,000 such weeks have at most so many
    amount: Decimal  # gross sales of all its orders of these days

    def as_json(self) -> dict[str, Any]:
        """One entry of `beyond` in `reports brushing --json`."""
        return {
            "of": self.of,
            "platform": self.platform,
            "product": self.product,
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            self.of: self.came,
            "orders": self.orders,
            "usual": str(self.usual),
            "most": self.most,
            "amount": f"{self.amount:.2f}",
        }


def beyond(scope: Scope, first: date, last: date) -> list[Beyond]:
    """Everything that the visits and the clicks of these days leave unexplained, the newest first. Raises NoBuild."""
    return [*beyond_clicks(scope, last), *beyond_visits(scope, first, last)]


def beyond_visits(scope: Scope, first: date, last: date) -> list[Beyond]:
    """The whole weeks of these days in which a product, or the shop, had more orders than its visitors explain.

    What visitors usually bring: the product's own middle week among the others, and never less than the number of
    signals.toml. Days without a row of visits are not looked at. Raises NoBuild.
    """
    said = settings()["visits"]
    found = _rows(scope, "visits", [first, last, said["conversion"]])
    return [each for row in found if (each := _beyond("visits", row, 6))]


def beyond_clicks(scope: Scope, last: date) -> list[Beyond]:
    """The newest four weeks, by platform, if their orders lie beyond what their clicks bring while the spend is the same.

    The same: at most a tenth more or less than in the four weeks before. Raises NoBuild.
    """
    said = settings()["clicks"]
    found = _rows(scope, "clicks", [last, said["days"], said["flat"]])
    return [each for row in found if (each := _beyond("clicks", row, said["days"] - 1))]


def most_orders(usual: float) -> int:
    """The .999 point of orders of which `usual` are expected: negative binomial, days varying by a fifth (r = 25)."""
    said = settings()["visits"]
    size, level = float(said["size"]), float(said["level"])
    number, chance = 0, (size / (size + usual)) ** size
    below = chance
    while below < level:
        chance *= (number + size) / (number + 1) * usual / (size + usual)
        number += 1
        below += chance
    return number


def _rows(scope: Scope, name: str, params: Sequence[Any]) -> list[Mapping[str, Any]]:
    return list(scope.reader.rows((FOLDER / f"{name}.sql").read_text("utf-8"), params))


def _beyond(of: str, row: Mapping[str, Any], days: int) -> Beyond | None:
    most = most_orders(row["usual"])
    if row["orders"] <= most:
        return None
    return Beyond(
        of=of,
        platform=row["platform"],
        product=row["product"],
        name=row["name"] or row["product"] or "",
        first=row["first"],
        last=row["first"] + timedelta(days=days),
        came=row["came"],
        orders=row["orders"],
        usual=Decimal(str(row["usual"])).quantize(Decimal("0.01")),
        most=most,
        amount=row["amount"],
    )
