"""Files that are the same bytes on every run: csv text, zips with fixed dates, workbooks without a clock."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import xlsxwriter

Cell = str | int | Decimal


def columns(names: str) -> list[str]:
    """A header as it stands in the file's first line."""
    return names.split(",")


def csv_bytes(header: Sequence[str], rows: Sequence[Mapping[str, Cell]], encoding: str) -> bytes:
    """Header and rows with Windows line ends; a column that a row does not name stays empty."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, header, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def write_zip(path: Path, members: Sequence[tuple[str, datetime, bytes]]) -> None:
    """A zip of (name, time, content) that depends on nothing of the machine but its zlib."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, at, content in members:
            info = zipfile.ZipInfo(name, at.timetuple()[:6])
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(info, content, compresslevel=9)


def write_xlsx(path: Path, sheet_name: str, rows: Sequence[Sequence[Cell]], at: datetime) -> None:
    """One sheet; whole and decimal numbers become number cells, everything else text."""
    with xlsxwriter.Workbook(path, {"strings_to_numbers": False, "strings_to_formulas": False}) as workbook:
        workbook.set_properties({"created": at})
        sheet = workbook.add_worksheet(sheet_name)
        for index, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(index, column, cell)
                else:
                    sheet.write_number(index, column, float(cell))  # xlsx has no other number
