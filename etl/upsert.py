"""The rows of one upload into and out of the staging tables, and which orders that touches."""

from dataclasses import dataclass

from etl.entity import entities
from etl.format import Format
from etl.register import Upload
from warehouse import Build

ORDERS = ("orders", "order_lines")


@dataclass(frozen=True)
class Change:
    """How the rows of an upload meet what was known before it."""

    new: int
    updated: int
    unchanged: int


def touch_nothing(build: Build) -> None:
    """Start with no order touched."""
    build.execute("create or replace temp table touched_orders (platform varchar, order_id varchar)")


def keep_typed(build: Build, upload: Upload, format: Format) -> Change:
    """Put the rows of the in-memory view `typed` into their staging table and touch their orders."""
    period = upload.period or (None, None)
    build.execute(
        "insert into build.staging.uploads values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        [upload.upload, upload.sha256, upload.file, upload.sheet, upload.format, format.entity, format.platform,
         upload.exported_at, *period, upload.rows, upload.currency],
    )  # fmt: skip
    build.execute(f"insert into build.staging.{format.entity} by name select * from typed")
    if format.order:
        build.execute("insert into build.staging.orders by name select * from typed_orders")
    if format.entity in ORDERS:
        for entity in ORDERS:
            _touch(build, entity, upload.upload)
    return _change(build, format.entity, upload.upload)


def _touch(build: Build, entity: str, upload: int) -> None:
    build.execute(
        f"insert into touched_orders select distinct platform, order_id from build.staging.{entity} "
        f"anti join touched_orders using (platform, order_id) where upload = $1",
        [upload],
    )


def forget_upload(build: Build, upload: int) -> None:
    """Take an upload's rows out of the staging tables and touch its orders."""
    for entity in ORDERS:
        _touch(build, entity, upload)
    for entity in (*entities(), "uploads"):
        build.execute(f"delete from build.staging.{entity} where upload = $1", [upload])


def _change(build: Build, entity: str, upload: int) -> Change:
    """Count an upload's rows that nobody told before, that say something else than any earlier row, and the rest."""
    keys = " and ".join(f"known.{key} is not distinct from fresh.{key}" for key in entities()[entity].key)
    same = " and ".join(f"known.{column} is not distinct from fresh.{column}" for column in entities()[entity].state)
    staged = f"build.staging.{entity}"
    [(rows, unchanged, updated)] = build.execute(
        f"with met as (select fresh.source_row, bool_or({same}) as is_same from {staged} as fresh "
        f"join {staged} as known on {keys} where fresh.upload = $1 and known.upload <> $1 group by fresh.source_row) "
        f"select (select count(*) from {staged} where upload = $1), "
        f"count(*) filter (where is_same), count(*) filter (where not is_same) from met",
        [upload],
    )
    return Change(rows - unchanged - updated, updated, unchanged)
