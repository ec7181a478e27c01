"""The XML of one worksheet, looked at as bytes: what no parser tells, found at the speed of unpacking."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from etl.archive import sizes
from etl.errors import (
    DamagedFile,
    ErrorCell,
    FarCell,
    ForbiddenContent,
    FormulaWithoutResult,
    LineTooLong,
    Problem,
    Refused,
    TooLarge,
    TooManyColumns,
)
from etl.sheetrows import Rows, Tags, column_letters, column_number
from etl.table import MB, Limits

MOST_PROBLEMS = 100  # of one kind; more help nobody
CELL_BYTES = 100  # what the parser needs for each place between the first and the last cell, empty or not
EXACT_DIGITS = 15  # a spreadsheet program keeps no more
NOISE_FROM = 2**23  # from here the parser's nine decimals show a float's noise: 123456789.120000005


@dataclass
class Sheet:
    """What was seen in one sheet."""

    name: str
    last_row: int = 0
    last_column: int = 0
    hidden_rows: int = 0
    numbers: list[tuple[int, int, str]] = field(default_factory=list)  # row, column (from 1), text to put there


def is_false(value: float) -> bool:
    """Whether the parser would write this number with digits it does not have."""
    return abs(value) >= 10**EXACT_DIGITS or (abs(value) >= NOISE_FROM and not value.is_integer())


def number_text(value: float) -> str:
    """A number as text, to the 15 digits that a spreadsheet program keeps.

    From 10^15 on it has an exponent (4.01234567890124E+18), so that nobody takes what is left of an id for the id.
    """
    text = f"{value:.{EXACT_DIGITS}g}"
    return f"{value:.20f}".rstrip("0") if "e-" in text else text.upper()


def refuse_declarations(start: bytes) -> None:
    """No export declares a document type; an XML that does wants the parser to fetch or to multiply something."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or (b"<" in start[:4] and b"\0" in start[:4]):
        raise Refused([ForbiddenContent(fields={"found": "XML that is not UTF-8"})])
    if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
        raise Refused([ForbiddenContent(fields={"found": "a document type declaration"})])


class SheetLooker:
    """Looks at a sheet some thousand rows at a time; single rows and cells only where something stands out."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.sheet = Sheet(name)
        self.limits = limits
        self.problems: list[Problem] = []
        self._kinds: Counter[type[Problem]] = Counter()

    def look_at_shape(self, chunks: Iterable[bytes]) -> None:
        """Before parsing: what would make the parser fail. Raises Refused where it is no sheet."""
        for rows in self._rows(chunks):
            for index in rows.jumps():
                if rows.is_filled(index) and not self._kinds[FarCell]:
                    row = rows.numbers[index]
                    self._add(FarCell(row=row, fields={"found": f"row {row:,}"}))
            self.sheet.last_row = max(self.sheet.last_row, rows.last_filled())
            self.sheet.hidden_rows += rows.hidden()
            self._look_at_width(rows)
        self._check_size()

    def look_at_cells(self, chunks: Iterable[bytes]) -> None:
        """What the parser would not tell: errors, formulas without a result, numbers it writes with false digits."""
        for rows in self._rows(chunks):
            if rows.are_torn():
                raise Refused([DamagedFile(fields={"found": f"the sheet {self.sheet.name} has a torn cell"})])
            for at in rows.errors():
                value = rows.tags.value.search(rows.data, at)
                self._add(ErrorCell(value=value[1].decode() if value else "", **self._where(rows, at)))
            if rows.tags.formula_tag in rows.data:
                for match in rows.tags.formula.finditer(rows.data):
                    if rows.cell_type(match.start()) != b"str":  # that is a formula whose result is an empty text
                        self._add(FormulaWithoutResult(**self._where(rows, match.start())))
            for match in rows.tags.long_number.finditer(rows.data):
                if rows.cell_type(match.start()) in (b"", b"n"):
                    self._note_number(rows, match.start(), match[0].rpartition(b">")[2])
        self.problems.sort(key=lambda problem: problem.row or 0)

    def _rows(self, chunks: Iterable[bytes]) -> Iterator[Rows]:
        """Whole rows, some thousand at a time."""
        carry, tail, tags, before = b"", b"", None, 0
        for chunk in chunks:
            tags = tags or self._tags(chunk)
            carry += chunk
            cut = carry.rfind(tags.row)
            if cut > 0:
                yield (rows := Rows(tags, carry[:cut], before))
                before = rows.last() or before
                carry = carry[cut:]
            elif len(carry) > self.limits.line_bytes + 2 * MB:
                raise Refused([LineTooLong(row=before + 1, fields=sizes(len(carry), self.limits.line_bytes))])
            tail = (tail + chunk)[-1024:]
        if not tags or not re.search(rb"</(\w+:)?worksheet\s*>\s*(<!--.*)?$", tail, re.DOTALL):
            raise Refused([DamagedFile(fields={"found": f"the sheet {self.sheet.name} has no end"})])
        yield Rows(tags, carry, before)

    def _tags(self, start: bytes) -> Tags:
        refuse_declarations(start)
        root = re.search(rb"<((?:\w+:)?)worksheet\b", start)
        if not root:
            raise Refused([DamagedFile(fields={"found": f"the sheet {self.sheet.name} has no beginning"})])
        quote = b"'" if re.search(b"<" + root[1] + rb"c [^>]*='", start) else b'"'
        return Tags(root[1], quote, self.limits.columns)

    def _look_at_width(self, rows: Rows) -> None:
        width = rows.first_width()
        self.sheet.last_column = max(self.sheet.last_column, width)
        for match in rows.tags.far.finditer(rows.data):
            column = column_number(match[1])
            row, _, tag_end = rows.place(match.start())
            if column <= self.limits.columns or not rows.is_cell_filled(tag_end):
                continue
            if (cells := rows.cells_beside(match.start())) > self.limits.columns:
                raise self._too_wide(cells)
            letters = column_letters(column)
            self._add(FarCell(row=row, column=letters, fields={"found": f"{letters}{row}"}))
        if width > self.limits.columns and not self.problems:
            raise self._too_wide(width)

    def _too_wide(self, found: int) -> Refused:
        return Refused([TooManyColumns(fields={"found": f"{found:,}", "limit": f"{self.limits.columns:,}"})])

    def _note_number(self, rows: Rows, at: int, text: bytes) -> None:
        try:
            value = float(text)
        except ValueError:
            return
        if is_false(value):
            row, column, _ = rows.place(at)
            self.sheet.numbers.append((row, column, number_text(value)))

    def _where(self, rows: Rows, at: int) -> dict[str, Any]:
        row, column, _ = rows.place(at)
        letter = column_letters(column)
        return {"row": row, "column": letter, "fields": {"sheet": self.sheet.name, "letter": letter}}

    def _add(self, problem: Problem) -> None:
        self._kinds[type(problem)] += 1
        if self._kinds[type(problem)] <= MOST_PROBLEMS:
            self.problems.append(problem)

    def _check_size(self) -> None:
        found, limit = self.sheet.last_row, self.limits.rows
        if not self.problems and found > limit:
            self._add(TooLarge(fields={"found": f"{found:,} rows", "limit": f"{limit:,} rows"}))
        found, limit = found * self.sheet.last_column, self.limits.memory_bytes // CELL_BYTES
        if not self.problems and found > limit:
            self._add(TooLarge(fields={"found": f"{found:,} cells", "limit": f"{limit:,} cells"}))
