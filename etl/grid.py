"""Sheets of .xlsx and .xls, and rows of marked-up text → Parquet: `row` and c0, c1 … as text."""

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import fastexcel
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from etl.biff import look_at_sheets
from etl.errors import ErrorCell, FormulaWithoutResult, ParserFailed, Problem, Refused, TooManyColumns
from etl.markup import Rows
from etl.preflight import look_at_cells, look_at_parts
from etl.sheetrows import column_letters
from etl.sheetxml import MOST_PROBLEMS, Sheet, is_false, number_text
from etl.table import HEAD_ROWS, Limits

Loaded = tuple[str, list[pa.Array], list[str]]  # the sheet's name, its columns from A on, notes
# Texts that may be a number the parser wrote with digits it does not have.
DOUBTFUL = r"^-?(\d{16,}|\d{7,}\.\d+)$"
ERRORS = {"Null": "#NULL!", "Div0": "#DIV/0!", "Value": "#VALUE!", "Ref": "#REF!", "Name": "#NAME?", "Num": "#NUM!"}
FOUND_ERROR = re.compile(r"got 'Error\((\w+)\)")
FOUND_NUMBER = re.compile(r"got 'Float\(([^)]+)\)")


def workbook_tables(kind: str, path: Path, workdir: Path, limits: Limits) -> list[dict[str, Any]]:
    """The sheets of an .xlsx or .xls workbook that hold anything, as the manifest says them. Raises Refused."""
    loaded, notes = _load_all_xlsx(path, limits) if kind == "xlsx" else (_load_xls(path, limits), [])
    tables: list[dict[str, Any]] = []
    for name, cells, own_notes in loaded:
        table = _numbered(cells)
        if table.num_rows:
            tables.append(write(name, table, workdir / f"sheet-{len(tables)}.parquet", [*notes, *own_notes]))
    return tables


def rows_table(sheet: Rows) -> pa.Table:
    """Rows of text as a grid."""
    width = max(map(len, sheet.rows.values()), default=0)
    columns: list[list[str | None]] = [[] for _ in range(width)]
    for row in sheet.rows.values():
        for place, column in enumerate(columns):
            column.append(row[place] or None if place < len(row) else None)
    arrays = [pa.array(list(sheet.rows), pa.int64()), *(pa.array(column, pa.string()) for column in columns)]
    return pa.table(arrays, names=["row", *(f"c{place}" for place in range(width))])


def write(name: str, table: pa.Table, to: Path, notes: Sequence[str]) -> dict[str, Any]:
    """Write the Parquet file and say what is in it."""
    # Written once, read once: dictionaries and statistics cost more than they save.
    pq.write_table(table, to, compression="lz4", use_dictionary=False, write_statistics=False)
    head = table.slice(0, HEAD_ROWS)
    rows = zip(*(column.to_pylist() for column in head.columns[1:]), strict=True)
    return {
        "sheet": name,
        "path": to.name,
        "head": [[cell or "" for cell in row] for row in rows],
        "head_rows": head.column(0).to_pylist(),
        "notes": list(notes),
    }


def _load_all_xlsx(path: Path, limits: Limits) -> tuple[list[Loaded], list[str]]:
    lookers, notes = look_at_parts(path, limits)
    with ThreadPoolExecutor(1) as pool:  # the parser lets other threads run
        looking = pool.submit(look_at_cells, path, lookers, limits)
        reader = fastexcel.read_excel(path.read_bytes())  # bytes: a path is judged by its extension
        sheets = [reader.load_sheet(each.sheet.name, header_row=None, skip_rows=0, dtypes="string") for each in lookers]
        looking.result()
    return [_taken(sheet, looker.sheet) for sheet, looker in zip(sheets, lookers, strict=True)], notes


def _taken(sheet: fastexcel.ExcelSheet, seen: Sheet) -> Loaded:
    if sheet.height < seen.last_row:
        fields = {"found": f"{seen.name}: {sheet.height:,} of {seen.last_row:,} rows came out"}
        raise Refused([ParserFailed(fields=fields)])
    columns = _from_a(sheet)
    by_column: dict[int, dict[int, str]] = {}
    for row, column, text in seen.numbers:
        by_column.setdefault(column - 1, {})[row - 1] = text
    for place, texts in by_column.items():
        columns[place] = _replaced(columns[place], texts)
    return seen.name, columns, _notes(sheet, seen.hidden_rows)


def _from_a(sheet: fastexcel.ExcelSheet) -> list[pa.Array]:
    """The columns from A on: the parser leaves out empty ones on the left."""
    cells = sheet.to_arrow()
    columns: list[pa.Array] = []
    for place, column in zip((c.absolute_index for c in sheet.selected_columns), cells.columns, strict=True):
        columns += [pa.nulls(cells.num_rows, pa.string())] * (place - len(columns))
        columns.append(column)
    return columns


def _replaced(column: pa.Array, texts: dict[int, str]) -> pa.Array:
    mask = pa.array([place in texts for place in range(len(column))])
    return pc.replace_with_mask(column, mask, pa.array([texts[place] for place in sorted(texts)], column.type))


def _notes(sheet: fastexcel.ExcelSheet, hidden_rows: int = 0) -> list[str]:
    notes = [f"hidden_rows:{hidden_rows}"] if hidden_rows else []
    return notes if sheet.visible == "visible" else [*notes, "hidden_sheet"]


def _load_xls(path: Path, limits: Limits) -> list[Loaded]:
    """A sheet of .xls has 65,536 rows at most: there is time to ask the parser what each doubtful cell was."""
    data = path.read_bytes()
    seen = look_at_sheets(data)
    reader = fastexcel.read_excel(data)
    loaded, problems = [], list[Problem]()
    for name in reader.sheet_names:
        sheet = reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
        if sheet.width > limits.columns:
            fields = {"found": f"{sheet.width:,}", "limit": f"{limits.columns:,}"}
            raise Refused([TooManyColumns(fields=fields)])
        cells, errors = sheet.to_arrow_with_errors()
        places = [column.absolute_index for column in sheet.selected_columns]
        for error in errors.errors if errors else ():
            row, column = error.offset_position
            if found := FOUND_ERROR.search(error.detail):
                letter = column_letters(places[column] + 1)
                value = ERRORS.get(found[1], "#N/A")
                fields = {"sheet": name, "letter": letter}
                problems.append(ErrorCell(row=row + 1, column=letter, value=value, fields=fields))
        for row, column in seen[name].without_result if name in seen else ():
            letter = column_letters(column)
            fields = {"sheet": name, "letter": letter}
            problems.append(FormulaWithoutResult(row=row, column=letter, fields=fields))
        hidden = seen[name].hidden_rows if name in seen else 0
        loaded.append((name, _without_false_digits(reader, name, places, cells), _notes(sheet, hidden)))
    if problems:
        raise Refused(sorted(problems, key=lambda problem: problem.row or 0)[:MOST_PROBLEMS])
    return loaded


def _without_false_digits(
    reader: fastexcel.ExcelReader, name: str, places: Sequence[int], cells: pa.RecordBatch
) -> list[pa.Array]:
    columns: list[pa.Array] = []
    for place, column in zip(places, cells.columns, strict=True):
        columns += [pa.nulls(cells.num_rows, pa.string())] * (place - len(columns))
        if pc.any(pc.match_substring_regex(column, DOUBTFUL)).as_py():
            # Asked for durations, the parser says of each number that it is none, and which number it is.
            asked = reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="duration", use_columns=[place])
            column = _replaced(column, _false_digits(asked.to_arrow_with_errors()[1]))  # noqa: PLW2901
        columns.append(column)
    return columns


def _false_digits(errors: Any) -> dict[int, str]:
    texts = {}
    for error in errors.errors if errors else ():
        if found := FOUND_NUMBER.search(error.detail):
            value = float(found[1])
            if is_false(value):
                texts[error.offset_position[0]] = number_text(value)
    return texts


def _numbered(columns: list[pa.Array]) -> pa.Table:
    """Rows with their numbers; those without any cell left out."""
    height = len(columns[0]) if columns else 0
    names = ["row", *(f"c{place}" for place in range(len(columns)))]
    table = pa.table([pa.array(range(1, height + 1), pa.int64()), *columns], names=names)
    filled = pa.array([False] * height, pa.bool_())
    for column in columns:
        filled = pc.or_(filled, pc.fill_null(pc.not_equal(column, ""), False))
        if pc.all(filled).as_py():
            return table
    return table.filter(filled)
