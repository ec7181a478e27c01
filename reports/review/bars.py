"""The sales of the contract from one span of days to another, in bars that add up to the fen."""

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from reports.contract.case import fen
from reports.decomposition.bridge import Bar, Bridge
from reports.decomposition.chain import chain
from reports.decomposition.sales import sales_split
from reports.period import Period
from reports.review.span import Held
from reports.scope import Scope

VISITS = ("visitors", "orders", "gross_sales")  # the totals of the chain visitors × conversion × value of an order
STEPS = ("visitors", "orders_per_visitor", "basket")


@dataclass(frozen=True)
class Bars:
    """From the sales that the contract measures on the days before to those of the days after.

    Where the days are not equally many, the bar "days" is what the first would have had more with as many.
    `visits` tells the same change of gross sales by visitors, conversion and value of an order; None without visits.
    """

    before: Period
    after: Period
    metric: str  # gross_sales or net_sales
    bridge: Bridge
    visits: Bridge | None

    @property
    def bars(self) -> tuple[Bar, ...]:
        """The bars that are not nothing."""
        return tuple(bar for bar in self.bridge.bars if bar.amount)

    def amount(self, *names: str) -> Decimal:
        """The sum of some bars."""
        return sum((bar.amount for bar in self.bars if bar.name in names), Decimal("0.00"))

    def as_json(self) -> dict[str, Any]:
        """As `reports review --json` tells it."""
        return {
            "before": self.before.as_json(),
            "after": self.after.as_json(),
            "metric": self.metric,
            **self.bridge.as_json(),
            "visits": self.visits.as_json() if self.visits else None,
        }


def bars(scope: Scope, basis: str, before: Held, after: Held) -> Bars | None:
    """The way from the days before to the days after; None where order files do not cover every day before."""
    start, end = before.figures[basis], after.figures[basis]
    if start is None or end is None or before.missing.get("orders"):
        return None
    of_gross = _gross(scope, before, after)
    scaled, refunds = of_gross.start, _scaled(before, after, "refunds")
    is_net = basis == "net_sales"
    found = [Bar("days", scaled - (refunds if is_net else 0) - Decimal(start)), *of_gross.bars]
    if is_net:
        found.append(Bar("refunds", refunds - _amount(after, "refunds")))
    bridge = Bridge(Decimal(start), tuple(found), Decimal(end))
    return Bars(before.period, after.period, basis, bridge, _visits(before, after))


def _gross(scope: Scope, before: Held, after: Held) -> Bridge:
    """Gross sales by product; by orders and their value where the lines name no products."""
    asked = replace(scope, first=None, last=None)
    if split := sales_split(asked, before.period, after.period):
        return split.bridge
    start, end = _scaled(before, after, "gross_sales"), _amount(after, "gross_sales")
    scale = Fraction(after.period.days, before.period.days)
    old, now = ([_amount(each, "orders"), _amount(each, "gross_sales")] for each in (before, after))
    return chain(("orders", "basket"), old, now, scale) or Bridge(start, (Bar("orders", end - start),), end)


def _visits(before: Held, after: Held) -> Bridge | None:
    """The chain of visits, where visitors of every day of both spans are known."""
    if before.missing.get("traffic") or after.missing.get("traffic"):
        return None
    if any(each.figures[name] is None for name in VISITS for each in (before, after)):
        return None
    old, now = ([_amount(each, name) for name in VISITS] for each in (before, after))
    return chain(STEPS, old, now, Fraction(after.period.days, before.period.days))


def _scaled(before: Held, after: Held, name: str) -> Decimal:
    """An amount of the days before as it would be on as many days as those after."""
    return fen(Fraction(_amount(before, name)) * Fraction(after.period.days, before.period.days))


def _amount(of: Held, name: str) -> Decimal:
    return Decimal(of.figures[name] or 0)
