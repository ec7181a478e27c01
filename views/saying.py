"""A report's sentence in the reader's language, or in the other one; amounts, shares and days as the reader writes them."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

from reports.contract.said import Said, capital, percent
from views.html import text
from views.language import in_language, language
from views.numbers import count, money


def sentence(said: Said, into: str | None = None) -> str:
    """The sentence as HTML; into another language than the reader's where one is named."""
    chosen = into or language()
    return capital(said.filled(partial(in_language, language=chosen), partial(_value, language=chosen)))


def _value(value: Any, language: str) -> str:
    if isinstance(value, tuple):
        return ("、" if language == "zh" else ", ").join(value)  # each is written already
    if isinstance(value, Decimal):
        return money(value)
    if isinstance(value, Fraction):
        return percent(value).replace("-", "−")
    if isinstance(value, date):
        return f"{value:%Y/%m/%d}"
    return count(value) if isinstance(value, int) else text(value)
