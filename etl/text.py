"""A text file → one table: its delimiter, its first rows, the number of its records."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from etl.encoding import CHUNK, as_utf8, chunks
from etl.errors import EmptyFile, Problem, Refused, TooManyColumns, UnclosedQuote
from etl.table import HEAD_ROWS, MB, File, Limits, Table

DELIMITERS = ",\t;"
NOT_QUOTES = bytes(set(range(256)) - set(b'"\n'))
BEYOND = "\x00beyond the end"  # a row no text file can hold
csv.field_size_limit(64 * MB)  # lines are limited already; this only stops an unclosed quote from eating the memory


def text_table(file: File, workdir: Path, limits: Limits) -> Table:
    """The table of a text file. Raises Refused."""
    path, encoding = as_utf8(file, workdir, limits)
    if path.stat().st_size == 0:
        raise Refused([EmptyFile()])
    problems = _quote_problems(path)
    delimiter = _delimiter(path)
    rows = list(_records(path, delimiter))
    if (widest := max((len(row) for _, row in rows), default=0)) > limits.columns:
        problems.append(TooManyColumns(fields={"found": f"{widest:,}", "limit": f"{limits.columns:,}"}))
    if problems:
        raise Refused(problems)
    notes = ("text_as_xls",) if file.name.lower().endswith((".xls", ".xlsx")) else ()
    head, lines = tuple(row for _, row in rows), tuple(line for line, _ in rows)
    return Table(file, "", "text", path, head, lines, delimiter, encoding, notes)


def _lines(path: Path, after_line: int = 0) -> Iterator[str]:
    """The lines as `csv` wants them; only a line feed ends a line, so that numbers agree with `after_line`."""
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if number > after_line:
                yield line.decode()


def _records(path: Path, delimiter: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The first rows, each with the line on which it ends; a blank line is a row without cells."""
    reader = csv.reader(_lines(path), delimiter=delimiter)
    try:
        for row, _ in zip(reader, range(HEAD_ROWS), strict=False):
            yield reader.line_num, tuple(row)
    except csv.Error:
        return  # an unclosed quote; it is told on its own


def _delimiter(path: Path) -> str:
    lines = [line for _, line in zip(range(HEAD_ROWS), _lines(path), strict=False)]
    counts = {delimiter: [_separators(line, delimiter) for line in lines] for delimiter in DELIMITERS}
    return max(counts, key=lambda delimiter: (max(counts[delimiter]), sum(map(bool, counts[delimiter]))))


def _separators(line: str, delimiter: str) -> int:
    bare = re.sub(r'"[^"]*"', "", line)
    if delimiter == "\t":  # exports guard cells with a tab: one beside a comma separates nothing
        bare = re.sub(r"\t?,\t?", ",", bare.strip("\t\r\n"))
    return bare.count(delimiter)


def write_evenly(table: Table, after_line: int, to: Path) -> None:
    """The records after a line once more, all ended alike, lines within cells too: two kinds confuse some readers."""
    with to.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=table.delimiter, lineterminator="\n")
        lines = (line.replace("\r\n", "\n") for line in _lines(table.path, after_line))
        writer.writerows(csv.reader(lines, delimiter=table.delimiter))


def count_records(table: Table, after_line: int) -> tuple[int, list[int]]:
    """Of a text table's lines after that physical line: the exact number of records, and where among them blank lines are.

    A blank line is no record; its place is counted from 1 with records and blank lines alike.
    """
    start = _offset(table.path, after_line)
    if _quotes_hold_lines(table.path, start):
        rows = csv.reader(_lines(table.path, after_line), delimiter=table.delimiter)
        seen, blanks = 0, []
        for seen, row in enumerate(rows, 1):
            if not row:
                blanks.append(seen)
        return seen - len(blanks), blanks
    seen, blanks = 0, []
    with table.path.open("rb") as file:
        file.seek(start)
        while lines := file.readlines(CHUNK):
            if b"\n" in lines or b"\r\n" in lines:
                blanks += [place for place, line in enumerate(lines, seen + 1) if line in (b"\n", b"\r\n")]
            seen += len(lines)
    return seen - len(blanks), blanks


def _offset(path: Path, after_line: int) -> int:
    with path.open("rb") as file:
        for _ in range(after_line):
            file.readline()
        return file.tell()


def _quotes_hold_lines(path: Path, start: int) -> bool:
    """Whether a quotation mark may span lines: where each line has an even number of them, none does.

    Of the bytes only quotes and line feeds are kept, then pairs are taken out; what is left stood alone on its line.
    """
    held = b""
    for chunk in chunks(path, start):
        if b'"' not in chunk and not held:
            continue
        marks = held + chunk.translate(None, NOT_QUOTES)
        whole, _, rest = marks.rpartition(b"\n")
        if b'"' in whole.replace(b'""', b""):
            return True
        held = rest.replace(b'""', b"")
    return bool(held)


def _quote_problems(path: Path) -> list[Problem]:
    """A quotation mark that is open at the end of the file: a row put after the end is then swallowed by it."""
    if not _quotes_hold_lines(path, 0):
        return []
    reader = csv.reader(_and_beyond(path), delimiter=_delimiter(path))
    began = following = 1
    try:
        for row in reader:
            if row == [BEYOND]:
                return []
            began, following = following, reader.line_num + 1
    except csv.Error:
        began = following
    return [UnclosedQuote(row=began)]


def _and_beyond(path: Path) -> Iterator[str]:
    last = "\n"
    for last in _lines(path):
        yield last
    if not last.endswith("\n"):
        yield "\n"
    yield BEYOND
