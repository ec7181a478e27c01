"""Every format reads its samples as their goldens say; the goldens were written by hand, from the meaning of the columns."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from html import escape
from pathlib import Path
from typing import Any

import pytest

from etl.entity import types_of
from etl.formatfile import formats
from etl.recognise import recognise
from tests.made import Desk, workbook

FOLDER = Path(__file__).parent / "formats"
LEAST_ROWS = 8  # room for the hard cases: unpaid, refunds in part and whole, several lines, a total row, decorated ids, missing marks


def golden(name: str) -> list[dict[str, Any]]:
    """The samples of a format and what they hold."""
    path = FOLDER / name / "golden.json"
    return list(json.loads(path.read_text("utf-8"))) if path.exists() else []


MONEY = ("received_amount", "payable_amount", "unit_price", "settled_amount", "income_amount")
SAMPLES = [
    pytest.param(name, sample, id=f"{name}-{sample['source']}") for name in sorted(formats()) for sample in golden(name)
]


def lines_of(name: str, sample: dict[str, Any]) -> list[list[str]]:
    """The rows of a sample, those around its table too."""
    written = io.StringIO((FOLDER / name / sample["source"]).read_text("utf-8"))
    return list(csv.reader(written, delimiter=sample.get("delimiter", ",")))


def rows_below_header(name: str, sample: dict[str, Any]) -> int:
    """How many rows of a sample stand below its header, those that are no data too."""
    lines = lines_of(name, sample)
    return len(lines) - 1 - recognise(lines).header_index


def content(name: str, sample: dict[str, Any]) -> bytes:
    """A sample as the platform hands it out; in git it is plain UTF-8 with line feeds."""
    text = (FOLDER / name / sample["source"]).read_text("utf-8")
    if sample["file"].endswith(".xlsx"):
        return workbook(sample["sheet"], [list(map(as_cell, row)) for row in csv.reader(io.StringIO(text))])
    if sample["file"].endswith(".xls"):
        return page(csv.reader(io.StringIO(text))).encode(str(sample["encoding"]))
    return str(text.replace("\n", sample.get("newline", "\n"))).encode(str(sample["encoding"]))


def page(rows: Iterable[Sequence[str]]) -> str:
    """A table as those back offices write it that call a web page .xls."""
    cells = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f'<html><head><meta charset="utf-8"></head><body><table>{cells}</table></body></html>'


def as_cell(text: str) -> str | float | None:
    """What a platform writes as a number: short plain amounts. Long ids and keys with leading zeros stay text."""
    is_number = (
        text.replace(".", "", 1).isdigit() and len(text) < 9 and (text == "0" or text[0] != "0" or text[1:2] == ".")
    )
    return float(text) if is_number else text or None


def plain(value: Any) -> Any:
    """A value as the goldens write it."""
    if isinstance(value, datetime):
        return value.isoformat(" ")
    return str(value) if isinstance(value, Decimal | date) else value


def assert_rows(desk: Desk, sql: str, rows: list[dict[str, Any]]) -> None:
    """The rows of a query are these, as far as the golden names their columns."""
    for got, wanted in zip(desk.rows(sql), rows, strict=True):
        assert {column: plain(got[column]) for column in wanted} == wanted


@pytest.mark.parametrize("name", sorted(formats()))
def test_a_format_has_a_sample_and_a_golden(name: str) -> None:
    assert golden(name)
    assert {sample["source"] for sample in golden(name)} == {path.name for path in (FOLDER / name).glob("*.csv")}


@pytest.mark.parametrize("name", sorted(formats()))
def test_a_format_has_a_sample_with_room_for_hard_cases(name: str) -> None:
    assert max(rows_below_header(name, sample) for sample in golden(name)) >= LEAST_ROWS


@pytest.mark.parametrize(("name", "sample"), SAMPLES)
def test_the_sample_is_read_as_its_golden_says(name: str, sample: dict[str, Any], desk: Desk) -> None:
    [loaded] = desk.load((sample["file"], content(name, sample)))
    assert (loaded.status, loaded.problems) == ("loaded", ())
    assert loaded.format is not None
    assert loaded.format.name == name
    assert loaded.rows == sample.get("read", len(sample["rows"]))  # a row of a statement may hold several entries
    assert loaded.rejected == sample.get("rejected", 0)
    assert loaded.rounded == sample.get("rounded", 0)
    assert loaded.period == (tuple(sample["period"]) if sample["period"] else None)
    assert not loaded.unknown_words
    if "sum" in sample:
        assert plain(loaded.sum) == sample["sum"]
    checked = {each.sentence: [each.rows, each.broken] for each in loaded.identities}
    assert checked == checked | sample.get("identities", {})
    within = ", fee_kind" if loaded.format.entity == "settlements" else ""
    assert_rows(desk, f"select * from staging.{loaded.format.entity} order by source_row{within}", sample["rows"])
    if "orders" in sample:
        assert_rows(desk, "select * from staging.orders order by source_row", sample["orders"])
    if "in_facts" in sample:
        assert desk.one("sum(spend)", "facts.ad_spend") == Decimal(sample["in_facts"])


@pytest.mark.parametrize(("name", "sample"), [(name, golden(name)[0]) for name in sorted(formats()) if golden(name)])
def test_a_broken_cell_of_any_format_is_refused(name: str, sample: dict[str, Any], desk: Desk) -> None:
    """The first data row's first figure says "五十": the sample is refused, and the problem names that cell."""
    format = formats()[name]
    lines = lines_of(name, sample)
    at = recognise(lines).header_index
    broken = sample["rows"][0].get("source_row", at + (3 if format.rows.get("explained") else 2)) - 1
    kinds = {
        positions[0]: types_of(each.entity).get(column, "")
        for each in (format, format.order)
        if each
        for column, positions in each.places(lines[at]).items()
        if column not in each.extract
    }
    money = [place for place, kind in kinds.items() if kind.startswith("decimal")]
    figures = money or [place for place, kind in kinds.items() if kind == "bigint"]
    if not figures:
        pytest.skip("reviews have words only")
    place = figures[0]
    lines[broken][place] = "五十"
    text = io.StringIO()
    whole = format.entity != "settlements"  # around a statement's rows stand lines of other widths
    csv.writer(text).writerows(lines if whole else [lines[at], lines[broken]])
    [refused] = desk.load((sample["file"].rsplit(".", 1)[0] + ".csv", text.getvalue()))
    assert refused.status == "refused"
    [problem] = refused.problems
    wanted = "not_an_amount" if money else "not_a_number"
    assert (problem.kind, problem.row, problem.value) == (wanted, broken + 1 if whole else 2, "五十")
    assert problem.column == lines[at][place].strip()
