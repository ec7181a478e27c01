"""Raw rows → typed rows of one staging table, or every cell that could not be read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from etl.errors import Refused
from etl.finish import Finishing
from etl.format import Format
from etl.identity import Checked, identities
from etl.raw import Raw
from etl.reading import CLOCK, Reading
from warehouse import Build

SUMMED = {"orders": "gross_amount", "order_lines": "gross_amount", "ad_spend": "spend"}


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


def stage(
    build: Build,
    raw: Raw,
    format: Format,
    *,
    upload: int,
    exported_at: datetime | None,
    defaults: Mapping[str, str] | None = None,
) -> Staged:
    """Type every mapped cell of the raw rows into `typed`.

    `defaults` fill a column where the row's own cell is empty (`valid_from`). Raises Refused with all problems at once.
    """
    reading = Reading(format, raw, defaults or {})
    build.execute(f"create or replace temp view cells as {reading.cells()}")
    build.execute(f"create or replace temp table parsed as {reading.parsed()}")
    problems = reading.problems(build)
    if problems:
        raise Refused(problems)
    build.execute(f"create or replace temp view typed as {Finishing(reading).rows(upload, exported_at)}")
    return _summary(build, reading)


def _summary(build: Build, reading: Reading) -> Staged:
    """Rows, period, sum and checks of `typed`."""
    entity = reading.format.entity
    clock, money = CLOCK.get(entity), SUMMED.get(entity)
    period = f"min(cast({clock} as date)), max(cast({clock} as date))" if clock else "null, null"
    total = f"sum({money})" if money else "null"
    counted = " filter (where paid_at is not null)" if entity in ("orders", "order_lines") and money else ""
    [(rows, first, last, amount)] = build.execute(f"select count(*), {period}, {total}{counted} from typed")
    other: tuple[int, Decimal | None] = (0, None)
    if entity == "order_lines":
        [other] = build.execute("select count(*), sum(line_amount) from typed where row_kind = 'other'")
    [(rejected, rounded)] = build.execute(
        "select count(*) filter (where row_sort <> 'data'), count(*) filter (where is_rounded and row_sort = 'data') "
        "from parsed"
    )
    return Staged(
        rows=rows,
        rejected=rejected + reading.raw.rejected,
        period=(first, last) if first else None,
        total=amount,
        rounded=rounded,
        other_rows=other[0],
        other_amount=other[1],
        identities=tuple(identities(build, reading)),
        unknown_words=_unknown_words(build, reading),
    )


def _unknown_words(build: Build, reading: Reading) -> tuple[str, ...]:
    """Words of a status column that the format does not know."""
    found: list[str] = []
    for column in reading.format.values:
        if column in reading.places and build.execute(f"select 1 from parsed where {column} = 'unknown' limit 1"):
            words = build.execute(
                f"select distinct {column} from cells where row_sort = 'data' and {reading.word(column)} = 'unknown' "
                f"order by 1 limit 20"
            )
            found += [word for (word,) in words]
    return tuple(found)
