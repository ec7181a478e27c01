"""The benchmarks run, on tiny sizes; what they measure is not looked at here."""

import csv
from pathlib import Path

import pytest

from benchmarks import alerts, answers, command, loads, pages, ripeness, sessions, settlement, workbooks
from benchmarks.exports import COLUMNS, Export, week_after, write_csv
from reports.scope import Scope
from reports.settlement.settle import settle
from run import chromium


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


@pytest.mark.parametrize("group", ["load", "weekly", "workbook", "settle", "alerts"])
def test_a_group_measures_figures(group: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (alerts, loads, answers, settlement, workbooks):
        monkeypatch.setattr(module, "RUNS", 1)
    figures = command.measure(1_000, group)
    assert figures
    assert all(each.value > 0 if each.value is not None else "not measured" in each.note for each in figures)
    assert not [each.note for each in figures if "DIFFERENT" in each.note]


def test_people_click_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"PEOPLE": 2, "SECONDS": 8, "THINKING": 0.1}.items():
        monkeypatch.setattr(sessions, name, value)
    figure, browser = command.measure(1_000, "sessions")
    assert figure.value
    assert "faults 0" in figure.note
    assert (browser.value is None) == (chromium() is None)


def test_the_nowcast_is_held_against_the_raw_rate_by_age(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ripeness, "SHOPS", 12)
    monkeypatch.setenv("DUIZHANG_ONLINE_RETAIL", "not there")
    figures = {each.name: each for each in command.measure(1_000, "ripeness")}
    assert len(figures) == 3 * (5 + 1) + 1
    assert "not measured" in figures["ripe_real"].note
    newest = figures["ripe_150_0"]
    assert newest.reference_amount is not None
    assert newest.reference_amount > 0.4  # half of the refunds are still to come
    assert newest.value is not None
    assert newest.value < 0.5


def test_a_page_that_cannot_be_measured_says_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert {each.note for each in pages.measure_pages(tmp_path)} == {"not measured: there is no Chromium"}
    assert {each.value for each in pages.measure_pages(tmp_path)} == {None}


def test_the_differing_orders_of_the_settlement_are_those_that_were_made(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Of 2,000 orders two are a yuan too high and two are settled twice, twenty are not settled, ten settled ones unknown."""
    monkeypatch.setenv("DUIZHANG_DATA", str(tmp_path))
    found = settle(Scope(settlement.made_shop(2_000))).buckets
    units = {name: each.units for name, each in found.items()}
    assert units == {"matched": 1976, "amount_differs": 2, "doubled": 2, "only_in_orders": 20, "only_in_settlement": 10,
                     "in_transit": 0, "not_covered": 0}  # fmt: skip
