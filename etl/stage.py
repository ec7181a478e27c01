"""Raw rows → typed rows of one staging table, or every cell that could not be read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from etl import unreadable
from etl.entity import types_of
from etl.errors import Problem, Refused
from etl.finish import Finishing
from etl.format import Format
from etl.identity import Checked, identities
from etl.raw import Raw
from etl.reading import Reading
from warehouse import Build


@dataclass(frozen=True)
class Staged:
    """What one upload became: the typed rows stand in the in-memory view `typed`, with the staging table's columns."""

    rows: int
    rejected: int
    period: tuple[date, date] | None
    total: Decimal | None
    rounded: int
    other_rows: int
    other_amount: Decimal | None
    identities: tuple[Checked, ...] = ()
    unknown_words: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def stage(
    build: Build,
    raw: Raw,
    format: Format,
    *,
    upload: int,
    exported_at: datetime | None,
    stated: tuple[str, str] | None = None,
    spoken_of: tuple[str, str] | None = None,
    defaults: Mapping[str, str] | None = None,
) -> Staged:
    """Type every mapped cell of the raw rows into `typed`, and what they say of whole orders into `typed_orders`.

    `stated` are the days that the file says it covers, for rows that name no day; `spoken_of` those that tell the year of
    days without one; `defaults` fill a column where the row's own cell is empty (`valid_from`). Raises Refused with all
    problems at once.
    """
    problems: list[Problem] = []
    checked: list[Checked] = []
    if format.order:
        of_order = Reading(format.order, raw, dict(format.order.constants), spoken_of)
        problems += _typed(build, of_order, upload, exported_at)
        if not problems:
            build.execute(f"create or replace temp table typed_orders as {_one_row_per_order()}")
            checked += identities(build, of_order)
    reading = Reading(format, raw, {**format.constants, **_with_period(format, raw, stated, defaults or {})}, spoken_of)
    problems += _typed(build, reading, upload, exported_at)
    if problems:
        raise Refused({(each.row, each.column, each.kind): each for each in problems}.values())
    checked += identities(build, reading)
    return _summary(build, reading, tuple({each.sentence: each for each in checked}.values()))


def _typed(build: Build, reading: Reading, upload: int, exported_at: datetime | None) -> list[Problem]:
    """Read the rows into the in-memory view `typed`; the cells that could not be read."""
    build.execute(f"create or replace temp view cells as {reading.cells()}")
    build.execute(f"create or replace temp table parsed as {reading.parsed()}")
    problems = unreadable.problems(build, reading)
    if not problems:
        build.execute(f"create or replace temp view typed as {Finishing(reading).rows(upload, exported_at)}")
    return problems


def _with_period(
    format: Format, raw: Raw, stated: tuple[str, str] | None, defaults: Mapping[str, str]
) -> dict[str, str]:
    """The defaults, and the stated days for a report whose rows name none, or may name one for all of them.

    A statement without days has been paid on the last of the stated ones.
    """
    days = types_of(format.entity).keys() & {"ad_date", "traffic_date", "period_from", "settled_at"}
    if stated is None or not days:
        return dict(defaults)
    may_be_of_all = format.period_is_stated and stated[0] < stated[1]
    if format.places(raw.header).keys() & days and not may_be_of_all:
        return dict(defaults)
    if "settled_at" in days:
        return {"settled_at": stated[1], **defaults}
    return {"period_from": stated[0], "period_to": stated[1], **defaults}


def _one_row_per_order() -> str:
    """What a line export says of an order: each cell from the first of its rows that has one."""
    columns = [column for column in types_of("orders") if column not in ("source_row", "order_id")]
    firsts = ", ".join(f"first({c} order by source_row) filter (where {c} is not null) as {c}" for c in columns)
    return f"select order_id, min(source_row) as source_row, {firsts} from typed group by order_id"


def _summary(build: Build, reading: Reading, checked: tuple[Checked, ...]) -> Staged:
    """Rows, period, sum and checks of `typed`."""
    entity = reading.entity
    period = (
        f"min(cast({entity.clock} as date)), max(cast({entity.clock} as date))"
        if entity.clock
        else "any_value(null), any_value(null)"
    )
    if "period_from" in reading.types:
        period = f"min(coalesce(period_from, {entity.clock})), max(coalesce(period_to, {entity.clock}))"
    [(first, last)] = build.execute(f"select {period} from typed")
    other: tuple[int, Decimal | None] = (0, None)
    if entity.name == "order_lines":
        [other] = build.execute("select count(*), sum(line_amount) from typed where row_kind = 'other'")
    [(rows, rejected, rounded)] = build.execute(
        "select count(*) filter (where row_sort = 'data'), count(*) filter (where row_sort <> 'data'), "
        "count(*) filter (where is_rounded and row_sort = 'data') from parsed"
    )
    return Staged(
        rows=rows,
        rejected=rejected + reading.raw.rejected,
        period=(first, last) if first else None,
        total=_total(build, reading),
        rounded=rounded,
        other_rows=other[0],
        other_amount=other[1],
        identities=checked,
        unknown_words=_unknown_words(build, reading),
        notes=reading.notes,
    )


def _total(build: Build, reading: Reading) -> Decimal | None:
    """The sum shown for an upload: of sales only what was paid, of refunds only what was given back."""
    entity = reading.entity
    if entity.sum is None:
        return None
    table, money = ("typed_orders", "gross_amount") if reading.format.order else ("typed", entity.sum)
    counted = {
        "orders": "paid_at is not null",
        "order_lines": "paid_at is not null",
        "refunds": "refund_status = 'finished'",
    }
    [(total,)] = build.execute(f"select sum({money}) from {table} where {counted.get(entity.name, 'true')}")
    return total  # type: ignore[no-any-return]


def _unknown_words(build: Build, reading: Reading) -> tuple[str, ...]:
    """Words of a status column that the format does not know."""
    found: list[str] = []
    for column in reading.format.values:
        if column in reading.places and build.execute(f"select 1 from parsed where {column} = 'unknown' limit 1"):
            words = build.execute(
                f"select distinct {column} from {reading.worded_cells()} where row_sort = 'data' and {reading.word(column)} = 'unknown' "
                f"order by 1 limit 20"
            )
            found += [word for (word,) in words]
    return tuple(found)
