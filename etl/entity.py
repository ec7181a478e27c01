"""What the staging tables hold: each entity's columns and types, and what names its rows across files."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

STAGING = Path(__file__).parent / "models" / "staging"
COLUMN = re.compile(r"^    (\w+) ([a-z]+(?:\([\d, ]+\))?),?$", re.MULTILINE)
# Columns that the loader fills itself; a format cannot name them.
OWN = {
    "upload", "source_row", "platform", "line_key", "row_kind", "tells_shipping", "gross_amount", "is_refund_assumed", "state_at",
    "latest_at", "status_rank", "grain", "ad_key", "key_number", "refund_key", "entry_key", "entry_number",
    "traffic_key", "shipment_key", "line_number", "payment_key", "payment_number", "buyer_key", "address_key", "memo_flags",
}  # fmt: skip


LEDGERS = ("settlements", "bank_statement")  # rows that came in or went out; the loader signs their `amount`


@dataclass(frozen=True)
class Entity:
    """One kind of rows. `required` holds choices: of each one column must be filled."""

    name: str
    required: tuple[tuple[str, ...], ...]
    key: tuple[str, ...]
    state: tuple[str, ...]
    clock: str | None = None
    sum: str | None = None
    source: str | None = None


@cache
def entities() -> dict[str, Entity]:
    """Every entity an export can fill, by name: orders, order_lines, ad_spend …"""
    said = tomllib.loads((STAGING.parents[1] / "entities.toml").read_text("utf-8"))
    return {name: _entity(name, each) for name, each in said.items()}


def _entity(name: str, said: dict[str, Any]) -> Entity:
    required = tuple(tuple(each) if isinstance(each, list) else (each,) for each in said.pop("required"))
    return Entity(name, required, tuple(said.pop("key")), tuple(said.pop("state")), **said)


@cache
def types_of(entity: str) -> dict[str, str]:
    """Every column of an entity's staging table with its SQL type."""
    return dict(COLUMN.findall((STAGING / f"{entity}.sql").read_text("utf-8")))


@cache
def columns_of(entity: str) -> dict[str, str]:
    """The columns a format may fill, with their SQL types."""
    own = OWN | ({"amount"} if entity in LEDGERS else set())
    return {column: kind for column, kind in types_of(entity).items() if column not in own}
