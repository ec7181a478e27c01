"""What a rule is asked with, and its raw answers before they become alerts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from reports.alerts.limits import Limit
from reports.alerts.rule import FOLDER
from reports.floors import all_freight_steps
from reports.metric import FEN
from reports.scope import Scope
from warehouse import Reader, between

SHARED = ("sold_days", "several")  # queries whose answers stand beside the tables of the build


@dataclass(frozen=True)
class Question:
    """A rule's question: the shop's whole history up to `last`, the last day of which anything is known."""

    scope: Scope
    source: Reader
    limit: Limit
    last: date
    today: date
    shared: dict[str, pa.Table] = field(default_factory=dict)  # what several rules look at, asked once


@dataclass(frozen=True)
class Found:
    """One alert as a rule tells it. `subject` "" is the shop; `fields` fill the sentence besides what every alert has."""

    subject: str
    day: date
    until: date
    value: Any
    threshold: Any
    money: Decimal | None = None
    said: str = ""  # which of the rule's sentences; "": the usual one
    fields: Mapping[str, Any] = field(default_factory=dict)
    behind: tuple[tuple[int, int], ...] = ()
    name: str = ""
    is_sure: bool = True


def asked(question: Question, name: str, **more: Any) -> list[dict[str, Any]]:
    """The rows of a rule's query, over the steps that all of them share; `more` are parameters of its own."""
    return list(_of_facts(question, name, more).to_pylist())


def asked_of_stock(question: Question, name: str) -> list[dict[str, Any]]:
    """The rows of a rule's query over the counts of stock and what was usually sold before each."""
    sql = _text(name)
    return list(between(sql, _params(question, sql), paced=_once(question, "paced")).to_pylist())


def _of_facts(question: Question, name: str, more: Mapping[str, Any] = MappingProxyType({})) -> pa.Table:
    text = _text(name)
    tables = {each: _once(question, each) for each in SHARED if each in text}
    sql = f"{_text('common')},\n\n{text}".replace("{freight}", all_freight_steps(question.scope))
    sql = sql.replace(
        "{unlisted}", "anti join facts.brushing using (order_id)" if question.scope.book == "cleaned" else ""
    )
    return question.source.arrow(sql, _params(question, sql) | dict(more), **tables)


def _once(question: Question, name: str) -> pa.Table:
    """What several rules look at."""
    if name not in question.shared:
        question.shared[name] = _of_facts(question, name)
    return question.shared[name]


def _params(question: Question, sql: str) -> dict[str, Any]:
    limit = question.limit
    known = {
        "keys": list(limit.products),
        "amounts": list(limit.products.values()),
        "usual": limit.usual,
        "is_claimed": question.scope.book == "claimed",
        "last": question.last,
    }
    return {name: value for name, value in known.items() if f"${name}" in sql}


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
    """A query without its remarks, which speak of parameters too."""
    lines = (FOLDER / "queries" / f"{name}.sql").read_text("utf-8").splitlines()
    return "\n".join(line for line in lines if not line.lstrip().startswith("--"))
