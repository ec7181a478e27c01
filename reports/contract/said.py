"""A sentence as data: an English template and what it is about, so that every reader can have it in their language."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from warehouse import N_


@dataclass(frozen=True)
class Said:
    """`template` over `fields`: money is Decimal, a share Fraction, a count int, a day date; lists are tuples; names are Said.

    Text fields are names and words of the shop's own; they stand as they are.
    """

    template: str
    fields: Mapping[str, Any] = field(default_factory=dict)

    def filled(self, translated: Callable[[str], str], shown: Callable[[Any], str]) -> str:
        """The sentence in some language; `shown` writes the values that are no sentences."""

        def written(value: Any) -> Any:
            if isinstance(value, tuple):
                return shown(
                    tuple(each.filled(translated, shown) if isinstance(each, Said) else shown(each) for each in value)
                )
            return value.filled(translated, shown) if isinstance(value, Said) else shown(value)

        return translated(self.template).format(**{name: written(value) for name, value in self.fields.items()})

    def in_english(self, currency: str = "CNY") -> str:
        """The English sentence, for the command line."""
        symbol = "¥" if currency == "CNY" else f"{currency} "
        return capital(self.filled(lambda text: text, lambda value: english(value, symbol)))


def say(template: str, **fields: Any) -> Said:
    """A sentence about these values."""
    return Said(template, fields)


def with_gaps(said: Said, gaps: Iterable[date]) -> Said:
    """A sentence, and the days of which it knows no orders, if there are any."""
    runs: list[tuple[date, date]] = []
    for day in sorted(gaps):
        if runs and day - runs[-1][1] == timedelta(days=1):
            runs[-1] = runs[-1][0], day
        else:
            runs.append((day, day))
    if not runs:
        return said
    days = tuple(
        first if first == last else say(N_("{first} – {last}"), first=first, last=last) for first, last in runs
    )
    return say(N_("{sentence} Orders are missing for {days}."), sentence=said, days=days)


def english(value: Any, symbol: str = "¥") -> str:
    """A value as the command line writes it."""
    if isinstance(value, tuple):
        return ", ".join(english(each, symbol) for each in value)
    if isinstance(value, Decimal):
        return f"{'−' if value < 0 else ''}{symbol}{abs(value):,.2f}"
    if isinstance(value, Fraction):
        return percent(value)
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:,}" if isinstance(value, int) else str(value)


def capital(sentence: str) -> str:
    """A sentence that begins with a capital letter."""
    return sentence[:1].upper() + sentence[1:]


def percent(share: Fraction) -> str:
    """A share as per cent with the digits it has, at most four: 10%, 12.5%."""
    exact = Decimal(share.numerator * 100) / Decimal(share.denominator)
    return f"{exact.quantize(Decimal('0.0001')).normalize():f}%"
