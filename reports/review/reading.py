"""A rule-made reading of the bars: mostly product, mostly promotion, or not to be told. Never more than the figures say."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from reports.contract.said import Said, say
from reports.decomposition.bridge import Bar
from reports.review.bars import Bars
from warehouse import N_

PRODUCT = ("price", "mix", "new_products", "discontinued_products", "refunds", "basket", "orders_per_visitor")
PROMOTION = ("visitors",)
UNTOLD = (
    "volume",
    "orders",
    "not_split",
)  # without visits nobody knows whether fewer people came or fewer of them bought
SIDES = {"product": PRODUCT, "promotion": PROMOTION, "untold": UNTOLD}
MOSTLY = Fraction(2, 3)  # of the change
HARDLY = Fraction(2, 100)  # of the sales before
NAMES = {
    "price": N_("price"),
    "mix": N_("mix of products"),
    "new_products": N_("new products"),
    "discontinued_products": N_("discontinued products"),
    "refunds": N_("refunds"),
    "basket": N_("value of an order"),
    "orders_per_visitor": N_("orders per visitor"),
    "visitors": N_("visitors"),
    "volume": N_("pieces sold"),
    "orders": N_("number of orders"),
    "days": N_("number of days"),
    "not_split": N_("not split by product"),
}


def reading(found: Bars | None, is_missed: bool | None) -> Said:
    """One line: which side the change lies on, with its arithmetic. Visits say more than the number of pieces, so they go first."""
    if found is None:
        return say(N_("Nothing can be read: the days before are not known whole."))
    change = found.bridge.change - found.amount("days")
    if abs(change) < HARDLY * Fraction(found.bridge.start or 1):
        text = N_("Sales hardly moved against the days before ({change}); a miss then lies in the target.")
        return say(text if is_missed else N_("Sales hardly moved against the days before ({change})."), change=change)
    told = [*found.visits.bars, Bar("refunds", found.amount("refunds"))] if found.visits else list(found.bars)
    bars = [bar for bar in told if bar.amount and bar.name != "days"]
    sides = {name: [bar for bar in bars if bar.name in names] for name, names in SIDES.items()}
    shares = {name: Fraction(_sum(own)) / Fraction(change) for name, own in sides.items()}
    side = max(shares, key=lambda name: shares[name])
    if shares[side] < MOSTLY:
        side = "both"
    texts, size = (FELL if change < 0 else ROSE), abs(change)
    if side == "both":
        return say(texts[side], change=size, bars=tuple(_bar(bar.name, bar.amount) for bar in bars))
    return say(texts[side], change=size, bars=_together(sides[side]))


def _sum(bars: Iterable[Bar]) -> Decimal:
    return sum((bar.amount for bar in bars), Decimal("0.00"))


def _together(bars: Sequence[Bar]) -> Said:
    """The bars with their sum, where they are several."""
    each = tuple(_bar(bar.name, bar.amount) for bar in bars)
    return each[0] if len(each) == 1 else say(N_("{bars}, together {sum}"), bars=each, sum=_sum(bars))


def _bar(name: str, amount: Decimal) -> Said:
    return say(N_("{name} {amount}"), name=say(NAMES[name]), amount=amount)


FELL = {
    "product": N_("Mostly product: {bars} of the fall of {change}."),
    "promotion": N_("Mostly promotion: {bars} of the fall of {change}; the season is not taken out."),
    "untold": N_("Mostly fewer pieces sold: {bars} of the fall of {change}. No visits are known, so it may be promotion (fewer came) or product (fewer bought)."),
    "both": N_("Neither product nor promotion alone: the fall of {change} is {bars}."),
}  # fmt: skip
ROSE = {
    "product": N_("Mostly product: {bars} of the rise of {change}."),
    "promotion": N_("Mostly promotion: {bars} of the rise of {change}; the season is not taken out."),
    "untold": N_("Mostly more pieces sold: {bars} of the rise of {change}. No visits are known, so it may be promotion (more came) or product (more bought)."),
    "both": N_("Neither product nor promotion alone: the rise of {change} is {bars}."),
}  # fmt: skip
