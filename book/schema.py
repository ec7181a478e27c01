"""What may be said of an engagement: sections, keys and their kinds, and the clauses of clauses.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from book import value
from book.value import Kind

CLAUSES = Path(__file__).parent / "clauses.toml"


@dataclass(frozen=True)
class Field:
    """One thing that a clause, a person or a section may say."""

    name: str
    kind: Kind
    label: str = ""
    how: str = ""
    choices: tuple[str, ...] = ()
    default: Any = None
    required: bool = False


@dataclass(frozen=True)
class ClauseKind:
    """One kind of clause: its fields in the order of the form, and the rules between them."""

    name: str
    label: str
    how: str
    fields: Mapping[str, Field]
    one_of: tuple[str, ...]
    together: tuple[str, ...]
    ordered: tuple[tuple[str, str], ...]


def _choice(name: str, *choices: str, default: str | None = None, required: bool = False) -> Field:
    return Field(name, value.choice(choices), choices=choices, default=default, required=required)


SALES_BASES = ("net_sales", "gross_sales")
BOOKS = ("cleaned", "claimed")
SIDES = ("agency", "merchant")
DELIVERABLES = (
    "titles",
    "picture_tests",
    "report_answers",
    "test_products",
    "activities",
)  # others may be named freely


def _fields(*fields: Field) -> Mapping[str, Field]:
    return MappingProxyType({each.name: each for each in fields})


PERSON = _fields(
    Field("name", value.TEXT, required=True), _choice("side", *SIDES, required=True), Field("role", value.TEXT)
)
TOLERANCE = _fields(Field("amount", value.AMOUNT_KIND), Field("rate", value.RATE))
SECTIONS: Mapping[str, Mapping[str, Field]] = MappingProxyType(
    {
        "engagement": _fields(
            Field("agency", value.TEXT),
            Field("merchant", value.TEXT),
            Field("service_start", value.DAY_KIND),
            Field("service_end", value.DAY_KIND),
            Field("platforms", value.TEXTS),
            Field("categories", value.TEXTS),
        ),
        "targets": _fields(
            _choice("sales_basis", *SALES_BASES, default="net_sales"),
            _choice("book", *BOOKS, default="cleaned"),
            Field("interpolated", value.MONTHS),
        ),
        "budget": _fields(Field("total_per_month", value.AMOUNT_KIND)),
        "guards": _fields(
            Field("ad_cap_per_product_day", value.AMOUNT_KIND),
            Field("stock_threshold", value.COUNT),
            Field("purchase_price_share", value.RATE),
            Field("margin_floor", value.RATE),
        ),
    }
)
# Tables whose keys people choose: products, deliverables.
OPEN_TABLES: Mapping[str, Kind] = MappingProxyType(
    {"package.week": value.COUNT, "package.month": value.COUNT, "guards.price_floor": value.AMOUNT_KIND}
)
TOP = ("engagement", "people", "package", "targets", "budget", "clauses", "guards", "tolerances")


@cache
def clause_kinds() -> Mapping[str, ClauseKind]:
    """Every kind of clause by its name."""
    said = tomllib.loads(CLAUSES.read_text("utf-8"))
    return MappingProxyType({name: _clause_kind(name, each, said) for name, each in said["kinds"].items()})


def _clause_kind(name: str, said: dict[str, Any], all_said: dict[str, Any]) -> ClauseKind:
    needs, takes = said.get("needs", []), said.get("takes", [])
    own = all_said["fields"] | said.get("fields", {})
    fields = {each: _field(each, own[each], each in needs) for each in (*needs, *takes, *all_said["common"])}
    ordered = (("starts", "ends"), *([tuple(said["ordered"])] if "ordered" in said else []))
    return ClauseKind(
        name,
        said["label"],
        said.get("how", ""),
        MappingProxyType(fields),
        tuple(said.get("one_of", ())),
        tuple(said.get("together", ())),
        ordered,
    )


def _field(name: str, said: dict[str, Any], required: bool) -> Field:
    choices = tuple(said.get("choices", ()))
    kind = value.choice(choices) if said["type"] == "choice" else value.KINDS[said["type"]]
    return Field(name, kind, said["label"], said.get("how", ""), choices, said.get("default"), required)
