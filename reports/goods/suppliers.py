"""Where each product may come from: quotes against the price really paid, the price paid against the backup, one source only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from book import book
from book.engagement import engagement
from reports.alerts.limits import Limit, limits
from reports.alerts.question import fen
from reports.floors import all_freight_steps
from reports.goods.quote import Quote, quotes
from reports.goods.settings import query, settings
from reports.scope import Scope, span


@dataclass(frozen=True)
class Supplied:
    """A product with its quotes, the cheapest first. `realised`: what the shop received for `units` pieces, freight left out.

    `price`: what one piece costs now: the newest purchase, else the unit cost; None where no file tells.
    `most`: the share of the realised price that goods may cost; None: nobody said one.
    """

    product: str
    name: str
    units: int
    realised: Decimal
    price: Decimal | None
    quotes: tuple[Quote, ...]
    known: tuple[str, ...]  # suppliers of purchases and payments
    most: Decimal | None

    @property
    def main(self) -> Quote | None:
        """Where the goods come from."""
        return next((each for each in self.quotes if each.role == "main"), None)

    @property
    def backup(self) -> Quote | None:
        """The cheapest supplier who could step in."""
        return next((each for each in self.quotes if each.role == "backup"), None)

    @property
    def suppliers(self) -> tuple[str, ...]:
        """Everybody from whom goods came or may come at once: offers alone are none."""
        said = (each.supplier for each in self.quotes if each.role != "offer")
        return tuple(dict.fromkeys([*self.known, *said]))

    @property
    def has_few_quotes(self) -> bool:
        """Whether fewer suppliers were asked than should be."""
        return len(self.quotes) < int(settings()["suppliers"]["quotes"])

    @property
    def realised_price(self) -> Decimal | None:
        """What the shop received for one piece, to the fen."""
        return fen(Fraction(self.realised) / self.units) if self.units else None

    def share(self, price: Decimal | None) -> Fraction | None:
        """A unit price ÷ the realised price of a piece."""
        if price is None or self.realised <= 0 or not self.units:
            return None
        return Fraction(price) * self.units / Fraction(self.realised)

    def is_too_dear(self, price: Decimal | None) -> bool:
        """Whether a unit price is above its share; exactly the share passes."""
        share = self.share(price)
        return share is not None and self.most is not None and share > Fraction(self.most)

    @property
    def drift(self) -> Fraction | None:
        """How much the price paid lies above the backup's quote, as a share of it; below zero it is cheaper."""
        if self.price is None or self.backup is None:
            return None
        return Fraction(self.price) / Fraction(self.backup.unit_price) - 1

    @property
    def drift_money(self) -> Decimal | None:
        """What the pieces sold in the days would have cost less from the backup."""
        if self.price is None or self.backup is None:
            return None
        return fen(Fraction(self.price - self.backup.unit_price) * self.units)

    def as_json(self) -> dict[str, Any]:
        """One entry of `suppliers` of `reports goods --json`."""
        return {
            "product": self.product,
            "name": self.name,
            "units": self.units,
            "realised": f"{self.realised:.2f}",
            "price": None if self.price is None else f"{self.price.normalize():f}",
            "share": _number(self.share(self.price)),
            "too_dear": self.is_too_dear(self.price),
            "few_quotes": self.has_few_quotes,
            "suppliers": list(self.suppliers),
            "single_source": len(self.suppliers) == 1,
            "drift": _number(self.drift),
            "drift_money": None if self.drift_money is None else f"{self.drift_money:.2f}",
            "quotes": [self._quote(each) for each in self.quotes],
        }

    def _quote(self, each: Quote) -> dict[str, Any]:
        return {
            "supplier": each.supplier,
            "unit_price": f"{each.unit_price:f}",
            "pay_when_sold": each.when_sold,
            "days": each.days,
            "sample_seen": each.sample_seen,
            "quoted_on": each.quoted_on.isoformat(),
            "role": each.role,
            "share": _number(self.share(each.unit_price)),
            "too_dear": self.is_too_dear(each.unit_price),
        }


@dataclass(frozen=True)
class Suppliers:
    """The products sold in the days or quoted, most sales first."""

    first: date
    last: date
    products: tuple[Supplied, ...]


def suppliers(scope: Scope) -> Suppliers | None:
    """The products of the newest four weeks; None for an empty shop. Raises NoBuild, BookUnreachable."""
    source, ledger = scope.reader, book(scope.shop)
    known = span(source)
    if known is None:
        return None
    last = scope.last or known[1]
    first = scope.first or last - timedelta(days=int(settings()["suppliers"]["days"]) - 1)
    said: dict[str, list[Quote]] = {}
    for each in quotes(ledger):
        said.setdefault(each.product, []).append(each)
    limit = limits(ledger, engagement(ledger))["purchase_price_too_high"]
    sql = query("suppliers").replace("{freight}", all_freight_steps(scope)).replace("{counted}", _counted(scope))
    rows = source.rows(sql, [first, last, list(said)])
    return Suppliers(first, last, tuple(_supplied(row, said.get(row["product"], []), limit) for row in rows))


def _supplied(row: Mapping[str, Any], said: list[Quote], limit: Limit) -> Supplied:
    return Supplied(
        product=row["product"],
        name=row["name"],
        units=int(row["units"]),
        realised=Decimal(row["realised"]),
        price=row["price"],
        quotes=tuple(said),
        known=tuple(row["suppliers"]),
        most=limit.products.get(row["product"], limit.usual),
    )


def _counted(scope: Scope) -> str:
    """SQL: an order line of the book in view."""
    return "true" if scope.book == "claimed" else "order_id not in (select order_id from facts.brushing)"


def _number(value: Fraction | None) -> float | None:
    return None if value is None else round(float(value), 6)
