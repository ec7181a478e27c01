"""What formats and entities say of themselves: their TOML read once more, as data; and names as headers write them."""

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from fuzz.reading import NotJudged, Rows

ETL = Path(__file__).resolve().parents[1] / "etl"
Said = dict[str, Any]
ABOUT = {"entity", "platform", "grade", "number", "label", "where", "detect", "currency", "dates", "key", "personal"}
CHECKED_ELSEWHERE = {"identities", "footers"}  # they speak of sums that are shown beside the rows and change none
READ = {
    "columns",
    "extract",
    "values",
    "missing",
    "money",
    "refund",
    "rows",
    "short_rows",
    "constants",
    "order",
    "entries",
}
MONEY = {"gross_amount", "platform_subsidy", "paid_amount_is", "line_amount", "spend", "refund_amount", "settled_amount", "freight_amount"}  # fmt: skip
ROWS = {"refund_when", "skip_when", "unpaid_when", "ignore_when", "total_when", "fill_down", "explained", "continues", "ends_at"}  # fmt: skip
REFUND = {"counts_when", "full_when", "goods_paid_out"}
ORDER = {"columns", "money", "sums", "extract", "values", "refund", "identities"}


@cache
def entity(name: str) -> Said:
    """What an entity says: required columns, clock, sum."""
    return tomllib.loads((ETL / "entities.toml").read_text("utf-8"))[name]  # type: ignore[no-any-return]


@cache
def amounts_of(entity: str) -> frozenset[str]:
    """The columns of an entity's table that hold money."""
    text = (ETL / "models" / "staging" / f"{entity}.sql").read_text("utf-8")
    return frozenset(re.findall(r"^    (\w+) decimal\(18, 2\)", text, re.MULTILINE))


@cache
def meaning(format: str) -> Said:
    """What a format says of itself. Raises NotJudged where it says something that is not known here."""
    said = tomllib.loads((ETL / "formats" / f"{format}.toml").read_text("utf-8"))
    of_order = said.get("order", {})
    strange = set(said) - ABOUT - CHECKED_ELSEWHERE - READ
    strange |= (set(said.get("money", {})) | set(of_order.get("money", {}))) - MONEY
    strange |= set(said.get("rows", {})) - ROWS | set(said.get("refund", {})) - REFUND | set(of_order) - ORDER
    if strange:
        raise NotJudged(f"{format} says {', '.join(sorted(strange))}")
    return said


def whole_order(said: Said) -> Said:
    """What a line export says of its whole orders, as a format of its own."""
    rows = {rule: test for rule, test in said.get("rows", {}).items() if rule not in ("refund_when", "skip_when")}
    common = {key: said[key] for key in ("values", "missing", "short_rows") if key in said}
    return {**common, "entity": "orders", "rows": rows, **said["order"]}


# --- names ----------------------------------------------------------------------------------------


def listed(said: Any) -> list[Any]:
    """One thing, or a list of them."""
    return list(said) if isinstance(said, list) else [said]


def plain(name: str) -> str:
    """A header's name without blanks, quotes and older characters."""
    text = re.sub(r"[\s\u200b-\u200d\u2060\ufeff\"'`]+", "", unicodedata.normalize("NFKC", name))
    return text.replace("帐", "账").replace("劵", "券").lower()


def unitless(name: str) -> str:
    """The same without its unit or currency: 金额(元), Cost (USD)."""
    return re.sub(r"\(([^()]*(元|件|%|\$)[^()]*|[a-z]{3})\)$", "", plain(name))


def positions(names: Any, header: Sequence[str]) -> list[int]:
    """Where these names stand in a header, in the names' order; a name with another unit will do."""
    found: list[int] = []
    for name in listed(names):
        exact = [i for i, each in enumerate(header) if plain(each) == plain(name)]
        found += exact or [i for i, each in enumerate(header) if unitless(each) == unitless(name)]
    return list(dict.fromkeys(found))


def is_personal(name: str) -> bool:
    """Whether a column is gone before anybody looks into it."""
    said, asked = _personal(), plain(name)
    is_named = asked in map(plain, said["names"]) or asked.startswith(tuple(map(plain, said["prefixes"])))
    return is_named and asked not in map(plain, said["keep"])


@cache
def _personal() -> Said:
    return tomllib.loads((ETL / "personal.toml").read_text("utf-8"))


def header_of(said: Said, readings: Sequence[Rows]) -> tuple[list[str], Rows]:
    """The header, and the rows below it, of the reading that knows it best. Raises NotJudged."""
    found = [
        (score, -place, rows)
        for rows in readings
        for place, row in enumerate(rows[:30])
        if (score := _score(said, row))
    ]
    if not found:
        raise NotJudged("no header")
    _, place, rows = max(found, key=lambda each: each[:2])
    return rows[-place], rows[-place + 1 :]


def _score(said: Said, row: Sequence[str]) -> int:
    """How many of the format's names stand in the row; none where it is no header of the format."""
    here = {plain(cell) for cell in row} | {unitless(cell) for cell in row}
    detect = said["detect"]
    if not all(any(plain(name) in here for name in listed(choice)) for choice in detect.get("must", ())):
        return 0
    if detect.get("one_of") and not any(plain(name) in here for name in listed(detect["one_of"])):
        return 0
    if any(plain(name) in here for name in listed(detect.get("never", []))):
        return 0
    sources = [each["column"] for sources in said.get("extract", {}).values() for each in sources]
    choices = [*said["columns"].values(), *detect.get("must", ()), *sources, detect.get("one_of", [])]
    choices += said.get("order", {}).get("columns", {}).values()
    return len({plain(name) for choice in choices for name in listed(choice)} & here)
