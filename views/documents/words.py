"""What all documents say the same way: their facts, their origin, events, sides."""

from datetime import date, datetime

from book.engagement import Engagement
from reports.contract.said import Said
from reports.events.kind import Event
from reports.scope import Scope
from views.events.words import kind_name, name
from views.language import _
from views.numbers import NOTHING
from views.paper.model import Boxes
from views.saying import sentence
from views.statement.said import bare
from views.words import basis_name, book_name
from warehouse import NoBuild

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
        (_("Build"), build_of(scope)),
        (_("Made"), f"{made:%Y-%m-%d %H:%M}"),
    )


def build_of(scope: Scope) -> str:
    """The build that the figures are of; a dash before the first file."""
    try:
        return scope.reader.build
    except NoBuild:
        return NOTHING


def origin(scope: Scope, currency: str) -> str:
    """Which build the figures are of, and in which currency."""
    return _("Figures of build {build}; amounts in {currency}.").format(build=build_of(scope), currency=currency)


def event_words(event: Event) -> str:
    """An event in a few words: of which kind, its name, of which product."""
    kind = "" if event.kind in ("promotion", "other") else f"{kind_name(event.kind)}: "
    return f"{kind}{name(event)}" + (f" · {event.product}" if event.product else "")


def plain(found: Said) -> str:
    """A report's sentence as text."""
    return bare(sentence(found))


def blank_boxes() -> Boxes:
    """Where both sides sign by hand."""
    lines = (_("Name:"), _("Signature:"), _("Date:"))
    return Boxes(((_("For the merchant"), lines), (_("For the agency"), lines)))


def side_name(side: str) -> str:
    """A side of the contract."""
    return {"agency": _("agency"), "merchant": _("merchant")}[side]


def days_label(first: date, last: date, *, with_year: bool = False) -> str:
    """Two days: 11/01 – 11/15."""
    return f"{first:%Y/%m/%d} – {last:%Y/%m/%d}" if with_year else f"{first:%m/%d} – {last:%m/%d}"
