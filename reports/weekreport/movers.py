"""The products whose net sales moved most against the week before; with the rest they add up to the whole movement."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reports.metric import plain
from reports.products import Product

MOST = 5
ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Mover:
    """One product; `key` None stands for all others together."""

    key: str | None
    name: str | None
    before: Decimal
    now: Decimal

    @property
    def change(self) -> Decimal:
        """By how much its net sales moved."""
        return self.now - self.before

    def as_json(self) -> dict[str, Any]:
        """One product of `reports weekreport --json`."""
        return {
            "product": self.key,
            "name": self.name,
            "before": plain(self.before, "money"),
            "now": plain(self.now, "money"),
            "change": plain(self.change, "money"),
        }


def movers(now: tuple[Product, ...], before: tuple[Product, ...]) -> tuple[Mover, ...]:
    """The largest movements first, then the others together; nothing where neither week sold anything."""
    then, names = _sold(before), {each.key: each.name for each in (*before, *now) if each.name}
    today = _sold(now)
    every = [
        Mover(key, names.get(key), then.get(key, ZERO), today.get(key, ZERO)) for key in dict.fromkeys((*today, *then))
    ]
    named = sorted((each for each in every if each.key), key=lambda each: (-abs(each.change), each.key or ""))
    shown = tuple(each for each in named[:MOST] if each.change)
    rest = [each for each in every if each not in shown and (each.now or each.before)]
    if not rest:
        return shown
    others = Mover(None, None, sum((each.before for each in rest), ZERO), sum((each.now for each in rest), ZERO))
    return (*shown, others)


def _sold(found: tuple[Product, ...]) -> dict[str | None, Decimal]:
    return {each.key: Decimal(each.figures["net_sales"] or 0) for each in found}
