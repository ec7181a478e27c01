"""HTML tables and SpreadsheetML 2003 → rows of text: what calls itself .xls and is none."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree, html

from etl.errors import (
    DamagedFile,
    ErrorCell,
    FarCell,
    ForbiddenContent,
    FormulaWithoutResult,
    Problem,
    Refused,
    TooLarge,
    TooManyColumns,
    WebPage,
)
from etl.sheetrows import FAR_ROWS, column_letters
from etl.sheetxml import MOST_PROBLEMS, number_text
from etl.table import Limits

SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
LINE_BREAK = "\u2028"  # Unicode's own mark for it
WIDEST_SPAN = 1_000  # what browsers allow


@dataclass
class Rows:
    """One sheet: its rows by number, from 1; rows without any cell are left out."""

    name: str
    rows: dict[int, list[str]] = field(default_factory=dict)
    at: int = 0  # the last row read, with or without cells
    hidden_rows: int = 0
    is_hidden: bool = False


def html_tables(path: Path, limits: Limits) -> list[Rows]:
    """The tables of a web page in UTF-8. Cells that others span are empty."""
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)
    try:
        page = html.parse(str(path), parser).getroot()
    except (etree.LxmlError, OSError) as error:
        raise Refused([DamagedFile(fields={"found": str(error)[:200]})]) from error
    tables = [] if page is None else list(page.iter("table"))
    found = [Rows(str(number), _html_rows(table, limits)) for number, table in enumerate(tables, 1)]
    found = [table for table in found if table.rows]
    if not found:
        raise Refused([WebPage()])
    if len(found) == 1:
        found[0].name = ""
    return found


def _html_rows(table: html.HtmlElement, limits: Limits) -> dict[int, list[str]]:
    rows: dict[int, list[str]] = {}
    spanned: dict[int, int] = {}  # column → rows below that a cell above still covers
    own = (row for row in table.iter("tr") if next(row.iterancestors("table")) is table)
    for number, row in enumerate(own, 1):
        _check_size(number, 0, limits)
        cells: dict[int, str] = {}
        below: dict[int, int] = {}
        column = 0
        for cell in row.iterchildren("td", "th"):
            while spanned.get(column, 0) > 0:
                column += 1
            cells[column] = _html_text(cell)
            width, height = _span(cell.get("colspan")), _span(cell.get("rowspan"))
            below |= dict.fromkeys(range(column, column + width), height - 1)
            column += width
            _check_size(number, column, limits)
        spanned = {c: left - 1 for c, left in spanned.items() if left > 1} | {c: h for c, h in below.items() if h}
        if any(cells.values()):
            rows[number] = [cells.get(place, "") for place in range(max(cells) + 1)]
    return rows


def _span(text: str | None) -> int:
    return max(1, min(int(text), WIDEST_SPAN)) if text and text.isdecimal() and len(text) < 9 else 1


def _html_text(cell: html.HtmlElement) -> str:
    """As a browser shows it: line breaks of the source are blanks, <br> is a line break."""
    for line_break in cell.iter("br"):
        line_break.tail = LINE_BREAK + (line_break.tail or "")
    lines = "".join(map(str, cell.itertext())).split(LINE_BREAK)
    return "\n".join(re.sub(r"[ \t\r\n]+", " ", line).strip(" ") for line in lines).strip("\n")


def spreadsheetml_sheets(path: Path, limits: Limits) -> list[Rows]:
    """The worksheets of an XML Spreadsheet 2003."""
    sheets: list[Rows] = []
    problems: list[Problem] = []
    try:
        for event, element in _elements(path):
            if event == "start" and element.tag == SS + "Worksheet":
                sheets.append(Rows(element.get(SS + "Name", "")))
            elif event == "end" and element.tag == SS + "Row":
                if sheets:
                    _take_row(sheets[-1], element, limits, problems)
                element.clear()
                parent = element.getparent()
                while parent is not None and element.getprevious() is not None:  # rows that were read are not kept
                    del parent[0]
            elif event == "end" and element.tag.endswith("}Visible") and sheets:
                sheets[-1].is_hidden = element.text != "SheetVisible"
    except etree.LxmlError as error:
        raise Refused([DamagedFile(fields={"found": str(error)[:200]})]) from error
    if problems:
        raise Refused(problems)
    return sheets


def _elements(path: Path) -> Iterator[tuple[str, etree._Element]]:
    """Start and end of each element; a document type is refused before anything in it can be used."""
    with path.open("rb") as file:
        start = file.read(65_536).replace(b"\0", b"")
    if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
        raise Refused([ForbiddenContent(fields={"found": "a document type declaration"})])
    events: Iterable[tuple[str, etree._Element]] = etree.iterparse(
        str(path), events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    for number, (event, element) in enumerate(events):
        if number == 0 and element.getroottree().docinfo.internalDTD is not None:
            raise Refused([ForbiddenContent(fields={"found": "a document type declaration"})])
        yield event, element


def _take_row(sheet: Rows, element: etree._Element, limits: Limits, problems: list[Problem]) -> None:
    number = sheet.at = _index(element.get(SS + "Index"), sheet.at + 1)
    cells: dict[int, str] = {}
    column = 0
    for cell in element.iterchildren(SS + "Cell"):
        column = _index(cell.get(SS + "Index"), column + 1)
        _check_size(0, column, limits)
        text, kind = _cell(cell)
        wrong = _wrong(cell, text, kind)
        if wrong and len(problems) < MOST_PROBLEMS:
            letter = column_letters(column)
            fields = {"sheet": sheet.name, "letter": letter}
            problems.append(wrong(row=number, column=letter, value=text or None, fields=fields))
        cells[column] = text
        column += _index(cell.get(SS + "MergeAcross"), 0)
    if any(cells.values()):
        if number - next(reversed(sheet.rows), 0) > FAR_ROWS:
            raise Refused([FarCell(row=number, fields={"found": f"row {number:,}"})])
        _check_size(number, max(cells), limits)
        sheet.hidden_rows += element.get(SS + "Hidden") == "1"
        sheet.rows[number] = [cells.get(place, "") for place in range(1, max(cells) + 1)]


def _wrong(cell: etree._Element, text: str, kind: str) -> type[Problem] | None:
    if kind == "Error":
        return ErrorCell
    # A formula of type String may have an empty text for its result.
    return FormulaWithoutResult if not text and kind != "String" and cell.get(SS + "Formula") else None


def _index(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else otherwise


def _cell(cell: etree._Element) -> tuple[str, str]:
    data = cell.find(SS + "Data")
    if data is None:
        return "", ""  # no type: a formula here has no result
    text, kind = "".join(map(str, data.itertext())), str(data.get(SS + "Type", "String"))
    if kind == "Number":
        try:
            return number_text(float(text)), kind
        except ValueError:
            return text, kind
    if kind == "DateTime":
        return text.replace("T", " ").removesuffix(".000"), kind
    if kind == "Boolean":
        return {"1": "true", "0": "false"}.get(text, text), kind
    return text, kind


def _check_size(rows: int, columns: int, limits: Limits) -> None:
    if rows > limits.rows:
        raise Refused([TooLarge(fields={"found": f"{rows:,} rows", "limit": f"{limits.rows:,} rows"})])
    if columns > limits.columns:
        raise Refused([TooManyColumns(fields={"found": f"{columns:,}", "limit": f"{limits.columns:,}"})])
