"""Every format reads its samples as their goldens say; the goldens were written by hand, from the meaning of the columns."""

import csv
import io
import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from etl.format import formats
from tests.made import Desk, workbook

FOLDER = Path(__file__).parent / "formats"


def golden(name: str) -> list[dict[str, Any]]:
    """The samples of a format and what they hold."""
    path = FOLDER / name / "golden.json"
    return list(json.loads(path.read_text("utf-8"))) if path.exists() else []


SAMPLES = [
    pytest.param(name, sample, id=f"{name}-{sample['source']}") for name in sorted(formats()) for sample in golden(name)
]


def content(name: str, sample: dict[str, Any]) -> bytes:
    """A sample as the platform hands it out; in git it is plain UTF-8 with line feeds."""
    text = (FOLDER / name / sample["source"]).read_text("utf-8")
    if sample["file"].endswith(".xlsx"):
        return workbook(sample["sheet"], [list(map(as_cell, row)) for row in csv.reader(io.StringIO(text))])
    return str(text.replace("\n", sample.get("newline", "\n"))).encode(str(sample["encoding"]))


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


@pytest.mark.parametrize("name", sorted(formats()))
def test_a_format_has_a_sample_and_a_golden(name: str) -> None:
    assert golden(name)
    assert {sample["source"] for sample in golden(name)} == {path.name for path in (FOLDER / name).glob("*.csv")}


@pytest.mark.parametrize(("name", "sample"), SAMPLES)
def test_the_sample_is_read_as_its_golden_says(name: str, sample: dict[str, Any], desk: Desk) -> None:
    [loaded] = desk.load((sample["file"], content(name, sample)))
    assert (loaded.status, loaded.problems) == ("loaded", ())
    assert loaded.format is not None
    assert loaded.format.name == name
    assert loaded.rows == len(sample["rows"])
    assert loaded.rejected == sample.get("rejected", 0)
    assert loaded.rounded == sample.get("rounded", 0)
    assert loaded.period == (tuple(sample["period"]) if sample["period"] else None)
    assert not loaded.unknown_words
    if "sum" in sample:
        assert plain(loaded.sum) == sample["sum"]
    checked = {each.sentence: [each.rows, each.broken] for each in loaded.identities}
    assert checked == checked | sample.get("identities", {})
    found = desk.rows(f"select * from staging.{loaded.format.entity} order by source_row")
    for got, wanted in zip(found, sample["rows"], strict=True):
        assert {column: plain(got[column]) for column in wanted} == wanted
    if "in_facts" in sample:
        assert desk.one("sum(spend)", "facts.ad_spend") == Decimal(sample["in_facts"])


@pytest.mark.parametrize(("name", "sample"), [(name, golden(name)[0]) for name in sorted(formats()) if golden(name)])
def test_a_broken_cell_of_any_format_is_refused(name: str, sample: dict[str, Any], desk: Desk) -> None:
    """The first data row's money says "五十": the sample is refused, and the problem names that cell."""
    entity = formats()[name].entity
    column = {
        "orders": "paid_amount",
        "unit_costs": "unit_cost",
        "ad_spend": "spend",
        "cost_entries": "amount",
        "day_totals": "gross_sales",
    }.get(entity)
    lines = list(csv.reader(io.StringIO((FOLDER / name / sample["source"]).read_text("utf-8"))))
    at = next(i for i, row in enumerate(lines) if len(row) > 1)
    places = formats()[name].places(lines[at])
    column = column or next(c for c in ("received_amount", "payable_amount", "unit_price") if c in places)
    lines[at + 1][places[column][0]] = "五十"
    text = io.StringIO()
    csv.writer(text).writerows(lines[at:])
    [refused] = desk.load(("broken.csv", text.getvalue()))
    assert refused.status == "refused"
    [problem] = refused.problems
    assert (problem.kind, problem.row, problem.value) == ("not_an_amount", 2, "五十")
    assert problem.column == lines[at][places[column][0]].strip()
