"""A weekly report as a file → what it claims: a workbook or a csv table through the loader's reader, a text as it is."""

import hashlib
import tempfile
from datetime import date
from pathlib import Path

from etl.encoding import as_utf8
from etl.sheet import PAGE, File, tables_in
from etl.table import HEAD_ROWS
from reports.claims.claimed import Report, Unread, reported, understood
from reports.claims.table import tabled


def read(name: str, content: bytes, week: date) -> Report:
    """What a file claims. Raises etl.errors.Refused."""
    with tempfile.TemporaryDirectory(prefix="duizhang-") as folder:
        path = Path(folder) / "report"
        path.write_bytes(content)
        file = File(name, path, hashlib.sha256(content).hexdigest())
        if name.lower().endswith((".txt", ".md")):
            plain, _encoding = as_utf8(file, Path(folder), PAGE)
            return understood(plain.read_text("utf-8"), week)
        tables = tables_in(file, Path(folder) / "tables", PAGE)
    found = [tabled(table.head, week) for table in tables]
    # A weekly report is a page; of a longer table only its beginning was looked at, which must be said.
    long = [Unread(table.sheet or name, "long") for table in tables if len(table.head) >= HEAD_ROWS]
    return reported([c for each in found for c in each.claims], [*(u for each in found for u in each.unread), *long])


def pasted(text: str, week: date) -> Report:
    """What pasted words claim; lines with tabs are a table, as copied from a spreadsheet."""
    if "\t" in text:
        return tabled([line.split("\t") for line in text.splitlines()], week)
    return understood(text, week)
