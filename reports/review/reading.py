"""A rule-made reading of the bars: mostly product, mostly promotion, or not to be told. Never more than the figures say."""

from decimal import Decimal
from fractions import Fraction

from reports.contract.said import N_, Said, say
from reports.review.bars import Bars

PRODUCT = ("price", "mix", "new_products", "discontinued_products", "refunds", "basket", "conversion")
PROMOTION = ("visitors", "impressions", "ctr")
UNTOLD = ("volume", "orders")  # without visits nobody knows whether fewer people came or fewer of them bought
MOSTLY = Fraction(2, 3)  # of the change
HARDLY = Fraction(2, 100)  # of the sales before
NAMES = {
    "price": N_("price"),
    "mix": N_("mix of products"),
    "new_products": N_("new products"),
    "discontinued_products": N_("discontinued products"),
    "refunds": N_("refunds"),
    "basket": N_("value of an order"),
    "conversion": N_("conversion"),
    "visitors": N_("visitors"),
    "impressions": N_("impressions"),
    "ctr": N_("click-through rate"),
    "volume": N_("pieces sold"),
    "orders": N_("number of orders"),
    "days": N_("number of days"),
}


def reading(found: Bars | None, is_missed: bool | None) -> Said:
    """One line: which side the change lies on, with its arithmetic."""
    if found is None:
        return say(N_("Nothing can be read: the days before are not known whole."))
    change = found.change - found.amount("days")
    if abs(change) < HARDLY * Fraction(found.start or 1):
        text = N_("Sales hardly moved against the days before ({change}); a miss then lies in the target.")
        return say(text if is_missed else N_("Sales hardly moved against the days before ({change})."), change=change)
    texts = FELL if change < 0 else ROSE
    sides = {"product": PRODUCT, "promotion": PROMOTION, "untold": UNTOLD}
    shares = {name: Fraction(found.amount(*bars)) / Fraction(change) for name, bars in sides.items()}
    side = max(shares, key=lambda name: shares[name])
    if shares[side] < MOSTLY:
        side = "both"
    named = sides.get(side, (*PRODUCT, *PROMOTION, *UNTOLD))
    amounts = tuple(_bar(bar.name, bar.amount) for bar in found.bars if bar.name in named)
    return say(texts[side], change=change, sum=found.amount(*named), bars=amounts)


def _bar(name: str, amount: Decimal) -> Said:
    return say(N_("{name} {amount}"), name=say(NAMES[name]), amount=amount)


FELL = {
    "product": N_("Mostly product: {sum} of the fall of {change} ({bars})."),
    "promotion": N_("Mostly promotion: {sum} of the fall of {change} ({bars})."),
    "untold": N_("Mostly fewer sold: {sum} of the fall of {change} ({bars}). No visits are known, so it may be promotion (fewer came) or product (fewer bought)."),
    "both": N_("Neither product nor promotion alone: the fall of {change} is {bars}."),
}  # fmt: skip
ROSE = {
    "product": N_("Mostly product: {sum} of the rise of {change} ({bars})."),
    "promotion": N_("Mostly promotion: {sum} of the rise of {change} ({bars})."),
    "untold": N_("Mostly more sold: {sum} of the rise of {change} ({bars}). No visits are known, so it may be promotion (more came) or product (more bought)."),
    "both": N_("Neither product nor promotion alone: the rise of {change} is {bars}."),
}  # fmt: skip
