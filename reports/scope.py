"""What a question is about: the shop, the days, and how refunds and brushing are read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from warehouse import Reader, Shop, Told, reader


class BackwardPeriod(Told):
    """The period ends before it begins: {}."""

    kind = "backward_period"


@dataclass(frozen=True)
class Scope:
    """Both `first` and `last` are included; None stands for the shop's own first and last day."""

    shop: Shop
    first: date | None = None
    last: date | None = None
    refunds: str = "accounting"  # or "order"
    book: str = "cleaned"  # or "claimed"
    source: Reader | None = None  # another warehouse than the shop's newest build: what an undo would leave

    def __post_init__(self) -> None:
        if self.first and self.last and self.last < self.first:
            raise BackwardPeriod(f"{self.first} – {self.last}")

    @property
    def counted(self) -> str:
        """SQL: which rows of the book count; the cleaned one leaves out what the merchant lists as brushing."""
        return "true" if self.book == "claimed" else "not is_brushing"

    @property
    def reader(self) -> Reader:
        """The newest build of the shop, or the one that was named. Raises NoBuild."""
        return self.source or reader(self.shop)


def currency(source: Reader) -> str:
    """The shop's currency, as its files name it; CNY where none does."""
    [found] = source.rows("select coalesce(min(currency), 'CNY') as currency from staging.uploads")
    return str(found["currency"])


def monday(day: date) -> date:
    """The first day of the week that a day is in."""
    return day - timedelta(days=day.weekday())


def days(first: date, last: date) -> list[date]:
    """Every day of a span, both ends included."""
    return [first + timedelta(n) for n in range((last - first).days + 1)]


def span(source: Reader) -> tuple[date, date] | None:
    """The first and last day of which the shop knows anything; None for an empty shop."""
    [found] = source.rows(
        "select min(day) as first, max(day) as last from "
        "(select day from marts.daily union all select day from marts.coverage)"
    )
    return (found["first"], found["last"]) if found["first"] else None


def jsonable(value: Any) -> Any:
    """Rows and mappings as JSON holds them: money a string with two decimals, days ISO."""
    if isinstance(value, Mapping):
        return {key: jsonable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [jsonable(each) for each in value]
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return value.isoformat() if isinstance(value, date) else value
