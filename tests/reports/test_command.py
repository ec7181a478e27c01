"""The reports' command line: exit codes, JSON keys, one sentence instead of a traceback."""

import csv
import io
import json
from typing import Any

import pytest

from reports.command import main
from reports.metric import LADDER, metrics
from tests.made import Desk, cost, sheet, taobao_line, taobao_order


def run(capsys: pytest.CaptureFixture[str], *said: str) -> tuple[int, str, str]:
    capsys.readouterr()
    try:
        code = main(list(said))
    except SystemExit as stopped:
        code = int(stopped.code or 0)
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return code, out, err


@pytest.fixture
def shop(desk: Desk) -> str:
    desk.accept(("a.csv", sheet([taobao_line("1", "1"), taobao_line("2", "2", product="CUP", day="2026-06-10")])))
    desk.accept(("c.csv", sheet([cost("LAMP", "4")])))
    return desk.name


def answer(capsys: pytest.CaptureFixture[str], *said: str) -> Any:
    code, out, _ = run(capsys, *said, "--json")
    assert (code, out.count("\n")) == (0, 1)
    return json.loads(out)


def test_weekly(shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = answer(capsys, "weekly", "--shop", shop)
    assert said.keys() >= {"shop", "currency", "refunds", "book", "weeks", "total"}
    assert (said["currency"], said["refunds"], said["book"]) == ("CNY", "accounting", "cleaned")
    assert [week["week_start"] for week in said["weeks"]] == ["2026-06-01", "2026-06-08"]
    for figures in (*said["weeks"], said["total"]):
        assert figures.keys() >= {*LADDER, "net_profit_low", "net_profit_high"}
        money = [figures[name] for name in LADDER if metrics()[name].unit == "money" and figures[name] is not None]
        assert all(isinstance(each, str) and each[-3] == "." for each in money)
    assert said["weeks"][0]["ad_spend"] is None
    cut = answer(capsys, "weekly", "--shop", shop, "--from", "2026-06-02", "--to", "2026-06-07", "--refunds", "order")
    assert [(week["partial"], week["orders"]) for week in cut["weeks"]] == [(True, 0)]


def test_products(shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = answer(capsys, "products", "--shop", shop)
    assert {each["product"]: each["gross_sales"] for each in said["products"]} == {"LAMP": "10.00", "CUP": "10.00"}
    assert said["products"][0]["product"] == "CUP"  # without a cost: looked at first
    assert said["products"][0]["product_cost"] is None
    assert said["total"]["gross_sales"] == "20.00"


def test_trace(shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = answer(capsys, "trace", "--shop", shop, "--week", "2026-06-10", "--figure", "gross_sales")
    assert (said["figure"], said["from"], said["to"], said["sum"]) == (
        "gross_sales",
        "2026-06-08",
        "2026-06-14",
        "10.00",
    )
    [row] = said["rows"]
    assert row.keys() >= {"upload", "file", "sheet", "row", "amount"}
    assert (row["upload"], row["file"], row["row"], row["amount"]) == (1, "a.csv", 3, "10.00")


def test_without_json_a_table_is_printed(shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "weekly", "--shop", shop)
    header, *rows = csv.reader(io.StringIO(out))
    assert (code, header[:2], [row[0] for row in rows]) == (0, ["week", "state"], ["2026-06-01", "2026-06-08", "total"])


@pytest.mark.parametrize("call", [["weekly"], ["products"], ["trace", "--figure", "orders"]])
def test_what_is_not_there_is_1(call: list[str], desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, *call, "--shop", "没有", "--json")
    assert (code, json.loads(out)["error"]["kind"]) == (1, "no_such_shop")
    assert err.strip()
    assert desk.shop.inbox.is_dir()
    code, out, _ = run(capsys, *call, "--shop", desk.name, "--json")
    assert (code, json.loads(out)["error"]["kind"]) == (1, "nothing_loaded")


@pytest.mark.parametrize(
    "call",
    [[], ["dance"], ["weekly"], ["trace", "--shop", "x"], ["weekly", "--shop", "x", "--refunds", "maybe"],
     ["weekly", "--shop", "x", "--from", "yesterday"]],
)  # fmt: skip
def test_wrong_usage_is_2(call: list[str], desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, *call)[0] == 2


def test_a_provisional_week_is_an_answer(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.accept(("a.csv", sheet([taobao_order("1")])))
    said = answer(capsys, "weekly", "--shop", desk.name)
    assert said["weeks"][0]["state"] == "provisional"
