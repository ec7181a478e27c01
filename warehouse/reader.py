"""Read-only access to the newest build of one shop."""

import shutil
import tempfile
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, ClassVar

import duckdb
import pyarrow as pa

from warehouse import access
from warehouse.answers import Answer, Answers
from warehouse.costless import without_costs
from warehouse.folder import Shop
from warehouse.told import Told

ROWS, ANSWERS = 512, 48  # answers that an open build keeps: rows of a select, and what was reckoned from them
FEW = 1_000  # rows of a select that are kept
OPEN = 40  # builds that stay open, with what they keep; another one costs as much as a first look


def damages(fault: duckdb.Error) -> bool:
    """Whether a fault of DuckDB's says that the file is damaged: a block's checksum is a plain Error."""
    kinds = (duckdb.IOException, duckdb.FatalException, duckdb.InternalException, duckdb.SerializationException)
    return type(fault) is duckdb.Error or isinstance(fault, kinds)


class NoBuild(Told):
    """Nothing has been loaded into {} yet."""

    kind: ClassVar[str] = "nothing_loaded"


class BuildDamaged(Told):
    """The newest build cannot be read ({}); its file is damaged, or a newer version of the program made it. Build it again from the files: rebuild."""

    kind: ClassVar[str] = "build_damaged"


class MissingTable(Exception):
    """The build has no such table or column: another version of the program made it."""


class Reader:
    """One build, opened read-only and locked: no other file, no extension, no change of settings."""

    def __init__(self, path: Path, *, has_costs: bool = True) -> None:
        self.path = path
        self.has_costs = has_costs
        self._rows, self._reckoned = Answers(ROWS), Answers(ANSWERS)
        config: dict[str, str | bool | int | float | list[str]] = {
            "python_enable_replacements": "false",
            "async_threads": 1,
        }
        self.connection = duckdb.connect(str(path) if has_costs else ":memory:", read_only=has_costs, config=config)
        if not has_costs:
            without_costs(self.connection, str(path))
        # DuckDB opens a file once in a process: where somebody still reads this build it is locked already.
        if self.connection.execute("select not current_setting('lock_configuration')").fetchall() == [(True,)]:
            for setting in (
                "enable_progress_bar = false",
                "enable_external_access = false",
                "lock_configuration = true",
            ):
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
            except duckdb.Error as fault:
                if not damages(fault):
                    raise
                drop_readers(self.path)  # the connection is of no more use
                raise BuildDamaged(self.build) from fault

    def rows(self, sql: str, params: Sequence[Any] | Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """The rows of a small answer as dictionaries, money as Decimal; they are the caller's own."""

        def ask() -> list[dict[str, Any]]:
            return list(self.arrow(sql, params).to_pylist())

        found = self._rows.get((sql, repr(params)), ask, lambda rows: len(rows) <= FEW)
        return [dict(row) for row in found]

    def reckoned(self, question: Hashable, reckon: Callable[[], Answer]) -> Answer:
        """An answer that follows from this build and the question alone: reckoned once, and nobody's to change."""
        return self._reckoned.get(question, reckon)


@contextmanager
def afresh(path: Path) -> Iterator[Reader]:
    """A build read from the disk anew: a copy of it. Raises BuildDamaged.

    DuckDB shares one instance, and the blocks it has read, between all who open a file in a process; it refuses a link.
    """
    with tempfile.TemporaryDirectory() as folder:
        try:
            reader = Reader(Path(shutil.copyfile(path, Path(folder) / path.name)))
        except duckdb.Error as fault:
            raise BuildDamaged(path.stem) from fault
        try:
            yield reader
        finally:
            reader.connection.close()


# By build file, so that shops never meet, and by whether its costs are seen.
_open: dict[tuple[Path, bool], Reader] = {}
_guard = Lock()


def reader(shop: Shop) -> Reader:
    """The newest build of the shop. Raises NoBuild, BuildDamaged, NotGranted.

    A build may be swept away between looking and opening: then the newest is looked for again.
    """
    access.demand(access.SEE, shop.name)
    newest = None
    for _ in range(5):
        builds = shop.builds()
        if not builds:
            raise NoBuild(shop.name)
        if builds[-1] == newest:  # it is there, and cannot be opened
            raise BuildDamaged(newest.stem)
        newest, has_costs = builds[-1], access.current().may(access.SEE_COSTS, shop.name)
        key = newest, has_costs
        with _guard:
            if key in _open:
                _open[key] = _open.pop(key)  # the one that was used last
                return _open[key]
            try:
                _open[key] = Reader(newest, has_costs=has_costs)
            except duckdb.Error:
                continue
            for other in [each for each in _open if each[0].parent == newest.parent and each[0] not in builds]:
                _open.pop(other)  # a query still running keeps its connection; the last reference closes it
            for oldest in list(_open)[:-OPEN]:
                _open.pop(oldest)
            return _open[key]
    raise NoBuild(shop.name)


def drop_readers(path: Path) -> None:
    """Close this process's reader of a build that is about to be removed."""
    with _guard:
        for has_costs in (True, False):
            _open.pop((path, has_costs), None)
