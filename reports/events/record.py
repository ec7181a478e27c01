"""Events in the book: what somebody typed, pasted or uploaded, and what was taken back."""

from collections.abc import Sequence
from datetime import date

from book import Book, Change, Entry
from reports.events.kind import Event

KIND = "event"


def recorded(book: Book) -> list[Event]:
    """Every event in force, in the order of its days."""
    return sorted(map(_event, book.in_force(KIND).values()), key=lambda each: (each.first, each.last, each.number))


def record(book: Book, found: Sequence[Event], who: str, origin: str = "typed") -> list[Entry]:
    """Write events that are not in force as they are said yet. Raises BookUnreachable."""
    known = {subject: entry.body for subject, entry in book.in_force(KIND).items()}
    fresh = {each.subject: _body(each, origin) for each in found}
    changes = [Change(KIND, subject, body) for subject, body in fresh.items() if not _same(known.get(subject), body)]
    return book.append(changes, who) if changes else []


def withdraw(book: Book, event: Event, who: str, why: str) -> Entry:
    """Take an event back; its entry stays. Raises ChangedMeanwhile, BookUnreachable."""
    [entry] = book.append([Change(KIND, event.subject, None, since=event.number)], who, why)
    return entry


def _same(known: dict[str, object] | None, body: dict[str, object]) -> bool:
    """Whether the same is said, however it came in."""
    return known is not None and known | {"origin": ""} == body | {"origin": ""}


def _body(event: Event, origin: str) -> dict[str, object]:
    said = {name: value for name, value in event.as_json().items() if name not in ("origin", "entry")}
    return said | {"origin": origin}


def _event(entry: Entry) -> Event:
    said = entry.body
    return Event(
        kind=said["kind"],
        name=said["name"],
        first=date.fromisoformat(said["from"]),
        last=date.fromisoformat(said["to"]),
        product=said["product"],
        note=said["note"],
        origin=said["origin"],
        number=entry.number,
        before=said["before"],
        after=said["after"],
        who=entry.who,
    )
