"""The whole flow on one screen: file bytes → raw → staging → facts → marts → the next build."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from etl import keyed, register, upgrade
from etl.check import CheckBroken, check
from etl.controls import controls_of
from etl.definitions import version
from etl.errors import (
    BreaksCheck,
    LoadedNotShown,
    NoLongerReadable,
    Problem,
    RawRowsDamaged,
    Refused,
    UnreadableFile,
)
from etl.inbox import keep
from etl.intake import Asked, Progress, format_of, take_in
from etl.loaded import Loaded, refused
from etl.model import prepare, rebuild
from etl.raw import Raw
from etl.register import Upload
from etl.sheet import COMMAND_LINE, Limits, files_in
from etl.space import filled, no_room
from etl.stage import stage
from etl.upsert import forget_upload, keep_typed, touch_nothing
from warehouse import Build, NoBuild, Reader, Shop, building, reader
from warehouse.disk import sha256_of
from warehouse.upgrades import Upgrade

__all__ = ["Asked", "bring_up_to_date", "is_current", "load", "rebuild_all", "undo", "undone", "upgraded"]


def load(
    shop: Shop,
    paths: Sequence[tuple[Path, str]],
    asked: Asked | None = None,
    *,
    limits: Limits = COMMAND_LINE,
    progress: Progress = lambda file, step: None,
    waiting: Callable[[], None] | None = None,
) -> tuple[list[Loaded], str | None]:
    """Load files, given as (path, name to show), as one build; a refused one changes nothing and the others load.

    Files that break a check are found by halves, each half a build of its own; one that breaks it alone is refused.
    Returns what became of each sheet, and the name of the published build (None when nothing was new).
    """
    if short := no_room(shop, [path for path, _ in paths]):
        return _none(paths, short), None
    asked = asked or Asked()
    made = None
    try:
        if not is_current(shop) and not asked.dry_run:  # alone, so that what the newer version changes stands by itself
            made = rebuild_all(shop)
        results, build = _load(shop, paths, asked, limits, progress, waiting)
        return results, build or made
    except CheckBroken as fault:
        if not paths:
            raise
        if len(paths) == 1:
            return [refused(paths[0][1], (BreaksCheck(fields={"found": fault.about}),))], None
    except Exception as fault:
        if not (full := filled(fault)):
            raise
        return _none(paths, full), None
    half = len(paths) // 2
    first, first_build = load(shop, paths[:half], asked, limits=limits, progress=progress, waiting=waiting)
    second, build = load(shop, paths[half:], asked, limits=limits, progress=progress, waiting=waiting)
    return first + second, build or first_build


def _load(
    shop: Shop,
    paths: Sequence[tuple[Path, str]],
    asked: Asked,
    limits: Limits,
    progress: Progress,
    waiting: Callable[[], None] | None,
) -> tuple[list[Loaded], str | None]:
    """Load all of the files or none. Raises CheckBroken."""
    results: list[Loaded] = []
    with (
        tempfile.TemporaryDirectory(prefix="load-", dir=shop.folder) as temporary,
        building(shop, waiting=waiting) as build,
    ):
        work = Path(temporary)
        was_behind = bring_up_to_date(build, shop)
        accepted: list[tuple[Upload, Path, Raw]] = []
        for path, name in paths:
            try:
                files = files_in(path, name, work, limits)
            except Refused as refusal:
                results.append(refused(name, refusal.problems))
                continue
            except OSError as fault:
                problem = UnreadableFile(fields={"found": fault.strerror or type(fault).__name__})
                results.append(refused(name, (problem,)))
                continue
            for file in files:
                results += take_in(build, shop, file, work, asked, limits, accepted, progress)
        if not accepted and not was_behind:
            return results, None
        progress("", "model")
        rebuild(build, touched=True)
        check(build)
        if asked.dry_run:
            return results, None
        totals = controls_of(build.execute, "build.staging", [upload.upload for upload, _, _ in accepted])
        kept = [keep(shop, upload, original, raw) for upload, original, raw in accepted]
        register.accept(shop, [replace(upload, controls=totals.get(upload.upload, {})) for upload in kept])
        return results, _publish(build, shop)


def _none(paths: Sequence[tuple[Path, str]], problem: Problem) -> list[Loaded]:
    return [refused(name, (problem,)) for _, name in paths]


def _publish(build: Build, shop: Shop) -> str:
    """Publish a build with how far the register had come, and what it changes where it is the first of a newer version.

    Returns its name. Raises LoadedNotShown when the disk is full.
    """
    known = register.chain(shop)
    with _written_down():
        build.execute(
            f"create or replace table build.staging.register_head as "
            f"select cast({len(known.lines)} as bigint) as lines, '{known.head}' as head"
        )
        upgrade.note(build, shop)
        return build.publish().stem


@contextmanager
def _written_down() -> Iterator[None]:
    """What fills the disk after the register has it: raises LoadedNotShown."""
    try:
        yield
    except Exception as fault:
        if not (full := filled(fault)):
            raise
        raise LoadedNotShown(full.kind) from fault


def undo(shop: Shop, upload: int) -> str:
    """Take one upload out, as if it had never been loaded; the build's name. Raises register.NoSuchUpload."""
    with building(shop) as build:
        register.undo(shop, upload)
        with _written_down():
            bring_up_to_date(build, shop)
            rebuild(build, touched=True)
            check(build)
            return _publish(build, shop)


@contextmanager
def undone(shop: Shop, upload: int) -> Iterator[Reader]:
    """The warehouse as `undo` would leave it, to be looked at and then discarded. Raises register.NoSuchUpload."""
    register.refuse_unknown(shop, upload)
    with building(shop) as build:
        bring_up_to_date(build, shop, without=upload)
        rebuild(build, touched=True)
        check(build)
        with build.seen() as reader:
            yield reader


def rebuild_all(shop: Shop) -> str:
    """Build the warehouse again from the inbox and the register alone; the build's name.

    Also where the register has lost its end: what it still lists is what counts from now on.
    """
    with building(shop, empty=True) as build:
        bring_up_to_date(build, shop)
        rebuild(build, touched=False)
        check(build)
        return _publish(build, shop)


def is_current(shop: Shop) -> bool:
    """Whether this version of the program made the newest build; true where there is none."""
    try:
        return upgrade.made_by(reader(shop)) == version()
    except NoBuild:
        return True


@contextmanager
def upgraded(shop: Shop) -> Iterator[Upgrade]:
    """What this version of the program would change in a shop that another one computed; looked at, then discarded.

    Raises NoBuild, NoLongerReadable, CheckBroken.
    """
    with building(shop, empty=True) as build:
        bring_up_to_date(build, shop)
        rebuild(build, touched=False)
        check(build)
        with build.seen() as after:
            yield upgrade.between(shop, reader(shop), after)


def bring_up_to_date(build: Build, shop: Shop, *, without: int | None = None) -> bool:
    """Make the build's staging tables hold exactly the uploads that the register says count; whether they did not.

    `without` names an upload that is left out although it counts.

    A load that was killed after its uploads were written down is caught up here. After this `touched_orders` names the
    orders that were in what came or went. Raises NoLongerReadable with every upload that is refused now: figures without
    it would be other figures, so the newest build stays in use until it is taken out.
    """
    _refuse_short_register(build, shop)
    prepare(build)
    touch_nothing(build)
    wanted = {each.upload: each for each in register.active(shop) if each.upload != without}
    present = {upload for (upload,) in build.execute("select upload from build.staging.uploads")}
    for upload in present - set(wanted):
        forget_upload(build, upload)
    unreadable = []
    for upload in sorted(set(wanted) - present):
        try:
            _stage_again(build, shop, wanted[upload])
        except Refused as refusal:
            unreadable.append((upload, wanted[upload].file, refusal.problems))
    if unreadable:
        raise NoLongerReadable(unreadable)
    return set(wanted) != present


def _refuse_short_register(build: Build, shop: Shop) -> None:
    """Uploads that a damaged register forgot must not leave the figures silently. Raises register.RegisterShort."""
    if build.has("staging.register_head"):
        [(lines, head)] = build.execute("select lines, head from build.staging.register_head")
        if not register.reaches(shop, lines, head):
            raise register.RegisterShort(lines)


def _stage_again(build: Build, shop: Shop, upload: Upload) -> None:
    """Type an upload's raw rows once more, as the register says it was read. Raises Refused."""
    raw_rows = shop.inbox / upload.raw
    if not raw_rows.exists() or upload.raw_sha256 not in ("", sha256_of(raw_rows)):
        raise Refused([RawRowsDamaged()])
    names = [
        name
        for (name,) in build.execute(
            "select column_name from (describe select * from read_parquet($1)) where column_name <> 'row'",
            [str(raw_rows)],
        )
    ]
    kept = tuple(int(name[1:]) for name in names if name not in keyed.COLUMNS)
    raw = Raw(raw_rows, upload.header, kept, 0, tuple(n for n in names if n in keyed.COLUMNS))
    moment = datetime.fromisoformat(upload.exported_at) if upload.exported_at else None
    format = format_of(upload)
    stage(
        build,
        raw,
        format,
        upload=upload.upload,
        exported_at=moment,
        stated=upload.period,
        spoken_of=upload.period,
        defaults=upload.defaults,
    )
    keep_typed(build, upload, format)
