"""A build that another version of the program made is made again from its files, and says the same."""

import json
from datetime import date

import duckdb
import pytest

from etl import doubt, register
from etl.command import main
from etl.pipeline import is_current, load, rebuild_all
from tests.made import Desk, sheet, taobao_order


def make_older(desk: Desk) -> None:
    """The newest build as if an earlier version, which knew fewer tables, had made it."""
    changed(desk, "drop table staging.made_by; drop table marts.daily; drop table staging.refunds")


def made_by_another_version(desk: Desk) -> None:
    """The newest build as if an earlier version, which knew the same tables, had made it."""
    changed(desk, "update staging.made_by set version = 'earlier'")


def changed(desk: Desk, sql: str) -> None:
    """A newest build as this SQL leaves the one before it."""
    [*_, newest] = desk.shop.builds()
    older = newest.with_name(f"{int(newest.name[:6]) + 1:06d}-00000000.duckdb")
    older.write_bytes(newest.read_bytes())
    with duckdb.connect(str(older)) as connection:
        connection.execute(sql)


def test_an_older_build_is_known_and_made_again(desk: Desk) -> None:
    desk.accept(("a.csv", sheet([taobao_order("1", "10.00", "5.00")])))
    before = desk.figures()
    assert is_current(desk.shop)
    make_older(desk)
    assert not is_current(desk.shop)
    rebuild_all(desk.shop)
    assert is_current(desk.shop)
    assert desk.figures() == before


def test_a_load_onto_an_older_build_makes_it_whole_again(desk: Desk) -> None:
    desk.accept(("a.csv", sheet([taobao_order("1", "10.00")])))
    make_older(desk)
    desk.accept(("b.csv", sheet([taobao_order("2", "5.00")])))
    assert desk.one("sum(gross_sales)", "marts.daily") == 15
    make_older(desk)
    assert load(desk.shop, [])[1] is not None
    assert desk.one("sum(gross_sales)", "marts.daily") == 15


def test_a_file_that_is_refused_today_keeps_the_old_build_and_is_named(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.accept(("good.csv", sheet([taobao_order("1", "10.00", day="2023-06-01")])))
    desk.accept(("later.csv", sheet([taobao_order("2", "5.00", day="2026-06-01")])))
    made_by_another_version(desk)
    builds = desk.shop.builds()
    monkeypatch.setattr(doubt, "today", lambda: date(2024, 1, 1))
    another = desk.write("more.csv", sheet([taobao_order("3", "1.00", day="2023-06-02")]))
    for call in (["load", str(another)], ["rebuild"], ["undo", "1", "--dry-run"]):
        assert main([call[0], "--shop", desk.name, *call[1:], "--json"]) == 1
        out, err = capsys.readouterr()
        said = json.loads(out)["error"]
        assert said["kind"] == "no_longer_readable"
        assert "upload 2, later.csv (" in said["message"]
        assert "good.csv" not in said["message"]
        assert (said["message"] in err, "Traceback" in err) == (True, False)
    assert desk.shop.builds() == builds
    assert desk.one("sum(gross_sales)", "marts.daily") == 15
    assert [each.upload for each in register.active(desk.shop)] == [1, 2]
    assert main(["undo", "--shop", desk.name, "2"]) == 0
    assert main(["load", "--shop", desk.name, str(another)]) == 0
    assert desk.one("sum(gross_sales)", "marts.daily") == 11
