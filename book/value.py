"""The kinds of values that an engagement is made of: what each takes, how it stands in the ledger, what it is in Python.

In the ledger amounts are texts with two decimals, shares texts of a fraction ("0.10"), days and months ISO texts.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

from warehouse import N_

MONTH = re.compile(r"[12][0-9]{3}-(0[1-9]|1[0-2])")
DAY = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}")
AMOUNT = re.compile(r"[¥￥]?\s*([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(\.[0-9]+)?\s*(万?)元?")
FEN = Decimal("0.01")
LARGEST = Decimal(10) ** 15
ONE_OF = N_("one of {choices}")
LONGEST = 2000  # letters of one text


class Wrong(ValueError):
    """The value is not of its kind."""


@dataclass(frozen=True)
class Kind:
    """A kind of values: `written` makes any spelling the ledger's or raises Wrong; `value` reads the ledger's."""

    name: str
    wanted: str
    written: Callable[[Any], Any]
    value: Callable[[Any], Any]


def _text(raw: Any) -> str:
    if not isinstance(raw, str) or not raw.strip() or len(raw) > LONGEST:
        raise Wrong
    return raw.strip()


def _day(raw: Any) -> str:
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return raw.isoformat()
    if isinstance(raw, str) and DAY.fullmatch(raw.strip()):
        try:
            return date.fromisoformat(raw.strip()).isoformat()
        except ValueError as fault:
            raise Wrong from fault
    raise Wrong


def _month(raw: Any) -> str:
    if not isinstance(raw, str) or not MONTH.fullmatch(raw):
        raise Wrong
    return raw


def _number(raw: Any) -> Decimal:
    if isinstance(raw, bool) or not isinstance(raw, (str, int, Decimal)):
        raise Wrong  # a float has lost what was typed
    try:
        number = Decimal(raw.strip()) if isinstance(raw, str) else Decimal(raw)
    except InvalidOperation as fault:
        raise Wrong from fault
    if not number.is_finite() or abs(number) >= LARGEST or _decimals(number) > 12:
        raise Wrong
    return number


def _decimals(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def _amount(raw: Any) -> str:
    if isinstance(raw, str):
        found = AMOUNT.fullmatch(unicodedata.normalize("NFKC", raw).strip())
        if not found:
            raise Wrong
        raw = Decimal(found[1].replace(",", "") + (found[2] or "")) * (10_000 if found[3] else 1)
    number = _number(raw)
    if number < 0 or _decimals(number) > 2:
        raise Wrong
    return f"{number.quantize(FEN):f}"


def _share(lowest: Decimal, largest: Decimal) -> Callable[[Any], str]:
    def written(raw: Any) -> str:
        number = _number(raw)
        if not lowest <= number <= largest:
            raise Wrong
        return f"{number.quantize(FEN):f}" if _decimals(number) <= 2 else f"{number.normalize():f}"

    return written


def _count(raw: Any) -> int:
    number = _number(raw)
    if number < 0 or number != number.to_integral_value() or number > 1_000_000_000:
        raise Wrong
    return int(number)


def _positive(raw: Any) -> int:
    number = _count(raw)
    if not number:
        raise Wrong
    return number


def _flag(raw: Any) -> bool:
    if not isinstance(raw, bool):
        raise Wrong
    return raw


def _list(one: Callable[[Any], Any]) -> Callable[[Any], list[Any]]:
    def written(raw: Any) -> list[Any]:
        if not isinstance(raw, (list, tuple)):
            raise Wrong
        return list(dict.fromkeys(map(one, raw)))

    return written


def _tiers(raw: Any) -> list[dict[str, str]]:
    if not isinstance(raw, (list, tuple)) or not raw:
        raise Wrong
    if not all(isinstance(each, dict) and set(each) == {"from", "rate"} for each in raw):
        raise Wrong
    steps = [{"from": _amount(each["from"]), "rate": RATE.written(each["rate"])} for each in raw]
    froms = [Decimal(each["from"]) for each in steps]
    if any(later <= earlier for earlier, later in pairwise(froms)):
        raise Wrong
    return steps


def _rates(raw: Any) -> dict[str, str]:
    if not isinstance(raw, dict) or not raw:
        raise Wrong
    return {_text(name): RATE.written(rate) for name, rate in raw.items()}


TEXT = Kind("text", N_("a text of at most 2,000 letters"), _text, str)
TEXTS = Kind("texts", N_("a list of texts"), _list(_text), tuple)
DAY_KIND = Kind("day", N_("a day such as 2025-03-10"), _day, date.fromisoformat)
MONTH_KIND = Kind("month", N_("a month such as 2025-03"), _month, str)
MONTHS = Kind("months", N_("a list of months such as 2025-03"), _list(_month), tuple)
AMOUNT_KIND = Kind("amount", N_("an amount of money, not below zero, with at most two decimals"), _amount, Decimal)
RATE = Kind("rate", N_("a share from 0 to 1; write 10 % as 0.10"), _share(Decimal(0), Decimal(1)), Decimal)
GROWTH = Kind("growth", N_("growth from 0 to 10; write 50 % as 0.50"), _share(Decimal(0), Decimal(10)), Decimal)
COUNT = Kind("count", N_("a whole number, not below zero"), _count, int)
POSITIVE = Kind("positive", N_("a whole number from 1"), _positive, int)
FLAG = Kind("flag", N_("true or false"), _flag, bool)
TIERS = Kind(
    "tiers",
    N_("a rising list of steps, each with “from” (an amount) and “rate” (a share)"),
    _tiers,
    lambda steps: tuple({"from": Decimal(each["from"]), "rate": Decimal(each["rate"])} for each in steps),
)
RATES = Kind(
    "rates",
    N_('a table of shares, such as quarter = "0.90"'),
    _rates,
    lambda rates: {name: Decimal(rate) for name, rate in rates.items()},
)


def choice(choices: tuple[str, ...]) -> Kind:
    """One of some words."""

    def written(raw: Any) -> str:
        if raw not in choices:
            raise Wrong
        return str(raw)

    return Kind("choice", ONE_OF, written, str)


KINDS = {
    kind.name: kind
    for kind in (
        TEXT,
        TEXTS,
        DAY_KIND,
        MONTH_KIND,
        MONTHS,
        AMOUNT_KIND,
        RATE,
        GROWTH,
        COUNT,
        POSITIVE,
        FLAG,
        TIERS,
        RATES,
    )
}
