"""What the figures themselves tell of events: found, offered, never recorded by itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP
from pathlib import Path
from typing import Any

from book import book
from reports.events.event import events, plain_days
from reports.events.kind import Event
from reports.events.record import recorded
from reports.metric import FEN
from reports.scope import Scope, span
from warehouse import N_, NoBuild

# What each suggestion says, over its fields; the words become the event's name in the reader's language.
SENTENCES = {
    "unit_cost": N_("Unit cost {before} → {after}"),
    "list_price": N_("Price {before} → {after}"),
    "no_sales": N_("No sale on {platform} for {days} days; {sold} orders in 28 ordinary days before"),
    "stock_out": N_("Stock counted at nothing, {days} days"),
}
KINDS = {"unit_cost": "other", "list_price": "price", "no_sales": "stock_out", "stock_out": "stock_out"}


@dataclass(frozen=True)
class Suggestion:
    """An event that the figures tell of. Its name is made of `said` and `fields`; money is Decimal, counts int."""

    said: str  # of SENTENCES
    event: Event  # without a name
    product_name: str
    fields: Mapping[str, Any]


def suggestions(scope: Scope) -> list[Suggestion]:
    """What may have happened in the scope's days and is not in the book yet, the newest first. Raises BookUnreachable."""
    try:
        reader = scope.reader
    except NoBuild:
        return []
    known = span(reader)
    if not known:
        return []
    first, last = scope.first or known[0], scope.last or known[1]
    plain = sorted(plain_days(events(scope.shop, *known), *known))
    rows = reader.rows((Path(__file__).parent / "suggest.sql").read_text("utf-8"), [plain, known[1]])
    own = recorded(book(scope.shop))
    found = [_suggestion(row) for row in rows if first <= row["last_day"] and row["first_day"] <= last]
    fresh = [each for each in found if not any(_tells(event, each.event) for event in own)]
    return sorted(fresh, key=lambda each: (each.event.first, each.said), reverse=True)


def _suggestion(row: Mapping[str, Any]) -> Suggestion:
    event = Event(KINDS[row["said"]], "", row["first_day"], row["last_day"], row["product_key"], origin="found")
    days = (row["last_day"] - row["first_day"]).days + 1
    fields: dict[str, Any] = {"days": days}
    if row["said"] == "no_sales":
        fields |= {"platform": row["platform"], "sold": int(row["before"])}
    elif row["said"] != "stock_out":
        fields = {name: row[name].quantize(FEN, ROUND_HALF_UP) for name in ("before", "after")}
    return Suggestion(row["said"], event, row["product_name"] or "", fields)


def _tells(event: Event, found: Event) -> bool:
    """Whether the book knows of it: the same product, the same kind, days in common."""
    return (event.product, event.kind) == (found.product, found.kind) and (
        event.first <= found.last and found.first <= event.last
    )
