"""The table of an answer: text on stdout for programs, or a file for people (.csv, .xlsx, .html)."""

import argparse
import csv
import io
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from html import escape
from pathlib import Path
from typing import Any

import xlsxwriter

import warehouse
from reports.metric import FEN, Figure
from reports.scope import Scope
from warehouse import print_json

# What a spreadsheet program may run as a formula when it stands at the beginning of a text.
RISKY = ("=", "+", "-", "@", "|", "%", "\t", "\r", "＝", "＋", "－", "＠")
MOST_DIGITS = 15  # a cell of a workbook is a binary float; so many decimal digits survive it
SHAPES = {Decimal: "#,##0.00;-#,##0.00", int: "#,##0", float: "0.0%"}  # a rate is the only float
STYLE = (
    "body{font-family:system-ui,sans-serif;margin:2rem}table{border-collapse:collapse}"
    "th,td{padding:.25rem .75rem;border-bottom:1px solid #ddd;text-align:left}"
    ".n{text-align:right;font-variant-numeric:tabular-nums}"
)
Row = Sequence[Any]  # money as Decimal, counts as int, rates as float, text, None for what is not known


def offer(call: argparse.ArgumentParser) -> None:
    """The two options that say how an answer is wanted; together they are wrong usage."""
    ways = call.add_mutually_exclusive_group()
    ways.add_argument("--json", action="store_true", help="print one JSON object")
    ways.add_argument("--out", metavar="FILE", type=_file, help="write a table: .xlsx, .html or .csv")


def scope_of(asked: argparse.Namespace) -> Scope:
    """The scope that a call's shared options name. Raises NoSuchShop."""
    return Scope(warehouse.shop(asked.shop), asked.first, asked.last, asked.refunds, asked.book)


def give(
    asked: argparse.Namespace, answer: Callable[[], dict[str, Any]], header: Sequence[str], rows: Iterable[Row]
) -> int:
    """An answer in the way that was asked for: as JSON, into a file, or as CSV on stdout; the exit code."""
    if asked.json:
        print_json(answer())
    elif asked.out:
        asked.out.write_bytes(WRITERS[asked.out.suffix.lower()](asked.out.stem, header, list(rows)))
    else:
        csv.writer(sys.stdout).writerows([header, *map(_plain, rows)])
    return 0


def exact(value: Figure, unit: str) -> Figure:
    """A figure as a table holds it: money with two decimals, counts whole."""
    if value is None or unit == "rate":
        return value
    return int(value) if unit == "count" else Decimal(value).quantize(FEN, ROUND_HALF_UP)


def harmless(value: object) -> object:
    """A text that could run as a formula with a mark in front that makes it text; numbers stay numbers."""
    return "'" + value if isinstance(value, str) and value.lstrip().startswith(RISKY) else value


def _file(name: str) -> Path:
    path = Path(name)
    if path.suffix.lower() not in WRITERS:
        raise argparse.ArgumentTypeError(f"{name} ends in none of {', '.join(WRITERS)}")
    return path


def _plain(row: Row) -> list[Any]:
    return ["" if value is None else value for value in row]


def _csv(_title: str, header: Sequence[str], rows: Sequence[Row]) -> bytes:
    """UTF-8 with the mark by which spreadsheet programs know it."""
    file = io.StringIO()
    csv.writer(file).writerows([header, *([harmless(value) for value in _plain(row)] for row in rows)])
    return b"\xef\xbb\xbf" + file.getvalue().encode("utf-8")


def _xlsx(title: str, header: Sequence[str], rows: Sequence[Row]) -> bytes:
    """Numbers as numbers, text never as a formula or a link; equal answers are equal bytes."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties({"title": title, "created": datetime(2000, 1, 1)})
    bold = book.add_format({"bold": True, "bottom": 1})
    shapes = {kind: book.add_format({"num_format": code}) for kind, code in SHAPES.items()}
    sheet = book.add_worksheet("data")
    for column, name in enumerate(header):
        sheet.write_string(0, column, name, bold)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if _fits(value):
                sheet.write_number(number, column, float(value), shapes[type(value)])
            elif value is not None:
                sheet.write_string(number, column, str(value))
    sheet.freeze_panes(1, 0)
    sheet.autofit()
    book.close()
    return file.getvalue()


def _fits(value: object) -> bool:
    """Whether a value is a number that a workbook's cell holds exactly; a longer one stands as text."""
    if isinstance(value, Decimal):
        return len(value.as_tuple().digits) <= MOST_DIGITS
    return type(value) is float or (type(value) is int and abs(value) < 10**MOST_DIGITS)


def _html(title: str, header: Sequence[str], rows: Sequence[Row]) -> bytes:
    """A page of its own that asks for nothing else."""
    heads = "".join(f"<th>{escape(name)}</th>" for name in header)
    body = "\n".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    return (
        f'<!doctype html>\n<html><head><meta charset="utf-8"><title>{escape(title)}</title><style>{STYLE}</style></head>\n'
        f"<body><table><thead><tr>{heads}</tr></thead><tbody>\n{body}\n</tbody></table></body></html>\n"
    ).encode()


def _cell(value: Any) -> str:
    shapes: dict[type, Callable[[Any], str]] = {
        Decimal: lambda v: f"{v:,.2f}",
        int: lambda v: f"{v:,}",
        float: lambda v: f"{v:.1%}",
    }
    if type(value) in shapes:
        return f'<td class="n">{shapes[type(value)](value)}</td>'
    said = value.isoformat() if isinstance(value, date) else str(value if value is not None else "")
    return f"<td>{escape(said)}</td>"


WRITERS = {".csv": _csv, ".xlsx": _xlsx, ".html": _html}
