"""The book's command line: exit codes, JSON keys, one sentence instead of a traceback."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

import warehouse
from book.command import main
from book.engagement import engagement
from book.place import path_of
from tests.book.agreed import SAMPLE


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("DUIZHANG_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("DUIZHANG_BOOK", raising=False)
    return warehouse.shop("灯具店", make=True).name


def run(capsys: pytest.CaptureFixture[str], *said: str) -> tuple[int, str, str]:
    capsys.readouterr()
    try:
        code = main(list(said))
    except SystemExit as stopped:
        code = int(stopped.code or 0)
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return code, out, err


def file(tmp_path: Path, text: str = SAMPLE) -> str:
    path = tmp_path / "engagement.toml"
    path.write_text(text, "utf-8")
    return str(path)


def test_an_export_of_an_import_imports_to_no_change(
    shop: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "import", "--shop", shop, file(tmp_path), "--who", "王老板", "--why", "签约")[0] == 0
    code, text, _err = run(capsys, "export", "--shop", shop)
    assert code == 0
    code, out, err = run(capsys, "import", "--shop", shop, file(tmp_path, text))
    assert (code, out, err) == (0, "", "nothing changed\n")
    assert run(capsys, "export", "--shop", shop)[1] == text


def test_import_says_what_changed(shop: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "import", "--shop", shop, file(tmp_path))
    changed = SAMPLE.replace("stock_threshold = 50", "stock_threshold = 60")
    code, out, _err = run(capsys, "import", "--shop", shop, "--json", file(tmp_path, changed))
    said = json.loads(out)
    assert (code, out.count("\n")) == (0, 1)
    assert said["changes"] == [{"subject": "guards.stock_threshold", "before": 50, "after": 60}]
    assert (said["shop"], said["problems"]) == (shop, [])
    assert engagement(warehouse.shop(shop), as_of=said["entry"]).guards["stock_threshold"] == 60


def test_what_is_wrong_is_refused_whole(shop: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = file(tmp_path, SAMPLE.replace("rate_on_excess", "rate_on_exces").replace("stock_threshold", "stock"))
    code, out, err = run(capsys, "import", "--shop", shop, wrong)
    assert (code, out) == (1, "")
    assert "rate_on_excess" in err
    assert "stock_threshold" in err
    said: Any = json.loads(run(capsys, "import", "--shop", shop, wrong, "--json")[1])
    assert [each["kind"] for each in said["problems"]] == ["unknown_key", "unknown_key"]
    assert said["error"]["kind"] == "engagement_refused"
    assert engagement(warehouse.shop(shop)).is_empty
    assert not path_of(warehouse.shop(shop)).exists(), "looking makes nothing"


@pytest.mark.parametrize("call", [["import", "FILE"], ["export"], ["history"], ["verify"]])
def test_a_shop_that_does_not_exist(
    call: list[str], shop: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name, *rest = call
    files = [file(tmp_path) for _each in rest]
    code, out, err = run(capsys, name, "--shop", "nobody", *files, "--json")
    assert code == 1
    assert json.loads(out)["error"]["kind"] == "no_such_shop"
    assert err.count("\n") == 1
    assert warehouse.shop_names() == [shop]


def test_a_shop_without_an_engagement(shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = run(capsys, "export", "--shop", shop, "--json")
    assert (code, json.loads(out)["error"]["kind"]) == (1, "no_such_engagement")
    code, out, _err = run(capsys, "history", "--shop", shop, "--json")
    assert (code, json.loads(out)) == (0, {"shop": shop, "changes": []})
    assert run(capsys, "verify", "--shop", shop)[0] == 0


def test_wrong_usage_and_missing_files(shop: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys)[0] == 2
    assert run(capsys, "import", "--shop", shop)[0] == 2
    assert run(capsys, "burn", "--shop", shop)[0] == 2
    code, _out, err = run(capsys, "import", "--shop", shop, str(tmp_path / "none.toml"))
    assert code == 1
    assert "none.toml" in err


def test_history_says_when_who_what_why(shop: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = '[targets]\n"2025-03" = "80000.00"\n'
    run(capsys, "import", "--shop", shop, file(tmp_path, first), "--who", "王老板", "--why", "签约")
    second = '[targets]\n"2025-03" = "90000.00"\n'
    run(capsys, "import", "--shop", shop, file(tmp_path, second), "--who", "小李")
    run(capsys, "import", "--shop", shop, file(tmp_path, ""), "--who", "小李", "--why", "解约")
    said = json.loads(run(capsys, "history", "--shop", shop, "--json")[1])["changes"]
    assert [(each["who"], each["subject"], each["value"], each["why"]) for each in said] == [
        ("王老板", "targets.2025-03", "80000.00", "签约"),
        ("小李", "targets.2025-03", "90000.00", ""),
        ("小李", "targets.2025-03", None, "解约"),
    ]
    assert all(each["at"].endswith("+00:00") and len(each["hash"]) == 64 for each in said)
    lines = run(capsys, "history", "--shop", shop)[1].splitlines()
    assert "– -> 80000.00  (签约)" in lines[0]
    assert "80000.00 -> 90000.00" in lines[1]
    assert "90000.00 -> –  (解约)" in lines[2]


def test_the_computers_user_is_who_without_a_name(
    shop: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "keeper")
    run(capsys, "import", "--shop", shop, file(tmp_path))
    said = json.loads(run(capsys, "history", "--shop", shop, "--json")[1])["changes"]
    assert {each["who"] for each in said} == {"keeper"}


def test_verify_finds_a_book_that_was_changed_from_outside(
    shop: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "import", "--shop", shop, file(tmp_path))
    code, out, _err = run(capsys, "verify", "--shop", shop, "--json")
    assert (code, json.loads(out)["holds"]) == (0, True)
    with sqlite3.connect(path_of(warehouse.shop(shop))) as outside:
        outside.execute("drop trigger entries_no_update")
        outside.execute("update entries set body = '\"1.00\"' where subject = 'targets.2025-03'")
    outside.close()
    code, out, _err = run(capsys, "verify", "--shop", shop, "--json")
    assert (code, json.loads(out)["error"]["kind"]) == (1, "book_broken")
    code, out, _err = run(capsys, "verify", "--json")
    assert (code, json.loads(out)["shops"][0]["holds"]) == (1, False)
