"""What the staging tables hold: each entity's columns and their SQL types, read from models/staging."""

import re
from functools import cache
from pathlib import Path

STAGING = Path(__file__).parent / "models" / "staging"
COLUMN = re.compile(r"^    (\w+) ([a-z]+(?:\([\d, ]+\))?),?$", re.MULTILINE)
# Columns that the loader fills itself; a format cannot name them.
OWN = {
    "upload",
    "source_row",
    "platform",
    "line_key",
    "row_kind",
    "tells_shipping",
    "gross_amount",
    "state_at",
    "latest_at",
    "status_rank",
    "grain",
    "ad_key",
    "key_number",
    "buyer_key",
    "address_key",
    "memo_flags",
}


@cache
def entities() -> tuple[str, ...]:
    """The entities an export can fill: orders, order_lines, ad_spend …"""
    return tuple(sorted(path.stem for path in STAGING.glob("*.sql") if path.stem != "uploads"))


@cache
def types_of(entity: str) -> dict[str, str]:
    """Every column of an entity's staging table with its SQL type."""
    return dict(COLUMN.findall((STAGING / f"{entity}.sql").read_text("utf-8")))


@cache
def columns_of(entity: str) -> dict[str, str]:
    """The columns a format may fill, with their SQL types."""
    return {column: kind for column, kind in types_of(entity).items() if column not in OWN}
