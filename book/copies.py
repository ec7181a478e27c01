"""A ledger copied away while it is written in, and brought back with the same entries and fingerprints."""

import base64
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from book import place
from book.ledger import ATTACHMENTS, ENTRIES
from warehouse import Shop

DUMP = ".jsonl"


def write_out(shop: Shop, folder: Path) -> Path | None:
    """Copy a shop's book, or another ledger, into a folder, as it is at one moment; where it was put, None where nobody wrote yet.

    A file becomes a file; what a server keeps becomes lines of JSON. Raises BookUnreachable.
    """
    if not place.exists(shop):
        return None
    made = folder / place.path_of(shop).name
    if not place.server():
        copy_sqlite(place.path_of(shop), made)
        return made
    made = made.with_suffix(DUMP)
    with place.opened(shop) as connection, made.open("w", encoding="utf-8") as file:
        for table in (ENTRIES, ATTACHMENTS):
            for row in connection.execute(sa.select(table)).mappings():
                file.write(json.dumps({"table": table.name, "row": _plain(dict(row))}, ensure_ascii=False) + "\n")
    return made


def read_in(shop: Shop) -> None:
    """Bring the copied ledger in the shop's folder to where ledgers are kept now; a copy for elsewhere is used up.

    One that a server keeps already stays: it is the newer one. Raises BookUnreachable.
    """
    file = place.path_of(shop)
    found = [path for path in (file, file.with_suffix(DUMP)) if path.exists()]
    if not found or (found[0] == file and not place.server()):
        return
    if place.exists(shop):
        found[0].unlink()
        return
    with place.opened(shop, writes=True) as connection:
        rows = _of_file(found[0]) if found[0] == file else _of_dump(found[0])
        for table, row in rows:
            connection.execute(sa.insert(table), [row])
    found[0].unlink()


def copy_sqlite(source: Path, to: Path) -> None:
    """Copy a SQLite file as it is at one moment, also while others write in it."""
    with (
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as live,
        closing(sqlite3.connect(to)) as copy,
    ):
        live.backup(copy)
        copy.execute("pragma journal_mode = delete")


def _of_dump(path: Path) -> Iterator[tuple[sa.Table, dict[str, Any]]]:
    tables = {table.name: table for table in (ENTRIES, ATTACHMENTS)}
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            said = json.loads(line)
            row = said["row"]
            if "content" in row:
                row["content"] = base64.b64decode(row["content"])
            yield tables[said["table"]], row


def _of_file(path: Path) -> Iterator[tuple[sa.Table, dict[str, Any]]]:
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        for table in (ENTRIES, ATTACHMENTS):
            for row in connection.execute(f"select {', '.join(table.columns.keys())} from {table.name} order by 1"):
                yield table, dict(row)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: base64.b64encode(value).decode() if isinstance(value, bytes) else value for name, value in row.items()}  # fmt: skip
