"""The whole flow on one screen: file bytes → raw → staging → facts → marts → the next build."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from etl import keyed, register
from etl.check import check
from etl.entity import types_of
from etl.errors import Refused, UnreadableFile
from etl.format import Format, formats, read_format
from etl.inbox import keep
from etl.loaded import Loaded
from etl.model import prepare, rebuild, version
from etl.period import exported_at, spoken_of, stated_period
from etl.question import as_accepted, ask, currency_of
from etl.raw import Raw, read_raw
from etl.recognise import Recognised, recognise
from etl.register import Upload
from etl.remembered import remembered
from etl.sequence import holes
from etl.sheet import COMMAND_LINE, File, Limits, Table, files_in, tables_in
from etl.stage import Staged, stage
from etl.upsert import ORDERS, Change, forget_upload, keep_typed, touch_nothing
from warehouse import Build, MissingTable, NoBuild, Reader, Shop, building, reader

Progress = Callable[[str, str], None]  # the file's name, and which step it is at


@dataclass(frozen=True)
class Asked:
    """What the reader said about the files of one call."""

    format: str | None = None
    map: str | None = None  # the text of a column map
    defaults: Mapping[str, str] | None = None  # column → value where the file has none (valid_from)
    origin: str = register.FROM_FILES[0]
    accepted: tuple[str, ...] = ()  # answers to questions: paid_is_gross, other_shop
    dry_run: bool = False


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

    Returns what became of each sheet, and the name of the published build (None when nothing was new).
    """
    asked = asked or Asked()
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
                results.append(Loaded(name, "", "refused", problems=refusal.problems))
                continue
            except OSError as fault:
                problem = UnreadableFile(fields={"found": fault.strerror or type(fault).__name__})
                results.append(Loaded(name, "", "refused", problems=(problem,)))
                continue
            for file in files:
                results += _load_file(build, shop, file, work, asked, limits, accepted, progress)
        if not accepted and not was_behind:
            return results, None
        progress("", "model")
        rebuild(build, touched=True)
        check(build)
        if asked.dry_run:
            return results, None
        for upload, original, raw in accepted:
            keep(shop, upload, original, raw)
        register.accept(shop, [upload for upload, _, _ in accepted])
        return results, build.publish().stem


def undo(shop: Shop, upload: int) -> str:
    """Take one upload out, as if it had never been loaded; the build's name. Raises register.NoSuchUpload."""
    with building(shop) as build:
        register.undo(shop, upload)
        bring_up_to_date(build, shop)
        rebuild(build, touched=True)
        check(build)
        return build.publish().stem


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
    """Build the warehouse again from the inbox and the register alone; the build's name."""
    with building(shop, empty=True) as build:
        bring_up_to_date(build, shop)
        rebuild(build, touched=False)
        check(build)
        return build.publish().stem


def is_current(shop: Shop) -> bool:
    """Whether this version of the program made the newest build; true where there is none."""
    try:
        return reader(shop).rows("select version from staging.made_by") == [{"version": version()}]
    except NoBuild:
        return True
    except MissingTable:
        return False


def bring_up_to_date(build: Build, shop: Shop, *, without: int | None = None) -> bool:
    """Make the build's staging tables hold exactly the uploads that the register says count; whether they did not.

    `without` names an upload that is left out although it counts.

    A load that was killed after its uploads were written down is caught up here. After this `touched_orders` names the
    orders that were in what came or went.
    """
    prepare(build)
    touch_nothing(build)
    wanted = {each.upload: each for each in register.active(shop) if each.upload != without}
    present = {upload for (upload,) in build.execute("select upload from build.staging.uploads")}
    for upload in present - set(wanted):
        forget_upload(build, upload)
    for upload in sorted(set(wanted) - present):
        _stage_again(build, shop, wanted[upload])
    return set(wanted) != present


def _load_file(
    build: Build,
    shop: Shop,
    file: File,
    work: Path,
    asked: Asked,
    limits: Limits,
    accepted: list[tuple[Upload, Path, Raw]],
    progress: Progress,
) -> list[Loaded]:
    """Every sheet of a file that is an export; a file of which no sheet is one is refused whole."""
    progress(file.name, "read")
    known = {(each.sha256, each.sheet): each for each in [*register.active(shop), *(each for each, _, _ in accepted)]}
    again = [each for (sha, _), each in known.items() if sha == file.sha256]
    if again:
        return [_already(file, each) for each in again]
    try:
        tables = tables_in(file, work, limits)
        mapped = read_format("map", asked.map) if asked.map is not None else None
    except Refused as refusal:
        return [Loaded(file.name, "", "refused", problems=refusal.problems)]
    own = remembered()
    maps = [each.format for each in own.values() if each.format]
    results: list[Loaded] = []
    unknown: list[Loaded] = []
    found: Recognised | None = None
    for table in tables:
        try:
            found = recognise(table.head, named=asked.format, mapped=mapped, own=maps)
        except Refused as refusal:
            found = _continued(table, found)
            if found is None:
                unknown.append(Loaded(file.name, table.sheet, "refused", problems=refusal.problems))
                continue
        progress(file.name, "check")
        number = register.next_number(shop) + len(accepted)
        raw_path = work / f"{number}.parquet"
        try:
            raw = read_raw(build, table, found, raw_path)
            preamble = table.head[: max(found.header_index, 0)]
            moment = exported_at(file.name, preamble)
            stated = stated_period(file.name, preamble, None)
            about = stated or spoken_of(file.name, [[table.sheet], *preamble])
            format = as_accepted(found.format, asked.accepted)
            staged = _staged(build, raw, format, number, moment, stated, about, asked)
            ask(build, format, asked.accepted, (each.currency for each in known.values() if each.currency))
        except Refused as refusal:
            results.append(
                Loaded(
                    file.name,
                    table.sheet,
                    "refused",
                    format=found.format,
                    encoding=table.encoding,
                    problems=refusal.problems,
                )
            )
            continue
        upload = _upload(number, file, table, found.format, raw, staged, moment, asked)
        if mapped is None and found.format.name in own:  # a rebuild must not depend on the file in the folder
            upload = replace(upload, map=own[found.format.name].text)
        upload = replace(upload, currency=currency_of(build, format))
        upload = replace(upload, period=stated_period(file.name, preamble, upload.period))
        upload = _checked(build, upload, table, raw, staged)
        change = keep_typed(build, upload, found.format)
        accepted.append((upload, file.path, raw))
        results.append(
            replace(
                _loaded(upload, found.format, table, found.header_index, staged, change),
                preview=_preview(build, raw),
                typed=_typed_rows(build, found.format),
            )
        )
    return results or unknown


def _continued(table: Table, before: Recognised | None) -> Recognised | None:
    """A sheet without a header that goes on with the rows of the sheet before it, where the format does so."""
    if before is None or not before.format.rows.get("continues") or len(table.head[0]) > len(before.header):
        return None
    return Recognised(before.format, -1, before.header)


def _staged(
    build: Build,
    raw: Raw,
    format: Format,
    number: int,
    moment: datetime | None,
    stated: tuple[str, str] | None,
    about: tuple[str, str] | None,
    asked: Asked,
) -> Staged:
    """Type the rows. Raises Refused with every problem of rows and cells together."""
    try:
        staged = stage(
            build,
            raw,
            format,
            upload=number,
            exported_at=moment,
            stated=stated,
            spoken_of=about,
            defaults=asked.defaults,
        )
    except Refused as refusal:
        raise Refused([*raw.problems, *refusal.problems]) from refusal
    if raw.problems:
        raise Refused(raw.problems)
    return staged


def _upload(
    number: int,
    file: File,
    table: Table,
    format: Format,
    raw: Raw,
    staged: Staged,
    moment: datetime | None,
    asked: Asked,
) -> Upload:
    return Upload(
        upload=number,
        sha256=file.sha256,
        file=file.name,
        sheet=table.sheet,
        format=format.name,
        rows=staged.rows,
        rejected=staged.rejected,
        period=(staged.period[0].isoformat(), staged.period[1].isoformat()) if staged.period else None,
        sum=str(staged.total) if staged.total is not None else None,
        at=register.now(),
        by=register.who(),
        origin=asked.origin,
        raw=f"{file.sha256}-{number}.parquet",
        header=raw.header,
        exported_at=moment.isoformat(" ") if moment else None,
        map=asked.map,
        defaults=dict(asked.defaults or {}),
        accepted=asked.accepted,
    )


def _checked(build: Build, upload: Upload, table: Table, raw: Raw, staged: Staged) -> Upload:
    """The upload with what its own checks found, for etl.findings."""
    missing = holes(build, raw)
    return replace(
        upload,
        identities=[asdict(each) for each in staged.identities],
        notes=list(table.notes),
        holes=asdict(missing) if missing else None,
    )


def _loaded(upload: Upload, format: Format, table: Table, header_index: int, staged: Staged, change: Change) -> Loaded:
    return Loaded(
        file=upload.file,
        sheet=upload.sheet,
        status="loaded",
        upload=upload.upload,
        format=format,
        encoding=table.encoding,
        header_row=_header_row(table, header_index),
        rows=staged.rows,
        rejected=staged.rejected,
        rounded=staged.rounded,
        other_rows=staged.other_rows,
        other_amount=staged.other_amount,
        period=upload.period,
        sum=staged.total,
        change=change,
        identities=staged.identities,
        unknown_words=staged.unknown_words,
        notes=(*table.notes, *staged.notes),
    )


def _header_row(table: Table, header_index: int) -> int | None:
    """The header's row as a spreadsheet numbers it; None where a sheet goes on without one."""
    if header_index < 0:
        return None
    return table.head_rows[header_index] if table.kind == "grid" else header_index + 1


def _preview(build: Build, raw: Raw) -> tuple[tuple[str, ...], ...]:
    """The header and the first rows of what is kept."""
    named = [i for i in raw.kept if raw.header[i].strip()]
    cells = ", ".join(f"c{i}" for i in named)
    rows = build.execute(f"select {cells} from read_parquet($1) order by row limit 5", [str(raw.path)])
    return (tuple(raw.header[i].strip() for i in named), *rows)


def _typed_rows(build: Build, format: Format) -> tuple[tuple[str | None, ...], ...]:
    """Of a table read by a map: the columns that it fills, and the first rows as they were understood."""
    if format.grade != "map":
        return ()
    filled = dict.fromkeys(["row_kind"] if format.entity == "order_lines" else [])
    columns = [
        "source_row",
        *filled,
        *(c for c in format.columns if c in types_of(format.entity)),
        *(["gross_amount"] if format.entity in ORDERS else []),
    ]
    cells = ", ".join(f"cast({column} as varchar)" for column in columns)
    rows = build.execute(f"select {cells} from typed order by typed.source_row limit 5")
    return (tuple(columns), *rows)


def _already(file: File, upload: Upload) -> Loaded:
    return Loaded(
        file=file.name,
        sheet=upload.sheet,
        status="already loaded",
        upload=upload.upload,
        format=format_of(upload),
        rows=upload.rows,
        rejected=upload.rejected,
        period=upload.period,
        sum=Decimal(upload.sum) if upload.sum else None,
        change=Change(0, 0, upload.rows),
    )


def format_of(upload: Upload) -> Format:
    """The format an upload was read with: its own column map, or the one that ships with the program, and the answers given."""
    said = read_format(upload.format, upload.map) if upload.map is not None else formats()[upload.format]
    return as_accepted(said, upload.accepted)


def _stage_again(build: Build, shop: Shop, upload: Upload) -> None:
    """Type an upload's raw rows once more, as the register says it was read."""
    names = [
        name
        for (name,) in build.execute(
            "select column_name from (describe select * from read_parquet($1)) where column_name <> 'row'",
            [str(shop.inbox / upload.raw)],
        )
    ]
    kept = tuple(int(name[1:]) for name in names if name not in keyed.COLUMNS)
    raw = Raw(shop.inbox / upload.raw, upload.header, kept, 0, tuple(n for n in names if n in keyed.COLUMNS))
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
