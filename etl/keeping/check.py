"""The thorough look: reads everything that a shop holds, every block of every file, and says all that is wrong with it."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from book import BookBroken, BookShort, BookUnreachable, book, people, seen
from etl import register
from etl.check import checks
from etl.controls import controls_of
from etl.inbox import original_of
from etl.keeping.fault import (
    AttachmentDamaged,
    BookAway,
    BookCut,
    BookDamaged,
    CheckFails,
    DatabaseDamaged,
    Fault,
    FileDamaged,
    FileMissing,
    LineTorn,
    NothingBuilt,
    PeopleAway,
    PeopleCut,
    PeopleDamaged,
    RegisterDamaged,
    SeenAway,
    SeenCut,
    SeenDamaged,
    SettingsDamaged,
    TotalsDiffer,
    Unreadable,
)
from etl.keeping.standing import built
from etl.register import Upload
from warehouse import BuildDamaged, MissingTable, Reader, Shop, afresh, data_folder
from warehouse.disk import may_write, sha256_of


@dataclass(frozen=True)
class Checked:
    """What was read of a shop and what is wrong with it. `unsealed` lines of the register come from earlier versions."""

    shop: str
    uploads: int
    entries: int
    unsealed: int
    faults: tuple[Fault, ...]

    def as_json(self) -> dict[str, Any]:
        """One shop of `check --json`."""
        numbers = {"uploads": self.uploads, "entries": self.entries, "unsealed": self.unsealed}
        return {"shop": self.shop, **numbers, "problems": [each.as_json() for each in self.faults]}


def check_shop(shop: Shop) -> Checked:
    """Read everything of a shop."""
    faults: list[Fault] = [] if shop.settings_intact else [SettingsDamaged()]
    uploads: list[Upload] = []
    unsealed = 0
    try:
        chain = register.chain(shop)
        entries = register.entries(shop)
    except register.RegisterBroken as fault:
        faults.append(RegisterDamaged({"line": fault.about}))
    else:
        unsealed = len(chain.lines) - chain.sealed
        faults += [LineTorn({"bytes": len(chain.torn)})] if chain.torn else []
        uploads = [entry.upload for entry in entries]
        faults += [each for upload in uploads for each in _inbox(shop, upload)]
        faults += _builds(shop, [entry.upload for entry in entries if entry.undone_at is None])
    entries_read, wrong = _ledgers(shop)
    return Checked(shop.name, len(uploads), entries_read, unsealed, (*faults, *wrong, *_databases(shop.folder)))


def check_folder() -> list[Fault]:
    """What lies in the data folder and belongs to no shop: who exists, what they may see."""
    _, wrong = _followed(people.verify, PeopleDamaged, PeopleCut, PeopleAway)
    return [*wrong, *_databases(data_folder())]


def _inbox(shop: Shop, upload: Upload) -> Iterator[Fault]:
    """Both files of an upload; of the raw rows that earlier versions kept no fingerprint is known."""
    for path, fingerprint in ((shop.inbox / upload.raw, upload.raw_sha256), (original_of(shop, upload), upload.sha256)):
        about = {"name": path.name, "upload": upload.upload, "file": upload.file}
        if not path.exists():
            yield FileMissing(about)
        elif fingerprint and sha256_of(path) != fingerprint:
            yield FileDamaged(about)


def _builds(shop: Shop, active: list[Upload]) -> Iterator[Fault]:
    builds = shop.builds()
    if not builds and active:
        yield NothingBuilt({"uploads": len(active)})
    for path in builds:
        try:
            with afresh(path) as build:
                _read(build)
                if path == builds[-1]:
                    yield from built(shop, build, {upload.upload for upload in active})
                    yield from _totals(build, active)
                    yield from _sentences(build)
        except BuildDamaged:
            yield Unreadable({"build": path.stem})


def _read(build: Reader) -> None:
    """Every column of every row: DuckDB compares a block with its checksum when it reads it. Raises BuildDamaged."""
    for table in build.rows("select schema_name, table_name from duckdb_tables() where not internal"):
        build.arrow(f'select bit_xor(hash(t)) from {table["schema_name"]}."{table["table_name"]}" as t')


def _totals(build: Reader, active: list[Upload]) -> Iterator[Fault]:
    """Rows and sums per upload against what the register says was loaded; earlier versions wrote none down."""

    def ask(sql: str) -> list[tuple[Any, ...]]:
        return [tuple(row.values()) for row in build.rows(sql)]

    try:
        held = controls_of(ask, "staging")
    except MissingTable:  # an earlier version built it; it is built again before it is used
        return
    present = {upload for (upload,) in ask("select upload from staging.uploads")}
    for upload in active:
        if upload.upload not in present:  # told already
            continue
        found = held.get(upload.upload, {})
        for table in sorted({*upload.controls, *found} if upload.controls else ()):
            had, has = list(upload.controls.get(table, ())), found.get(table, [])
            if had != has:
                about = {"upload": upload.upload, "table": table, "found": _said(has), "wanted": _said(had)}
                yield TotalsDiffer(about)


def _sentences(build: Reader) -> Iterator[Fault]:
    for sentence, sql in checks().items():
        try:
            [found] = build.rows(f"select count(*) as broken from ({sql})")
        except MissingTable:
            continue
        if found["broken"]:
            yield CheckFails({"check": sentence, "rows": found["broken"]})


def _ledgers(shop: Shop) -> tuple[int, list[Fault]]:
    """How many entries the book has; what is wrong with it, its attachments, and the record of who looked."""
    _, looked = _followed(lambda: seen.verify(shop), SeenDamaged, SeenCut, SeenAway)
    number, wrong = _followed(book(shop).verify, BookDamaged, BookCut, BookAway)
    if not wrong:
        wrong = [AttachmentDamaged({"name": name}) for name in book(shop).damaged_attachments()]
    return number, [*wrong, *looked]


def _followed(
    verify: Callable[[], int], damaged: type[Fault], cut: type[Fault], away: type[Fault]
) -> tuple[int, list[Fault]]:
    try:
        return verify(), []
    except BookBroken as fault:
        return 0, [damaged({"entry": fault.about})]
    except BookShort as fault:
        return 0, [cut({"entry": fault.about})]
    except BookUnreachable as fault:
        return 0, [away({"found": fault.about})]


def _databases(folder: Path) -> Iterator[Fault]:
    """SQLite's own look at every page of its files."""
    how = "mode=ro" if may_write(folder) else "immutable=1"  # SQLite keeps files of its own beside it, where it may
    for path in sorted(folder.glob("*.sqlite")):
        try:
            connection = sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True)
            try:
                said = [text for (text,) in connection.execute("pragma integrity_check")]
            finally:
                connection.close()
        except sqlite3.DatabaseError as fault:
            said = [str(fault)]
        if said != ["ok"]:
            yield DatabaseDamaged({"name": path.name, "found": str(said[0]).split("\n")[0]})


def _said(total: list[Any]) -> str:
    return " / ".join("–" if each is None else str(each) for each in total) or "–"
