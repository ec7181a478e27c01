"""What a rule is asked with, and its raw answers before they become alerts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from reports.alerts.limits import Limit
from reports.alerts.rule import FOLDER
from reports.floors import FREIGHT
from reports.metric import FEN
from reports.scope import Scope
from warehouse import Reader


@dataclass(frozen=True)
class Question:
    """A rule's question: the shop's whole history up to `last`, the last day of which anything is known."""

    scope: Scope
    source: Reader
    limit: Limit
    last: date


@dataclass(frozen=True)
class Found:
    """One alert as a rule tells it. `subject` "" is the shop; `fields` fill the sentence besides what every alert has."""

    subject: str
    date: date
    until: date
    value: Any
    threshold: Any
    money: Decimal | None = None
    said: str = ""  # which of the rule's sentences; "": the usual one
    fields: Mapping[str, Any] = field(default_factory=dict)
    behind: tuple[tuple[int, int], ...] = ()
    name: str = ""
    is_sure: bool = True


def asked(question: Question, name: str) -> list[dict[str, Any]]:
    """The rows of a rule's query, over the steps that all of them share."""
    sql = f"{_text('common')},\n\n{_text(name)}".replace("{freight}", FREIGHT.format(counted=question.scope.counted))
    limit = question.limit
    params = {
        "keys": list(limit.products),
        "amounts": list(limit.products.values()),
        "usual": limit.usual,
        "is_claimed": question.scope.book == "claimed",
        "last": question.last,
    }
    return question.source.rows(sql, {key: value for key, value in params.items() if f"${key}" in sql})


def behind(rows: Any) -> tuple[tuple[int, int], ...]:
    """The rows of files that a query lists, each once."""
    return tuple(dict.fromkeys((each["upload"], each["row"]) for each in rows or ()))


def share(part: Any, whole: Any) -> Fraction:
    """A share as a sentence shows it, to a hundredth of a per cent."""
    return Fraction(round(Fraction(part) / Fraction(whole) * 10_000), 10_000)


def fen(amount: Fraction) -> Decimal:
    """An exact amount, half up to the fen."""
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    return exact.quantize(FEN, ROUND_HALF_UP)


def _text(name: str) -> str:
    return (FOLDER / "queries" / f"{name}.sql").read_text("utf-8").rstrip()
