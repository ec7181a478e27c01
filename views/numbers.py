"""Numbers and days as the reader writes them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

import streamlit as st

from reports.metric import Figure, catalogue
from reports.tongue import SYMBOLS
from views.language import _, language

NOTHING = "–"
MINUS = "−"
UNITS = {"zh": ((Decimal(10**8), "亿"), (Decimal(10**4), "万")), "en": ((Decimal(10**6), "M"), (Decimal(10**3), "K"))}


_counted: ContextVar[str | None] = ContextVar("counted", default=None)


@contextmanager
def counting_in(currency: str) -> Iterator[None]:
    """A currency for what is made where no shop is in view."""
    before = _counted.set(currency)
    try:
        yield
    finally:
        _counted.reset(before)


def currency() -> str:
    """The code of the currency of the shop in view."""
    return _counted.get() or str(st.session_state.get("currency", "CNY"))


def symbol() -> str:
    """The sign before the amounts of the shop in view."""
    code = currency()
    return SYMBOLS.get(code, f"{code} ")


def money(value: Figure, *, signed: bool = False) -> str:
    """Exact to the fen, with thousands separators: ¥12,345.60."""
    if value is None:
        return NOTHING
    exact = Decimal(value).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{_sign(exact, signed)}{symbol()}{abs(exact):,.2f}"


def short_money(value: Figure, *, signed: bool = False) -> str:
    """Where space is short: ¥12.35万, ¥12.35K; below the first unit exact to the fen.

    What the smaller unit would round up to the next one is said in that one: ¥1.00亿, not ¥10,000.00万.
    """
    if value is None:
        return NOTHING
    amount = Decimal(value)
    (large, large_name), (small, small_name) = UNITS[language()]
    if _in_units(amount, small) * small >= large:
        return f"{_sign(amount, signed)}{symbol()}{_in_units(amount, large):,.2f}{large_name}"
    if _in_units(amount, Decimal(1)) >= small:
        return f"{_sign(amount, signed)}{symbol()}{_in_units(amount, small):,.2f}{small_name}"
    return money(amount, signed=signed)


def _in_units(amount: Decimal, size: Decimal) -> Decimal:
    return (abs(amount) / size).quantize(Decimal("0.01"), ROUND_HALF_UP)


def count(value: Figure) -> str:
    """A whole number with thousands separators."""
    return NOTHING if value is None else f"{int(value):,}".replace("-", MINUS)


def rate(value: Figure, *, signed: bool = False) -> str:
    """A share as per cent with one digit."""
    if value is None:
        return NOTHING
    percent = Decimal(str(value)) * 100
    rounded = percent.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{_sign(rounded, signed)}{abs(rounded):,}%"


def figure(name: str, value: Figure, *, signed: bool = False) -> str:
    """A figure of the catalogue, exact, in its unit."""
    unit = unit_of(name)
    if unit in ("money", "money_rate"):
        return money(value, signed=signed)
    return rate(value, signed=signed) if unit == "rate" else count(value)


def unit_of(name: str) -> str:
    """The unit of a figure."""
    return catalogue()[name].unit


def _sign(value: Decimal, signed: bool) -> str:
    return MINUS if value < 0 else "+" if signed and value > 0 else ""


def week_label(start: date) -> str:
    """11/09 – 11/15, with the year where it is not obvious."""
    return f"{start:%Y} · {start:%m/%d} – {start + timedelta(days=6):%m/%d}"


def period(first: date, last: date) -> str:
    """2026-11-09 (Mon) – 2026-11-15 (Sun)."""
    return f"{first:%Y/%m/%d} {weekday(first)} – {last:%m/%d} {weekday(last)}"


def weekday(day: date) -> str:
    """The short name of a weekday."""
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    return names[day.weekday()]


def change(name: str, now: Figure, before: Figure) -> tuple[str, str]:
    """How much a figure moved, and its colour class: good, bad or even.

    The arrow is the direction; the word and the colour say whether that is good for the merchant.
    """
    if now is None or before is None:
        return "", "even"
    moved = Decimal(now) - Decimal(before)
    if moved == 0:
        return "＝", "even"
    arrow = "▲" if moved > 0 else "▼"
    size = money(abs(moved)) if unit_of(name) == "money" else count(abs(moved))
    share = f" ({rate(abs(float(moved / Decimal(before))))})" if before and Decimal(before) > 0 else ""
    good = catalogue()[name].good if name in catalogue() else "up"
    if good == "none":
        return f"{arrow} {size}{share}", "even"
    return f"{arrow} {size}{share}", "good" if (moved > 0) == (good == "up") else "bad"


def moved_share(now: Figure, before: Figure) -> str:
    """The movement alone as per cent; the amounts stand beside it."""
    if now is None or before is None or Decimal(before) <= 0:
        return NOTHING
    moved = (Decimal(now) - Decimal(before)) / Decimal(before)
    return "＝" if abs(moved) < Decimal("0.0005") else f"{'▲' if moved > 0 else '▼'} {rate(abs(float(moved)))}"


def moved_words(name: str, now: Figure, before: Figure) -> str:
    """What the movement means, in words, so that colour is never alone."""
    if now is None or before is None:
        return _("no week before to compare with")
    if Decimal(now) == Decimal(before):
        return _("the same as the week before")
    rose = Decimal(now) > Decimal(before)
    if name == "total_cost":
        return _("spent more than the week before") if rose else _("spent less than the week before")
    if name == "net_profit":
        return _("earned more than the week before") if rose else _("earned less than the week before")
    return _("more than the week before") if rose else _("less than the week before")


def runs(days: Iterable[date]) -> list[tuple[date, date]]:
    """The first and last of days in a row."""
    found: list[tuple[date, date]] = []
    for day in days:
        if found and day - found[-1][1] == timedelta(days=1):
            found[-1] = found[-1][0], day
        else:
            found.append((day, day))
    return found


def today() -> date:
    """The day on the clock of the computer that the program runs on."""
    return datetime.now().astimezone().date()
