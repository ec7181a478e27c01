"""A document as a workbook: one sheet as on paper, numbers as numbers, charts of the workbook's own with their values beside."""

from collections.abc import Callable
from functools import singledispatch

from xlsxwriter.worksheet import Worksheet

from views.language import _
from views.numbers import NOTHING
from views.paper import nativecharts
from views.paper.cells import Paper, high
from views.paper.model import Amount, Block, Boxes, Cards, Cell, Chart, Column, Document, Points, Table, Words
from views.paper.plots import Attainment

COLUMNS, WIDTH = 8, 12.0  # of the sheet: texts go over several of them
LAST = COLUMNS - 1
ROW = 20  # pixels of a row of the usual height
CHART_WIDTH = int(COLUMNS * (WIDTH * 7 + 5))  # pixels of the sheet's columns


class Sheet:
    """The sheet being filled from top to bottom, and the one that holds what the charts show."""

    def __init__(self, paper: Paper, sheet: Worksheet, values: Callable[[], Worksheet]) -> None:
        self.paper, self.sheet, self.row = paper, sheet, 0
        self.values, self.value_row = values, 0

    def wide(self, said: str, *kinds: str, first: int = 0, last: int = LAST, size: float = 1.0) -> None:
        """A text over the sheet's columns in the row at hand; the row is as high as it needs."""
        self.paper.wide(self.sheet, self.row, last, said, *kinds, first=first)
        self.sheet.set_row(self.row, size * high((said, (last - first + 1) * WIDTH)))
        self.row += 1


def written(document: Document) -> bytes:
    """The document as an Excel file."""
    paper = Paper(f"{document.shop} {document.title}")
    sheet = paper.sheet(document.title, [WIDTH] * COLUMNS, fixed=0, upright=True)
    made: list[Worksheet] = []

    def values() -> Worksheet:
        if not made:
            made.append(paper.sheet(_("Values of the charts"), (26, *[14] * 9)))
        return made[0]

    filling = Sheet(paper, sheet, values)
    filling.wide(" · ".join(filter(None, (f"{document.shop} · {document.title}", document.number))), "title", size=1.4)
    _facts(filling, document)
    for said in document.lead:
        filling.wide(said, "lead", size=1.15)
    for section in document.sections:
        filling.row += 1
        filling.wide(section.title, "heading", size=1.3)
        for block in section.blocks:
            _block(block, filling)
    filling.row += 1
    filling.wide(document.origin, "text", "soft")
    return paper.bytes()


def _facts(filling: Sheet, document: Document) -> None:
    """What the document stands on, two by two."""
    half = COLUMNS // 2
    for n in range(0, len(document.facts), 2):
        pair = [f"{name} · {value}" for name, value in document.facts[n : n + 2]]
        for k, said in enumerate(pair):
            filling.paper.wide(filling.sheet, filling.row, half * (k + 1) - 1, said, "text", first=half * k)
        filling.sheet.set_row(filling.row, high(*((said, half * WIDTH) for said in pair)))
        filling.row += 1


@singledispatch
def _block(block: Block, filling: Sheet) -> None:
    raise NotImplementedError(type(block))


@_block.register
def _words(block: Words, filling: Sheet) -> None:
    filling.wide(block.text, "text", "soft" if block.kind == "note" else "")


@_block.register
def _points(block: Points, filling: Sheet) -> None:
    for said, behind in block.items:
        filling.wide(f"• {said}" + (f"  ({behind})" if behind else ""), "text")


@_block.register
def _cards(block: Cards, filling: Sheet) -> None:
    """A line for each figure: name, number, what moved it."""
    for card in block.cards:
        paper, sheet, row = filling.paper, filling.sheet, filling.row
        paper.wide(sheet, row, 1, card.name, "label")
        for first, amount in enumerate(filter(None, (card.amount, card.until)), 1):
            sheet.merge_range(row, 2 * first, row, 2 * first + 1, "", paper.look("card"))
            _cell(paper, sheet, row, 2 * first, amount, "card")
        first = 6 if card.until else 4
        paper.wide(sheet, row, LAST, card.moved, "text", "soft", first=first)
        filling.sheet.set_row(row, max(20, high((card.moved, (COLUMNS - first) * WIDTH))))
        filling.row += 1


def _cell(paper: Paper, sheet: Worksheet, row: int, column: int, cell: Cell, *kinds: str) -> None:
    """A number as a number, a text as a text."""
    if isinstance(cell, str):
        paper.text(sheet, row, column, cell, "text", *kinds)
        return
    unit = cell.unit
    if cell.signed and unit in ("money", "rate"):
        unit = {"money": "signed", "rate": "signed_rate"}[unit]
    if cell.value is None:
        sheet.write_string(row, column, NOTHING, paper.look("none", *kinds))
    else:
        sheet.write_number(row, column, float(cell.value), paper.look("number", unit, *kinds))


@_block.register
def _table(block: Table, filling: Sheet) -> None:
    paper, sheet = filling.paper, filling.sheet
    places = _places(block.columns)
    for column, (first, last) in zip(block.columns, places, strict=True):
        paper.wide(sheet, filling.row, last, column.name, "head", "right" if column.is_number else "", first=first)
    filling.sheet.set_row(filling.row, _high([column.name for column in block.columns], places))
    for row in block.rows:
        filling.row += 1
        for column, cell, (first, last) in zip(block.columns, row.cells, places, strict=True):
            if isinstance(cell, Amount):
                _cell(paper, sheet, filling.row, first, cell, row.kind)
            else:
                right = "right" if column.is_number else ""
                paper.wide(sheet, filling.row, last, cell, "text", right, row.kind, first=first)
        filling.sheet.set_row(filling.row, _high(row.cells, places))
    filling.row += 2


def _high(cells: list[str] | tuple[Cell, ...], places: list[tuple[int, int]]) -> float:
    """The height of a row whose texts are not cut."""
    texts = [
        (cell, (last - first + 1) * WIDTH)
        for cell, (first, last) in zip(cells, places, strict=True)
        if isinstance(cell, str)
    ]
    return high(*texts) if texts else 16.5


def _places(columns: tuple[Column, ...]) -> list[tuple[int, int]]:
    """The first and last column of the sheet for each column: numbers take one, texts share the rest by their weight."""
    texts = [column for column in columns if not column.is_number]
    spare = max(COLUMNS - len(columns), 0)
    weights = sum(column.weight for column in texts) or 1
    found, at, due = [], 0, 0
    for column in columns:
        extra = 0
        if not column.is_number:
            due += column.weight
            extra = spare * due // weights - spare * (due - column.weight) // weights
        found.append((at, at + extra))
        at += 1 + extra
    return found


@_block.register
def _chart(block: Chart, filling: Sheet) -> None:
    """The chart of the workbook's own; its values stand in a sheet behind."""
    values = filling.values()
    first = filling.value_row
    paper, plot = filling.paper, block.plot
    paper.text(values, first, 0, block.title, "heading")
    paper.heads(values, first + 1, plot.header, range(1, len(plot.header)))
    values.set_row(first + 1, high(*((name, 14) for name in plot.header)))
    for n, row in enumerate(plot.rows, first + 2):
        for column, cell in enumerate(row):
            _cell(paper, values, n, column, cell if isinstance(cell, str) else Amount(cell, plot.unit))
    chart = nativecharts.chart(paper, values, first + 2, block)
    rows = max(9, len(plot.rows) * 2 + 5) if isinstance(plot, Attainment) else 17
    chart.set_size({"width": CHART_WIDTH, "height": rows * ROW - 8})
    filling.sheet.insert_chart(filling.row, 0, chart, {"object_position": 1, "description": block.title})
    filling.row += rows
    filling.value_row = first + len(plot.rows) + 3


@_block.register
def _boxes(block: Boxes, filling: Sheet) -> None:
    half = COLUMNS // 2
    filling.row += 1
    for n in range(max(len(said) for _whose, said in block.boxes) + 1):
        for k, (whose, said) in enumerate(block.boxes):
            words = (whose, *said)[n] if n <= len(said) else ""
            kind = "box" if n else "boxhead"
            filling.paper.wide(filling.sheet, filling.row, half * (k + 1) - 1, words, kind, first=half * k)
        filling.sheet.set_row(filling.row, 26 if n else 18)
        filling.row += 1
