"""`python -m reports events`: what happened around the figures, what each change did, and a table of events recorded."""

import argparse
import getpass
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import warehouse
from book import book
from reports.cards.card import cards
from reports.events.event import events
from reports.events.file import rows_of
from reports.events.products import products
from reports.events.record import record, recorded
from reports.events.table import Wrong, understood
from reports.out import give, scope_of
from reports.scope import span
from warehouse import NoBuild, Shop, Told, tell

HEADER = ("kind", "name", "from", "to", "before", "after", "product", "note", "origin", "entry")


class WrongTable(Told):
    """No event was recorded. {}"""

    kind = "wrong_table"

    def __init__(self, problems: list[Wrong]) -> None:
        super().__init__(" ".join(each.as_json()["message"] for each in problems))


def add_events(call: Callable[[Any, str, Any, str], argparse.ArgumentParser], calls: Any) -> None:
    """The call and its options."""
    asked = call(calls, "events", _events, "promotions, changes and whatever else may explain a figure")
    asked.add_argument("--import", dest="table", metavar="FILE", type=Path, help="record the events of a csv or xlsx")
    asked.add_argument("--who", metavar="NAME", help="who records them")
    asked.add_argument("--dry-run", action="store_true", help="say what was understood and record nothing")


def _events(asked: argparse.Namespace) -> int:
    scope = scope_of(asked)
    fresh = _import(asked, scope.shop) if asked.table else []
    first, last = _span(scope.shop)
    found = events(scope.shop, asked.first or first, asked.last or last)
    found = (*found, *fresh) if asked.dry_run else found
    lines = [each.as_json() for each in found]

    def answer() -> dict[str, Any]:
        return {"shop": asked.shop, "events": lines, "changes": [each.as_json() for each in cards(scope)]}

    return give(asked, answer, HEADER, [[line[name] for name in HEADER] for line in lines])


def _import(asked: argparse.Namespace, shop: Shop) -> list[Any]:
    """Record the events of a table. Raises WrongTable with all that is wrong in it, Refused, BookUnreachable."""
    found, wrong = understood(rows_of(asked.table.name, asked.table.read_bytes()), products(shop).called)
    if wrong:
        raise WrongTable(wrong)
    if asked.dry_run:
        tell(f"{len(found)} events understood, none recorded")
        return found
    written = record(book(shop), found, asked.who or getpass.getuser(), "uploaded")
    tell(f"{len(written)} of {len(found)} events recorded; the others were in the book")
    return []


def _span(shop: Shop) -> tuple[date, date]:
    """The days that the shop knows anything of, its own events among them; today for a shop that knows nothing."""
    own = [day for each in recorded(book(shop)) for day in (each.first, each.last)]
    with suppress(NoBuild):
        own += span(warehouse.reader(shop)) or ()
    return (min(own), max(own)) if own else (date.today(), date.today())  # noqa: DTZ011 — the reader's own clock
