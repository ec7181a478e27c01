"""The words of events: kinds, names, days, where one comes from."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from reports.events.kind import CALENDAR, Event
from reports.events.suggest import SENTENCES as FOUND
from reports.events.suggest import Suggestion
from reports.events.table import SENTENCES, Wrong
from reports.events.words import KINDS
from views.language import _, listed
from views.numbers import count, money
from views.words import platform_name


def kind_name(kind: str) -> str:
    """A kind of event as the reader calls it."""
    return {
        "promotion": _("Promotion"),
        "picture": _("New picture"),
        "title": _("New title"),
        "price": _("Price change"),
        "stock_out": _("Out of stock"),
        "rule": _("Rule change"),
        "staff": _("Staff change"),
        "strategy": _("Strategy change"),
        "other": _("Other"),
    }[kind]


def name(event: Event) -> str:
    """The event's name; those of the calendar in the reader's language."""
    return _(event.name) if event.origin == CALENDAR else event.name


def titled(event: Event) -> str:
    """The event's kind and name, where the name alone may not say what it was."""
    if event.origin == CALENDAR or event.kind in ("promotion", "other"):
        return name(event)
    return _("{kind}: {name}").format(kind=kind_name(event.kind), name=event.name)


def origin(event: Event) -> str:
    """Where an event comes from."""
    if event.origin == CALENDAR:
        return _("calendar")
    sources = {
        "typed": _("typed"),
        "pasted": _("pasted"),
        "uploaded": _("uploaded"),
        "found": _("found in the figures"),
    }
    return f"{event.who} · {sources[event.origin]}"


def short_days(first: date, last: date) -> str:
    """07/20, or 08/03–08/09."""
    return f"{first:%m/%d}" if first == last else f"{first:%m/%d}–{last:%m/%d}"


def wrong(each: Wrong) -> str:
    """What is wrong in a table of events, as a sentence."""
    names = {
        "kind": listed(kind_name(kind) for kind in KINDS),
        "no_header": listed((_("date"), _("kind"), _("name"), _("product"), _("note"))),
    }.get(each.said, "".join(each.names))
    template = SENTENCES[each.said]
    return _(template).format(row=each.row, value=each.value, near=each.near, names=names)


def wrong_in_form(each: Wrong) -> str:
    """The same without its row: a form has one."""
    return {
        "no_name": _("Say what happened."),
        "no_product": _("A new picture or title needs its product."),
        "backward": _("The last day lies before the first."),
    }.get(each.said, wrong(each))


def suggestion(found: Suggestion) -> str:
    """What the figures tell, as the name of an event."""
    template = FOUND[found.said]
    return _(template).format(**{key: _field(key, value) for key, value in found.fields.items()})


def _field(key: str, value: object) -> str:
    if isinstance(value, Decimal):
        return money(value)
    return platform_name(str(value)) if key == "platform" else count(value)  # type: ignore[arg-type]


def called(product: str | None, names: Mapping[str, str]) -> str:
    """A product as people call it: its name, else its key."""
    return (names.get(product) or product) if product else ""
