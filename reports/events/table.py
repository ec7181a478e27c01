"""A table of events, as people keep it in a spreadsheet → events, or everything that is wrong in it at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from reports.events import words
from reports.events.kind import Event
from warehouse import N_

Row = tuple[int, Sequence[str]]  # as a spreadsheet program numbers it, and its cells
NEEDED = ("first", "kind", "name")
OF_A_PRODUCT = ("picture", "title")  # these are made at one product; without it no card could tell what they did
MOST_LETTERS, MOST_ROWS = 80, 2000


# What may be wrong, as a sentence with fields: {row}, {value}, {near}, {names}.
SENTENCES = {
    "no_header": N_("No row names the columns date, kind and name; the first row must: {names}."),
    "no_rows": N_("There is no event below the names of the columns."),
    "too_many": N_("There are more than {value} rows."),
    "day": N_("Row {row}: “{value}” is no day with its year, such as 2026-07-20."),
    "backward": N_("Row {row}: the last day lies before the first: {value}."),
    "kind": N_("Row {row}: “{value}” is no kind of event; one of: {names}."),
    "no_name": N_("Row {row}: what happened is not said."),
    "long_name": N_("Row {row}: “{value}” has more than {names} letters."),
    "no_product": N_("Row {row}: a new picture or title needs the code of its product."),
    "product": N_("Row {row}: no product of the shop is called “{value}”."),
    "product_near": N_("Row {row}: no product of the shop is called “{value}”; {near} is."),
}


@dataclass(frozen=True)
class Wrong:
    """One thing that is wrong, with the fields of its sentence."""

    said: str  # of SENTENCES
    row: int = 0
    value: str = ""
    near: str = ""
    names: tuple[str, ...] = ()  # kinds, columns, or a number

    def as_json(self) -> dict[str, Any]:
        """One problem of `reports events --import --json`."""
        sentence = SENTENCES[self.said].format(
            row=self.row, value=self.value, near=self.near, names=", ".join(self.names)
        )
        return {"kind": self.said, "row": self.row or None, "value": self.value, "message": sentence}


def understood(rows: Sequence[Row], products: Mapping[str, str]) -> tuple[list[Event], list[Wrong]]:
    """The events of a table and what is wrong with it. `products`: what each may be called → its key."""
    filled = [(number, cells) for number, cells in rows if any(cell.strip() for cell in cells)]
    header = next((place for place, (_row, cells) in enumerate(filled) if _columns(cells)), None)
    if header is None:
        return [], [Wrong("no_header", names=NEEDED)]
    columns = _columns(filled[header][1])
    below = filled[header + 1 :]
    if not below or len(below) > MOST_ROWS:
        return [], [Wrong("too_many", value=f"{MOST_ROWS:,}") if below else Wrong("no_rows")]
    found, wrong = [], []
    for number, cells in below:
        said = {name: cells[place].strip() if place < len(cells) else "" for name, place in columns.items()}
        event, faults = checked(said, products, number)
        wrong += faults
        if event and not faults:
            found.append(event)
    return found, wrong


def checked(said: Mapping[str, str], products: Mapping[str, str], row: int = 0) -> tuple[Event | None, list[Wrong]]:
    """One event from its words (first, last, kind, name, product, note), or all that is wrong with them."""
    wrong = []
    days = words.days(said["first"])
    until = words.days(said["last"]) if said.get("last") else days
    wrong += [
        Wrong("day", row, value)
        for value, read in ((said["first"], days), (said.get("last", ""), until if days else True))
        if read is None
    ]
    if days and until and until[1] < days[0]:
        wrong.append(Wrong("backward", row, f"{days[0]} – {until[1]}"))
    kind = words.kind(said["kind"])
    if kind is None:
        wrong.append(Wrong("kind", row, said["kind"], names=tuple(words.KINDS)))
    if not said["name"]:
        wrong.append(Wrong("no_name", row))
    elif len(said["name"]) > MOST_LETTERS:
        wrong.append(Wrong("long_name", row, said["name"][:20] + "…", names=(str(MOST_LETTERS),)))
    product, fault = _product(said.get("product", ""), kind, products, row)
    wrong += fault
    if wrong or not days or not until or kind is None:
        return None, wrong
    return Event(kind, said["name"], days[0], until[1], product, said.get("note", ""), "typed"), []


def _product(said: str, kind: str | None, products: Mapping[str, str], row: int) -> tuple[str | None, list[Wrong]]:
    if not said:
        return None, [Wrong("no_product", row)] if kind in OF_A_PRODUCT else []
    if not products:
        return said, []
    if found := products.get(words.plain(said)):
        return found, []
    near = get_close_matches(words.plain(said), products, 1)
    return None, [Wrong("product_near", row, said, products[near[0]]) if near else Wrong("product", row, said)]


def has_header(rows: Sequence[Row]) -> bool:
    """Whether a row names the columns of a table of events."""
    return any(_columns(cells) for _row, cells in rows)


def _columns(cells: Sequence[str]) -> dict[str, int]:
    """Where the columns of a header stand; nothing for a row that is none."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        if name := words.column(cell):
            found.setdefault(name, place)
    return found if all(name in found for name in NEEDED) else {}
