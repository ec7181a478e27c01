"""The rows of one upload into and out of the staging tables, and which orders that touches."""

from dataclasses import dataclass

from etl.entity import entities
from etl.format import Format
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


def keep_typed(build: Build, upload: Upload, format: Format) -> Change:
    """Move the in-memory table `typed` into its staging table and touch its orders."""
    change = _change(build, format.entity)
    period = upload.period or (None, None)
    build.execute(
        "insert into build.staging.uploads values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        [upload.upload, upload.sha256, upload.file, upload.sheet, upload.format, format.entity, format.platform,
         upload.exported_at, *period, upload.rows],
    )  # fmt: skip
    build.execute(f"insert into build.staging.{format.entity} by name select * from typed")
    if format.entity in ORDERS:
        build.execute(
            "insert into touched_orders select distinct platform, order_id from typed "
            "anti join touched_orders using (platform, order_id)"
        )
    return change


def forget_upload(build: Build, upload: int) -> None:
    """Take an upload's rows out of the staging tables and touch its orders."""
    for entity in ORDERS:
        build.execute(
            f"insert into touched_orders select distinct platform, order_id from build.staging.{entity} "
            f"anti join touched_orders using (platform, order_id) where upload = $1",
            [upload],
        )
    for entity in (*entities(), "uploads"):
        build.execute(f"delete from build.staging.{entity} where upload = $1", [upload])


def _change(build: Build, entity: str) -> Change:
    """Count the typed rows that nobody told before, that say something else than any earlier row, and the rest."""
    keys = " and ".join(f"known.{key} is not distinct from typed.{key}" for key in KEYS[entity])
    same = " and ".join(f"known.{column} is not distinct from typed.{column}" for column in STATE[entity])
    [(rows, unchanged, updated)] = build.execute(
        f"with met as (select typed.source_row, bool_or({same}) as is_same from typed "
        f"join build.staging.{entity} as known on {keys} group by typed.source_row) "
        f"select (select count(*) from typed), count(*) filter (where is_same), count(*) filter (where not is_same) from met"
    )
    return Change(rows - unchanged - updated, updated, unchanged)
