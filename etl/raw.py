"""One table of text → its raw rows as one immutable Parquet file, personal columns left out, not one row lost."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from etl.cell import quoted
from etl.errors import AmbiguousColumn, Problem, RaggedRow, Refused, RowsLost
from etl.format import Format, positions_of
from etl.keyed import Keyed, keyed
from etl.names import normalised
from etl.recognise import Recognised
from etl.sheet import Table, count_records, write_evenly
from warehouse import Build, Unparsable

TOTAL = re.compile(r"(总计|合计|汇总|小计|total|grandtotal|总和)([:：].*)?")
# Words and names repeat and are written once each; of ids, which do not, that is found out early.
PARQUET = "(format parquet, dictionary_size_limit 5000)"
NO_TEXT = " \t\u3000\x1a"  # Ctrl-Z ends a file that `copy a.csv+b.csv` made
KEYED_ENTITIES = ("orders", "order_lines")
MOST_PROBLEMS = 100  # of one kind in one file; more help nobody
MOST_LINES = 40  # around the rows; sums are stated in them


@dataclass(frozen=True)
class Raw:
    """The raw rows of one table: a Parquet file with `row` (as a spreadsheet numbers it), c0, c1 … and keyed hashes, as text."""

    path: Path
    header: tuple[str, ...]
    kept: tuple[int, ...]  # the positions that are in the file; personal ones are not
    rejected: int  # lines that are no data and did not even have the header's width: totals, comments
    keyed: tuple[str, ...] = ()  # the columns of etl.keyed that are in the file
    problems: tuple[Problem, ...] = ()  # rows of another width than the header; the file is refused for them
    around: tuple[str, ...] = ()  # the lines above the header, and below it those that are no data; never kept
    is_continued: bool = False  # the rows go on from a sheet before this one


def read_raw(build: Build, table: Table, found: Recognised, to: Path) -> Raw:
    """Write the rows below the header to a Parquet file.

    Rows of another width than the header are listed in `problems`, so that they are told together with cells that cannot
    be read. Raises Refused with AmbiguousColumn or RowsLost.
    """
    header = found.header
    _refuse_ambiguous(found.format, header)
    used = found.format.used(header)
    kept = tuple(i for i, name in enumerate(header) if i in used or (name.strip() and not found.format.hides(name)))
    keys = keyed(build, header) if found.format.entity in KEYED_ENTITIES else Keyed()
    above = tuple(_line(row) for row in table.head[: max(found.header_index, 0)])[-MOST_LINES:]
    if table.kind == "grid":
        _from_grid(build, table, found, keys, kept, to)
        beside = _beside_the_table(build, table, found)
        return Raw(to, header, kept, 0, keys.names, beside, above, found.header_index < 0)
    rejected, problems, lines = _from_text(build, table, found, header, keys, kept, to)
    return Raw(to, header, kept, rejected, keys.names, problems, (*above, *lines))


def _refuse_ambiguous(format: Format, header: Sequence[str]) -> None:
    names = [normalised(name) for name in header]
    choices = [*format.columns.values(), *(format.order.columns.values() if format.order else ())]
    wanted = {normalised(name) for choice in choices for name in choice}
    twice = sorted({name for name in names if name and name in wanted and names.count(name) > 1})
    if twice:
        first = {name: next(i for i, each in enumerate(names) if each == name) for name in twice}
        raise Refused(AmbiguousColumn(column=header[first[n]].strip(), fields={"count": names.count(n)}) for n in twice)


def _from_grid(build: Build, table: Table, found: Recognised, keys: Keyed, kept: Sequence[int], to: Path) -> None:
    cells = [*_kept_cells(found.format, found.header, kept, len(table.head[0])), *keys.expressions]
    below = table.head_rows[found.header_index] if found.header_index >= 0 else 0
    source = keys.of(f"read_parquet({quoted(str(table.path))})")
    build.execute(
        f"copy (select row, {', '.join(cells)} from {source} where row > {below}) to {quoted(str(to))} {PARQUET}"
    )


def _beside_the_table(build: Build, table: Table, found: Recognised) -> tuple[Problem, ...]:
    """Rows with a cell to the right of the last header: they have been shifted, or two of them stand side by side."""
    header = found.header
    width = max((i for i, name in enumerate(header, 1) if name.strip()), default=0)
    beyond = [f"case when trim(c{i}) <> '' then {i + 1} else 0 end" for i in range(width, len(header))]
    if not beyond or found.header_index < 0:
        return ()
    rows = build.execute(
        f"select row, greatest({', '.join(beyond)}, 0) as cells, c0 from read_parquet({quoted(str(table.path))}) "
        f"where row > {table.head_rows[found.header_index]} and cells > 0 order by row limit {MOST_PROBLEMS}"
    )
    return tuple(
        RaggedRow(row=row, fields={"found": cells, "wanted": width})
        for row, cells, first in rows
        if not _is_no_data(first or "")
    )


def _from_text(
    build: Build, table: Table, found: Recognised, header: Sequence[str], keys: Keyed, kept: Sequence[int], to: Path
) -> tuple[int, tuple[Problem, ...], tuple[str, ...]]:
    """Pinned dialect, every column text: DuckDB's own guessing drops ragged rows without a word."""
    lines = table.head_rows[found.header_index]
    above = found.header_index + 1  # records, as a spreadsheet program numbers rows
    columns = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(len(header)))
    taken = ", ".join([*_kept_cells(found.format, header, kept, len(header)), *keys.expressions])
    try:
        read, first = _read_csv(table.path, lines, table.delimiter, columns, found.format), lines
        loaded = _take(build, f"select {taken} from {keys.of(read)}")
    except Unparsable:  # two kinds of line ends, where files were joined by hand
        even = to.with_suffix(".csv")
        write_evenly(table, lines, even)
        read, first = _read_csv(even, 0, table.delimiter, columns, found.format), 0
        loaded = _take(build, f"select {taken} from {keys.of(read)}")
    build.execute(f"copy (select {above + 1} + rowid as row, * from lines) to {quoted(str(to))} {PARQUET}")
    build.execute("drop table lines")
    rejects = build.execute(
        "select line - $1 + $2, any_value(csv_line), any_value(error_type) from rejected_lines group by line order by line",
        [first, above],
    )
    problems: list[Problem] = []
    set_aside: list[str] = []
    has_ended = False
    for row, text, _ in rejects:
        cells_found = str(text).strip("\r\n").split(table.delimiter)
        has_ended = has_ended or found.format.ends_at(cells_found[0])
        if has_ended or _is_no_data(cells_found[0]):
            line = io.StringIO(str(text).rstrip("\r\n"), newline="")
            set_aside.append(_line(next(csv.reader(line, delimiter=table.delimiter), [])))
        elif any(cell.strip(NO_TEXT) for cell in cells_found):
            problems.append(RaggedRow(row=row, fields={"found": len(cells_found), "wanted": len(header)}))
    records, blanks = count_records(table, lines)
    if loaded + len(rejects) != records:
        raise Refused([RowsLost(fields={"wanted": records, "found": loaded + len(rejects)})])
    if rejects or blanks:
        _renumber(build, to, [*(row for row, _, _ in rejects), *(place + above for place in blanks)])
    return len(rejects), tuple(problems[:MOST_PROBLEMS]), tuple(set_aside[-MOST_LINES:])


def _kept_cells(format: Format, header: Sequence[str], kept: Sequence[int], width: int) -> list[str]:
    """SQL of the cells that are kept; of a personal one only what the format's patterns pick out of it.

    A sheet that goes on without a header may lack columns at its right that are empty.
    """
    named = set(positions_of((name for names in format.columns.values() for name in names), header))
    patterns: dict[int, list[str]] = {}
    for names, pattern in (source for sources in format.extract.values() for source in sources):
        for i in positions_of(names, header):
            if i not in named and format.hides(header[i]):
                patterns.setdefault(i, []).append(pattern)
    cells = []
    for i in kept:
        picked = ", ".join(f"nullif(regexp_extract(c{i}, {quoted(pattern)}), '')" for pattern in patterns.get(i, ()))
        cell = f"concat_ws(' ', {picked})" if picked else f"c{i}"
        # An empty cell is none, so that a row's missing last cell and its empty one are the same.
        cells.append(f"nullif({cell}, '') as c{i}" if i < width else f"cast(null as varchar) as c{i}")
    return cells


def _line(cells: Sequence[str]) -> str:
    """A line around the rows as the patterns of footers see it: cells between commas, nothing around them."""
    return ",".join(cell.strip(" \t`'") for cell in cells)


def _read_csv(path: Path, skip: int, delimiter: str, columns: str, format: Format) -> str:
    """DuckDB's reader with everything said: it guesses nothing."""
    padded = "true" if format.short_rows_are_missing else "false"
    # Where no text at all means null, a row with one cell too many is taken in silence as long as its last one is empty.
    return (
        f"read_csv({quoted(str(path))}, auto_detect=false, header=false, skip={skip}, delim={quoted(delimiter)}, "
        f"quote='\"', escape='\"', columns={{{columns}}}, encoding='utf-8', null_padding={padded}, store_rejects=true, "
        f"rejects_table='rejected_lines', rejects_scan='rejected_scans', rejects_limit=0, max_line_size=16777216, "
        f"nullstr='no cell says this')"
    )


def _take(build: Build, select: str) -> int:
    """The rows of a select, in their order, in the in-memory table `lines`; their number.

    A table numbers its rows for nothing; `row_number() over ()` would read the file on one core.
    """
    build.execute("drop table if exists rejected_lines; drop table if exists rejected_scans")
    build.execute("set preserve_insertion_order = true")
    try:
        [(loaded,)] = build.execute(f"create or replace temp table lines as {select}")
    finally:
        build.execute("set preserve_insertion_order = false")
    return int(loaded)


def _renumber(build: Build, path: Path, left_out: Sequence[int]) -> None:
    """Rows below a line that is blank or was set aside stand one further down than the count of those that were read."""
    # The k-th such line pushes down every row that was counted at its place less the k above it, or later.
    places = [line - above for above, line in enumerate(sorted(left_out))]
    build.execute(
        "create or replace temp table shifts as select place, max(shift) as shift from "
        "(select unnest($1::bigint[]) as place, unnest(range(1, len($1) + 1)) as shift) group by place",
        [places],
    )
    fresh = path.with_suffix(".renumbered")
    build.execute(
        f"copy (select rows.* replace (rows.row + coalesce(shift, 0) as row) "
        f"from read_parquet({quoted(str(path))}) as rows asof left join shifts on rows.row >= shifts.place) "
        f"to {quoted(str(fresh))} {PARQUET}"
    )
    build.execute("drop table shifts")
    fresh.replace(path)


def _is_no_data(first_cell: str) -> bool:
    """Totals, comments and rules: lines that an export adds around its rows."""
    text = normalised(first_cell)
    mark = first_cell.strip(NO_TEXT + "\ufeff\"'`")[:2]
    # "#1001" is an id, "#支出合计" and "# typed" are not.
    is_comment = text.startswith(("---", "===")) or (mark[:1] == "#" and not (mark.isascii() and mark[1:].isalnum()))
    return bool(TOTAL.fullmatch(text)) or is_comment
