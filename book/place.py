"""Where a shop's book lies: an embedded SQLite file in its folder, or its schema on the server that DUIZHANG_BOOK names."""

import errno
import hashlib
import os
import shutil
import sqlite3
import weakref
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, IntegrityError, ProgrammingError
from sqlalchemy.schema import CreateSchema, DropSchema

from warehouse import Shop, Told
from warehouse.disk import may_write

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_SECONDS = 30
_engines: dict[str, Engine] = {}  # by address and schema, so that shops never meet
_guard = Lock()


class ReadOnly(PermissionError):
    """The book lies in a folder that may only be read; nothing can be written."""

    def __init__(self) -> None:
        super().__init__(errno.EACCES, "the book may only be read")


class BookUnreachable(Told):
    """The book cannot be opened: {}."""

    kind = "book_unreachable"


@dataclass(frozen=True)
class Beside(Shop):
    """A ledger that is no shop's book: a file of its own in the folder. Its name is one that no shop can have."""

    file: str = "book.sqlite"


def path_of(shop: Shop) -> Path:
    """The file of an embedded book."""
    return shop.folder / (shop.file if isinstance(shop, Beside) else "book.sqlite")


def server() -> str | None:
    """The address of the PostgreSQL server that keeps the books; None: each is a file."""
    return os.environ.get("DUIZHANG_BOOK") or None


def schema_of(shop: Shop) -> str:
    """The schema of a shop's book on a server. Names of shops are longer and freer than those of schemas may be."""
    return "shop_" + hashlib.sha256(shop.name.encode()).hexdigest()[:24]


def exists(shop: Shop) -> bool:
    """Whether anything was ever written for the shop, so that looking makes nothing. Raises BookUnreachable."""
    if not server():
        return path_of(shop).exists()
    with told(), _engine(shop).connect() as connection:
        asked = {"table": f"{schema_of(shop)}.entries"}
        return connection.execute(text("select to_regclass(:table)"), asked).scalar_one() is not None


@contextmanager
def opened(shop: Shop, *, writes: bool = False) -> Iterator[Connection]:
    """A transaction in the shop's book, which is made or brought to this version's tables where needed.

    Raises BookUnreachable.
    """
    with told(), engine(shop).connect().execution_options(writes=writes) as connection, connection.begin():
        yield connection


def engine(shop: Shop) -> Engine:
    """The shop's book, made or brought to this version's tables where needed."""
    found = _engine(shop)
    with _guard:
        if not getattr(found, "is_current", False):
            _upgrade(found, shop)
            found.is_current = True  # type: ignore[attr-defined]
    return found


@contextmanager
def told() -> Iterator[None]:
    """A server that is gone, a file that is no book, a full disk: said in a sentence, without the address's password."""
    try:
        yield
    except (IntegrityError, ProgrammingError):
        raise  # a fault of ours
    except (DatabaseError, sqlite3.DatabaseError) as fault:
        raise BookUnreachable(str(getattr(fault, "orig", fault)).strip().split("\n")[0]) from fault
    except ArgumentError as fault:
        raise BookUnreachable("DUIZHANG_BOOK") from fault


def forget(shop: Shop) -> None:
    """Drop the shop's book: its connections, and its schema where a server keeps it; the file goes with the folder."""
    let_go(shop)
    if server():
        with told():
            dropping = _engine(shop)
            with dropping.begin() as connection:
                connection.execute(DropSchema(schema_of(shop), cascade=True, if_exists=True))
        dropping.dispose()
        with _guard:
            _engines.pop(_key(shop), None)


def let_go(shop: Shop) -> None:
    """Close this process's connections to the shop's book, and to what else lies in files beside it."""
    with _guard:
        inside = [key for key in _engines if Path(key).parent == shop.folder]
        found = [_engines.pop(key) for key in {_key(shop), *inside} if key in _engines]
    for each in found:
        each.dispose()


def _key(shop: Shop) -> str:
    address = server()
    return f"{address} {schema_of(shop)}" if address else str(path_of(shop))


def _engine(shop: Shop) -> Engine:
    key = _key(shop)
    with _guard:
        # A folder that was removed and made again, or restored, has another file under the same path.
        if key in _engines and not server() and _engines[key].file != _file(shop):  # type: ignore[attr-defined]
            _engines.pop(key).dispose()
        if key not in _engines:
            _engines[key] = _server_engine(shop) if server() else _file_engine(path_of(shop))
            _engines[key].file = None if server() else _file(shop)  # type: ignore[attr-defined]
        return _engines[key]


def _file(shop: Shop) -> tuple[int, int] | None:
    """Which file it is, whatever its path; None before anything was written."""
    try:
        found = path_of(shop).stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _server_engine(shop: Shop) -> Engine:
    url = make_url(server() or "")
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    return create_engine(
        url, connect_args={"options": f"-csearch_path={schema_of(shop)}", "connect_timeout": 10}, pool_pre_ping=True
    )


def _file_engine(path: Path) -> Engine:
    if path.exists() and not may_write(path.parent):
        return _read_only_engine(path)
    made = create_engine(f"sqlite:///{path}", connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False})

    @event.listens_for(made, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver
        for setting in ("journal_mode = wal", "synchronous = full", f"busy_timeout = {BUSY_SECONDS * 1000}"):
            connection.execute(f"pragma {setting}")

    @event.listens_for(made, "begin")
    def _begun(connection: Connection) -> None:
        # A writer takes its place before it reads what it will build on.
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("begin immediate" if writes else "begin")

    return made


def _read_only_engine(path: Path) -> Engine:
    """A book in a folder that may only be read, where SQLite could not keep its own files beside it: a copy of it is read."""
    folder = TemporaryDirectory(prefix="duizhang-book-")
    for part in (path, path.with_name(f"{path.name}-wal")):
        if part.exists():
            shutil.copyfile(part, Path(folder.name) / part.name)
    made = create_engine(f"sqlite:///{Path(folder.name) / path.name}", connect_args={"check_same_thread": False})
    weakref.finalize(made, folder.cleanup)

    @event.listens_for(made, "begin")
    def _begun(connection: Connection) -> None:
        if connection.get_execution_options().get("writes"):
            raise ReadOnly

    return made


def _upgrade(found: Engine, shop: Shop) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    config = Config(attributes={})
    config.set_main_option("script_location", str(MIGRATIONS))
    newest = ScriptDirectory.from_config(config).get_current_head()
    if (server() or path_of(shop).exists()) and _version(found, MigrationContext) == newest:
        return
    if not server() and path_of(shop).exists():
        _keep_before(path_of(shop))
    with found.connect().execution_options(writes=True) as connection, connection.begin():
        if server():
            # Two processes that open a new shop's book at once: the second finds it made.
            connection.execute(text("select pg_advisory_xact_lock(hashtext(:name))"), {"name": schema_of(shop)})
            connection.execute(CreateSchema(schema_of(shop), if_not_exists=True))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _keep_before(path: Path) -> None:
    """Copy a book aside before its tables are changed; one that has no tables yet needs none."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as live:
        if not live.execute("select 1 from sqlite_master where name = 'alembic_version'").fetchone():
            return
        [(version,)] = live.execute("select version_num from alembic_version")
        with closing(sqlite3.connect(path.with_name(f"{path.stem}.before-{version}.sqlite"))) as copy:
            live.backup(copy)
            copy.execute("pragma journal_mode = delete")


def _version(found: Engine, context: Any) -> str | None:
    with found.connect() as connection:
        version: str | None = context.configure(connection).get_current_revision()
        return version
