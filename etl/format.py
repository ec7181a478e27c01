"""What a format file may say: how an export is known and how its columns become those of a staging table."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from etl.entity import columns_of, entities
from etl.errors import BadMap, Refused
from etl.names import bare, normalised, spellings

FORMATS = Path(__file__).parent / "formats"
FEES = Path(__file__).parent / "fees.toml"
SECTIONS = {
    "entity", "platform", "grade", "number", "label", "where", "detect", "columns", "extract", "values", "missing", "money", "currency",
    "refund", "rows", "dates", "identities", "footers", "short_rows", "constants", "order", "entries", "key",
}  # fmt: skip
GRADES = {"real file", "code", "manual", "guess", "typed", "map"}
UNITS = {"fen": "0.01", "yuan": "1", "thousand": "1000", "wan": "10000"}  # what one of the table's amounts is, in yuan
SUMS = ("gross_amount", "platform_subsidy", "spend", "refund_amount", "settled_amount", "freight_amount")


@dataclass(frozen=True)
class Identity:
    """A sum that must hold on every row: Σ left = Σ right wherever `when` is filled."""

    sentence: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    when: str | None = None


@dataclass(frozen=True)
class Entry:
    """One amount among several in a row of a statement: its kind of fee and the columns that hold it, "-" turns the sign."""

    fee_kind: str
    amounts: tuple[str, ...]


@dataclass(frozen=True)
class Footer:
    """A line below the rows that states a sum: a pattern with one group, and the column it sums."""

    pattern: str
    column: str


@dataclass(frozen=True)
class Format:
    """One export: how to know it and how its columns become those of a staging table. Everything here is data."""

    name: str
    entity: str
    platform: str
    columns: Mapping[str, tuple[str, ...]]  # staging column → the headers that fill it, the first filled cell wins
    grade: str = "map"
    number: str = ""
    label: str = ""
    where: tuple[str, ...] = ()
    must: tuple[tuple[str, ...], ...] = ()  # every entry is a choice of names of which one must be there
    one_of: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    exactly: frozenset[str] = frozenset()  # all of the header's names: how a column map knows its table again
    extract: Mapping[str, tuple[tuple[str, str], ...]] = field(
        default_factory=dict
    )  # column → (header, pattern), in order
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    money: Mapping[str, Any] = field(default_factory=dict)
    currency: str | None = None
    refund: Mapping[str, Any] = field(default_factory=dict)
    rows: Mapping[str, Any] = field(default_factory=dict)
    date_order: str | None = None
    order_id_date: str | None = None  # how the leading digits of an order number tell its day, where no column does
    short_rows_are_missing: bool = False
    identities: tuple[Identity, ...] = ()
    footers: tuple[Footer, ...] = ()
    entries: tuple[Entry, ...] = ()
    key: tuple[str, ...] = ()  # columns that name a row across files, where the entity's own do not
    order: "Format | None" = None  # what the rows of a line export say of their whole order

    @cached_property
    def musts(self) -> tuple[frozenset[str], ...]:
        """`must`, normalised."""
        return tuple(frozenset(map(normalised, choice)) for choice in self.must)

    @cached_property
    def known_names(self) -> frozenset[str]:
        """Every header name the format knows, normalised."""
        names = [*self.columns.values(), *self.must, self.one_of, *((h for h, _ in e) for e in self.extract.values())]
        names += self.order.columns.values() if self.order else ()
        return frozenset(normalised(name) for each in names for name in each)

    def misses(self, names: set[str]) -> list[str]:
        """The names of `must` that are not among these normalised names."""
        return [choice[0] for choice, plain in zip(self.must, self.musts, strict=True) if not plain & names]

    def fits(self, header: Iterable[str]) -> bool:
        """Whether a header satisfies must, one_of and never."""
        return self.fits_names(spellings(header))

    def fits_names(self, names: set[str]) -> bool:
        """The same for the normalised names of a header."""
        some = not self.one_of or any(normalised(name) in names for name in self.one_of)
        return some and not self.misses(names) and not any(normalised(name) in names for name in self.never)

    def places(self, header: Sequence[str]) -> dict[str, list[int]]:
        """Staging column → the positions in this header that fill it, best first; columns without one are left out."""
        found = {column: positions_of(names, header) for column, names in self.columns.items()}
        for column, sources in self.extract.items():
            found[column] = found.get(column) or positions_of((name for name, _ in sources), header)
        return {column: positions for column, positions in found.items() if positions}

    def used(self, header: Sequence[str]) -> set[int]:
        """Every position of the header that the format reads."""
        named = [name for sources in self.extract.values() for name, _ in sources]
        used = {i for positions in self.places(header).values() for i in positions} | set(positions_of(named, header))
        return used | (self.order.used(header) if self.order else set())


def positions_of(names: Iterable[str], header: Sequence[str]) -> list[int]:
    """Where these names stand in a header, in the order of the names; a name without its unit will do."""
    plain = [normalised(name) for name in header]
    found: dict[int, None] = {}
    for wanted in map(normalised, names):
        hits = [i for i, name in enumerate(plain) if name == wanted]
        hits = hits or [i for i, name in enumerate(plain) if bare(name) == bare(wanted)]
        found |= dict.fromkeys(hits)
    return list(found)


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
    _check_money(said.get("money", {}), known)
    for each in said.get("identities", ()):
        _check_columns([*each["left"], *each["right"], *([each["when"]] if "when" in each else [])], known)
    for column, value in said.get("constants", {}).items():
        _check_constant(column, str(value), known[column])
    for key in ("refund_when", "skip_when", "unpaid_when", "ignore_when"):
        if not isinstance(said.get("rows", {}).get(key, {}), dict | list):
            raise TypeError(f"[rows] {key} must be {{ column = …, prefix = … }} or {{ column = …, value = … }}")
    if "fee_kind" in columns:
        values["fee_kind"] = values.get("fee_kind", {}) | fee_words()
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
        money=said.get("money", {}),
        currency=said.get("currency", None if said.get("grade", "map") == "map" else "CNY"),
        refund=said.get("refund", {}),
        rows=said.get("rows", {}),
        date_order=order,
        order_id_date=said.get("dates", {}).get("in_order_id"),
        short_rows_are_missing=said.get("short_rows") == "missing",
        identities=tuple(
            Identity(each["sentence"], tuple(each["left"]), tuple(each["right"]), each.get("when"))
            for each in said.get("identities", ())
        ),
        footers=tuple(Footer(each["pattern"], each["column"]) for each in said.get("footers", ())),
        entries=tuple(Entry(each["fee_kind"], _names(each["amount"])) for each in said.get("entries", ())),
        key=_names(said.get("key", ())),
    )
    if "order" not in said:
        return made
    whole: dict[str, Any] = {key: said[key] for key in ("platform", "grade", "currency", "dates") if key in said}
    of_order = said["order"].get("columns", {})
    for section, words in (("values", values), ("missing", said.get("missing", {}))):
        whole[section] = {column: each for column, each in words.items() if column in of_order}
    whole["rows"] = {key: rule for key, rule in said.get("rows", {}).items() if key not in ("refund_when", "skip_when")}
    return replace(made, order=_format(name, whole | {"entity": "orders"} | said["order"]))


def _check_money(said: dict[str, Any], known: Mapping[str, str]) -> None:
    """The words of [money]: lists of columns, or the one product that is known."""
    for key, value in said.items():
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
            _check_columns(value, known)
        else:
            raise ValueError(f"[money] {key} = {value!r} is not understood")


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


def _sources(said: Sequence[Mapping[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((each["column"], each["pattern"]) for each in said)


# --- kinds of fees -------------------------------------------------------------------------------


@cache
def fee_kinds() -> dict[str, dict[str, Any]]:
    """Every kind of amount in a settlement: its label, its class, and the words by which platforms call it."""
    return tomllib.loads(FEES.read_text("utf-8"))


@cache
def fee_words() -> dict[str, str]:
    """The platforms' words for each kind of fee; a format's own words are asked first."""
    return {word: kind for kind, each in fee_kinds().items() for word in each.get("words", ())}
