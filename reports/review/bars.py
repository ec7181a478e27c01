"""The sales of the contract from one span of days to another in bars that add up to the fen."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from reports.compare.period import Period
from reports.contract.case import fen
from reports.review.span import Held
from reports.scope import Scope


@dataclass(frozen=True)
class Bar:
    """One step of the way, signed."""

    name: str
    amount: Decimal


@dataclass(frozen=True)
class Bars:
    """start + every bar = end, in the sales that the contract measures."""

    before: Period
    after: Period
    metric: str  # gross_sales or net_sales
    start: Decimal
    bars: tuple[Bar, ...]
    end: Decimal

    @property
    def change(self) -> Decimal:
        """What the bars add up to."""
        return self.end - self.start

    def amount(self, *names: str) -> Decimal:
        """The sum of some bars."""
        return sum((bar.amount for bar in self.bars if bar.name in names), Decimal("0.00"))

    def as_json(self) -> dict[str, Any]:
        """As `reports review --json` tells it."""
        return {
            "before": self.before.as_json(),
            "after": self.after.as_json(),
            "metric": self.metric,
            "start": f"{self.start:.2f}",
            "bars": [{"name": bar.name, "amount": f"{bar.amount:.2f}"} for bar in self.bars],
            "end": f"{self.end:.2f}",
        }


def bars(scope: Scope, basis: str, before: Held, after: Held) -> Bars | None:
    """From the days before to the days after; None where order files do not cover every day before."""
    start, end = before.figures[basis], after.figures[basis]
    if start is None or end is None or before.missing.get("orders"):
        return None
    gross, refunds = (_scaled(before, after, name) for name in ("gross_sales", "refunds"))
    is_net = basis == "net_sales"
    scaled = gross - refunds if is_net else gross
    found = [Bar("days", scaled - Decimal(start)), *_gross(scope, before, after, gross)]
    if is_net:
        found.append(Bar("refunds", refunds - _amount(after, "refunds")))
    return Bars(
        before.period, after.period, basis, Decimal(start), tuple(bar for bar in found if bar.amount), Decimal(end)
    )


def _gross(_scope: Scope, before: Held, after: Held, scaled: Decimal) -> list[Bar]:
    """Orders × value of an order, each with the other at its middle."""
    many = Fraction(int(before.figures["orders"] or 0)) * Fraction(after.period.days, before.period.days)
    now, orders = _amount(after, "gross_sales"), int(after.figures["orders"] or 0)
    if not many or not orders:
        return [Bar("orders", now - scaled)]
    value = (Fraction(scaled) / many + Fraction(now) / orders) / 2
    of_orders = fen((orders - many) * value)
    return [Bar("orders", of_orders), Bar("basket", now - scaled - of_orders)]


def _scaled(before: Held, after: Held, name: str) -> Decimal:
    """An amount of the days before as it would be on as many days as those after."""
    return fen(Fraction(_amount(before, name)) * Fraction(after.period.days, before.period.days))


def _amount(of: Held, name: str) -> Decimal:
    return Decimal(of.figures[name] or 0)
