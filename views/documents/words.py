"""What all documents say the same way: their facts, their origin, events, sides."""

from datetime import date, datetime

from book.engagement import Engagement
from reports.events.kind import CALENDAR, Event
from reports.scope import Scope
from views.language import _
from views.numbers import NOTHING
from views.words import basis_name, book_name

Facts = tuple[tuple[str, str], ...]


def facts(agreed: Engagement, period: str, state: str, scope: Scope, made: datetime, *more: tuple[str, str]) -> Facts:
    """The head of a document: between whom, which days, how sure, on which basis, in which book, of which build, made when."""
    return (
        (_("Merchant"), agreed.merchant or NOTHING),
        (_("Agency"), agreed.agency or NOTHING),
        (_("Period"), period),
        (_("Data"), state),
        *more,
        (_("Refunds count"), basis_name(scope.refunds)),
        (_("Sales"), book_name(scope.book)),
        (_("Build"), scope.reader.build),
        (_("Made"), f"{made:%Y-%m-%d %H:%M}"),
    )


def origin(build: str, currency: str) -> str:
    """Which build the figures are of, and in which currency."""
    return _("Figures of build {build}; amounts in {currency}.").format(build=build, currency=currency)


def event_words(event: Event) -> str:
    """An event in a few words: of which kind, its name, of which product."""
    name = _(event.name) if event.origin == CALENDAR else event.name
    kind = "" if event.kind == "promotion" else f"{event_kind(event.kind)}: "
    return f"{kind}{name}" + (f" · {event.product}" if event.product else "")


def event_days(event: Event) -> str:
    """Its days in short: 11/08 – 11/11."""
    return f"{event.first:%m/%d}" if event.first == event.last else f"{event.first:%m/%d} – {event.last:%m/%d}"


def event_kind(kind: str) -> str:
    """What sort of event it is."""
    return {
        "promotion": _("promotion"),
        "picture": _("picture changed"),
        "title": _("title changed"),
        "price": _("price changed"),
        "stock_out": _("out of stock"),
        "rule": _("platform rule"),
        "staff": _("staff changed"),
        "strategy": _("strategy changed"),
        "other": _("event"),
    }[kind]


def side_name(side: str) -> str:
    """A side of the contract."""
    return {"agency": _("agency"), "merchant": _("merchant")}[side]


def days_label(first: date, last: date) -> str:
    """Two days of one year: 11/01 – 11/15."""
    return f"{first:%m/%d} – {last:%m/%d}"
