"""A document as one picture for a chat: as wide as a phone, its letters large enough to be read there."""

from functools import cache, singledispatch

from views.charts import BLUE, FONT, ORANGE
from views.html import text
from views.language import _
from views.paper.canvas import INK, SOFT, Drawing
from views.paper.drawing import draw
from views.paper.lettering import lines, width
from views.paper.model import Block, Boxes, Cards, Chart, Column, Document, Points, Row, Section, Table, Words, shown

PIXELS = 1080
WIDE = 432.0  # units; a phone shows them about as large as its own
EDGE = 18.0
ROOM = WIDE - 2 * EDGE
TONES = {"good": BLUE, "bad": ORANGE}


def missing() -> str | None:
    """Why no picture can be made on this computer; None where it can."""
    try:
        import resvg_py  # noqa: F401
    except ImportError:
        return _("The picture cannot be made: the package resvg_py is not installed. Run python run.py once more.")
    if not _has_chinese():
        return _(
            "The picture cannot be made: this computer has no font with Chinese letters. Install one, as Noto Sans CJK."
        )
    return None


def written(document: Document) -> bytes:
    """The document as a PNG, 1080 pixels wide. Raises ImportError where `missing` says that it cannot be made."""
    return _png(svg(document))


def svg(document: Document) -> str:
    """The picture before its letters become pixels."""
    paper = Drawing(WIDE, EDGE)
    _head(paper, document)
    for section in document.sections:
        if section.on_picture:
            _section(paper, section)
    paper.high += 10
    paper.stroke(EDGE, paper.high, WIDE - EDGE, paper.high)
    paper.high += 4
    _lines(paper, document.origin, 9.5, ink=SOFT)
    paper.high += EDGE
    high = round(paper.high)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{PIXELS}" height="{round(high * PIXELS / WIDE)}" '
        f'viewBox="0 0 {WIDE:g} {high}" font-family="{text(FONT)}"><rect width="100%" height="100%" fill="#FFFFFF"/>'
        f"{''.join(paper.body)}</svg>"
    )


def _png(drawn: str) -> bytes:
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=drawn, font_family="sans-serif"))


@cache
def _has_chinese() -> bool:
    """Whether letters come out: without a font that has them two different ones look the same."""
    one, other = (
        _png(
            '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">'
            f'<text x="2" y="32" font-size="32" font-family="{text(FONT)}">{letter}</text></svg>'
        )
        for letter in "周月"
    )
    return one != other


def _head(paper: Drawing, document: Document) -> None:
    paper.box(0, 0, WIDE, 5, BLUE)
    paper.high += 8
    _lines(paper, document.title, 20, bold=True)
    _lines(paper, document.shop, 13)
    paper.high += 3
    _lines(paper, " · ".join(f"{name} {value}" for name, value in document.facts), 10, ink=SOFT)
    paper.high += 6
    for each in document.lead:
        _lines(paper, each, 14.5, bold=True)


def _section(paper: Drawing, section: Section) -> None:
    paper.high += 20
    paper.box(EDGE, paper.high, 3.5, 14, BLUE)
    paper.words(EDGE + 10, paper.high + 12, section.title, size=14.5, bold=True)
    paper.high += 20
    for block in section.blocks:
        _block(block, paper)
        paper.high += 4


def _lines(paper: Drawing, said: str, size: float, *, ink: str = INK, bold: bool = False, indent: float = 0) -> None:
    """A text over as many lines as it needs."""
    for line in lines(said, size * (1.04 if bold else 1), ROOM - indent):
        paper.high += size * 1.42
        paper.words(EDGE + indent, paper.high - size * 0.34, line, size=size, ink=ink, bold=bold)


@singledispatch
def _block(block: Block, paper: Drawing) -> None:
    raise NotImplementedError(type(block))


@_block.register
def _words(block: Words, paper: Drawing) -> None:
    is_note = block.kind == "note"
    _lines(paper, block.text, 10.5 if is_note else 12.5, ink=SOFT if is_note else INK)


@_block.register
def _points(block: Points, paper: Drawing) -> None:
    for said, behind in block.items:
        start = paper.high
        _lines(paper, said, 12.5, indent=12)
        paper.body.append(f'<circle cx="{EDGE + 4:g}" cy="{start + 10.5:.1f}" r="2.2" fill="{BLUE}"/>')
        if behind:
            _lines(paper, behind, 10.5, ink=SOFT, indent=12)
        paper.high += 3


@_block.register
def _cards(block: Cards, paper: Drawing) -> None:
    gap = 8.0
    wide = (ROOM - gap) / 2
    for first in range(0, len(block.cards), 2):
        pair = block.cards[first : first + 2]
        room = wide if len(pair) == 2 else ROOM
        said = [lines(card.moved, 10, room - 20) for card in pair]
        tall = 44.0 + 14 * max(map(len, said))
        for n, card in enumerate(pair):
            x, y = EDGE + n * (wide + gap), paper.high + 4
            paper.box(x, y, room, tall, "#F3F6FA", round_=5)
            paper.words(x + 10, y + 17, card.name, size=11, ink=SOFT)
            value = f"{card.amount.shown} … {card.until.shown}" if card.until else card.amount.shown
            size = min(18.0, 18.0 * (room - 20) / width(value, 18 * 1.05))
            paper.words(x + 10, y + 37, value, size=round(size, 1), bold=True)
            for k, line in enumerate(said[n]):
                paper.words(x + 10, y + 52 + 14 * k, line, size=10, ink=TONES.get(card.tone, SOFT))
        paper.high += tall + gap


@_block.register
def _chart(block: Chart, paper: Drawing) -> None:
    drawn = draw(block.plot, ROOM)
    paper.high += 6
    paper.body.append(f'<g transform="translate({EDGE:g} {paper.high:.1f})">{"".join(drawn.body)}</g>')
    paper.high += drawn.high


@_block.register
def _boxes(block: Boxes, paper: Drawing) -> None:
    for whose, said in block.boxes:
        _lines(paper, " · ".join([whose, *said]), 10.5, ink=SOFT)


@_block.register
def _table(block: Table, paper: Drawing) -> None:
    places = [n for n, column in enumerate(block.columns) if column.on_picture]
    columns = [block.columns[n] for n in places]
    rows = [Row(tuple(row.cells[n] for n in places), row.kind) for row in block.rows]
    size, widths = _widths(columns, rows)
    _row(paper, columns, widths, size, [column.name for column in columns], "head")
    for row in rows:
        _row(paper, columns, widths, size, [shown(cell) for cell in row.cells], row.kind)


def _widths(columns: list[Column], rows: list[Row]) -> tuple[float, list[float]]:
    """The size of the letters and how wide each column is: numbers whole, texts share what is left."""
    gap, size = 8.0, 11.5
    texts = [n for n, column in enumerate(columns) if not column.is_number and column.weight]
    while True:
        natural = [
            max(width(column.name, size * 0.9), *(width(shown(row.cells[n]), size * 1.06) for row in rows), 10.0) + gap
            if rows
            else width(column.name, size) + gap
            for n, column in enumerate(columns)
        ]
        left = ROOM - sum(each for n, each in enumerate(natural) if n not in texts)
        least = min(sum(natural[n] for n in texts), 76.0 * len(texts))
        if left >= least or size < 7.5:
            break
        size -= 0.5
    wanted = sum(natural[n] for n in texts)
    if wanted > left:
        weights = sum(columns[n].weight for n in texts)
        for n in sorted(texts, key=lambda n: natural[n] / columns[n].weight):
            natural[n] = min(natural[n], left * columns[n].weight / weights)
            left, weights = left - natural[n], weights - columns[n].weight
    return size, natural


def _row(paper: Drawing, columns: list[Column], widths: list[float], size: float, cells: list[str], kind: str) -> None:
    small = size * (0.88 if kind in ("head", "cause") else 1)
    ink, bold = (SOFT if kind in ("head", "cause") else INK), kind == "sum"
    gap = 8.0
    spare = max(0.0, ROOM - sum(widths))
    wrapped = [
        [cell]
        if (column.is_number or not column.weight) and kind != "head"
        else lines(cell, small * 1.03, max(wide - gap, 20) + (spare if n == 0 else 0))
        for n, (cell, wide, column) in enumerate(zip(cells, widths, columns, strict=True))
    ]
    tall = small * 1.35 * max(map(len, wrapped)) + 7
    x = EDGE
    for n, (said, wide, column) in enumerate(zip(wrapped, widths, columns, strict=True)):
        room = wide + (spare if n == 0 else 0)
        for k, line in enumerate(said):
            y = paper.high + small * 1.35 * k + small + 3
            if column.is_number:
                paper.words(x + room, y, line, size=small, at="end", bold=bold, ink=ink)
            else:
                paper.words(x, y, line, size=small, bold=bold, ink=ink)
        x += room
    paper.high += tall
    paper.stroke(EDGE, paper.high, WIDE - EDGE, paper.high, INK if kind in ("head", "sum") else "#DFE4EA", thick=0.8)
