"""The raw comparison as an answer: one row per figure, before and after, with what each row must say of itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from reports.compare.period import Period
from reports.contract.said import Said
from reports.metric import FEN, Figure, catalogue, plain
from reports.scope import jsonable


@dataclass(frozen=True)
class Side:
    """A figure on one side: its sum or share over the days that count, how many they are, and a sum's value per day.

    `above` and `below` are the two sums of a share.
    """

    value: Figure
    days: int
    per_day: Figure = None
    above: Figure = None
    below: Figure = None

    @staticmethod
    def of_sum(value: Figure, days: int, unit: str) -> "Side":
        """A sum and its share of a day: money to the fen, counts as a number."""
        each = None if value is None or not days else Decimal(value) / days
        if each is None:
            return Side(value, days)
        return Side(value, days, each.quantize(FEN, ROUND_HALF_UP) if unit == "money" else float(each))


@dataclass(frozen=True)
class Row:
    """One figure before and after. `change` is relative, by value per day; sums have no interval, shares may have one.

    `basis` is how refunds are dated ("order", "accounting", "" where it does not matter). With `counts_only` there are too
    few events to speak of a change. `note` are sentences that belong to the row.
    """

    metric: str
    basis: str
    before: Side
    after: Side
    change: float | None = None
    low: float | None = None
    high: float | None = None
    counts_only: bool = False
    note: tuple[Said, ...] = ()

    def as_json(self, currency: str) -> dict[str, Any]:
        """Money as strings, counts and shares as numbers, notes as English sentences."""
        unit = catalogue()[self.metric].unit
        return {
            "metric": self.metric,
            "refunds": self.basis or None,
            "before": _side(self.before, unit),
            "after": _side(self.after, unit),
            "change": self.change,
            "low": self.low,
            "high": self.high,
            "counts_only": self.counts_only,
            "note": [each.in_english(currency) for each in self.note],
        }


@dataclass(frozen=True)
class Missing:
    """Days of one side ("before" or "after") of which one source of one platform says nothing."""

    side: str
    source: str
    platform: str
    days: tuple[date, ...]

    def as_json(self) -> dict[str, Any]:
        """Its fields."""
        return {"side": self.side, "source": self.source, "platform": self.platform, "days": jsonable(self.days)}


@dataclass(frozen=True)
class Table:
    """Every figure of two spans of days, over all their days and, where asked, over those that no promotion touches."""

    shop: str
    currency: str
    book: str
    refunds: str  # the basis that the reader chose; both are in the rows
    before: Period
    after: Period
    rows: tuple[Row, ...]
    plain: tuple[Row, ...] | None
    plain_days: Mapping[str, int] | None  # side → how many of its days are plain
    missing: tuple[Missing, ...] = ()
    left_out: Mapping[str, tuple[date, ...]] = field(default_factory=dict)  # side → days without a like day over there

    def row(self, metric: str, basis: str | None = None, *, plain: bool = False) -> Row:
        """The row of a figure, on a basis of refunds where it has both. Raises KeyError."""
        for each in (self.plain or ()) if plain else self.rows:
            if each.metric == metric and each.basis in ("", basis or self.refunds):
                return each
        raise KeyError(metric)

    def as_json(self) -> dict[str, Any]:
        """The whole answer."""
        return {
            "shop": self.shop,
            "currency": self.currency,
            "book": self.book,
            "refunds": self.refunds,
            "before": self.before.as_json(),
            "after": self.after.as_json(),
            "rows": [each.as_json(self.currency) for each in self.rows],
            "plain": None if self.plain is None else [each.as_json(self.currency) for each in self.plain],
            "plain_days": None if self.plain_days is None else dict(self.plain_days),
            "missing": [each.as_json() for each in self.missing],
            "left_out": jsonable(self.left_out),
        }


def _side(side: Side, unit: str) -> dict[str, Any]:
    shown = {"value": plain(side.value, unit), "days": side.days, "per_day": None}
    if side.per_day is not None:
        shown["per_day"] = plain(side.per_day, unit) if unit == "money" else side.per_day
    if side.above is not None or side.below is not None:
        shown |= {"above": jsonable(side.above), "below": jsonable(side.below)}
    return shown
