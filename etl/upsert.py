"""The rows of one upload into and out of the staging tables, and which orders that touches."""

from dataclasses import dataclass

from etl.cell import quoted
from etl.entity import entities
from etl.format import Format
from etl.raw import Raw
from etl.register import Upload
from warehouse import Build

# What names a row across files, and what may differ between two states of it.
KEYS = {
    "orders": ("platform", "order_id"),
    "order_lines": ("platform", "order_id", "line_key"),
    "ad_spend": ("platform", "ad_date", "grain", "ad_key", "key_number"),
    "unit_costs": ("product_key", "valid_from"),
    "cost_entries": ("cost_kind", "label", "cost_platform", "start_date"),
}
STATE = {
    "orders": ("order_status", "paid_at", "completed_at", "gross_amount", "refund_amount"),
    "order_lines": ("order_status", "paid_at", "completed_at", "quantity", "gross_amount", "refund_amount"),
    "ad_spend": ("spend", "impressions", "clicks", "attributed_sales"),
    "unit_costs": ("unit_cost",),
    "cost_entries": ("rate", "amount", "per", "end_date"),
}
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


def keep_typed(build: Build, upload: Upload, format: Format, raw: Raw) -> Change:
    """Put the rows of the in-memory view `typed`, and their keyed hashes, into the staging table; touch their orders."""
    period = upload.period or (None, None)
    build.execute(
        "insert into build.staging.uploads values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        [upload.upload, upload.sha256, upload.file, upload.sheet, upload.format, format.entity, format.platform,
         upload.exported_at, *period, upload.rows],
    )  # fmt: skip
    rows = "select * from typed"
    if raw.keyed:
        keys = ", ".join(f"keys.{column} as {column}" for column in raw.keyed)
        rows = (
            f"select typed.* exclude ({', '.join(raw.keyed)}), {keys} from typed "
            f"left join read_parquet({quoted(str(raw.path))}) as keys on keys.row = typed.source_row"
        )
    build.execute(f"insert into build.staging.{format.entity} by name {rows}")
    if format.entity in ORDERS:
        _touch(build, format.entity, upload.upload)
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
    keys = " and ".join(f"known.{key} is not distinct from fresh.{key}" for key in KEYS[entity])
    same = " and ".join(f"known.{column} is not distinct from fresh.{column}" for column in STATE[entity])
    staged = f"build.staging.{entity}"
    [(rows, unchanged, updated)] = build.execute(
        f"with met as (select fresh.source_row, bool_or({same}) as is_same from {staged} as fresh "
        f"join {staged} as known on {keys} where fresh.upload = $1 and known.upload <> $1 group by fresh.source_row) "
        f"select (select count(*) from {staged} where upload = $1), "
        f"count(*) filter (where is_same), count(*) filter (where not is_same) from met",
        [upload],
    )
    return Change(rows - unchanged - updated, updated, unchanged)
