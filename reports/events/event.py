"""What may explain a figure besides the service: the events of a span of days, and the days that no promotion touches."""

from collections.abc import Iterable
from datetime import date, timedelta

from book import book
from reports.events.calendar import promotions
from reports.events.kind import KINDS, Event
from reports.events.record import recorded
from reports.scope import currency
from warehouse import NoBuild, Shop, reader

__all__ = ["KINDS", "Event", "events", "plain_days"]


def events(shop: Shop, first: date, last: date) -> tuple[Event, ...]:
    """Every event that reaches into a span of days: of the calendar, and of the shop's book. Raises BookUnreachable.

    The calendar is that of the mainland's platforms; a shop in another currency has only its own events.
    """
    found = [each for each in recorded(book(shop)) if each.touches(first, last)]
    if _is_mainland(shop):
        found += promotions(first, last)
    return tuple(sorted(found, key=lambda each: (each.first, each.last, each.number)))


def plain_days(found: Iterable[Event], first: date, last: date, product: str | None = None) -> frozenset[date]:
    """The days of a span that lie neither in a promotion of the shop nor in the days before and after that it touches.

    Promotions of one product take days only where the question is about that product.
    """
    taken: set[date] = set()
    for each in found:
        if each.kind == "promotion" and each.product in (None, product):
            start, end = each.reach
            taken.update(start + timedelta(n) for n in range((end - start).days + 1))
    return frozenset(first + timedelta(n) for n in range((last - first).days + 1)) - taken


def _is_mainland(shop: Shop) -> bool:
    try:
        return currency(reader(shop)) == "CNY"
    except NoBuild:
        return True
