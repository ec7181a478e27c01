"""What goals, choices, roles and terms are called; prices and paces as people write them."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from reports.goods.quote import Quote
from views.html import text
from views.language import _, plural
from views.numbers import NOTHING, count, money, rate, symbol


def goal_name(goal: str) -> str:
    """What success is measured by."""
    return {"ctr": _("click rate"), "orders": _("orders"), "profit": _("contribution after ads")}[goal]


def goal_text(goal: str, at_least: Decimal) -> str:
    """Success as a number: click rate at least 2 %."""
    shown = percent(at_least) if goal == "ctr" else money(at_least) if goal == "profit" else count(int(at_least))
    return _("{goal} at least {number}").format(goal=goal_name(goal), number=shown)


def choice_name(choice: str) -> str:
    """What became of a product on trial."""
    return {"chosen": _("chosen"), "dropped": _("dropped")}[choice]


def role_name(role: str) -> str:
    """What a supplier is for a product."""
    return {"main": _("main supplier"), "backup": _("backup"), "offer": _("offer only")}[role]


def state_name(state: str) -> str:
    """What became of a quantity to reorder."""
    names = {
        "asked": _("asked, waits for the merchant"),
        "approved": _("approved by the merchant"),
        "declined": _("declined by the merchant"),
    }
    return names.get(state, _("nobody has asked yet"))


def terms_text(quote: Quote) -> str:
    """When a supplier is paid."""
    if not quote.when_sold:
        return plural("{count} day after delivery", "{count} days after delivery", quote.days)
    if not quote.days:
        return _("paid when sold")
    return plural("paid {count} day after the sale", "paid {count} days after the sale", quote.days)


def price(value: Decimal | None) -> str:
    """A unit price with all its digits, at least two."""
    if value is None:
        return NOTHING
    fen = value.quantize(Decimal("0.01"))
    return money(value) if fen == value else f"{symbol()}{value.normalize():,f}"


def percent(value: Decimal | Fraction | float) -> str:
    """A share as per cent with two digits: click rates are small."""
    exact = (Decimal(value.numerator) / value.denominator if isinstance(value, Fraction) else Decimal(str(value))) * 100
    return f"{exact.quantize(Decimal('0.01'), ROUND_HALF_UP)}%"


def share(value: Fraction | None, *, signed: bool = False) -> str:
    """A share of the realised price, with one digit."""
    return NOTHING if value is None else rate(float(value), signed=signed)


def pace(value: Fraction | None) -> str:
    """Pieces a day with one digit."""
    if value is None:
        return NOTHING
    exact = Decimal(value.numerator) / value.denominator
    return f"{exact.quantize(Decimal('0.1'), ROUND_HALF_UP):,}"


def product_cell(key: str, name: str) -> str:
    """A product by its name, its code below."""
    return f'{text(name or key)}<span class="sub">{text(key) if name else ""}</span>'
