"""Words and amounts in a reader's language, for what leaves the program where no screen is. English is the source text."""

import gettext
import io
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from reports.contract.said import Said, capital, percent
from reports.metric import FEN
from reports.names import PLATFORMS, SOURCES

PO = Path(__file__).parent.parent / "locale" / "zh_CN" / "LC_MESSAGES" / "messages.po"
SYMBOLS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "HKD": "HK$", "TWD": "NT$"}  # any other stands as its code
NAMES = {"platform": PLATFORMS, "source": SOURCES}


@cache
def translations(language: str) -> gettext.NullTranslations:
    """The compiled catalogue of a language, zh or en; texts only, so it may be shared by everybody."""
    if language == "en":
        return gettext.NullTranslations()
    binary = io.BytesIO()
    with PO.open("rb") as file:
        write_mo(binary, read_po(file, locale="zh_CN"))
    binary.seek(0)
    return gettext.GNUTranslations(binary)


@dataclass(frozen=True)
class Tongue:
    """A language, zh or en, and the currency of the amounts."""

    language: str
    currency: str = "CNY"

    def text(self, text: str) -> str:
        """A source text."""
        return translations(self.language).gettext(text) if text else ""

    def plural(self, one: str, many: str, count: int) -> str:
        """The text for a count, {count} filled in."""
        return translations(self.language).ngettext(one, many, count).format(count=f"{count:,}")

    def money(self, amount: Decimal) -> str:
        """Exact to the fen: ¥12,345.60."""
        exact = amount.quantize(FEN, ROUND_HALF_UP)
        return f"{'−' if exact < 0 else ''}{SYMBOLS.get(self.currency, f'{self.currency} ')}{abs(exact):,.2f}"

    def sentence(self, said: Said) -> str:
        """A report's sentence, as plain text."""
        return capital(said.filled(self.text, self._value))

    def _value(self, value: Any) -> str:
        if isinstance(value, tuple):
            return ("、" if self.language == "zh" else ", ").join(value)  # each is written already
        if isinstance(value, Decimal):
            return self.money(value)
        if isinstance(value, Fraction):
            return percent(value).replace("-", "−")
        if isinstance(value, date):
            return f"{value:%Y/%m/%d}"
        if isinstance(value, int):
            return f"{value:,}".replace("-", "−")
        kind = getattr(value, "kind", None)
        return self.text(NAMES[kind].get(value.word, value.word)) if kind in NAMES else str(value)
