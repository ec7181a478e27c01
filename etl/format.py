"""What a format file may say, and which format a header is in."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

from etl.entity import columns_of, entities
from etl.errors import AmbiguousFormat, BadMap, NoHeader, PersonalBill, Refused, UnknownFormat, WrongFormat

FORMATS = Path(__file__).parent / "formats"
HEADER_ROWS = 30  # a header stands in the first rows of a sheet
INVISIBLE = re.compile(r"[\s\u200b-\u200d\u2060\ufeff\"'`]+")
UNIT = re.compile(r"\([^()]*(?:元|件|%|\$|usd)[^()]*\)$")
SECTIONS = {
    "entity",
    "platform",
    "grade",
    "number",
    "label",
    "where",
    "detect",
    "columns",
    "values",
    "missing",
    "money",
    "refund",
    "rows",
    "dates",
    "identities",
    "short_rows",
    "constants",
}
GRADES = {"real file", "code", "manual", "guess", "typed", "map"}


@dataclass(frozen=True)
class Identity:
    """A sum that must hold on every row: Σ left = Σ right wherever `when` is filled."""

    sentence: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    when: str | None = None


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
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    money: Mapping[str, Any] = field(default_factory=dict)
    refund: Mapping[str, Any] = field(default_factory=dict)
    rows: Mapping[str, Any] = field(default_factory=dict)
    date_order: str | None = None
    order_id_date: str | None = None  # how the leading digits of an order number tell its day, where no column does
    short_rows_are_missing: bool = False
    identities: tuple[Identity, ...] = ()

    def misses(self, header: Iterable[str]) -> list[str]:
        """The names of `must` that this header (normalised) does not have."""
        names = spellings(header)
        return [choice[0] for choice in self.must if not any(normalised(name) in names for name in choice)]

    def fits(self, header: Iterable[str]) -> bool:
        """Whether the normalised header satisfies must, one_of and never."""
        names = spellings(header)
        some = not self.one_of or any(normalised(name) in names for name in self.one_of)
        return some and not self.misses(header) and not any(normalised(name) in names for name in self.never)

    def places(self, header: Sequence[str]) -> dict[str, list[int]]:
        """Staging column → the positions in this header that fill it, best first; columns without one are left out."""
        plain = [normalised(name) for name in header]
        bare = [UNIT.sub("", name) for name in plain]
        found: dict[str, list[int]] = {}
        for column, names in self.columns.items():
            for wanted in map(normalised, names):
                hits = [i for i, name in enumerate(plain) if name == wanted]
                hits = hits or [i for i, name in enumerate(bare) if name == UNIT.sub("", wanted)]
                found.setdefault(column, []).extend(i for i in hits if i not in found.get(column, []))
        return {column: positions for column, positions in found.items() if positions}


def normalised(name: str) -> str:
    """A header name as it is compared: no blanks or quotes, NFKC, 帐 = 账, 劵 = 券, lower case."""
    text = INVISIBLE.sub("", unicodedata.normalize("NFKC", name))
    return text.replace("帐", "账").replace("劵", "券").lower()


def spellings(header: Iterable[str]) -> set[str]:
    """Every normalised name of a header, with and without its unit."""
    names = {normalised(name) for name in header} - {""}
    return names | {UNIT.sub("", name) for name in names}


@cache
def formats() -> dict[str, Format]:
    """Every format that ships with the program, by name."""
    return {path.stem: read_format(path.stem, path.read_text("utf-8")) for path in sorted(FORMATS.glob("*.toml"))}


def read_format(name: str, text: str) -> Format:
    """A format from its TOML; a column map is a format too. Raises Refused([BadMap])."""
    try:
        said = tomllib.loads(text)
        return _format(name, said)
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
    for column in [*columns, *said.get("constants", {}), *said.get("values", {}), *said.get("missing", {})]:
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
    for key in ("refund_when", "skip_when", "unpaid_when"):
        if not isinstance(said.get("rows", {}).get(key, {}), dict | list):
            raise TypeError(f"[rows] {key} must be {{ column = …, prefix = … }} or {{ column = …, value = … }}")
    detect = said.get("detect", {})
    return Format(
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
        values=said.get("values", {}),
        missing={column: _names(words) for column, words in said.get("missing", {}).items()},
        constants=said.get("constants", {}),
        money=said.get("money", {}),
        refund=said.get("refund", {}),
        rows=said.get("rows", {}),
        date_order=order,
        order_id_date=said.get("dates", {}).get("in_order_id"),
        short_rows_are_missing=said.get("short_rows") == "missing",
        identities=tuple(
            Identity(each["sentence"], tuple(each["left"]), tuple(each["right"]), each.get("when"))
            for each in said.get("identities", ())
        ),
    )


def _check_money(said: dict[str, Any], known: Mapping[str, str]) -> None:
    """The words of [money]: lists of columns, or the one product that is known."""
    for key, value in said.items():
        if key == "paid_amount_is":
            if value not in ("net_of_refunds", "gross"):
                raise ValueError("[money] paid_amount_is must be net_of_refunds or gross")
        elif key == "line_amount":
            if sorted(part.strip() for part in str(value).split("*")) != ["quantity", "unit_price"]:
                raise ValueError("[money] line_amount can only be quantity * unit_price")
        elif key in ("gross_amount", "platform_subsidy", "spend") and isinstance(value, list):
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


# --- which format a sheet is in ------------------------------------------------------------------


@dataclass(frozen=True)
class Recognised:
    """A format and the place of its header among the first rows of a sheet."""

    format: Format
    header_index: int  # among the head's rows, from 0


def recognise(head: Sequence[Sequence[str]], *, named: str | None = None, mapped: Format | None = None) -> Recognised:
    """The format of a sheet by its first rows.

    `named` is a format's name given by the reader, `mapped` a column map. Raises Refused with NoHeader, UnknownFormat,
    AmbiguousFormat, WrongFormat, BadMap or PersonalBill.
    """
    rows = list(head)[:HEADER_ROWS]
    if mapped:
        return _recognise_as(mapped, rows, "map")
    if named:
        if named not in formats():
            raise Refused([BadMap(fields={"found": f"there is no format {named}"})])
        return _recognise_as(formats()[named], rows, "name")
    hits = [(i, each) for i, row in enumerate(rows) for each in formats().values() if each.fits(row)]
    if hits:
        best = max(_score(each, rows[i]) for i, each in hits)
        fitting = {each.name: Recognised(each, i) for i, each in reversed(hits) if _score(each, rows[i]) == best}
        if len({each.name for _, each in hits}) > 1 and len(fitting) > 1:
            raise Refused([AmbiguousFormat(fields={"formats": ", ".join(sorted(fitting))})])
        return next(iter(fitting.values()))
    raise Refused([_why_unknown(rows)])


def _recognise_as(format: Format, rows: Sequence[Sequence[str]], how: str) -> Recognised:
    """The best header row for a format that was said, not found."""
    scores = [_score(format, row) for row in rows]
    best = max(range(len(rows)), key=lambda i: (scores[i], -i), default=None)
    if best is None or scores[best] == 0:
        raise Refused([NoHeader(fields={"found": _first_row(rows)})])
    header = spellings(rows[best])
    # A known export may lack columns that it had in other years; a map's columns must all be there.
    lacking = [names[0] for names in format.columns.values() if not any(normalised(n) in header for n in names)]
    missing = lacking if how == "map" else format.misses(rows[best])
    if missing:
        raise Refused([WrongFormat(fields={"format": format.name, "missing": ", ".join(missing)})])
    return Recognised(format, best)


def _score(format: Format, row: Sequence[str]) -> int:
    """How many names of a row the format knows: its columns and the names that identify it."""
    known = {normalised(name) for names in format.columns.values() for name in names}
    known |= {normalised(name) for choice in format.must for name in choice} | {normalised(n) for n in format.one_of}
    return len(known & spellings(row))


def _why_unknown(rows: Sequence[Sequence[str]]) -> NoHeader | UnknownFormat | PersonalBill:
    text = normalised(" ".join(cell for row in rows for cell in row))
    header = max(rows, key=lambda row: max(_score(each, row) for each in formats().values()), default=())
    for row in rows:
        names = spellings(row)
        if _is_personal_bill(names, text):
            return PersonalBill(fields={"found": ", ".join(cell.strip() for cell in row if cell.strip())[:80]})
    closest = max(formats().values(), key=lambda each: _score(each, header))
    if _score(closest, header) < 2:
        return NoHeader(fields={"found": _first_row(rows)})
    missing = closest.misses(header) or list(closest.one_of)
    return UnknownFormat(fields={"closest": closest.name, "missing": ", ".join(missing) or "—"})


def _is_personal_bill(names: set[str], text: str) -> bool:
    """Personal wallets' bills (Alipay, WeChat, JD): a payer's columns that no shop export has."""
    time = any("交易时间" in name for name in names)
    either = any("收/支" in name for name in names)
    amount = any(name.startswith("金额") for name in names)
    return (time and either and amount) or ("支付宝交易记录明细查询" in text and any("收/支" in name for name in names))


def _first_row(rows: Sequence[Sequence[str]]) -> str:
    """The first row that is not blank; not more of them, because rows of data may be personal."""
    first = next((row for row in rows if any(cell.strip() for cell in row)), ())
    return ", ".join(cell.strip() for cell in first if cell.strip())[:80]


# --- personal columns ----------------------------------------------------------------------------


@cache
def _personal() -> tuple[frozenset[str], tuple[str, ...], frozenset[str]]:
    said = tomllib.loads((Path(__file__).parent / "personal.toml").read_text("utf-8"))
    return (
        frozenset(map(normalised, said["names"])),
        tuple(map(normalised, said["prefixes"])),
        frozenset(map(normalised, said["keep"])),
    )


def is_personal(name: str) -> bool:
    """Whether a column of this name holds personal data and must not outlive the original file."""
    names, prefixes, keep = _personal()
    plain = normalised(name)
    return plain not in keep and (plain in names or plain.startswith(prefixes))
