"""How many rows a table has and what money they sum up to, worked out from what its format means: Decimal and loops only.

A format's meaning is its TOML, read here once more; a word in it that is not known here makes the file one that is not judged.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

from fuzz.reading import NotJudged, Rows

FORMATS = Path(__file__).resolve().parents[1] / "etl" / "formats"
BLANKS = " \t\r\n\u00a0\u3000\ufeff\u200b"
NOTHING = {"", "-", "--", "—", "NULL", "null", "#NULL!", "无", "None", "nan", "NaT", "/", "0000-00-00 00:00:00"}
TOTAL = re.compile(
    rf"[{BLANKS}:：]*(总计|合计|汇总|小计|total|grand total|总和)[{BLANKS}:：\d.,¥￥元笔条单]*", re.IGNORECASE
)
RAGGED_TOTAL = re.compile(r"(总计|合计|汇总|小计|total|grandtotal|总和)([:：].*)?", re.IGNORECASE)
FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－＋（）−", "0123456789.,-+()-")
AMOUNT = re.compile(r"-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?", re.ASCII)
MONEY_WORDS = {"gross_amount", "platform_subsidy", "paid_amount_is", "line_amount", "spend"}
ROW_WORDS = {"unpaid_when", "refund_when", "skip_when"}
KEY = {
    "orders": "order_id",
    "order_lines": "order_id",
    "ad_spend": "ad_date",
    "unit_costs": "product_key",
    "cost_entries": "cost_kind",
}
CLOCKS = ("ordered_at", "ad_date")
FEN = Decimal("0.01")


@dataclass(frozen=True)
class Verdict:
    """What a table holds."""

    rows: int
    total: Decimal | None


class Wrong(Exception):
    """Something that no loader may accept."""


@cache
def meaning(format: str) -> dict[str, Any]:
    """What a format says of itself. Raises NotJudged where it says something that is not known here."""
    said = tomllib.loads((FORMATS / f"{format}.toml").read_text("utf-8"))
    strange = set(said.get("money", {})) - MONEY_WORDS | set(said.get("rows", {})) - ROW_WORDS
    if strange or said["entity"] not in KEY:
        raise NotJudged(f"{format} says {', '.join(sorted(strange)) or said['entity']}")
    return said


def judged(format: str, readings: Sequence[Rows], *, is_grid: bool) -> Verdict:
    """What the table of this format holds, by the reading that has its header. Raises NotJudged and Wrong.

    In a grid, a workbook's sheet, empty cells at the end of a row are none.
    """
    said = meaning(format)
    if is_grid:
        readings = [[_trimmed(row) for row in rows] for rows in readings]
    headers = [
        (score, -place, rows)
        for rows in readings
        for place, row in enumerate(rows[:30])
        if (score := _score(said, row))
    ]
    if not headers:
        raise NotJudged("no header")
    _, place, rows = max(headers, key=lambda each: each[:2])
    return _Table(said, rows[-place], rows[-place + 1 :], is_grid=is_grid).verdict()


def _trimmed(row: Sequence[str]) -> list[str]:
    filled = max((i for i, cell in enumerate(row, 1) if cell.strip()), default=0)
    return list(row[:filled])


def plain(name: str) -> str:
    """A header's name without blanks, quotes and older characters."""
    text = re.sub(r"[\s\u200b-\u200d\u2060\ufeff\"'`]+", "", unicodedata.normalize("NFKC", name))
    return text.replace("帐", "账").replace("劵", "券").lower()


def unitless(name: str) -> str:
    """The same without its unit: 金额(元)."""
    return re.sub(r"\([^()]*(元|件|%|\$|usd)[^()]*\)$", "", plain(name))


def _names(said: Any) -> list[str]:
    return [said] if isinstance(said, str) else list(said)


def _score(said: dict[str, Any], row: Sequence[str]) -> int:
    """How many of the format's names stand in the row; none where it is no header of the format."""
    here = {plain(cell) for cell in row} | {unitless(cell) for cell in row}
    detect = said["detect"]
    if not all(any(plain(name) in here for name in _names(choice)) for choice in detect.get("must", ())):
        return 0
    if detect.get("one_of") and not any(plain(name) in here for name in detect["one_of"]):
        return 0
    if any(plain(name) in here for name in detect.get("never", ())):
        return 0
    known = [name for names in said["columns"].values() for name in _names(names)]
    known += [name for choice in detect.get("must", ()) for name in _names(choice)] + list(detect.get("one_of", ()))
    return len({plain(name) for name in known} & here)


class _Table:
    """One table below its header."""

    def __init__(self, said: dict[str, Any], header: Sequence[str], rows: Rows, *, is_grid: bool) -> None:
        self.said, self.header = said, header
        is_padded = is_grid or said.get("short_rows") == "missing"
        self.rows = [[*row, *[""] * (len(header) - len(row))] for row in rows] if is_padded else rows
        self.money = said.get("money", {})
        self.places: dict[str, list[int]] = {}
        for column, names in said["columns"].items():
            for name in _names(names):
                exact = [i for i, each in enumerate(header) if plain(each) == plain(name)]
                found = exact or [i for i, each in enumerate(header) if unitless(each) == unitless(name)]
                self.places.setdefault(column, []).extend(i for i in found if i not in self.places[column])
        self.places = {column: found for column, found in self.places.items() if found}

    def verdict(self) -> Verdict:
        data = [row for row in self.rows if self._is_data(row)]
        if self.said["entity"] in ("unit_costs", "cost_entries"):
            return Verdict(len(data), None)
        amounts = [amount for row in data if (amount := self._amount(row)) is not None]
        return Verdict(len(data), sum(amounts, Decimal(0)) if amounts else None)

    # --- which rows are data -----------------------------------------------------------------------

    def _is_data(self, row: Sequence[str]) -> bool:
        if len(row) != len(self.header):
            first = re.sub(r"\s", "", row[0] if row else "")
            if RAGGED_TOTAL.fullmatch(first) or re.match(r"#(?!\d)|---", first):
                return False
            raise Wrong(f"a row of {len(row)} cells under {len(self.header)} names")
        named = [i for i, name in enumerate(self.header) if name.strip() or any(i in p for p in self.places.values())]
        front = [i for i in named if i < 3] + [p[0] for column, p in self.places.items() if column in CLOCKS]
        if any(TOTAL.fullmatch(row[i]) for i in front):
            return False
        first = row[named[0]]
        if first.startswith("---") or (first.startswith("#") and not first[1:2].isdigit()):
            return False
        key = self.places[next(c for c in (KEY[self.said["entity"]], *self.places) if c in self.places)][0]
        if row[key].strip(BLANKS) == self.header[key].strip(BLANKS):
            return False
        return any(cell.strip(" ") for i, cell in enumerate(row) if i in named)

    # --- what a row is worth -----------------------------------------------------------------------

    def _amount(self, row: Sequence[str]) -> Decimal | None:
        if self.said["entity"] == "ad_spend":
            spend = self.money.get("spend")
            return (self._signed(row, spend) if isinstance(spend, list) else self._fen(row, "spend")) or Decimal(0)
        paid = "paid_at" if "paid_at" in self.said["columns"] else "ordered_at"
        if self._text(row, paid) is None or self._holds(row, "unpaid_when"):
            return None
        if self._holds(row, "refund_when") and not self._holds(row, "skip_when"):
            return Decimal(0)
        if self.money.get("gross_amount"):
            return self._signed(row, self.money["gross_amount"])
        if self.money.get("paid_amount_is") == "net_of_refunds":
            amount = self._fen(row, "paid_amount")
            return None if amount is None else amount + self._refund(row)
        if self.money.get("line_amount"):
            quantity, price = self._number(row, "quantity", 0), self._number(row, "unit_price", 6)
            return None if quantity is None or price is None else (quantity * price).quantize(FEN, ROUND_HALF_UP)
        return self._fen(row, "line_amount" if "line_amount" in self.places else "paid_amount")

    def _refund(self, row: Sequence[str]) -> Decimal:
        said: Mapping[str, Any] = self.said.get("refund", {}).get("counts_when", {})
        asked = [(self._text(row, column), words) for column, words in said.items() if column in self.places]
        if asked and not any(text is None or any(word in text for word in words) for text, words in asked):
            return Decimal(0)
        return self._fen(row, "refund_amount") or Decimal(0)

    def _signed(self, row: Sequence[str], columns: Sequence[str]) -> Decimal | None:
        total = self._fen(row, columns[0])
        for column in columns[1:] if total is not None else ():
            amount = self._fen(row, column.lstrip("-")) or Decimal(0)
            total = (total or Decimal(0)) + (-amount if column.startswith("-") else amount)
        return total

    def _holds(self, row: Sequence[str], which: str) -> bool:
        said = self.said.get("rows", {}).get(which)
        tests = said if isinstance(said, list) else [said] if said else []
        return any(self._test(row, test) for test in tests)

    def _test(self, row: Sequence[str], test: Mapping[str, Any]) -> bool:
        if "column" in test:
            test = {test["column"]: {key: value for key, value in test.items() if key != "column"}}
        for column, wanted in test.items():
            place = self.places.get(column) or [i for i, name in enumerate(self.header) if plain(name) == plain(column)]
            cell = row[place[0]].strip(BLANKS) if place else ""
            if isinstance(wanted, dict) and "prefix" in wanted:
                if any(cell.startswith(text) for text in _names(wanted["prefix"])):
                    return True
            else:
                values = wanted.get("value", wanted.get("equals")) if isinstance(wanted, dict) else wanted
                if cell not in NOTHING and cell in _names(values):
                    return True
        return False

    # --- cells -------------------------------------------------------------------------------------

    def _text(self, row: Sequence[str], column: str) -> str | None:
        """The first of the column's cells that says anything."""
        is_word = column in self.said.get("values", {}) or column.endswith(("status", "name"))
        nothing = NOTHING | set(_names(self.said.get("missing", {}).get(column, ())))
        for place in self.places.get(column, ()):
            text = row[place].strip(BLANKS if is_word else BLANKS + "\"=`'")
            if text not in nothing:
                return text
        constant = self.said.get("constants", {}).get(column)
        return None if constant is None or column in self.places else str(constant)

    def _fen(self, row: Sequence[str], column: str) -> Decimal | None:
        return self._number(row, column, 2)

    def _number(self, row: Sequence[str], column: str, digits: int) -> Decimal | None:
        text = self._text(row, column)
        return None if text is None else amount(text).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def amount(text: str) -> Decimal:
    """What an amount of money means: ¥, 元, thousands commas, full-width digits, (1.00) and 1.00- included. Raises Wrong."""
    bare = text.translate(FULL_WIDTH)
    bare = re.sub(r"^([-+]?) *(¥|￥|\$|CNY|RMB) *", r"\1", bare)
    bare = re.sub(r" *元$", "", bare)
    is_negative = bool(re.fullmatch(r"\(.+\)", bare) or re.fullmatch(r"[^-].*-", bare))
    bare = bare.strip("()").removesuffix("-") if is_negative else bare.removeprefix("+")
    bare = re.sub(r"^(-?) *(¥|￥|\$) *", r"\1", bare)
    if not AMOUNT.fullmatch(bare):
        raise Wrong(f"{text!r} is no amount")
    value = Decimal(bare.replace(",", ""))
    return -value if is_negative else value
