"""The orders that are worth a question, with their signals and what people decided about them."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from book import book
from reports.brushing.decided import Decision, decisions
from reports.events.event import events
from reports.scope import Scope, days
from warehouse import Reader

FOLDER = Path(__file__).parent
ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Suspect:
    """One order with at least two uncommon signals, the rarest of them first; `memo` holds the words of its note."""

    platform: str
    order: str
    day: date
    amount: Decimal
    product: str
    signals: tuple[str, ...]
    memo: str | None
    upload: int
    file: str
    sheet: str | None
    row: int
    is_listed: bool  # on the merchant's own list of brushing orders, or confirmed
    decision: Decision | None

    @property
    def state(self) -> str:
        """Open until somebody decided: asked, explained, confirmed, cleared."""
        return self.decision.state if self.decision else ("confirmed" if self.is_listed else "open")

    @property
    def is_first(self) -> bool:
        """Whether it belongs to those to ask about first."""
        return len(self.signals) >= int(settings()["first"])

    def as_json(self) -> dict[str, Any]:
        """One line of `reports brushing --json`."""
        return {
            "platform": self.platform,
            "order": self.order,
            "day": self.day.isoformat(),
            "amount": f"{self.amount:.2f}",
            "signals": list(self.signals),
            "state": self.state,
            "note": self.decision.note if self.decision else "",
            "source": {"file": self.file, "sheet": self.sheet, "row": self.row},
        }


@dataclass(frozen=True)
class Queue:
    """The suspects of some days, those with most signals first, among all orders of the days."""

    first: date
    last: date
    orders: int
    suspects: tuple[Suspect, ...]

    def of(self, *states: str) -> list[Suspect]:
        """The suspects in these states."""
        return [each for each in self.suspects if each.state in states]

    def amount(self, *states: str) -> Decimal:
        """Their gross sales."""
        return sum((each.amount for each in self.of(*states)), ZERO)

    def as_json(self) -> dict[str, Any]:
        """The answer of `reports brushing --json`."""
        return {
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "orders": self.orders,
            "suspects": [each.as_json() for each in self.suspects],
        }


def queue(scope: Scope) -> Queue | None:
    """The suspects of the scope's days; without bounds of the last eight weeks. None where no order is known.

    Raises NoBuild, BookUnreachable.
    """
    source = scope.reader
    span = _span(source, scope)
    if span is None:
        return None
    first, last = span
    said = settings()
    found = suspicious(source, first, last, _promotions(scope, first, last), said["least"])
    decided, listed = decisions(book(scope.shop)), _listed(source)
    [orders] = source.rows(
        "select count(distinct (platform, order_id)) as orders from facts.order_lines "
        "where is_counted and row_kind = 'sale' and paid_at >= $1 and paid_at < $2 + interval 1 day",
        [first, last],
    )
    suspects = tuple(
        Suspect(
            platform=row["platform"],
            order=row["order"],
            day=row["day"],
            amount=row["amount"],
            product=row["product"] or "",
            signals=tuple(row["signals"]),
            memo=row["memo"],
            upload=row["upload"],
            file=row["file"],
            sheet=row["sheet"],
            row=row["row"],
            is_listed=row["order"] in listed,
            decision=decided.get((row["platform"], row["order"])),
        )
        for row in found
    )
    return Queue(first, last, orders["orders"], suspects)


def suspicious(
    source: Reader, first: date, last: date, promotion_days: Sequence[date], least: int
) -> list[Mapping[str, Any]]:
    """The orders paid in these days that show at least so many signals, as signals.sql names their columns."""
    return list(
        source.rows(_query(), [first, last, list(promotion_days), settings()["too_common"], least, settings()["words"]])
    )


@cache
def settings() -> dict[str, Any]:
    """What signals.toml says."""
    return tomllib.loads((FOLDER / "signals.toml").read_text("utf-8"))


@cache
def _query() -> str:
    return (FOLDER / "signals.sql").read_text("utf-8")


def _span(source: Reader, scope: Scope) -> tuple[date, date] | None:
    [known] = source.rows("select max(cast(paid_at as date)) as last from facts.order_lines where is_counted")
    if known["last"] is None:
        return None
    last = scope.last or known["last"]
    return scope.first or last - timedelta(days=settings()["days"] - 1), last


def _promotions(scope: Scope, first: date, last: date) -> list[date]:
    """Days on which everybody buys the same thing."""
    held = [e for e in events(scope.shop, first, last) if e.kind == "promotion" and e.product is None]
    return [day for day in days(first, last) if any(each.touches(day, day) for each in held)]


def _listed(source: Reader) -> set[str]:
    return {row["order_id"] for row in source.rows("select order_id from facts.brushing")}
