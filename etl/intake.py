"""One file → the sheets of it that are exports, typed into the next build; a file of which no sheet is one is refused whole."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from etl import register
from etl.entity import types_of
from etl.errors import Refused
from etl.format import Format
from etl.formatfile import formats, read_format
from etl.loaded import Loaded, refused
from etl.period import exported_at, spoken_of, stated_period
from etl.question import as_accepted, ask, currency_of
from etl.raw import Raw, read_raw
from etl.recognise import Recognised, recognise
from etl.register import Upload
from etl.remembered import remembered
from etl.sequence import holes
from etl.sheet import File, Limits, Table, tables_in
from etl.stage import Staged, stage
from etl.upsert import ORDERS, Change, keep_typed
from warehouse import Build, Shop

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


def take_in(
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
        return [refused(file.name, refusal.problems)]
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
                unknown.append(refused(file.name, refusal.problems, table.sheet))
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
            results.append(refused(file.name, refusal.problems, table.sheet, found.format, table.encoding))
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
