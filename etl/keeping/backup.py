"""`backup`: the data folder copied into a dated folder while the program runs; a backup is whole or it is not there."""

import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

import book
import warehouse
from book import people, seen
from etl.keeping import manifest
from etl.keeping.manifest import Manifest
from warehouse import Shop, Told, data_folder
from warehouse.disk import free, may_write, sha256_of, sync

BACKUP_NAME = re.compile(r"duizhang-\d{8}T\d{6}Z(-\d+)?")
# What is no part of anybody's data: locks, half-written files, logs, the sample that ships with the program.
LEFT_OUT = re.compile(r".*\.(lock|work|wal|new|log)|.*\.sqlite-(wal|shm|journal)|before-restore-.*|\..*")
LEDGERS = ("book.sqlite", "seen.sqlite", "people.sqlite")  # each copied as one moment, by itself
RESERVE = 100 << 20


class BackupInside(Told):
    """The backup must lie outside the data folder, best on another disk; {} is inside."""

    kind: ClassVar[str] = "backup_inside"


class NoRoomForBackup(Told):
    """There is too little room for the backup in {}."""

    kind: ClassVar[str] = "no_room"


def backup(to: Path, shops: list[Shop] | None = None, progress: Callable[[str], None] = lambda text: None) -> Path:
    """Copy the data folder, or some shops of it, into a new folder in `to`; where it is.

    A load of a shop waits while that shop is copied; pages go on. Raises BackupInside, NoRoomForBackup, BookUnreachable, OSError.
    """
    whole = shops is None
    if data_folder().resolve() in (to.resolve(), *to.resolve().parents):
        raise BackupInside(to)
    to.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    work = to / f".part-{secrets.token_hex(4)}"
    work.mkdir(mode=0o700)
    try:
        copying = _Copying(work, to)
        copied = shops if shops is not None else [warehouse.shop(name) for name in warehouse.shop_names()]
        for shop in copied:
            progress(shop.name)
            copying.shop(shop)
        if whole:
            apart = (data_folder() / "shops", data_folder() / "sample")
            copying.tree(data_folder(), Path(), left_out=lambda path: path in apart)
            copying.ledger(people.ledger().shop, Path())
        for folder in sorted((path for path in work.rglob("*") if path.is_dir()), reverse=True):
            sync(folder)
        Manifest(now.isoformat(timespec="seconds"), tuple(each.name for each in copied), copying.files).write(work)
        sync(work)
        made = _free_name(to, now)
        work.rename(made)
        sync(to)
        return made
    finally:
        shutil.rmtree(work, ignore_errors=True)


def backups(to: Path) -> list[Path]:
    """Every finished backup of a folder, the newest last."""
    if not to.is_dir():
        return []
    return sorted(path for path in to.iterdir() if BACKUP_NAME.fullmatch(path.name) and (path / manifest.NAME).exists())


class _Copying:
    """One backup in the making: each file copied, synced and noted with its fingerprint."""

    def __init__(self, work: Path, to: Path) -> None:
        self.work = work
        self.files: dict[str, list[object]] = {}
        older = backups(to)
        self.before = older[-1] if older else None
        self.known = manifest.read(older[-1]).files if older else {}

    def shop(self, shop: Shop) -> None:
        inside = Path("shops") / shop.name
        with _held(shop):
            newest = shop.builds()[-1:]
            self.tree(
                shop.folder,
                inside,
                left_out=lambda path: path.parent == shop.builds_folder and path not in newest,
            )
        (self.work / inside).mkdir(parents=True, exist_ok=True)
        for ledger in (shop, seen.beside(shop)):
            self.ledger(ledger, inside)

    def ledger(self, ledger: Shop, inside: Path) -> None:
        if made := book.write_out(ledger, self.work / inside):
            self._note(made)

    def tree(self, source: Path, inside: Path, left_out: Callable[[Path], bool]) -> None:
        for path in sorted(source.iterdir()):
            if LEFT_OUT.fullmatch(path.name) or left_out(path):
                continue
            # The folder of a load, which may end and be gone by now, or of one that was killed.
            if path.name.startswith("load-") and not path.is_file():
                continue
            if path.is_dir():
                (self.work / inside / path.name).mkdir(parents=True, exist_ok=True)
                self.tree(path, inside / path.name, left_out)
            elif path.name not in LEDGERS:
                self._copy(path, inside / path.name)

    def _copy(self, path: Path, inside: Path) -> None:
        to = self.work / inside
        to.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".sqlite":
            book.copy_sqlite(path, to)
        elif not self._linked(path, inside, to):
            if free(self.work) < path.stat().st_size + RESERVE:
                raise NoRoomForBackup(self.work.parent)
            shutil.copyfile(path, to)
        self._note(to)

    def _linked(self, path: Path, inside: Path, to: Path) -> bool:
        """What never changes and stands whole in the backup before is not copied again, where the disk knows links."""
        size, sha256 = self.known.get(inside.as_posix(), (None, None))
        if not self.before or path.parent.name != "inbox" or size != path.stat().st_size or path.suffix == ".jsonl":
            return False
        older = self.before / inside
        if not older.exists() or not sha256_of(older) == sha256 == sha256_of(path):
            return False
        try:
            os.link(older, to)
        except OSError:
            return False
        return True

    def _note(self, path: Path) -> None:
        path.chmod(0o600)
        sync(path)
        self.files[path.relative_to(self.work).as_posix()] = [path.stat().st_size, sha256_of(path)]


@contextmanager
def _held(shop: Shop) -> Iterator[None]:
    """Keep loads of the shop waiting; where nothing can be written, none is running."""
    with warehouse.held(shop) if may_write(shop.folder) else nullcontext():
        yield


def _free_name(to: Path, now: datetime) -> Path:
    """A second backup within a second, or after the clock was set back, gets a number of its own."""
    first = path = to / f"duizhang-{now:%Y%m%dT%H%M%SZ}"
    number = 2
    while path.exists():
        path, number = first.with_name(f"{first.name}-{number}"), number + 1
    return path
