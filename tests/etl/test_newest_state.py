"""An order that several files show counts once, in its newest state; the order of loading never matters."""

from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest

from tests.made import Desk, pinduoduo_order, sheet, taobao_line, taobao_order

UNSHIPPED = taobao_order("1", "80.00", "20.00", 订单状态="买家已付款,等待卖家发货")
FINISHED = taobao_order("1", "100.00", "0.00", 确认收货时间="2026-06-05 10:00:00", 订单状态="交易成功")
LATE_STAMP, EARLY_STAMP = "orders-202606301200.csv", "orders-202606101200.csv"
# The first file of each case must win over the second; the rules in the order in which they are asked.
CASES: dict[str, tuple[tuple[str, Any], tuple[str, Any]]] = {
    "later export time": ((LATE_STAMP, UNSHIPPED), (EARLY_STAMP, FINISHED)),
    "later moment in the row": (("b.csv", FINISHED), ("a.csv", UNSHIPPED)),
    "further status": (
        ("b.csv", taobao_order("1", "60.00", 订单状态="交易关闭")),
        ("a.csv", taobao_order("1", "90.00", 订单状态="卖家已发货,等待买家确认")),
    ),
    "larger refund": (("b.csv", taobao_order("1", "60.00", "40.00")), ("a.csv", taobao_order("1", "90.00", "10.00"))),
}


@pytest.mark.parametrize(("winner", "loser"), CASES.values(), ids=CASES)
@pytest.mark.parametrize("is_reversed", [False, True])
def test_the_newest_state_wins(winner: tuple[str, Any], loser: tuple[str, Any], is_reversed: bool, desk: Desk) -> None:
    files = [(name, sheet([row])) for name, row in (winner, loser)]
    for file in reversed(files) if is_reversed else files:
        desk.accept(file)
    [line] = desk.rows("select gross_amount, refund_amount from facts.order_lines")
    paid, refund = Decimal(winner[1]["买家实际支付金额"]), Decimal(winner[1]["退款金额"])
    assert line == {"gross_amount": paid + refund, "refund_amount": refund}


def test_equal_states_are_told_apart_by_the_file_itself(desk: Desk, other_desk: Desk) -> None:
    """The same moments, status and refund but other money: the larger sha256 wins, whoever came first."""
    files = [("a.csv", sheet([taobao_order("1", "10.00")])), ("b.csv", sheet([taobao_order("1", "12.00")]))]
    desk.accept(files[0])
    desk.accept(files[1])
    other_desk.accept(files[1])
    other_desk.accept(files[0])
    assert desk.figures() == other_desk.figures()


def test_a_paid_order_that_closed_is_a_sale_and_a_refund(desk: Desk) -> None:
    desk.accept(("a-202606021200.csv", sheet([taobao_order("1", "50.00", 订单状态="买家已付款,等待卖家发货")])))
    desk.accept(("b-202606101200.csv", sheet([taobao_order("1", "0.00", "50.00", 订单状态="交易关闭")])))
    [day] = desk.rows("select orders, gross_sales, refunds from marts.daily")
    assert day == {"orders": 1, "gross_sales": Decimal(50), "refunds": Decimal(50)}


def test_the_line_report_alone_and_the_order_report_alone_and_both_together(desk: Desk) -> None:
    items = ("items.csv", sheet([taobao_line("1", "11", "30.00"), taobao_line("1", "12", "70.00")]))
    orders = ("orders.csv", sheet([taobao_order("1", "106.00")]))
    desk.accept(items)
    assert desk.one("sum(gross_sales)", "marts.daily") == 100
    desk.accept(orders)
    [day] = desk.rows("select orders, units, gross_sales from marts.daily")
    assert day == {"orders": 1, "units": 2, "gross_sales": Decimal(106)}


def test_an_order_that_knows_of_no_payment_does_not_overrule_lines_that_do(desk: Desk) -> None:
    desk.accept(("orders.csv", sheet([taobao_order("1", "0.00", 订单付款时间="", 订单状态="等待买家付款")])))
    desk.accept(("items.csv", sheet([taobao_line("1", "11", "30.00")])))
    assert desk.one("sum(gross_sales)", "marts.daily") == 30


def test_a_line_report_that_shows_more_refund_wins_for_the_refund(desk: Desk) -> None:
    refunded = {"退款金额": "30.00", "退款状态": "退款成功", "买家实际支付金额": "0.00"}
    desk.accept(("orders.csv", sheet([taobao_order("1", "100.00")])))
    desk.accept(("items.csv", sheet([taobao_line("1", "11", "30.00", **refunded), taobao_line("1", "12", "70.00")])))
    lines = desk.rows(
        "select line_key, gross_amount, refund_amount, is_refund_from_lines from facts.order_lines order by 1"
    )
    assert [tuple(line.values()) for line in lines] == [
        ("11", Decimal(30), Decimal(30), True),
        ("12", Decimal(70), Decimal(0), True),
    ]
    assert desk.weekly().as_json()["notes"]["refunds_from_lines"] == "30.00"


def test_a_refund_that_is_only_asked_for_is_none(desk: Desk) -> None:
    asked = {"退款金额": "30.00", "退款状态": "买家已经申请退款,等待卖家同意"}
    desk.accept(("items.csv", sheet([taobao_line("1", "11", "30.00", **asked)])))
    assert desk.rows("select gross_amount, refund_amount from facts.order_lines") == [
        {"gross_amount": Decimal(30), "refund_amount": Decimal(0)}
    ]


@pytest.mark.parametrize("counts", list(permutations((1, 2, 3), 2)))
def test_of_equal_lines_without_an_id_the_greater_multiplicity_counts(counts: tuple[int, int], desk: Desk) -> None:
    for n, count in enumerate(counts):
        desk.accept((f"{n}.csv", sheet([pinduoduo_order("260601-000000000000001", "9.99")] * count)))
    assert desk.one("sum(gross_sales)", "marts.daily") == Decimal("9.99") * max(counts)
    assert desk.one("sum(orders)", "marts.daily") == 1


def test_one_number_on_two_platforms_is_two_orders(desk: Desk) -> None:
    desk.accept(("a.csv", sheet([taobao_order("1", "10.00")])), ("b.csv", sheet([pinduoduo_order("1", "5.00")])))
    assert desk.one("sum(orders)", "marts.daily") == 2
    assert desk.one("sum(gross_sales)", "marts.daily") == 15


def test_an_unpaid_pinduoduo_order_is_dated_by_its_number(desk: Desk) -> None:
    """订单成交时间 is blank while nobody has paid; the first six digits of the number are the day (A8)."""
    rows = [
        pinduoduo_order("260603-000000000000001", 订单状态="待支付", 订单成交时间="-"),
        pinduoduo_order("260601-000000000000002"),
    ]
    desk.accept(("a.csv", sheet(rows)))
    assert desk.rows("select cast(day as varchar) as day, unpaid_orders from marts.daily where unpaid_orders > 0") == [
        {"day": "2026-06-03", "unpaid_orders": 1}
    ]
