"""A table of events: both languages' headers, every problem at once, the loader's limits; the command line around it."""

import json
from datetime import date, datetime

import pytest

from book import book
from reports.command import main
from reports.events.event import Event
from reports.events.file import pasted, rows_of
from reports.events.products import by_word
from reports.events.record import recorded
from reports.events.table import Wrong, understood
from tests.made import Desk, sheet, taobao_line, taobao_order, workbook

CALLED = by_word({"HT-01": "云间四件套", "HT-04": "眠山乳胶枕", "HT-05": "枕套", "HT-06": "枕套"}, {"7310": "HT-01"})
TABLE = [
    ["日期", "类型", "商品", "内容", "备注"],
    ["2026-07-20", "主图", "HT-04", "主图换白底", "小周"],
    ["2026/8/3 至 2026/8/9", "活动", "", "店庆", ""],
    ["2026年8月12日", "标题", "云间四件套", "标题加“A类”", ""],
]
FOUND = [
    Event("picture", "主图换白底", date(2026, 7, 20), date(2026, 7, 20), "HT-04", "小周", "typed"),
    Event("promotion", "店庆", date(2026, 8, 3), date(2026, 8, 9), None, "", "typed"),
    Event("title", "标题加“A类”", date(2026, 8, 12), date(2026, 8, 12), "HT-01", "", "typed"),
]


def test_the_same_events_from_a_workbook_a_csv_and_a_pasted_table() -> None:
    text = "\n".join(",".join(row) for row in TABLE)
    ways = (
        rows_of("事件.xlsx", workbook("事件", [["2026 年的事"], *TABLE])),
        rows_of("事件.csv", text.encode("gb18030")),
        pasted(text.replace(",", "，")),
        pasted("\n".join("\t".join(row) for row in TABLE)),
    )
    for rows in ways:
        assert understood(rows, CALLED) == (FOUND, [])


def test_english_headers_dates_of_a_workbook_and_an_item_id() -> None:
    rows: list[list[object]] = [
        ["Start date", "End date", "Kind", "What happened", "Product", "Note"],
        [datetime(2026, 8, 3), date(2026, 8, 9), "promotion", "Birthday", None, None],
        [date(2026, 7, 20), None, "Main image", "White ground", 7310, "by Zhou"],
        [date(2026, 7, 21), None, "stock out", "Sold out", "HT-04", None],
    ]
    found, wrong = understood(rows_of("events.xlsx", workbook("events", rows)), CALLED)
    assert wrong == []
    assert [(e.kind, f"{e.first} {e.last}", e.product) for e in found] == [
        ("promotion", "2026-08-03 2026-08-09", None),
        ("picture", "2026-07-20 2026-07-20", "HT-01"),
        ("stock_out", "2026-07-21 2026-07-21", "HT-04"),
    ]


def test_everything_that_is_wrong_at_once_and_nothing_recorded() -> None:
    rows = [
        ["日期", "结束日期", "类型", "商品", "内容"],
        ["7月20日", "", "主图", "HT-04", "主图"],
        ["2026-07-20", "2026-07-19", "降雨", "", ""],
        ["", "", "", "", ""],
        ["2026-02-30", "", "标题", "HT-07", "标题"],
        ["2026-07-20", "", "主图", "", "x" * 81],
        ["2026-07-20", "明天", "其他", "枕套", "其他"],
        ["2026-07-21", "", "其他", "", "好的一行"],
    ]
    found, wrong = understood(list(enumerate(rows, 1)), CALLED)
    assert [each.name for each in found] == ["好的一行"]
    assert [(each.row, each.said, each.value) for each in wrong] == [
        (2, "day", "7月20日"),
        (3, "backward", "2026-07-20 – 2026-07-19"),
        (3, "kind", "降雨"),
        (3, "no_name", ""),
        (5, "day", "2026-02-30"),
        (5, "product_near", "HT-07"),
        (6, "long_name", "x" * 20 + "…"),
        (6, "no_product", ""),
        (7, "day", "明天"),
        (7, "product", "枕套"),
    ]
    assert wrong[5].near in ("HT-01", "HT-04", "HT-05", "HT-06")
    assert "2026-02-30" in wrong[4].as_json()["message"]


@pytest.mark.parametrize(
    ("text", "said"),
    [("日期,内容\n2026-07-01,x", "no_header"), ("日期,类型,内容", "no_rows"), ("", "no_header")],
)
def test_a_table_that_is_none(text: str, said: str) -> None:
    assert [each.said for each in understood(pasted(text), {})[1]] == [said]


def test_a_table_that_is_too_long() -> None:
    text = "\n".join(["日期,类型,内容", *["2026-07-01,其他,x"] * 2001])
    assert understood(rows_of("a.csv", text.encode()), {}) == ([], [Wrong("too_many", value="2,000")])


def test_a_shop_without_products_takes_any_code() -> None:
    found, wrong = understood(pasted("日期,类型,商品,内容\n2026-07-01,主图,A-1,x"), {})
    assert (found[0].product, wrong) == ("A-1", [])


def test_the_command_line_imports_lists_and_refuses(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.accept(
        ("orders.csv", sheet([taobao_order("1", day="2026-07-01")])),
        ("lines.csv", sheet([taobao_line("1", "1", day="2026-07-01")])),
    )
    path = desk.write("events.csv", "date,kind,product,name\n2026-07-20,picture,lamp,White ground\n")
    call = ["events", "--shop", desk.name, "--import", str(path), "--who", "Zhou", "--json"]
    assert main([*call, "--dry-run"]) == 0
    assert [each["name"] for each in json.loads(capsys.readouterr().out)["events"]][-1] == "White ground"
    assert recorded(book(desk.shop)) == []
    assert main(call) == 0
    said = json.loads(capsys.readouterr().out)
    assert [each["product"] for each in said["events"] if each["origin"] == "uploaded"] == ["LAMP"]
    assert [(each["changed"][0]["name"], each["refusal"]) for each in said["changes"]] == []
    assert main(call) == 0
    assert "0 of 1 events recorded" in capsys.readouterr().err
    wrong = desk.write("wrong.csv", "date,kind,product,name\n2026-07-20,picture,LAMPE,x\nsoon,rain,,\n")
    assert main(["events", "--shop", desk.name, "--import", str(wrong), "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)["error"]
    assert answer["kind"] == "wrong_table"
    for piece in ("“LAMPE”; LAMP is", "“soon”", "“rain”"):
        assert piece in answer["message"]
    assert len(book(desk.shop).entries("event")) == 1
    june = ["events", "--shop", desk.name, "--from", "2026-06-10", "--to", "2026-06-25"]
    assert main(june) == 0
    assert capsys.readouterr().out.splitlines()[1:] == [
        "promotion,618 opening,2026-05-31,2026-06-03,0,11,,,calendar,",
        "promotion,618,2026-06-15,2026-06-20,0,6,,,calendar,",
    ]
