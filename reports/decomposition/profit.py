"""Why profit changed: pieces, mix, price, unit cost, refunds, platform fees, ads, the agency's fee, and what came and went."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Any

from reports.decomposition.bridge import Bridge, Exact, bridge, in_fen
from reports.decomposition.sales import over
from reports.decomposition.shapley import shapley
from reports.decomposition.sold import Product, Sold, sold
from reports.metric import Figures
from reports.period import Period
from reports.scope import Scope
from reports.weekly import weekly

ADDED = ("ad_spend", "service_fee", "fulfilment_cost", "other_costs")  # costs that depend on nothing else here
ORDER = (
    *("volume", "mix", "price", "unit_cost", "refund_rate", "platform_rate", *ADDED),
    *("new_products", "discontinued_products", "not_split"),
)


@dataclass(frozen=True)
class ProfitSplit:
    """What each cause adds to net profit; `bridge` is None while the profit of a period is not known.

    Then the change lies between `low` and `high` (None where not even that is known), because `without_cost` was sold in
    the two periods without a unit cost. Where the periods are not equally long, the first is counted with as many days as the second.
    """

    before: Period
    after: Period
    bridge: Bridge | None
    low: Decimal | None
    high: Decimal | None
    without_cost: tuple[Decimal, Decimal]

    @property
    def is_scaled(self) -> bool:
        """Whether the first period is counted as if it had as many days as the second."""
        return self.before.days != self.after.days

    def as_json(self) -> dict[str, Any]:
        """The bridge, or the range and what it is for."""
        low, high = (None if end is None else f"{end:.2f}" for end in (self.low, self.high))
        return {
            "before": self.before.as_json(),
            "after": self.after.as_json(),
            "bridge": self.bridge.as_json() if self.bridge else None,
            "change": [low, high],
            "sales_without_cost": [f"{amount:.2f}" for amount in self.without_cost],
        }


def profit_bridge(scope: Scope, before: Period, after: Period) -> ProfitSplit:
    """The change of net profit between two periods by cause, as the ladder of these days has it. Raises NoBuild."""
    ladders = [weekly(replace(scope, first=each.first, last=each.last)).total for each in (before, after)]
    scale = Fraction(after.days, before.days)
    without = Decimal(ladders[0]["sales_without_cost"] or 0), Decimal(ladders[1]["sales_without_cost"] or 0)
    if any(each["net_profit"] is None for each in ladders):
        (low0, high0), (low1, high1) = (_ends(each) for each in ladders)
        low, high = _change(low1, high0, scale), _change(high1, low0, scale)
        return ProfitSplit(before, after, None, low, high, without)
    start, end = (_fen(each, "net_profit") for each in ladders)
    found = bridge(scale * start, effects(sold(scope, before, after), ladders, scale), end)
    return ProfitSplit(before, after, found, found.change, found.change, without)


def effects(products: Sequence[Product], ladders: Sequence[Figures], scale: Fraction) -> dict[str, Exact]:
    """What each cause adds, exactly, in fen: Shapley values over volume, mix, price, unit cost, refund and platform rate.

    profit = Q·Σ share·price·(1 − refunded)·(1 − platform) − Q·Σ share·cost·(1 − goods back) − ads − fee − other costs. Money
    refunded and goods that came back are two rates and one factor. The platform's rate is the whole shop's, because much of
    what it settles names no product. Costs that stand alone add their own difference, which is their Shapley value.
    """
    net, fees = ([_fen(each, name) for each in ladders] for name in ("net_sales", "platform_fees"))
    has_rate = min(net) > 0  # of no sales a fee is no share, but an amount of its own
    kept = [1 - Fraction(fee, sales) if has_rate else Fraction(1) for fee, sales in zip(fees, net, strict=True)]
    parts: dict[str, Exact] = dict.fromkeys(ORDER, 0)
    both = _in_both(products)
    if both:
        parts |= _of_range(both, kept, scale)
    known = {each.key for each in both}
    for each in products:
        if each.key not in known:
            parts[_fate(each)] += _own(each.after, kept[1]) - scale * _own(each.before, kept[0])
    for name in ADDED:
        parts[name] = scale * _fen(ladders[0], name) - _fen(ladders[1], name)
    if not has_rate:
        parts["platform_rate"] += scale * fees[0] - fees[1]
    return parts


def _of_range(both: Sequence[Product], kept: Sequence[Fraction], scale: Fraction) -> dict[str, Exact]:
    """The Shapley values of what is sold in both periods. Both terms are in whole numbers over one denominator each."""
    sides = [each.before for each in both], [each.after for each in both]
    units = [[one.units for one in side] for side in sides]

    def fen(amount_of: Callable[[Sold], Decimal]) -> list[list[int]]:
        return [[in_fen(amount_of(one)) for one in side] for side in sides]

    gross, cost = fen(lambda one: one.gross), fen(lambda one: one.cost)
    refunded, back = fen(lambda one: one.gross - one.net), fen(lambda one: one.cost_back)
    pieces, of_pieces = _whole([scale * sum(units[0]), Fraction(sum(units[1]))])
    price, of_price = _crossed(units, gross)
    goods, of_goods = _crossed(units, cost)
    left, of_left = _whole([1 - _share(*each) for each in zip(refunded, gross, strict=True)])
    gone, of_gone = _whole([1 - _share(*each) for each in zip(back, cost, strict=True)])
    net, of_net = _whole(kept)
    sales = shapley(
        ("volume", "mix", "price", "refund_rate", "platform_rate"),
        lambda volume, mix, prices, refund, rate: pieces[volume] * price[mix][prices] * left[refund] * net[rate],
    )
    costs = shapley(
        ("volume", "mix", "unit_cost", "refund_rate"),
        lambda volume, mix, each, refund: pieces[volume] * goods[mix][each] * gone[refund],
    )
    above = {name: part / (of_pieces * of_price * of_left * of_net) for name, part in sales.items()}
    below = {name: part / (of_pieces * of_goods * of_gone) for name, part in costs.items()}
    return {name: above.get(name, 0) - below.get(name, 0) for name in ORDER[:6]}


def _crossed(units: Sequence[Sequence[int]], amounts: Sequence[Sequence[int]]) -> tuple[list[list[int]], int]:
    """The mean amount per piece with the shares (first index) and the amounts (second) of before and after, over one number."""
    old, now = sum(units[0]), sum(units[1])
    x, dx = over([one * each for one, each in zip(units[0], amounts[1], strict=True)], units[1])
    y, dy = over([one * each for one, each in zip(units[1], amounts[0], strict=True)], units[0])
    first, last = sum(amounts[0]), sum(amounts[1])
    return [[first * now * dx * dy, x * now * dy], [y * old * dx, last * old * dx * dy]], old * now * dx * dy


def _whole(values: Sequence[Fraction]) -> tuple[list[int], int]:
    """Fractions as whole numbers over one denominator."""
    denominator = lcm(*(value.denominator for value in values))
    return [value.numerator * (denominator // value.denominator) for value in values], denominator


def _share(parts: Sequence[int], wholes: Sequence[int]) -> Fraction:
    return Fraction(sum(parts), sum(wholes)) if sum(wholes) else Fraction()


def _in_both(products: Sequence[Product]) -> list[Product]:
    """The products of both periods; none where a share of their sales or of their costs would be a share of nothing."""
    both = [each for each in products if each.before.units > 0 and each.after.units > 0]
    for side in ([each.before for each in both], [each.after for each in both]):
        no_cost = not sum(one.cost for one in side)
        if sum(one.gross for one in side) <= 0 or (no_cost and any(one.cost_back for one in side)):
            return []
    return both


def _own(one: Sold, kept: Fraction) -> Fraction:
    """What a product leaves by itself, the platform's share taken off."""
    return in_fen(one.net) * kept - in_fen(one.goods)


def _fate(product: Product) -> str:
    """Which bar a product belongs to that is not in both periods."""
    if product.key is None or (product.before.units > 0) == (product.after.units > 0):
        return "not_split"
    return "new_products" if product.after.units > 0 else "discontinued_products"


def _ends(ladder: Figures) -> tuple[Decimal | None, Decimal | None]:
    low, high = ladder["net_profit_low"], ladder["net_profit_high"]
    return (None if low is None else Decimal(low)), (None if high is None else Decimal(high))


def _change(end: Decimal | None, start: Decimal | None, scale: Fraction) -> Decimal | None:
    if end is None or start is None:
        return None
    return bridge(scale * in_fen(start), {"": in_fen(end) - scale * in_fen(start)}, in_fen(end)).change


def _fen(ladder: Figures, name: str) -> int:
    return in_fen(Decimal(ladder[name] or 0))
