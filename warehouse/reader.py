"""Read-only access to the newest build of one shop."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Any, ClassVar

import duckdb
import pyarrow as pa

from warehouse.folder import Shop
from warehouse.told import Told


class NoBuild(Told):
    """Nothing has been loaded into {} yet."""

    kind: ClassVar[str] = "nothing_loaded"


class MissingTable(Exception):
    """The build has no such table or column: another version of the program made it."""


class Reader:
    """One build, opened read-only and locked: no other file, no extension, no change of settings."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.connection = duckdb.connect(
            str(path),
            read_only=True,
            config={"python_enable_replacements": "false", "async_threads": 1},
        )
        for setting in ("enable_progress_bar = false", "enable_external_access = false", "lock_configuration = true"):
            self.connection.execute(f"set {setting}")

    @property
    def build(self) -> str:
        """The build's name: equal names, equal figures."""
        return self.path.stem

    def arrow(self, sql: str, params: Sequence[Any] | Mapping[str, Any] | None = None, **tables: pa.Table) -> pa.Table:
        """The rows of a select as Arrow, so that money stays decimal; `tables` stand beside those of the build.

        Safe to call from many threads.
        """
        with self.connection.cursor() as cursor:
            for name, rows in tables.items():
                cursor.register(name, rows)
            try:
                return cursor.sql(sql, params=params).to_arrow_table()
            except (duckdb.CatalogException, duckdb.BinderException) as fault:
                raise MissingTable(str(fault)) from fault

    def rows(self, sql: str, params: Sequence[Any] | Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """The rows of a small answer as dictionaries, money as Decimal."""
        return list(self.arrow(sql, params).to_pylist())


_open: dict[Path, Reader] = {}  # by build file, so that shops never meet
_guard = Lock()


def reader(shop: Shop) -> Reader:
    """The newest build of the shop. Raises NoBuild.

    A build may be swept away between looking and opening: then the newest is looked for again.
    """
    for _ in range(5):
        builds = shop.builds()
        if not builds:
            raise NoBuild(shop.name)
        newest = builds[-1]
        with _guard:
            if newest in _open:
                return _open[newest]
            try:
                _open[newest] = Reader(newest)
            except duckdb.IOException:
                continue
            for path in [path for path in _open if path.parent == newest.parent and path not in builds]:
                _open.pop(path)  # a query still running keeps its connection; the last reference closes it
            return _open[newest]
    raise NoBuild(shop.name)


def drop_readers(path: Path) -> None:
    """Close this process's reader of a build that is about to be removed."""
    with _guard:
        _open.pop(path, None)
