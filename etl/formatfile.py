"""Format files: the TOML of an export, or of a column map, → a Format; what it may say is checked here."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

from etl.entity import columns_of, entities
from etl.errors import BadMap, Refused
from etl.format import Entry, Footer, Format, Identity
from etl.names import normalised

FORMATS = Path(__file__).parent / "formats"
FEES = Path(__file__).parent / "fees.toml"
SECTIONS = {
    "entity", "platform", "grade", "number", "label", "where", "detect", "columns", "extract", "values", "missing", "money", "currency",
    "refund", "rows", "dates", "identities", "footers", "short_rows", "constants", "order", "entries", "key", "personal",
}  # fmt: skip
GRADES = {"real file", "code", "manual", "guess", "typed", "map"}
NAMED = "amount_"  # columns of headers that stand in a sum only: amount_0, amount_1 …
UNITS = {"fen": "0.01", "yuan": "1", "thousand": "1000", "wan": "10000"}  # what one of the table's amounts is, in yuan
SUMS = ("gross_amount", "platform_subsidy", "spend", "refund_amount", "settled_amount", "freight_amount")


@cache
def formats() -> dict[str, Format]:
    """Every format that ships with the program, by name."""
    return {path.stem: read_format(path.stem, path.read_text("utf-8")) for path in sorted(FORMATS.glob("*.toml"))}


def read_format(name: str, text: str) -> Format:
    """A format from its TOML; a column map is a format too. Raises Refused([BadMap])."""
    try:
        return _format(name, tomllib.loads(text))
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, AttributeError) as fault:
        raise Refused([BadMap(fields={"found": str(fault)})]) from fault


def _format(name: str, said: dict[str, Any]) -> Format:
    unknown = set(said) - SECTIONS
    if unknown:
        raise ValueError(f"unknown key {min(unknown)}; known are {', '.join(sorted(SECTIONS))}")
    entity = said.get("entity")
    if entity not in entities():
        raise ValueError(f"entity must be one of {', '.join(entities())}")
    known = columns_of(entity)
    columns = {column: _names(names) for column, names in said.get("columns", {}).items()}
    extract = {column: _sources(sources) for column, sources in said.get("extract", {}).items()}
    values = {column: dict(words) for column, words in said.get("values", {}).items()}
    for column in [
        *columns,
        *extract,
        *said.get("constants", {}),
        *values,
        *said.get("missing", {}),
        *said.get("key", ()),
    ]:
        if column not in known:
            raise ValueError(f"{entity} has no column {column}; it has {', '.join(known)}")
    if not columns:
        raise ValueError("[columns] is empty")
    if said.get("grade", "map") not in GRADES:
        raise ValueError(f"grade must be one of {', '.join(sorted(GRADES))}")
    order = said.get("dates", {}).get("order")
    if order not in (None, "ymd", "dmy", "mdy"):
        raise ValueError("[dates] order must be dmy or mdy")
    money, named = _money(said.get("money", {}), known)
    columns |= named
    for each in said.get("identities", ()):
        told = columns_of("orders") if "order" in said and each.get("with_lines") else known
        _check_columns([*each["left"], *each["right"], *([each["when"]] if "when" in each else [])], told)
    _check_columns([each["column"] for each in said.get("footers", ())], known)
    for column, value in said.get("constants", {}).items():
        _check_constant(column, str(value), known[column])
    for key in ("refund_when", "skip_when", "unpaid_when", "ignore_when", "total_when"):
        if not isinstance(said.get("rows", {}).get(key, {}), dict | list):
            raise TypeError(f"[rows] {key} must be {{ column = …, prefix = … }} or {{ column = …, value = … }}")
    if "fee_kind" in columns:
        own = values.get("fee_kind", {})
        values["fee_kind"] = own | {word: kind for word, kind in fee_words().items() if word not in own}
    for each in said.get("entries", ()):
        if each["fee_kind"] not in fee_kinds():
            raise ValueError(f"there is no kind of fee {each['fee_kind']}; there are {', '.join(fee_kinds())}")
    detect = said.get("detect", {})
    made = Format(
        name=name,
        entity=entity,
        platform=str(said.get("platform", "other")),
        columns=columns,
        grade=said.get("grade", "map"),
        number=said.get("number", ""),
        label=said.get("label", name),
        where=tuple(said.get("where", ())),
        must=tuple(_names(choice) for choice in detect.get("must", ())),
        one_of=_names(detect.get("one_of", ())),
        never=_names(detect.get("never", ())),
        exactly=frozenset(map(normalised, detect.get("exactly", ()))),
        extract=extract,
        values=values,
        missing={column: _names(words) for column, words in said.get("missing", {}).items()},
        constants=said.get("constants", {}),
        money=money,
        currency=said.get("currency", None if said.get("grade", "map") == "map" else "CNY"),
        refund=said.get("refund", {}),
        rows=said.get("rows", {}),
        date_order=order,
        period_is_stated=said.get("dates", {}).get("period") == "stated",
        order_id_date=said.get("dates", {}).get("in_order_id"),
        short_rows_are_missing=said.get("short_rows") == "missing",
        identities=tuple(
            Identity(
                each["sentence"],
                tuple(each["left"]),
                tuple(each["right"]),
                each.get("when"),
                each.get("with_lines", False),
            )
            for each in said.get("identities", ())
        ),
        footers=tuple(Footer(_pattern(each["pattern"]), each["column"]) for each in said.get("footers", ())),
        entries=tuple(Entry(each["fee_kind"], _names(each["amount"])) for each in said.get("entries", ())),
        personal=frozenset(map(normalised, said.get("personal", ()))),
        key=_names(said.get("key", ())),
    )
    if "order" not in said:
        return made
    whole: dict[str, Any] = {key: said[key] for key in ("platform", "grade", "currency", "dates") if key in said}
    of_order = said["order"].get("columns", {})
    for section, words in (("values", values), ("missing", said.get("missing", {}))):
        whole[section] = {column: each for column, each in words.items() if column in of_order}
    sums = _names(said["order"].get("sums", ()))
    _check_columns(sums, of_order)
    whole["rows"] = {key: rule for key, rule in said.get("rows", {}).items() if key not in ("refund_when", "skip_when")}
    order_says = {key: each for key, each in said["order"].items() if key != "sums"}
    whole_order = _format(name, whole | {"entity": "orders"} | order_says)
    return replace(made, order=replace(whole_order, sums=sums))


def _money(said: dict[str, Any], known: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, tuple[str, ...]]]:
    """The words of [money]: lists of columns, or the one product that is known.

    A list may also name a header that no column of the entity holds; it becomes a column of its own, for the sum only.
    """
    named: dict[str, str] = {}
    money: dict[str, Any] = {}
    for key, value in said.items():
        money[key] = value
        if key == "paid_amount_is":
            if value not in ("net_of_refunds", "gross"):
                raise ValueError("[money] paid_amount_is must be net_of_refunds or gross")
        elif key == "line_amount":
            if sorted(part.strip() for part in str(value).split("*")) != ["quantity", "unit_price"]:
                raise ValueError("[money] line_amount can only be quantity * unit_price")
        elif key == "unit":
            if value not in UNITS:
                raise ValueError(f"[money] unit must be one of {', '.join(UNITS)}")
        elif key in SUMS and isinstance(value, list):
            money[key] = [_own_or_named(each, known, named) for each in value]
        else:
            raise ValueError(f"[money] {key} = {value!r} is not understood")
    return money, {column: (header,) for header, column in named.items()}


def _own_or_named(said: str, known: Mapping[str, str], named: dict[str, str]) -> str:
    """The entity's column of this name, else a column that holds the header of this name; both with their sign."""
    sign, name = ("-", said[1:]) if said.startswith("-") else ("", said)
    return sign + (name if name in known else named.setdefault(name, f"{NAMED}{len(named)}"))


def _check_columns(names: Iterable[str], known: Mapping[str, str]) -> None:
    for name in names:
        if name.lstrip("-") not in known:
            raise ValueError(f"there is no column {name}; there are {', '.join(known)}")


def _check_constant(column: str, value: str, kind: str) -> None:
    try:
        if kind.startswith("decimal") or kind == "bigint":
            Decimal(value)
        elif kind in ("date", "timestamp"):
            datetime.fromisoformat(value)
    except (InvalidOperation, ValueError) as fault:
        raise ValueError(f"[constants] {column} = {value!r} is not a {kind}") from fault


def _names(said: str | Sequence[str]) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said)


def _sources(said: Sequence[Mapping[str, Any]]) -> tuple[tuple[tuple[str, ...], str], ...]:
    return tuple((_names(each["column"]), _pattern(each["pattern"])) for each in said)


def _pattern(said: str) -> str:
    """A pattern with one group. Raises ValueError."""
    try:
        groups = re.compile(said).groups
    except re.error as fault:
        raise ValueError(f"{said!r} is no pattern: {fault}") from fault
    if groups != 1:
        raise ValueError(f"{said!r} must have one group")
    return said


# --- kinds of fees -------------------------------------------------------------------------------


@cache
def fee_kinds() -> dict[str, dict[str, Any]]:
    """Every kind of amount in a settlement: its label, its class, and the words by which platforms call it."""
    return tomllib.loads(FEES.read_text("utf-8"))


@cache
def fee_words() -> dict[str, str]:
    """The platforms' words for each kind of fee; a format's own words are asked first."""
    return {word: kind for kind, each in fee_kinds().items() for word in each.get("words", ())}
