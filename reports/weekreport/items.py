"""What the two sides write into a week's report: done, changed, next, needed; every word of it an entry of the book."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from book import Book, Change, Entry

KIND = "week_item"
LISTS = ("done", "changed", "next", "needed")  # needed: of the other side
SIDES = ("agency", "merchant")
LONGEST = 200  # letters


@dataclass(frozen=True)
class Item:
    """One line of one list, as one side wrote it."""

    week_start: date
    list: str  # of LISTS
    side: str  # who says it
    text: str
    who: str
    at: datetime
    subject: str
    number: int  # of its entry
    source: str = ""  # the suggestion that it was taken from; see suggested.py

    def as_json(self) -> dict[str, Any]:
        """One item of `reports weekreport --json`."""
        return {
            "list": self.list,
            "side": self.side,
            "text": self.text,
            "who": self.who,
            "at": self.at.isoformat(timespec="seconds"),
            "entry": self.number,
        }


def items(book: Book, week_start: date) -> tuple[Item, ...]:
    """The items in force of a week, list by list, each in the order they were written."""
    found = [_item(entry) for entry in book.in_force(KIND).values() if entry.subject[:10] == week_start.isoformat()]
    return tuple(sorted(found, key=lambda each: (LISTS.index(each.list), each.number)))


def write(book: Book, week_start: date, list_: str, side: str, text: str, who: str, source: str = "") -> Entry:
    """Write one item. Raises ValueError for a text that is empty or too long, ChangedMeanwhile, BookUnreachable."""
    written = sum(subject[:10] == week_start.isoformat() for subject in book.newest(KIND))
    body = _body(list_, side, text, source)
    [entry] = book.append([Change(KIND, f"{week_start} {written + 1}", body, since=0)], who)
    return entry


def change(book: Book, item: Item, text: str, who: str) -> Entry:
    """Write an item anew; what it said stays in the book. Raises ValueError, ChangedMeanwhile, BookUnreachable."""
    body = _body(item.list, item.side, text, item.source)
    [entry] = book.append([Change(KIND, item.subject, body, since=item.number)], who)
    return entry


def taken(book: Book, week_start: date) -> frozenset[str]:
    """The suggestions that were ever taken for a week, those too that were taken back; nobody is offered them twice."""
    found = (each for each in book.entries(KIND) if each.body and each.subject[:10] == week_start.isoformat())
    return frozenset(each.body.get("source", "") for each in found) - {""}


def take_back(book: Book, item: Item, who: str, why: str = "") -> Entry:
    """Take an item out of the report; its entry stays. Raises ChangedMeanwhile, BookUnreachable."""
    [entry] = book.append([Change(KIND, item.subject, None, since=item.number)], who, why)
    return entry


def _body(list_: str, side: str, text: str, source: str) -> dict[str, str]:
    said = " ".join(text.split())
    if list_ not in LISTS or side not in SIDES or not 0 < len(said) <= LONGEST:
        raise ValueError(f"an item is one of {', '.join(LISTS)}, of one side, with 1 to {LONGEST} letters")
    return {"list": list_, "side": side, "text": said} | ({"source": source} if source else {})


def _item(entry: Entry) -> Item:
    said = entry.body
    return Item(
        week_start=date.fromisoformat(entry.subject[:10]),
        list=said["list"],
        side=said["side"],
        text=said["text"],
        who=entry.who,
        at=entry.written_at,
        subject=entry.subject,
        number=entry.number,
        source=said.get("source", ""),
    )
