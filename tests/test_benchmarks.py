"""The benchmarks run, on tiny sizes; what they measure is not looked at here."""

import csv
from pathlib import Path

import pytest

from benchmarks import answers, command, loads, pages, workbooks
from benchmarks.exports import COLUMNS, Export, week_after, write_csv


@pytest.fixture(autouse=True)
def _kept_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUIZHANG_DATA", "set back after the test")


def test_a_made_export_has_as_many_lines_as_asked_and_is_the_same_every_time(tmp_path: Path) -> None:
    path = write_csv(Export(500, life=500), tmp_path)
    first = path.read_bytes()
    rows = list(csv.reader(first.decode("utf-8").splitlines()))
    assert rows[0] == list(COLUMNS)
    assert len(rows) == 501
    assert len({row[0] for row in rows}) == 501  # every line has an id of its own
    assert write_csv(Export(500, life=500), tmp_path).read_bytes() == first


def test_half_the_week_after_is_known(tmp_path: Path) -> None:
    def ids(export: Export) -> set[str]:
        return {row[0] for row in csv.reader(write_csv(export, tmp_path).read_text("utf-8").splitlines()[1:])}

    year, week = ids(Export(1000, life=1000)), ids(week_after(1000, 100))
    assert len(week) == 100
    assert len(week & year) == 50


@pytest.mark.parametrize("group", ["load", "weekly", "workbook"])
def test_a_group_measures_figures(group: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (loads, answers, workbooks):
        monkeypatch.setattr(module, "RUNS", 1)
    figures = command.measure(1_000, group)
    assert figures
    assert all(each.value and each.value > 0 for each in figures)
    assert not [each.note for each in figures if "DIFFERENT" in each.note]


def test_a_page_that_cannot_be_measured_says_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert {each.note for each in pages.measure_pages(tmp_path)} == {"not measured: there is no Chromium"}
    assert {each.value for each in pages.measure_pages(tmp_path)} == {None}
