"""What a format file may say beyond columns and words: whole orders, groups of rows, sums by header, clocks of other zones."""

from decimal import Decimal
from pathlib import Path

import pytest

from etl.period import exported_at, stated_period
from tests.made import Desk

SAMPLES = Path(__file__).parent / "formats"
ORDERS = """entity = "order_lines"
platform = "other"
[columns]
order_id = "order"
product_key = "sku"
quantity = "pieces"
unit_price = "price"
[order.columns]
order_id = "order"
paid_at = "paid"
total_amount = "total"
platform_amount = "subsidy"
refund_amount = "refund"
[order.money]
gross_amount = ["total_amount", "platform_amount"]
platform_subsidy = ["platform_amount"]
[order]
sums = ["platform_amount", "refund_amount"]
[[order.identities]]
sentence = "All of it went back"
left = ["refund_amount"]
right = ["total_amount"]
[[identities]]
sentence = "The lines make the total"
with_lines = true
left = []
right = ["total_amount"]
"""
ROWS = """order,sku,pieces,price,paid,total,subsidy,refund
A1,CUP,2,10.00,2026-06-01 10:00:00,25.00,1.00,0
A1,LID,1,5.00,2026-06-01 10:00:00,25.00,0.50,4.00
A2,CUP,1,10.00,,11.00,0,0
"""


def test_what_rows_repeat_of_their_order_counts_once(desk: Desk) -> None:
    [loaded] = desk.load(("a.csv", ROWS), map=ORDERS)
    assert (loaded.status, loaded.problems) == ("loaded", ())
    assert (loaded.rows, loaded.sum) == (3, Decimal("26.50"))  # 25 + 1.50 of the platform's; A2 is not paid
    found = desk.rows("select order_id, gross_amount, platform_subsidy, refund_amount from staging.orders order by all")
    assert [tuple(map(str, row.values())) for row in found] == [
        ("A1", "26.50", "1.50", "4.00"),
        ("A2", "11.00", "0.00", "0.00"),
    ]
    lines = desk.rows("select product_key, gross_amount, refund_amount from facts.order_lines where order_id = 'A1'")
    assert sorted((row["product_key"], str(row["gross_amount"])) for row in lines) == [
        ("CUP", "21.20"),
        ("LID", "5.30"),
    ]


def test_a_total_row_that_keeps_an_order_number_adds_nothing_to_its_order(desk: Desk) -> None:
    [loaded] = desk.load(("a.csv", ROWS + "A1,合计,4,,2026-06-01 10:00:00,25.00,1.50,4.00\n"), map=ORDERS)
    assert (loaded.rows, loaded.rejected, loaded.sum) == (3, 1, Decimal("26.50"))


def test_without_the_row_that_explains_the_columns_no_other_row_is_taken_for_it(desk: Desk) -> None:
    [sample] = (SAMPLES / "tiktok__orders").glob("day_first.csv")
    header, _, *rows = sample.read_text("utf-8").splitlines(keepends=True)
    [loaded] = desk.load(("All order.csv", "".join([header, *rows])))
    assert (loaded.status, loaded.rows, loaded.rejected) == ("loaded", len(rows), 0)


def test_an_identity_may_hold_once_per_order(desk: Desk) -> None:
    [loaded] = desk.load(("a.csv", ROWS), map=ORDERS)
    checked = {each.sentence: (each.rows, each.broken) for each in loaded.identities}
    assert checked["The lines make the total"] == (2, 1)  # A2: 10.00, not 11.00
    assert checked["All of it went back"] == (3, 3)


def test_the_product_of_two_numbers_with_many_digits_is_no_overflow(desk: Desk) -> None:
    header = "订单编号,卖家公司名,货品总价(元),实付款(元),订单创建时间,货品标题,单价(元),数量,运费(元),涨价或折扣(元)\n"
    row = "1001,工厂,5000000.00,5000000.00,2026-06-01 10:00:00,杯,2000000.00,2.5,0,0\n"
    [loaded] = desk.load(("1688.csv", header + row))
    assert (loaded.status, loaded.problems, loaded.sum) == ("loaded", (), Decimal(5000000))
    assert [(each.rows, each.broken) for each in loaded.identities] == [(1, 0)]


def test_a_broken_amount_of_a_whole_order_is_refused_once(desk: Desk) -> None:
    [refused] = desk.load(("a.csv", ROWS.replace("11.00,0,0", "11.00,0,无数")), map=ORDERS)
    assert [(each.kind, each.row, each.column) for each in refused.problems] == [("not_an_amount", 4, "refund")]


def test_cells_are_filled_down_within_their_group(desk: Desk) -> None:
    """The second order was not paid: it must not take the first one's day; an empty row stays empty."""
    said = """entity = "purchases"
platform = "other"
[columns]
order_id = "order"
paid_at = "paid"
paid_amount = "total"
product_name = "title"
quantity = "pieces"
[rows]
fill_down = ["order", "paid"]
"""
    rows = "order,paid,total,title,pieces\nP1,2026-06-01,9.00,cup,1\n,,,lid,2\nP2,,5.00,mat,0.5\n,,,rug,1\n,,,,\n"
    [loaded] = desk.load(("a.csv", rows), map=said)
    assert (loaded.rows, loaded.rejected, loaded.sum) == (4, 1, Decimal("14.00"))
    found = desk.rows("select order_id, line_number, paid_at, quantity from staging.purchases order by source_row")
    assert [(row["order_id"], row["line_number"], row["paid_at"] is None) for row in found] == [
        ("P1", 1, False), ("P1", 2, False), ("P2", 1, True), ("P2", 2, True),
    ]  # fmt: skip
    assert found[2]["quantity"] == Decimal("0.5")


def test_a_sum_may_name_headers_and_a_constant_fills_what_is_empty(desk: Desk) -> None:
    said = """entity = "refunds"
platform = "other"
[columns]
order_id = "order"
refund_status = "state"
[values.refund_status]
"done" = "finished"
[constants]
refund_status = "open"
[money]
refund_amount = ["goods", "gift wrap", "-voucher"]
"""
    rows = "order,state,goods,gift wrap,voucher\nB1,done,10.00,2.00,0.50\nB2,,3.00,,\n"
    [loaded] = desk.load(("a.csv", rows), map=said)
    assert (loaded.status, loaded.sum) == ("loaded", Decimal("11.50"))
    found = desk.rows("select refund_status, refund_amount from staging.refunds order by source_row")
    assert [(row["refund_status"], str(row["refund_amount"])) for row in found] == [
        ("finished", "11.50"),
        ("open", "3.00"),
    ]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-03-30 08:33:02 +0500", "2026-03-30 08:33:02"),
        ("2026-03-30 08:33:02 -0400", "2026-03-30 08:33:02"),
        ("2017-06-17T08:04:21+00:00", "2017-06-17 08:04:21"),
        ("2017-06-17T08:04:21.123Z", "2017-06-17 08:04:21"),
        ("2017-06-17 08:04:21 UTC", "2017-06-17 08:04:21"),
    ],
)
def test_a_clock_is_kept_as_it_stands(desk: Desk, written: str, read: str) -> None:
    desk.accept(("a.csv", ROWS.replace("2026-06-01 10:00:00", written)), map=ORDERS)
    assert str(desk.one("any_value(paid_at)", "staging.orders")) == read


def test_clocks_of_twelve_hours_are_american(desk: Desk) -> None:
    days = ORDERS + '[dates]\norder = "dmy"\n'
    desk.accept(("a.csv", ROWS.replace("2026-06-01 10:00:00", "06/25/2026 01:02:03 PM")), map=days)
    assert str(desk.one("any_value(paid_at)", "staging.orders")) == "2026-06-25 13:02:03"
    desk.accept(("b.csv", ROWS.replace("2026-06-01 10:00:00", "03/04/2026 10:00:00")), map=days)
    assert str(desk.one("min(paid_at)", "staging.orders")) == "2026-04-03 10:00:00"


def test_an_order_number_with_letters_behind_its_hash_is_no_comment(desk: Desk) -> None:
    [loaded] = desk.load(("a.csv", ROWS.replace("A2", "#PK2") + "#合计,,,,,,,\n"), map=ORDERS)
    assert (loaded.rows, loaded.rejected) == (3, 1)


def test_a_name_may_state_whole_months() -> None:
    assert stated_period("交易货款_202601_202602.csv", [], None) == ("2026-01-01", "2026-02-28")
    assert exported_at("交易货款_202301_202301.csv", []) is None
