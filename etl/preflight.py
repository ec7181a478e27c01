"""What stands in an .xlsx file, looked at before any parser sees it."""

import re
import zipfile
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from lxml import etree

from etl.archive import BROKEN, too_large, unpacked
from etl.errors import (
    DamagedFile,
    EncryptedFile,
    ErrorCell,
    FarCell,
    ForbiddenContent,
    FormulaWithoutResult,
    Problem,
    Refused,
    TooLarge,
)
from etl.table import MB, Limits

MOST_PROBLEMS = 100  # of one kind; more help nobody
FAR_ROWS = 10_000  # so many empty rows in one piece are no part of a table
CELL_BYTES = 100  # what the parser needs for each place between the first and the last cell, empty or not
EXACT_DIGITS = 15  # a spreadsheet program keeps no more
NOISE_FROM = 2**23  # from here the parser's nine decimals show a float's noise: 123456789.120000005
SMALL_PART = 16 * MB  # workbook.xml and its like
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


@dataclass
class Sheet:
    """What was seen in one sheet."""

    name: str
    last_row: int = 0
    last_column: int = 0
    hidden_rows: int = 0
    numbers: list[tuple[int, int, str]] = field(default_factory=list)  # row, column (from 1), text to put there


def preflight(path: Path, limits: Limits) -> tuple[dict[str, Sheet], list[str]]:
    """The sheets by name, and notes; raises Refused with everything found wrong."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _look(archive, limits)
    except (*BROKEN, etree.XMLSyntaxError) as error:
        raise Refused([DamagedFile(fields={"found": str(error) or type(error).__name__})]) from error


def _look(archive: zipfile.ZipFile, limits: Limits) -> tuple[dict[str, Sheet], list[str]]:
    parts = archive.infolist()
    if len(parts) > limits.members:
        raise Refused([TooLarge(fields={"found": f"{len(parts)} parts", "limit": f"{limits.members} parts"})])
    if any(part.flag_bits & 1 for part in parts):
        raise Refused([EncryptedFile()])
    if len({part.filename for part in parts}) < len(parts):
        raise Refused([DamagedFile(fields={"found": "two parts of one name"})])
    sheet_parts = _sheet_parts(archive)
    left = [limits.unpacked_bytes]
    for part in parts:  # a bomb may hide in any of them
        if part.filename not in sheet_parts.values():
            _look_at_part(_counted(unpacked(archive, part, limits), left, limits))
    sheets, problems = {}, list[Problem]()
    for name, member in sheet_parts.items():
        looker = _SheetLooker(name, limits)
        looker.look(_counted(unpacked(archive, archive.getinfo(member), limits), left, limits))
        sheets[name] = looker.sheet
        problems += looker.problems
    if problems:
        raise Refused(problems)
    notes = ["macros_ignored"] if "xl/vbaProject.bin" in archive.namelist() else []
    return sheets, notes


def _counted(chunks: Iterable[bytes], left: list[int], limits: Limits) -> Iterator[bytes]:
    for chunk in chunks:
        left[0] -= len(chunk)
        if left[0] < 0:
            raise Refused([too_large(limits.unpacked_bytes - left[0], limits.unpacked_bytes)])
        yield chunk


def _look_at_part(chunks: Iterable[bytes]) -> None:
    for number, chunk in enumerate(chunks):
        if number == 0:
            _refuse_declarations(chunk)


def _refuse_declarations(start: bytes) -> None:
    """No export declares a document type; an XML that does wants the parser to fetch or to multiply something."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or (b"<" in start[:4] and b"\0" in start[:4]):
        raise Refused([ForbiddenContent(fields={"found": "XML that is not UTF-8"})])
    if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
        raise Refused([ForbiddenContent(fields={"found": "a document type declaration"})])


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of each worksheet by the sheet's name."""
    targets = {
        relation.get("Id"): str(relation.get("Target"))
        for relation in _xml(archive, "xl/_rels/workbook.xml.rels")
        if str(relation.get("Type")).endswith("/worksheet")
    }
    parts = {}
    for sheet in _xml(archive, "xl/workbook.xml").iter("{*}sheet"):
        target = targets.get(sheet.get(RELATION) or sheet.get(STRICT_RELATION))
        if target:
            parts[str(sheet.get("name"))] = target.lstrip("/") if target.startswith("/") else _in_xl(target)
    missing = [part for part in parts.values() if part not in archive.namelist()]
    if missing:
        raise Refused([DamagedFile(fields={"found": f"{missing[0]} is missing"})])
    return parts


def _in_xl(target: str) -> str:
    return str(PurePosixPath("xl") / target.removeprefix("./"))


def _xml(archive: zipfile.ZipFile, name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        with archive.open(name) as file:
            return etree.fromstring(file.read(SMALL_PART), parser)
    except KeyError:
        raise Refused([DamagedFile(fields={"found": f"{name} is missing"})]) from None


def column_letters(number: int) -> str:
    """The letters of a column, from 1: 28 → AB."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: bytes) -> int:
    """The number of a column, from 1: AB → 28."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def number_text(value: float) -> str:
    """A number as text, to the 15 digits that a spreadsheet program keeps.

    From 10^15 on it has an exponent (4.01234567890124E+18), so that nobody takes what is left of an id for the id.
    """
    text = f"{value:.{EXACT_DIGITS}g}"
    return f"{value:.20f}".rstrip("0") if "e-" in text else text.upper()


class _SheetLooker:
    """Reads a sheet's XML as bytes, some rows at a time: a regular expression is as fast as unpacking."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.sheet = Sheet(name)
        self.limits = limits
        self.problems: list[Problem] = []
        self.kinds: Counter[type[Problem]] = Counter()
        self.row = 0  # the last one seen
        self.hidden = False  # is that one
        self.rows = 0  # with content

    def look(self, chunks: Iterable[bytes]) -> None:
        carry, tail, first = b"", b"", True
        for chunk in chunks:
            if first:
                _refuse_declarations(chunk)
                self._name_tags(chunk)
                first = False
            carry += chunk
            cut = carry.rfind(self.row_tag)
            if cut > 0:
                self._look_at_rows(carry[:cut])
                carry = carry[cut:]
            elif len(carry) > self.limits.line_bytes + 2 * MB:
                raise Refused([too_large(len(carry), self.limits.line_bytes)])
            tail = (tail + chunk)[-1024:]
        if first or not re.search(rb"</(\w+:)?worksheet\s*>\s*(<!--.*)?$", tail, re.DOTALL):
            raise Refused([DamagedFile(fields={"found": f"the sheet {self.sheet.name} has no end"})])
        self._look_at_rows(carry)
        self._check_area()

    def _name_tags(self, start: bytes) -> None:
        """Some writers put a prefix before every tag: <x:row>."""
        root = re.search(rb"<((?:\w+:)?)worksheet\b", start)
        if not root:
            raise Refused([DamagedFile(fields={"found": f"the sheet {self.sheet.name} has no beginning"})])
        p = root[1]
        self.row_tag, self.cell_tag, self.formula_tag = b"<" + p + b"row", b"<" + p + b"c", b"<" + p + b"f"
        self.row_start = re.compile(b"<" + p + rb"row\b([^>]*)>")
        self.cell_start = re.compile(b"<" + p + rb"c\b([^>]*)>")
        self.content = re.compile(b"<" + p + rb"(?:v[ >]|is[ >])")
        self.formula = re.compile(b"<" + p + rb"f\b[^>]*?(?:/>|>[^<]*</" + p + rb"f>)(?!\s*<" + p + rb"v(?: [^>]*)?>[^<])")
        self.long_number = re.compile(b"<" + p + rb"v>-?+\d(?:\d{6}[\d.]|[.\d]*+[eE])[^<]*")
        self.error = re.compile(rb"""\st=["']e["']""")
        self.value = re.compile(b"<" + p + rb"v[^>]*>([^<]*)<")

    def _look_at_rows(self, block: bytes) -> None:
        """Rows are looked at all at once, the single row only where something stands out: there may be a million."""
        numbers: list[int] = []
        for text in self.row_number.findall(block):
            row = int(text) if text else self.row + 1
            if row - self.row > FAR_ROWS and not self.kinds[FarCell] and self._is_filled(block, len(numbers)):
                self._add(FarCell(row=row, fields={"found": f"row {row:,}"}))
            self.row = row
            numbers.append(row)
        if not numbers:
            return
        content = max(block.rfind(mark) for mark in self.contents)
        if content >= 0:
            self.sheet.last_row = numbers[max(0, bisect_right(self._starts(block), content) - 1)]
            self._look_at_width(block)
        if b"hidden=" in block:
            self._count_hidden(block)
        self._look_at_cells(block, numbers)

    def _starts(self, block: bytes) -> list[int]:
        return [match.start() for match in self.row_start.finditer(block)]

    def _is_filled(self, block: bytes, index: int) -> bool:
        starts = [*self._starts(block), len(block)]
        return bool(self.content.search(block, starts[index], starts[index + 1]))

    def _count_hidden(self, block: bytes) -> None:
        rows = list(self.row_start.finditer(block))
        for row, end in zip(rows, [*(row.start() for row in rows[1:]), len(block)], strict=True):
            if _attribute(row[1], b"hidden") in (b"1", b"true") and self.content.search(block, row.end(), end):
                self.sheet.hidden_rows += 1

    def _look_at_width(self, block: bytes) -> None:
        first = next(iter(self.row_start.finditer(block)))
        end = block.find(self.row_tag, first.end())
        self.sheet.last_column = max(self.sheet.last_column, self._last_filled(block, first.start(), end))
        if self.far_reference.search(block):
            starts = [*self._starts(block), len(block)]
            ...

    def _last_filled(self, block: bytes, start: int, end: int) -> int:
        """Formatting alone may reach far out; only cells with content count."""
        column = 0
        cells = list(self.cell_start.finditer(block, start, end))
        for cell, following in zip(cells, [*(c.start() for c in cells[1:]), end], strict=True):
            if self.content.search(block, cell.end(), following):
                column = max(column, self._column(block, cell.start(), start))
        return column

    def _column(self, block: bytes, cell: int, row_start: int) -> int:
        tag = block[cell : block.find(b">", cell)]
        reference = re.match(rb"([A-Z]{1,5})\d", _attribute(tag, b"r"))
        if reference:
            return column_number(reference[1])
        return len(self.cell_start.findall(block, row_start, block.find(b">", cell) + 1))

    def _look_at_cells(self, block: bytes, starts: list[int], numbers: list[int]) -> None:
        def place(at: int) -> tuple[int, int, bytes]:
            cell = max(block.rfind(self.cell_tag + b" ", 0, at + 3), block.rfind(self.cell_tag + b">", 0, at + 3))
            index = bisect_right(starts, at) - 1
            if cell < 0 or index < 0:  # not within a cell: a comment, a text of its own
                return 0, 0, b""
            return numbers[index], self._column(block, cell, starts[index]), block[cell : block.find(b">", cell) + 1]

        if self.error.search(block):
            for match in self.error.finditer(block):
                row, column, tag = place(match.start())
                if _attribute(tag, b"t") != b"e":
                    continue
                value = self.value.search(block, match.end())
                self._add(ErrorCell(value=value[1].decode() if value else "", **self._fields(row, column)))
        if self.formula_tag in block:
            for match in self.formula.finditer(block):
                row, column, tag = place(match.start())
                if _attribute(tag, b"t") != b"str":  # a formula whose result is an empty text
                    self._add(FormulaWithoutResult(**self._fields(row, column)))
        for match in self.long_number.finditer(block):
            row, column, tag = place(match.start())
            if row and _attribute(tag, b"t") in (b"", b"n"):
                self._note_number(row, column, match[0].rpartition(b">")[2])

    def _note_number(self, row: int, column: int, text: bytes) -> None:
        try:
            value = float(text)
        except ValueError:
            return
        if abs(value) >= 10**EXACT_DIGITS or (abs(value) >= NOISE_FROM and not value.is_integer()):
            self.sheet.numbers.append((row, column, number_text(value)))

    def _fields(self, row: int, column: int) -> dict[str, object]:
        letter = column_letters(column)
        return {"row": row, "column": letter, "fields": {"sheet": self.sheet.name, "letter": letter}}

    def _add(self, problem: Problem) -> None:
        self.kinds[type(problem)] += 1
        if self.kinds[type(problem)] <= MOST_PROBLEMS:
            self.problems.append(problem)

    def _check_area(self) -> None:
        if self.rows > self.limits.rows:
            fields = {"found": f"{self.rows:,} rows", "limit": f"{self.limits.rows:,} rows"}
            self._add(TooLarge(fields=fields))
        cells = self.sheet.last_row * self.sheet.last_column
        if not self.problems and cells * CELL_BYTES > self.limits.memory_bytes:
            fields = {"found": f"{cells:,} cells", "limit": f"{self.limits.memory_bytes // CELL_BYTES:,} cells"}
            self._add(TooLarge(fields=fields))


def _attribute(tag: bytes, name: bytes) -> bytes:
    match = re.search(rb"\b" + name + rb"""\s*=\s*["']([^"']*)["']""", tag)
    return match[1] if match else b""
