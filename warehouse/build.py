"""The next build of a shop's warehouse: a copy of the newest, changed, then published under the next number."""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from filelock import FileLock, Timeout

from warehouse import access
from warehouse.disk import sync
from warehouse.folder import BUILD_NAME, Shop
from warehouse.reader import BuildDamaged, Reader, damages, drop_readers

KEPT_BUILDS = 2
# No extension is ever fetched, and a Python variable never answers for a missing table.
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
}


class Unparsable(Exception):
    """DuckDB's reader gives up on a text file, for example where two kinds of line ends meet."""


class Build:
    """A writable copy of a shop's warehouse, attached as `build` beside an empty in-memory catalogue.

    The in-memory catalogue holds whatever one load needs and nobody else: raw rows, and views that narrow the staging
    tables to the orders a load touches. Nothing is seen by readers until `publish`.
    """

    def __init__(self, shop: Shop, *, empty: bool = False) -> None:
        self.shop = shop
        newest = None if empty else next(iter(reversed(shop.builds())), None)
        shop.builds_folder.mkdir(parents=True, exist_ok=True)
        self.based_on = newest
        self.published: Path | None = None
        self.work = shop.builds_folder / f"next-{secrets.token_hex(4)}.work"
        if newest:
            shutil.copyfile(newest, self.work)
        self.connection = duckdb.connect(":memory:", config=CONFIG)
        self.connection.execute("set enable_progress_bar = false")
        # No table's rows have an order; keeping one makes row groups that every checkpoint writes anew.
        self.connection.execute("set preserve_insertion_order = false")
        # Lists of words stay tests: as joins they would be made for every row, and half the words of a cell are never asked.
        self.connection.execute("set disabled_optimizers = 'in_clause'")
        try:
            self._attach()
        except duckdb.Error as fault:
            self.discard()
            if newest and damages(fault) and "space" not in str(fault):
                raise BuildDamaged(newest.stem) from fault
            raise

    def execute(self, sql: str, params: Sequence[Any] | None = None) -> list[tuple[Any, ...]]:
        """Run one statement; its rows, money as Decimal."""
        try:
            return self.connection.execute(sql, params).fetchall()
        except duckdb.InvalidInputException as fault:
            if "CSV" in str(fault):
                raise Unparsable from fault
            raise
        except duckdb.Error as fault:
            if self.based_on and "corrupt" in str(fault).lower():
                raise BuildDamaged(self.based_on.stem) from fault
            raise

    def has(self, table: str) -> bool:
        """Whether the build has a table of this name, as `schema.table`."""
        asked = "select 1 from duckdb_tables() where database_name = 'build' and schema_name || '.' || table_name = $1"
        return bool(self.execute(asked, [table]))

    def arrow(self, sql: str, params: Sequence[Any] | None = None) -> pa.Table:
        """The rows of a select as Arrow, so that money stays decimal."""
        return self.connection.sql(sql, params=params).to_arrow_table()

    def publish(self) -> Path:
        """Give the work the next number: from this instant readers see all of it."""
        self.connection.execute("checkpoint build")
        self.connection.execute("detach build")
        self.connection.close()
        sync(self.work)
        newest = self.shop.builds()
        number = int(newest[-1].name[:6]) + 1 if newest else 1
        self.published = self.shop.builds_folder / f"{number:06d}-{secrets.token_hex(4)}.duckdb"
        self.work.rename(self.published)
        sync(self.shop.builds_folder)
        for old in self.shop.builds()[:-KEPT_BUILDS]:
            drop_readers(old)
            _remove(old)
        return self.published

    @contextmanager
    def seen(self) -> Iterator[Reader]:
        """What readers would see of this work, without publishing it; afterwards the work goes on."""
        self.connection.execute("checkpoint build")
        self.connection.execute("detach build")
        reader = Reader(self.work, has_costs=access.current().may(access.SEE_COSTS, self.shop.name))
        try:
            yield reader
        finally:
            reader.connection.close()
            self._attach()

    def _attach(self) -> None:
        self.connection.execute(f"attach '{str(self.work).replace(chr(39), chr(39) * 2)}' as build")

    def discard(self) -> None:
        """Forget the work; the newest build stays what it was."""
        self.connection.close()
        for path in (self.work, self.work.with_name(self.work.name + ".wal")):
            _remove(path)


@contextmanager
def held(shop: Shop, *, waiting: Callable[[], None] | None = None) -> Iterator[None]:
    """Hold the shop's lock. `waiting` is called once when another load holds it. Raises NotGranted."""
    access.demand(access.SEE, shop.name)
    lock = FileLock(shop.folder / "load.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        if waiting:
            waiting()
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


@contextmanager
def building(shop: Shop, *, empty: bool = False, waiting: Callable[[], None] | None = None) -> Iterator[Build]:
    """Hold the shop's lock and yield the next build; publish it by `build.publish()`, else it is discarded.

    `empty` starts from nothing instead of the newest build. `waiting` is called once when another load holds the lock.
    Raises NotGranted.
    """
    with held(shop, waiting=waiting):
        _sweep(shop)
        build = Build(shop, empty=empty)
        try:
            yield build
        finally:
            if build.published is None:
                build.discard()


def _sweep(shop: Shop) -> None:
    """Remove what a killed load left behind; the lock is held, so nobody is using it."""
    if shop.builds_folder.is_dir():
        for path in shop.builds_folder.iterdir():
            if not BUILD_NAME.fullmatch(path.name):
                _remove(path)


def _remove(path: Path) -> None:
    """Remove a file; Windows refuses while a reader has it open, and then the next load tries again."""
    try:
        path.unlink(missing_ok=True)
    except PermissionError:
        if os.name != "nt":
            raise
