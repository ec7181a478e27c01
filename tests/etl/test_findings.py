"""Was a file touched? Each question is asked of made files, and none of files that merely tell a later state."""

import io
from collections.abc import Sequence

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from etl.findings import Finding, findings
from etl.pipeline import rebuild_all, undo
from tests.made import Desk, Row, sheet, taobao_line, taobao_order, wanxiangtai_day, workbook

DAYS = ("2026-06-01", "2026-06-03", "2026-06-07")


def june(*numbers: int, **cells: str) -> list[Row]:
    """Orders of the same days, whichever of them are there."""
    return [taobao_order(str(n), "40.00", day=DAYS[n % 3], **cells) for n in numbers]


def exported(day: int, rows: Sequence[Row]) -> tuple[str, str]:
    """An order report that says in its name when it was exported."""
    return f"ExportOrderList2026061{day}1200.csv", sheet(rows)


def said(desk: Desk) -> list[tuple[str, int, int | None, int, str | None]]:
    return [
        (each.kind, each.upload, each.other, each.rows, str(each.amount) if each.amount is not None else None)
        for each in findings(desk.shop)
    ]


def only(desk: Desk) -> Finding:
    [found] = findings(desk.shop)
    return found


def test_a_newer_export_with_fewer_orders_is_asked_about(desk: Desk) -> None:
    desk.accept(exported(0, june(*range(9))))
    desk.accept(exported(1, june(0, 1, 2, 3, 5, 8)))
    assert said(desk) == [("missing_rows", 2, 1, 3, "120.00")]
    assert only(desk).as_json()["message"] == (
        "Upload 2 is newer and has 3 orders fewer than upload 1 for the same days (¥120.00). Was one of them edited?"
    )
    undo(desk.shop, 1)
    assert said(desk) == []


def test_the_export_time_says_which_is_newer_not_the_order_of_loading(desk: Desk) -> None:
    desk.accept(exported(1, june(0, 1, 2, 3, 5, 8)))
    desk.accept(exported(0, june(*range(9))))
    assert said(desk) == [("missing_rows", 1, 2, 3, "120.00")]


def test_a_contained_period_is_compared_on_its_own_days(desk: Desk) -> None:
    desk.accept(exported(0, [*june(0, 1, 2, 3, 4), taobao_order("90", day="2026-05-01")]))
    desk.accept(exported(1, june(0, 1, 2)))
    assert said(desk) == [("missing_rows", 2, 1, 2, "80.00")]


def test_periods_that_only_overlap_are_not_compared(desk: Desk) -> None:
    desk.accept(
        exported(0, june(0, 1, 2)),
        exported(1, [taobao_order("0", "40.00", day=DAYS[0]), taobao_order("9", day="2026-06-20")]),
    )
    assert said(desk) == [("missing_rows", 2, 1, 2, "80.00")], "the second contains the first"
    undo(desk.shop, 2)
    desk.accept(exported(2, [taobao_order("2", "40.00", day=DAYS[2]), taobao_order("9", day="2026-06-20")]))
    assert said(desk) == []


def test_another_shops_export_of_the_same_days_lacks_nothing(desk: Desk) -> None:
    desk.accept(exported(0, june(0, 1, 2, 店铺名称="甲")))
    desk.accept(exported(1, june(3, 4, 5, 店铺名称="乙")), accepted=("other_shop",))
    assert said(desk) == []


def test_unpaid_orders_add_no_money(desk: Desk) -> None:
    waiting = {"订单付款时间": "", "订单状态": "等待买家付款"}
    desk.accept(exported(0, [*june(0, 1, 2), *june(3, **waiting)]), exported(1, june(0, 1, 2)))
    assert said(desk) == [("missing_rows", 2, 1, 1, "0.00")]


def test_lines_are_told_by_their_orders(desk: Desk) -> None:
    lines = [
        taobao_line(order, f"{order}{n}", "5.00", day=day)
        for order, day in zip("ABC", DAYS, strict=True)
        for n in range(2)
    ]
    desk.accept(("ExportOrderDetailList202606101200.csv", sheet(lines)))
    desk.accept(("ExportOrderDetailList202606111200.csv", sheet([*lines[:2], *lines[4:]])))
    assert said(desk) == [("missing_rows", 2, 1, 1, "10.00")]


def test_a_later_state_raises_no_question(desk: Desk) -> None:
    paid = {"订单状态": "买家已付款，等待卖家发货"}
    desk.accept(exported(0, june(0, 1, 2, 3, **paid)))
    refunded = taobao_order("1", "10.00", "30.00", day=DAYS[1])
    desk.accept(exported(1, [*june(0, 2, 3), refunded]))
    assert said(desk) == []


def test_a_paid_order_that_became_unpaid_is_asked_about(desk: Desk) -> None:
    desk.accept(exported(0, june(0, 1, 2)))
    desk.accept(exported(1, [*june(0, 1), *june(2, 订单付款时间="", 订单状态="等待买家付款")]))
    assert said(desk) == [("went_back", 2, 1, 1, None)]
    assert "was exported after upload 1" in only(desk).sentence.format(upload=2, other=1, rows=1)


def test_without_an_export_time_the_question_allows_for_an_older_export(desk: Desk) -> None:
    desk.accept(("a.csv", sheet(june(0, 1, 2))))
    desk.accept(("b.csv", sheet(june(0, 1, 2, 订单状态="卖家已发货，等待买家确认"))))
    assert said(desk) == [("went_back", 2, 1, 3, None)]
    assert "Is it older, or edited?" in only(desk).sentence


def test_an_export_without_the_payment_column_does_not_unpay_its_orders(desk: Desk) -> None:
    bare = [{name: value for name, value in row.items() if name != "订单付款时间"} for row in june(0, 1, 2)]
    desk.accept(exported(0, june(0, 1, 2)), exported(1, bare))
    assert said(desk) == []


def test_a_changed_amount_without_a_refund_is_asked_about(desk: Desk) -> None:
    desk.accept(exported(0, june(0, 1, 2)))
    desk.accept(exported(1, [*june(0, 1), taobao_order("2", "15.50", day=DAYS[2])]))
    assert said(desk) == [("changed_amount", 2, 1, 1, "-24.50")]


def test_ads_of_a_day_that_was_over_do_not_change(desk: Desk) -> None:
    def report(day: int, *spends: str) -> tuple[str, str]:
        rows = [wanxiangtai_day(spend, f"2026-06-0{n}") for n, spend in enumerate(spends, 1)]
        return f"report_2026060{day}_1200.csv", sheet(rows)

    desk.accept(report(3, "5.00", "6.00", "2.00"))
    desk.accept(report(4, "5.00", "6.00", "7.00"))
    assert said(desk) == [], "the third day went on after the first export"
    desk.accept(report(5, "5.00", "4.00", "7.00"))
    assert said(desk) == [("changed_amount", 3, 2, 1, "-2.00"), ("changed_amount", 3, 1, 1, "-2.00")]


def test_a_total_row_that_is_not_the_sum_is_asked_about_for_ever(desk: Desk) -> None:
    total = {"日期": "合计", "花费": "9.99"}
    desk.accept(("ads.csv", sheet([wanxiangtai_day("5.00"), wanxiangtai_day("6.00", "2026-06-02"), total])))
    rebuild_all(desk.shop)
    assert said(desk) == [("broken_identity", 1, None, 1, None)]
    assert (
        only(desk).as_json()["message"].startswith("“The total row equals the sum of the rows” does not hold on 1 row")
    )


def test_hidden_rows_are_asked_about(desk: Desk) -> None:
    rows = june(0, 1, 2, 3)
    book = openpyxl.load_workbook(io.BytesIO(workbook("订单", [list(rows[0]), *(list(row.values()) for row in rows)])))
    assert isinstance(book.active, Worksheet)
    book.active.row_dimensions[3].hidden = True
    file = io.BytesIO()
    book.save(file)
    desk.accept(("orders.xlsx", file.getvalue()))
    assert said(desk) == [("hidden_rows", 1, None, 1, None)]


@pytest.mark.parametrize(
    ("numbers", "missing", "first"),
    [([1, 2, 3, 4, 5], None, []), ([1, 2, 5, 6, 8], 3, [3, 4, 7]), ([7, 90, 4000], None, []), ([3, 3, 4], None, [])],
)
def test_a_column_that_counts_shows_its_holes(
    desk: Desk, numbers: list[int], missing: int | None, first: list[int]
) -> None:
    rows = [taobao_order(f"9{place}", 序号=f"\t{n}") for place, n in enumerate(numbers)]
    desk.accept(("orders.csv", sheet(rows)))
    found = findings(desk.shop)
    assert [(each.kind, each.rows) for each in found] == ([("holes", missing)] if missing else [])
    if missing:
        assert found[0].fields == {"column": "序号", "first": ", ".join(map(str, first))}


def test_shopifys_order_numbers_count_too(desk: Desk) -> None:
    columns = 'entity = "orders"\nplatform = "shopify"\n[columns]\norder_id = "Name"\npaid_at = "Paid at"\npaid_amount = "Total"\n'
    rows = [{"Name": f"#{n}", "Paid at": "2026-06-01 10:00:00", "Total": "5.00"} for n in (1001, 1002, 1002, 1004)]
    desk.accept(("shopify.csv", sheet(rows)), map=columns)
    assert only(desk).fields == {"column": "Name", "first": "1003"}


def test_two_honest_files_raise_no_question(desk: Desk) -> None:
    desk.accept(
        exported(0, june(0, 1, 2)), exported(1, june(0, 1, 2, 3, 4)), ("ads.csv", sheet([wanxiangtai_day("5.00")]))
    )
    assert said(desk) == []
