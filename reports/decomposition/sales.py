"""Why sales changed: more pieces, other pieces, another price, new products, products no longer sold."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from reports.decomposition.bridge import Bridge, Exact, bridge, in_fen
from reports.decomposition.sold import Product, Sold, sold
from reports.period import Period
from reports.scope import Scope

FIGURES: dict[str, Callable[[Sold], Decimal]] = {"gross_sales": lambda one: one.gross, "net_sales": lambda one: one.net}
# Fixed, so that two waterfalls can be compared at a glance: what the range did, then what left and joined it.
ORDER = ("volume", "mix", "price", "new_products", "discontinued_products", "not_split")


class Pair(NamedTuple):
    """Pieces of one product and the money for them in fen, in two periods."""

    units0: int
    amount0: int
    units1: int
    amount1: int


@dataclass(frozen=True)
class SalesSplit:
    """What each cause adds to the sales; all of them together are the change from `start` to `end`.

    Where the periods are not equally long, `start` is what the first would have been with as many days as the second.
    `not_split` is what no product or no number of pieces is known of.
    """

    before: Period
    after: Period
    figure: str
    bridge: Bridge

    @property
    def is_scaled(self) -> bool:
        """Whether the first period is counted as if it had as many days as the second."""
        return self.before.days != self.after.days

    @property
    def price(self) -> Decimal:
        """What other prices of the same products add."""
        return self.bridge["price"]

    @property
    def volume(self) -> Decimal:
        """What more or fewer pieces of the same products, each with its old share, add."""
        return self.bridge["volume"]

    @property
    def mix(self) -> Decimal:
        """What the moving of shares between dearer and cheaper products adds."""
        return self.bridge["mix"]

    @property
    def new_products(self) -> Decimal:
        """All sales of products that were not sold in the first period."""
        return self.bridge["new_products"]

    @property
    def discontinued_products(self) -> Decimal:
        """Less all sales of products that are not sold in the second period."""
        return self.bridge["discontinued_products"]

    @property
    def not_split(self) -> Decimal:
        """The change of what names no product, or tells no number of pieces."""
        return self.bridge["not_split"]

    def as_json(self) -> dict[str, str]:
        """The `decomposition` of `reports compare --json`; `not_split` only where there is something of it."""
        said = {name: f"{self.bridge[name]:.2f}" for name in ("price", "volume", "mix", *ORDER[3:])}
        if not self.not_split:
            del said["not_split"]
        return said


def sales_split(scope: Scope, before: Period, after: Period, figure: str = "gross_sales") -> SalesSplit | None:
    """The change of gross or net sales between two periods, by cause, refunds dated as the scope says. Raises NoBuild.

    None where more than half of the sales of a period name no product or tell no pieces, or where nothing was sold at all.
    """
    return split(sold(scope, before, after), before, after, figure)


def split(products: Sequence[Product], before: Period, after: Period, figure: str = "gross_sales") -> SalesSplit | None:
    """The same for products that are known already."""
    amount_of = FIGURES[figure]
    scale = Fraction(after.days, before.days)
    start = sum(in_fen(amount_of(each.before)) for each in products)
    end = sum(in_fen(amount_of(each.after)) for each in products)
    told = [_told(each.key, _pair(each, amount_of)) for each in products]
    left = start - sum(pair.amount0 for pair in told), end - sum(pair.amount1 for pair in told)
    if not (start or end) or any(2 * abs(rest) > abs(whole) for rest, whole in zip(left, (start, end), strict=True)):
        return None
    parts = effects(told, scale) | {"not_split": left[1] - scale * left[0]}
    return SalesSplit(before, after, figure, bridge(scale * start, {name: parts[name] for name in ORDER}, end))


def effects(told: Sequence[Pair], scale: Fraction = Fraction(1)) -> dict[str, Exact]:
    """The exact Shapley values of volume, mix and price over the products of both periods, and what came and went.

    `scale` is by how much the first period is stretched. Mix and price are vectors over the products, one factor each.
    """
    both = [pair for pair in told if pair.units0 and pair.units1]
    volume = mix = price = Fraction()
    if both:
        # Sales of both periods, and what each one's pieces would have made at the prices of the other.
        old, now = sum(pair.amount0 for pair in both), sum(pair.amount1 for pair in both)
        old_repriced = over([pair.units0 * pair.amount1 for pair in both], [pair.units1 for pair in both])
        now_repriced = over([pair.units1 * pair.amount0 for pair in both], [pair.units0 for pair in both])
        x, dx, y, dy = *old_repriced, *now_repriced
        n, d = scale.numerator, scale.denominator
        u, v = d * sum(pair.units1 for pair in both), n * sum(pair.units0 for pair in both)  # u / v is the growth
        whole = 6 * u * v * d * dx * dy
        volume = Fraction((u - v) * (u * n * dy * (2 * old * dx + x) + v * d * dx * (2 * now * dy + y)), whole)
        price = Fraction((2 * v + u) * u * n * dy * (x - old * dx) + (2 * u + v) * v * d * dx * (now * dy - y), whole)
        mix = now - scale * old - volume - price
    return {
        "volume": volume,
        "mix": mix,
        "price": price,
        "new_products": sum(pair.amount1 for pair in told if not pair.units0),
        "discontinued_products": -scale * sum(pair.amount0 for pair in told if not pair.units1),
    }


def over(above: Sequence[int], below: Sequence[int]) -> tuple[int, int]:
    """The sum of fractions as one fraction, not reduced: hundreds of exact fractions one by one would be slow."""
    whole = lcm(*below)
    return sum(one * (whole // each) for one, each in zip(above, below, strict=True)), whole


def _pair(product: Product, amount_of: Callable[[Sold], Decimal]) -> Pair:
    """The pieces of a product and the money for them; money without pieces stays outside."""
    sides = []
    for one in (product.before, product.after):
        units = max(one.units, 0)
        sides += [units, in_fen(amount_of(one) - one.without_units) if units else 0]
    return Pair(*sides)


def _told(key: str | None, pair: Pair) -> Pair:
    """What names no product is one product while it is in both periods; it is never new, and never gone."""
    return pair if key is not None or (pair.units0 and pair.units1) else Pair(0, 0, 0, 0)
