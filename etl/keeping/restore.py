"""`restore`: a backup brought back, read and compared whole before anything is changed; what was there is put aside, not removed."""

import secrets
import shutil
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

import book
import warehouse
from book import people, seen
from etl.keeping import manifest
from etl.keeping.backup import backups
from etl.keeping.manifest import NoBackup
from warehouse import Told, data_folder
from warehouse.disk import sync


class NotEmpty(Told):
    """The data folder already holds {}. Say --yes to put that aside and restore."""

    kind: ClassVar[str] = "not_empty"


def restore(
    source: Path, shop: str | None = None, *, yes: bool = False, progress: Callable[[str], None] = lambda text: None
) -> tuple[list[str], Path | None]:
    """Bring back a backup, or one shop of it; `source` may be a folder of backups, then the newest of them.

    Returns the shops, and where what stood in the way was put. Raises NoBackup, BackupDamaged, NotEmpty.
    """
    folder = source if (source / manifest.NAME).exists() or not backups(source) else backups(source)[-1]
    known = manifest.read(folder)
    if shop is not None and shop not in known.shops:
        raise NoBackup(f"{folder} ({shop})")
    shops = [shop] if shop is not None else list(known.shops)
    wanted = {name: each for name, each in known.files.items() if shop is None or name.startswith(f"shops/{shop}/")}
    progress(str(folder))
    manifest.verify(folder, wanted)
    places = _places(wanted, shops)
    in_the_way = [place for place in places if (data_folder() / place).exists()]
    if in_the_way and not yes:
        raise NotEmpty(", ".join(place.name for place in in_the_way))
    data_folder().mkdir(parents=True, exist_ok=True)
    work = data_folder() / f".part-{secrets.token_hex(4)}"
    work.mkdir(mode=0o700)
    try:
        for name in wanted:
            (work / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(folder / name, work / name)
            (work / name).chmod(0o600)
            sync(work / name)
        manifest.verify(work, wanted)
        for each in shops:
            (work / "shops" / each / "inbox").mkdir(parents=True, exist_ok=True)  # a shop without a file yet
        aside = _put_aside(in_the_way)
        for place in places:
            (data_folder() / place).parent.mkdir(parents=True, exist_ok=True)
            (work / place).rename(data_folder() / place)
            sync((data_folder() / place).parent)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    for each in shops:
        book.read_in(warehouse.shop(each))
        book.read_in(seen.beside(warehouse.shop(each)))
    if shop is None:
        book.read_in(people.ledger().shop)
    return shops, aside


def _places(wanted: dict[str, list[object]], shops: list[str]) -> list[Path]:
    """What is put in its place in one step each: whole shops, and what lies beside them."""
    tops = {Path(*Path(name).parts[:1]) for name in wanted if not name.startswith("shops/")}
    return [*(Path("shops") / each for each in shops), *sorted(tops)]


def _put_aside(places: list[Path]) -> Path | None:
    """Move what stands in the way out of the way, never remove it."""
    if not places:
        return None
    name = f"before-restore-{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}"
    aside = data_folder() / name
    for place in places:
        (aside / place).parent.mkdir(parents=True, exist_ok=True)
        if place.parts[0] == "shops":
            book.let_go(warehouse.shop(place.name))
        elif place.suffix == ".sqlite":
            book.let_go(people.ledger().shop)
        with warehouse.held(warehouse.shop(place.name)) if place.parts[0] == "shops" else nullcontext():
            (data_folder() / place).rename(aside / place)
    sync(aside)
    return aside
