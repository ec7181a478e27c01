"""A file or a pasted text → the rows of its table, through the loader's reader."""

import csv
import hashlib
import tempfile
from pathlib import Path

import pyarrow.parquet as pq

from etl.sheet import PAGE, File, Table, tables_in
from reports.events.table import MOST_ROWS, Row, has_header


def rows_of(name: str, content: bytes) -> list[Row]:
    """The rows of the table of events in a csv text or a workbook. Raises etl.errors.Refused."""
    with tempfile.TemporaryDirectory(prefix="duizhang-") as folder:
        path = Path(folder) / "events"
        path.write_bytes(content)
        file = File(name, path, hashlib.sha256(content).hexdigest())
        found = [
            _grid(each) if each.kind == "grid" else _text(each) for each in tables_in(file, Path(folder) / "t", PAGE)
        ]
    return next((rows for rows in found if has_header(rows)), found[0])


def pasted(text: str) -> list[Row]:
    """The rows of a text as copied from a spreadsheet, or typed with commas."""
    lines = text.splitlines()
    delimiter = "\t" if "\t" in text else ","
    if delimiter == ",":
        lines = [line.replace("，", ",") for line in lines]
    return list(enumerate(csv.reader(lines, delimiter=delimiter), 1))


def _text(table: Table) -> list[Row]:
    with table.path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter=table.delimiter)
        return [(number, cells) for number, cells in zip(range(1, MOST_ROWS + 100), rows, strict=False)]


def _grid(table: Table) -> list[Row]:
    read = pq.read_table(table.path).slice(0, MOST_ROWS + 100)
    numbers, *columns = (column.to_pylist() for column in read.columns)
    return [(number, [cell or "" for cell in cells]) for number, *cells in zip(numbers, *columns, strict=True)]
