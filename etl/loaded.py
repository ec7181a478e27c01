"""What became of one sheet of one file: the answer of a load, for pages and programs."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from etl.errors import Problem
from etl.format import Format
from etl.identity import Checked
from etl.upsert import Change
from warehouse import Shop

NO_CHANGE = Change(0, 0, 0)


@dataclass(frozen=True)
class Loaded:
    """What became of one sheet of one file."""

    file: str
    sheet: str
    status: str  # "loaded", "already loaded" or "refused"
    upload: int | None = None
    format: Format | None = None
    encoding: str = ""
    header_row: int | None = None
    rows: int = 0
    rejected: int = 0
    rounded: int = 0
    other_rows: int = 0
    other_amount: Decimal | None = None
    period: tuple[str, str] | None = None
    sum: Decimal | None = None
    change: Change = NO_CHANGE
    identities: tuple[Checked, ...] = ()
    unknown_words: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    preview: tuple[tuple[str, ...], ...] = ()  # header and first rows of the kept columns
    typed: tuple[tuple[str | None, ...], ...] = ()  # our columns and the first rows as they were understood
    problems: tuple[Problem, ...] = ()


def refused(
    file: str, problems: tuple[Problem, ...], sheet: str = "", format: Format | None = None, encoding: str = ""
) -> Loaded:
    """A file, or one sheet of it, that is not loaded, and why."""
    return Loaded(file, sheet, "refused", format=format, encoding=encoding, problems=problems)


def as_json(results: Iterable[Loaded], shop: Shop, build: str | None) -> dict[str, Any]:
    """The answer of `load --json`."""
    return {"shop": shop.name, "build": build, "files": [_as_json(each) for each in results]}


def _as_json(each: Loaded) -> dict[str, Any]:
    return {
        "file": each.file,
        "sheet": each.sheet,
        "status": each.status,
        "upload": each.upload,
        "format": each.format.name if each.format else None,
        "rows": each.rows,
        "new": each.change.new,
        "updated": each.change.updated,
        "unchanged": each.change.unchanged,
        "rejected": each.rejected,
        "rounded": each.rounded,
        "other_rows": each.other_rows,
        "other_amount": str(each.other_amount) if each.other_amount is not None else None,
        "period": list(each.period) if each.period else None,
        "sum": str(each.sum) if each.sum is not None else None,
        "identities": [{"sentence": c.sentence, "rows": c.rows, "broken": c.broken} for c in each.identities],
        "unknown_words": list(each.unknown_words),
        "notes": list(each.notes),
        "problems": [
            {"row": p.row, "column": p.column, "value": p.value, "kind": p.kind, "message": p.message}
            for p in each.problems
        ],
    }
