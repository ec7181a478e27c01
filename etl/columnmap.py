"""A column map as a reader chose it, and as the format file that says the same."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from etl.names import normalised
from etl.propose import words_for

CONDITIONS = ("value", "prefix", "contains")
LINES = "order_lines"


@dataclass(frozen=True)
class Condition:
    """Rows whose cell under a header is, begins with, or contains a text."""

    column: str
    how: str  # one of CONDITIONS
    text: str


@dataclass(frozen=True)
class ColumnMap:
    """What a reader says of a table that no format knows."""

    entity: str
    platform: str
    label: str
    header: tuple[str, ...]  # the whole header row: by its names the table is known again
    columns: Mapping[str, str]  # our column → their header
    constants: Mapping[str, str] = field(default_factory=dict)
    currency: str = "CNY"
    unit: str = "yuan"
    paid_amount_is: str | None = None  # "gross" or "net_of_refunds"
    refund_rows: Condition | None = None  # order lines only
    left_out: Condition | None = None
    date_order: str | None = None  # "dmy" or "mdy"

    def toml(self) -> str:
        """The format file. It can be copied into etl/formats as it is; there it needs a sample and a golden."""
        lines = [
            f"# {_line(self.label)}: a column map made on the page “Columns of a table”.",
            "# Left our column, right the header of the table; docs/formats.md explains every section.",
            *_pairs({"entity": self.entity, "platform": self.platform, "grade": "map", "label": self.label}),
            *(_pairs({"currency": self.currency}) if self._has_currency() else ()),
            *_section(
                "detect",
                {"must": sorted(set(self.columns.values())), "exactly": sorted(fingerprint(self.header))},
            ),
            *_section("columns", dict(self.columns)),
            *_section("constants", dict(self.constants)),
            *_section("money", self._money()),
            *_section("rows", self._rows()),
            *_section("dates", {"order": self.date_order} if self.date_order else {}),
        ]
        for column, words in words_for(self.entity, self.columns).items():
            lines += _section(f"values.{column}", words)
        return "\n".join(lines) + "\n"

    def _has_currency(self) -> bool:
        return self.entity in ("orders", LINES, "refunds", "settlements", "ad_spend") and "currency" not in self.columns

    def _money(self) -> dict[str, Any]:
        said: dict[str, Any] = {}
        if self.entity in ("orders", LINES) and self.paid_amount_is and "paid_amount" in self.columns:
            said["paid_amount_is"] = self.paid_amount_is
        if (
            self.entity == LINES
            and not {"line_amount", "paid_amount"} & set(self.columns)
            and {"quantity", "unit_price"} <= set(self.columns)
        ):
            said["line_amount"] = "quantity * unit_price"
        if self.unit != "yuan":
            said["unit"] = self.unit
        return said

    def _rows(self) -> dict[str, Any]:
        said: dict[str, Any] = {}
        if self.refund_rows and self.entity == LINES:
            said["refund_when"] = _condition(self.refund_rows)
        if self.left_out:
            said["skip_when" if self.entity == LINES else "ignore_when"] = _condition(self.left_out)
        return said


def fingerprint(header: Iterable[str]) -> frozenset[str]:
    """What a table is known again by: all names of its header, as they are compared, in any order."""
    return frozenset(map(normalised, header)) - {""}


def _condition(said: Condition) -> dict[str, str]:
    return {"column": said.column, said.how: said.text}


def _section(name: str, said: Mapping[str, Any]) -> list[str]:
    return ["", f"[{name}]", *_pairs(said)] if said else []


def _pairs(said: Mapping[str, Any]) -> list[str]:
    names = [key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else _text(key) for key in said]
    width = max(map(len, names), default=0)
    return [f"{name.ljust(width)} = {_value(value)}" for name, value in zip(names, said.values(), strict=True)]


def _value(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_text, value))}]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_text(each)}" for key, each in value.items()) + " }"
    return _text(value)


def _text(value: str) -> str:
    r"""A basic string of TOML: what JSON escapes, and DEL besides."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _line(value: str) -> str:
    """A text that stays within its comment."""
    return re.sub(r"[\x00-\x1f\x7f]+", " ", value)
