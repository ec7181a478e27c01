"""The loader's command line: exit codes, JSON keys, one sentence instead of a traceback."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import warehouse
from etl.command import main
from tests.made import Desk, cost, sheet, taobao_order

ROOT = Path(__file__).parents[2]
FILE_KEYS = {
    "file",
    "status",
    "upload",
    "format",
    "rows",
    "new",
    "updated",
    "unchanged",
    "rejected",
    "period",
    "identities",
    "problems",
}
UPLOAD_KEYS = {"id", "file", "sha256", "format", "rows", "rejected", "period", "sum", "at", "by", "origin"}


def run(capsys: pytest.CaptureFixture[str], *said: object) -> tuple[int, Any, str]:
    """Exit code, what stdout holds as JSON (None when it is none), stderr; no traceback ever."""
    capsys.readouterr()
    try:
        code = main([str(each) for each in said])
    except SystemExit as stopped:
        code = int(stopped.code or 0)
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    try:
        return code, json.loads(out), err
    except json.JSONDecodeError:
        return code, None, err


@pytest.fixture
def good(desk: Desk) -> Path:
    return desk.write("orders.csv", sheet([taobao_order("1", "10.00"), taobao_order("2", "0.00", 订单付款时间="")]))


@pytest.fixture
def bad(desk: Desk) -> Path:
    return desk.write("bad.csv", sheet([taobao_order("1", "五十")]))


def test_load(good: Path, bad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, answer, _ = run(capsys, "load", "--shop", "甲", "--json", good)
    assert code == 0
    assert answer["shop"] == "甲"
    assert answer["build"].startswith("000001-")
    [loaded] = answer["files"]
    assert loaded.keys() >= FILE_KEYS
    assert (loaded["status"], loaded["rows"], loaded["period"]) == ("loaded", 2, ["2026-06-01", "2026-06-01"])
    assert {each.keys() >= {"sentence", "rows", "broken"} for each in loaded["identities"]} == {True}
    code, answer, _ = run(capsys, "load", "--shop", "甲", "--json", good)
    assert (code, answer["files"][0]["status"], answer["build"]) == (0, "already loaded", None)
    code, answer, _ = run(capsys, "load", "--shop", "甲", "--json", bad, good)
    assert code == 1
    [refused, _] = answer["files"]
    assert (refused["status"], refused["format"], refused["upload"]) == ("refused", "taobao__orders", None)
    assert refused["problems"][0].keys() >= {"row", "column", "value", "kind", "message"}


def test_a_file_that_is_not_there_is_refused_and_the_others_load(
    good: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, answer, _ = run(capsys, "load", "--shop", "甲", "--json", good.with_name("nowhere.csv"), good)
    assert code == 1
    assert answer is not None
    assert [each["status"] for each in answer["files"]] == ["refused", "loaded"]


def test_a_dry_run_changes_nothing(desk: Desk, good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "load", "--shop", "甲", good)
    folder = warehouse.shop("甲").folder
    before = sorted((str(path), path.stat().st_size) for path in folder.rglob("*"))
    more = desk.write("more.csv", sheet([taobao_order("3", "5.00")]))
    code, answer, _ = run(capsys, "load", "--shop", "甲", "--dry-run", "--json", more)
    assert (code, answer["build"], answer["files"][0]["new"]) == (0, None, 1)
    assert sorted((str(path), path.stat().st_size) for path in folder.rglob("*")) == before


def test_a_dry_run_makes_no_shop(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, _ = run(capsys, "load", "--shop", "甲", "--dry-run", "--json", good)
    assert (code, warehouse.shop_names()) == (0, [])


def test_register_undo_and_rebuild(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "load", "--shop", "甲", good)
    code, answer, _ = run(capsys, "register", "--shop", "甲", "--json")
    assert code == 0
    [upload] = answer["uploads"]
    assert answer["findings"] == []
    assert upload.keys() >= UPLOAD_KEYS
    assert (upload["sum"], upload["origin"], upload["rows"]) == ("10.00", "merchant", 2)
    assert run(capsys, "rebuild", "--shop", "甲", "--json")[0] == 0
    assert run(capsys, "undo", "--shop", "甲", "1", "--json")[0] == 0
    code, answer, err = run(capsys, "undo", "--shop", "甲", "1", "--json")
    assert (code, answer["error"]["kind"]) == (1, "no_such_upload")
    assert err.strip()


def test_an_undo_is_shown_before_it_is_done(desk: Desk, good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "load", "--shop", "甲", good)
    code, answer, _ = run(capsys, "undo", "--shop", "甲", "1", "--dry-run", "--json")
    assert (code, answer["undone"], answer["build"]) == (0, None, None)
    [week] = answer["weeks"]
    assert (week["week_start"], week["before"]["gross_sales"], week["after"]["gross_sales"]) == (
        "2026-06-01",
        "10.00",
        None,
    )
    assert answer["lost"] == [{"source": "orders", "platform": "taobao", "days": ["2026-06-01"]}]
    assert run(capsys, "register", "--shop", "甲", "--json")[1]["uploads"][0]["undone_at"] is None
    assert run(capsys, "undo", "--shop", "甲", "9", "--dry-run", "--json")[1]["error"]["kind"] == "no_such_upload"


def test_the_origin_of_a_file_is_said_and_kept(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "load", "--shop", "甲", "--origin", "agency", good)[0] == 0
    assert run(capsys, "register", "--shop", "甲", "--json")[1]["uploads"][0]["origin"] == "agency"
    assert run(capsys, "load", "--shop", "甲", "--origin", "typed", good)[0] == 2


def test_formats(capsys: pytest.CaptureFixture[str], desk: Desk) -> None:
    code, answer, _ = run(capsys, "formats", "--json")
    assert code == 0
    known = {each["name"]: each for each in answer["formats"]}
    assert {"taobao__orders", "pinduoduo__orders", "douyin__orders", "unit_costs"} <= known.keys()
    assert all(each.keys() >= {"name", "platform", "entity", "grade"} for each in known.values())
    assert "订单编号" in known["taobao__orders"]["must"]


def test_coverage(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "load", "--shop", "甲", good)
    assert run(capsys, "coverage", "--shop", "甲", "--json")[1]["missing"] == []
    code, answer, _ = run(capsys, "coverage", "--shop", "甲", "--from", "2026-05-31", "--to", "2026-06-01", "--json")
    assert code == 0
    assert answer["days"] == [
        {"day": "2026-05-31", "sources": {"orders": "missing"}},
        {"day": "2026-06-01", "sources": {"orders": "present"}},
    ]


def test_undated_costs_ask_and_valid_from_answers(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = (desk.write(f"{n}.csv", sheet([cost("LAMP", str(n))])) for n in (1, 2))
    run(capsys, "load", "--shop", "甲", first)
    code, answer, _ = run(capsys, "load", "--shop", "甲", "--json", second)
    assert (code, answer["files"][0]["problems"][0]["kind"]) == (1, "undated_costs")
    assert "--valid-from" in answer["files"][0]["problems"][0]["message"]
    assert run(capsys, "load", "--shop", "甲", "--valid-from", "2026-06-01", second)[0] == 0


def test_forget_asks_for_yes(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "load", "--shop", "甲", good)
    code, _, err = run(capsys, "forget", "--shop", "甲")
    assert (code, warehouse.shop_names()) == (2, ["甲"])
    assert "--yes" in err
    assert run(capsys, "forget", "--shop", "甲", "--yes")[0] == 0
    assert warehouse.shop_names() == []


@pytest.mark.parametrize("call", [["register"], ["undo", "1"], ["rebuild"], ["coverage"], ["forget", "--yes"]])
def test_an_unknown_shop_is_1(call: list[str], desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    code, answer, err = run(capsys, *call, "--shop", "没有", "--json")
    assert (code, answer["error"]["kind"]) == (1, "no_such_shop")
    assert err.strip()


@pytest.mark.parametrize("name", ["../x", "a/b", "", "con", ".x", "x" * 81])
def test_a_name_that_is_no_folder_is_refused(name: str, good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, answer, _ = run(capsys, "load", "--shop", name, "--json", good)
    assert (code, answer["error"]["kind"]) == (1, "bad_shop_name")


@pytest.mark.parametrize(
    "call",
    [
        [],
        ["fly"],
        ["load", "--shop", "甲"],
        ["load", "x.csv"],
        ["undo", "--shop", "甲", "x"],
        ["coverage", "--shop", "甲", "--from", "soon"],
    ],
)
def test_wrong_usage_is_2(call: list[str], desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, *call)[0] == 2


def test_as_a_process_of_its_own(good: Path, tmp_path: Path) -> None:
    """Stdout is one JSON object in UTF-8, whatever the console; stderr is narration."""
    call = [sys.executable, "-m", "etl", "load", "--shop", "甲", "--json", str(good)]
    done = subprocess.run(call, cwd=ROOT, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout.decode("utf-8"))["shop"] == "甲"
    assert done.stdout.count(b"\n") == 1
