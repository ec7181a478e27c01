"""A document before it is written: title, facts, sentences, figures, tables, charts, boxes to sign.

Every text is in the reader's language already; numbers stay numbers until a writer writes them.
"""

from dataclasses import dataclass

from reports.metric import Figure
from views.numbers import NOTHING, count, money, rate
from views.paper.plots import Plot


@dataclass(frozen=True)
class Amount:
    """A number in its unit: money, money_rate, count, rate."""

    value: Figure
    unit: str = "money"
    signed: bool = False

    @property
    def shown(self) -> str:
        """As the reader reads it; what is not known is a dash."""
        if self.value is None:
            return NOTHING
        if self.unit in ("money", "money_rate"):
            return money(self.value, signed=self.signed)
        if self.unit == "rate":
            return rate(self.value, signed=self.signed)
        return ("+" if self.signed and self.value > 0 else "") + count(self.value)


Cell = str | Amount


def shown(cell: Cell) -> str:
    """A cell as the reader reads it."""
    return cell if isinstance(cell, str) else cell.shown


@dataclass(frozen=True)
class Words:
    """A paragraph. `kind`: "say" is the answer of its section, "note" a remark, "" any other."""

    text: str
    kind: str = ""


@dataclass(frozen=True)
class Points:
    """Short items below each other: (what, who or when behind it)."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Card:
    """One of at most five figures: what moved it, in words; `tone` good, bad or even."""

    name: str
    amount: Amount
    moved: str = ""
    tone: str = "even"
    until: Amount | None = None  # the figure is known only as a range from `amount` to this


@dataclass(frozen=True)
class Cards:
    """Figures side by side."""

    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Column:
    """A column of a table. `weight`: how much room its text has beside other texts, 0 for short ones that are never broken.

    On the picture it may be left out.
    """

    name: str
    is_number: bool = False
    weight: int = 1
    on_picture: bool = True


@dataclass(frozen=True)
class Row:
    """Cells in the order of the columns; `kind` "sum" for a total, "cause" for a part of the row above."""

    cells: tuple[Cell, ...]
    kind: str = ""


@dataclass(frozen=True)
class Table:
    """Rows under columns."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Chart:
    """A chart; `title` names it for a reader who does not see it."""

    title: str
    plot: Plot


@dataclass(frozen=True)
class Boxes:
    """Where both sides sign: each box its head and its lines."""

    boxes: tuple[tuple[str, tuple[str, ...]], ...]


Block = Words | Points | Cards | Table | Chart | Boxes


@dataclass(frozen=True)
class Section:
    """Blocks under a heading; what is for paper only is left out of the picture. `is_fine`: in small letters, to look up."""

    title: str
    blocks: tuple[Block, ...]
    on_picture: bool = True
    is_fine: bool = False


@dataclass(frozen=True)
class Document:
    """What a writer writes. `facts` say shop, period, basis, book, state, build, when it was made."""

    title: str
    shop: str
    facts: tuple[tuple[str, str], ...]
    lead: tuple[str, ...]  # the answer in a sentence or two, before everything else
    sections: tuple[Section, ...]
    origin: str  # build and currency, and that it is not signed figures where it is not
    number: str = ""  # of the document, where it has one
