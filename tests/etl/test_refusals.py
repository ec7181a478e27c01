"""A refused file changes nothing and says everything that is wrong with it; the other files of the call load."""

from decimal import Decimal
from pathlib import Path

import pytest

from etl.loaded import Loaded
from tests.made import Desk, sheet, taobao_order, wanxiangtai_day

GOOD = sheet([taobao_order("1", "10.00")])
HEADER = GOOD.split("\r\n")[0]


def found(result: Loaded) -> set[tuple[int | None, str | None, str | None, str]]:
    return {(problem.row, problem.column, problem.value, problem.kind) for problem in result.problems}


def on_disk(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): path.stat().st_size for path in folder.rglob("*") if path.is_file()}


def test_every_problem_is_told_with_its_row_column_and_value(desk: Desk) -> None:
    rows = [
        taobao_order("1"),
        taobao_order("2", "五十", 订单创建时间="2026-02-30 10:00:00"),
        taobao_order("", "10.00"),
        taobao_order("1.23457E+17", "10.00", 宝贝总数量="1.5"),
        taobao_order("5", "2023-05-06 00:00:00", "1e3"),
    ]
    [refused] = desk.load(("a.csv", sheet(rows, [*rows[0], "宝贝总数量"])))
    assert refused.status == "refused"
    assert found(refused) == {
        (3, "买家实际支付金额", "五十", "not_an_amount"),
        (3, "订单创建时间", "2026-02-30 10:00:00", "no_such_date"),
        (4, "订单编号", None, "missing_value"),
        (5, "订单编号", "1.23457E+17", "damaged_id"),
        (5, "宝贝总数量", "1.5", "not_a_number"),
        (6, "买家实际支付金额", "2023-05-06 00:00:00", "date_in_money"),
        (6, "退款金额", "1e3", "not_an_amount"),
    }
    assert all(problem.message for problem in refused.problems)


@pytest.mark.parametrize(
    "amount", ["12.34%", "1,23", "1.2.3", "0x10", "1_000", "Infinity", "--5", "12345678901234567890"]
)
def test_what_is_no_amount_is_refused(amount: str, desk: Desk) -> None:
    [refused] = desk.load(("a.csv", sheet([taobao_order("1", amount)])))
    assert found(refused) == {(2, "买家实际支付金额", amount, "not_an_amount")}


@pytest.mark.parametrize(
    ("amount", "fen"),
    [
        ("¥1,234.50", 123450),
        ("￥12", 1200),
        ("12.3元", 1230),
        ("１２．５０", 1250),
        ("\t7.00", 700),
        ("0.005", 1),
        ("1.994999", 199),
        ("$3", 300),
    ],
)
def test_what_is_an_amount_is_read(amount: str, fen: int, desk: Desk) -> None:
    desk.accept(("a.csv", sheet([taobao_order("1", amount)])))
    assert desk.one("cast(gross_amount * 100 as integer)", "staging.orders") == fen


def test_a_short_row_and_a_bad_cell_are_told_together(desk: Desk) -> None:
    text = GOOD + "2,短\r\n" + sheet([taobao_order("3", "五十")]).split("\r\n", 1)[1]
    [refused] = desk.load(("a.csv", text))
    assert {problem.kind for problem in refused.problems} == {"ragged_row", "not_an_amount"}
    assert {problem.row for problem in refused.problems} == {3, 4}


def test_rows_are_counted_as_a_spreadsheet_counts_them(desk: Desk) -> None:
    rows = [taobao_order("1", 买家留言="两\n行"), taobao_order("2"), taobao_order("3", "五十")]
    [refused] = desk.load(("a.csv", "订单报表\r\n\r\n" + sheet(rows)))
    assert [problem.row for problem in refused.problems] == [6]


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_blank_and_short_lines_are_rows_too(end: str, desk: Desk) -> None:
    first, bad = taobao_order("1", 买家留言="两\n行"), taobao_order("2", "五十")
    head, *rows = sheet([first, bad, bad, bad]).removesuffix("\r\n").split("\r\n")
    lines = [head, rows[0], "", "", "短,行", " ", rows[1], "", rows[2], rows[3], "", ""]
    [refused] = desk.load(("a.csv", end.join(lines)))
    assert [(problem.kind, problem.row) for problem in refused.problems] == [
        ("ragged_row", 5),
        ("not_an_amount", 7),
        ("not_an_amount", 9),
        ("not_an_amount", 10),
    ]


def test_a_refused_file_changes_nothing_and_the_others_load(desk: Desk) -> None:
    desk.accept(("first.csv", GOOD))
    before, files = desk.figures(), on_disk(desk.shop.folder)
    [refused] = desk.load(("bad.csv", sheet([taobao_order("1", "99.00"), taobao_order("2", "x")])))
    assert (refused.status, desk.figures(), on_disk(desk.shop.folder)) == ("refused", before, files)
    good = ("good.csv", sheet([taobao_order("3", "5.00")]))
    results = desk.load(
        ("bad.csv", sheet([taobao_order("2", "x")])), good, ("nothing.csv", ""), ("letter.txt", "hello")
    )
    assert [each.status for each in results] == ["refused", "loaded", "refused", "refused"]
    assert desk.one("sum(gross_sales)", "marts.daily") == 15


def test_a_corrected_file_loads_after_a_refused_one(desk: Desk) -> None:
    desk.load(("a.csv", sheet([taobao_order("1", "x")])))
    assert desk.accept(("a.csv", GOOD)) == [1]


def test_a_header_without_rows_is_loaded(desk: Desk) -> None:
    for text in (HEADER, HEADER + "\r\n", "\ufeff" + HEADER + "\n"):
        [loaded] = desk.load(("a.csv", text))
        assert (loaded.status, loaded.rows, loaded.period) == ("loaded", 0, None)


def test_headers_repeated_by_joining_files_are_no_data(desk: Desk) -> None:
    other = sheet([taobao_order("2", "5.00")])
    [loaded] = desk.load(("a.csv", GOOD + other))
    assert (loaded.rows, loaded.rejected) == (2, 1)


def test_files_joined_with_their_byte_order_marks_are_read_too(desk: Desk) -> None:
    """`copy a.csv+b.csv all.csv`: the second header begins with the mark of its file."""
    [loaded] = desk.load(("a.csv", "\ufeff" + GOOD + "\ufeff" + sheet([taobao_order("2", "5.00")])))
    assert (loaded.status, loaded.rows, loaded.rejected) == ("loaded", 2, 1)


def test_blank_rows_totals_and_comments_are_no_data(desk: Desk) -> None:
    width = HEADER.count(",")
    extra = "," * width + "\r\n" + "总计" + "," * width + "\r\n" + "#导出时间" + "," * width + "\r\n" + "合计:10.00\r\n"
    [loaded] = desk.load(("a.csv", GOOD + extra))
    assert (loaded.status, loaded.rows, loaded.rejected) == ("loaded", 1, 4)


def test_an_order_number_that_begins_with_a_hash_is_data(desk: Desk) -> None:
    """#1001 is how Shopify numbers its orders; a comment fills only its own cell."""
    [loaded] = desk.load(("a.csv", sheet([taobao_order("#1001", "10.00")])))
    assert (loaded.rows, loaded.rejected) == (1, 0)


MAP = """entity = "ad_spend"
platform = "radio"
[columns]
ad_date = "Date"
[money]
spend = ["Nothing"]
"""


@pytest.mark.parametrize(
    "text",
    ["entity = 1", "no toml", "", 'entity = "ad_spend"\n[columns]\nnonsense = "x"', MAP,
     MAP.replace('["Nothing"]', '"quantity * 2"'), MAP + '[[identities]]\nsentence = "x"\nleft = ["a"]\nright = ["b"]\n',
     MAP + "[constants]\nspend = 'abc'\n", MAP + "[rows]\nskip_when = 5\n"],
)  # fmt: skip
def test_a_map_that_cannot_be_used_is_refused(text: str, desk: Desk) -> None:
    [refused] = desk.load(("a.csv", "Date,Cost\n2026-06-01,5\n"), map=text)
    assert refused.status == "refused"
    assert {problem.kind for problem in refused.problems} <= {"bad_map", "wrong_format"}


def test_a_named_format_that_does_not_fit_says_what_is_missing(desk: Desk) -> None:
    [refused] = desk.load(("a.csv", sheet([wanxiangtai_day("1.00")])), format="taobao__orders")
    [problem] = refused.problems
    assert problem.kind in ("wrong_format", "no_header")
    [unknown] = desk.load(("a.csv", GOOD), format="ebay__orders")
    assert unknown.status == "refused"


def test_two_columns_of_one_name_are_refused_where_one_is_needed(desk: Desk) -> None:
    text = GOOD.replace("总金额", "买家实际支付金额", 1)
    [refused] = desk.load(("a.csv", text))
    assert [(problem.kind, problem.column) for problem in refused.problems] == [
        ("ambiguous_column", "买家实际支付金额")
    ]


def test_two_kinds_of_line_ends_in_one_file_are_read(desk: Desk) -> None:
    """Where files were joined by hand, DuckDB's reader gives up; nothing is lost all the same."""
    lines = sheet([taobao_order(str(number), f"{number}.10") for number in range(1, 5)]).splitlines()
    joined = "\r\n".join(lines[:3]) + "\n" + "\n".join(lines[3:]) + "\r\n"
    desk.accept(("joined.csv", joined.encode()))
    assert desk.one("sum(gross_sales)", "marts.daily") == Decimal("10.40")


def test_a_last_row_is_a_total_where_its_day_is_empty_and_damaged_where_it_cannot_be_read(desk: Desk) -> None:
    days = [wanxiangtai_day("10.00", day="2026-06-01"), wanxiangtai_day("20.50", day="2026-06-02")]
    total = wanxiangtai_day("30.50", 日期="")
    [loaded] = desk.load(("a.csv", sheet([*days, total])), dry_run=True)
    assert (loaded.status, loaded.rows, loaded.rejected) == ("loaded", 2, 1)
    [refused] = desk.load(("b.csv", sheet([*days, wanxiangtai_day("30.50", 日期="2026-02-30")])), dry_run=True)
    assert found(refused) == {(4, "日期", "2026-02-30", "no_such_date")}
