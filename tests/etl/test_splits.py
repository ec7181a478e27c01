"""An order's money over its lines: every fen once, half up, in file order."""

from decimal import Decimal
from random import Random

import pytest

from tests.made import Desk, sheet, taobao_line, taobao_order
from tests.oracle import split


def parts(desk: Desk) -> list[tuple[Decimal, Decimal]]:
    rows = desk.rows("select gross_amount, refund_amount from facts.order_lines order by split_row")
    return [(row["gross_amount"], row["refund_amount"]) for row in rows]


@pytest.mark.parametrize(
    ("total", "payable", "wanted"),
    [
        ("0.01", ["1", "1"], ["0.01", "0.00"]),  # half of a fen is rounded up, so the first line has it
        ("0.05", ["1", "1", "1"], ["0.02", "0.01", "0.02"]),
        ("100.00", ["33.33", "33.33", "33.34"], ["33.33", "33.33", "33.34"]),
        ("10.00", ["0", "0", "0"], ["3.33", "3.34", "3.33"]),  # nothing weighs: all weigh the same
        ("10.00", ["0", "5", "0"], ["0.00", "10.00", "0.00"]),
        ("0.00", ["1", "2"], ["0.00", "0.00"]),
        ("9999999999.99", ["0.01", "9999999999.97", "0.01"], ["0.01", "9999999999.97", "0.01"]),
    ],
)
def test_known_splits(total: str, payable: list[str], wanted: list[str], desk: Desk) -> None:
    lines = [taobao_line("1", f"1{n}", each) for n, each in enumerate(payable)]
    desk.accept(("items.csv", sheet(lines)), ("orders.csv", sheet([taobao_order("1", total)])))
    assert [gross for gross, _ in parts(desk)] == [Decimal(each) for each in wanted]


def test_random_splits_add_up_to_the_fen(desk: Desk) -> None:
    dice = Random(7)
    orders, lines, wanted = [], [], []
    for number in range(200):
        payable = [Decimal(dice.choice((0, 1, 7, 333, 12345))) / 100 for _ in range(dice.randrange(1, 7))]
        gross, refund = sorted((dice.randrange(0, 99999), dice.randrange(0, 99999)), reverse=True)
        orders.append(
            taobao_order(f"{number:04}", f"{Decimal(gross - refund) / 100:.2f}", f"{Decimal(refund) / 100:.2f}")
        )
        lines += [taobao_line(f"{number:04}", f"{number:04}-{n}", f"{each:.2f}") for n, each in enumerate(payable)]
        weights = payable if sum(payable) else [Decimal(1)] * len(payable)
        wanted += list(zip(split(Decimal(gross) / 100, weights), split(Decimal(refund) / 100, weights), strict=True))
    desk.accept(("items.csv", sheet(lines)), ("orders.csv", sheet(orders)))
    assert parts(desk) == wanted


def test_the_place_in_the_file_decides_and_not_the_line_id(desk: Desk) -> None:
    lines = [taobao_line("1", "99", "1.00"), taobao_line("1", "11", "1.00")]
    desk.accept(("items.csv", sheet(lines)), ("orders.csv", sheet([taobao_order("1", "0.01")])))
    assert desk.rows("select line_key from facts.order_lines where gross_amount > 0") == [{"line_key": "99"}]


def test_a_refund_is_split_by_the_lines_own_refunds(desk: Desk) -> None:
    refunded = {"退款金额": "0.30", "退款状态": "退款成功", "买家实际支付金额": "9.70"}
    lines = [taobao_line("1", "11", "90.00"), taobao_line("1", "12", "10.00", **refunded)]
    desk.accept(("items.csv", sheet(lines)), ("orders.csv", sheet([taobao_order("1", "95.00", "5.00")])))
    assert parts(desk) == [(Decimal(90), Decimal(0)), (Decimal(10), Decimal(5))]


def test_the_split_of_lines_without_money_uses_price_times_quantity(desk: Desk) -> None:
    """The item report of 2018 has no money but the list price."""
    header = ["订单编号", "标题", "价格", "购买数量", "外部系统编号", "商品属性", "订单状态", "商家编码"]
    rows = [
        {"订单编号": "1", "标题": "杯", "价格": "20.00", "购买数量": "2", "订单状态": "交易成功", "商家编码": "CUP"},
        {"订单编号": "1", "标题": "碗", "价格": "10.00", "购买数量": "1", "订单状态": "交易成功", "商家编码": "BOWL"},
    ]
    desk.accept(("items.csv", sheet(rows, header)), ("orders.csv", sheet([taobao_order("1", "45.00")])))
    assert parts(desk) == [(Decimal(36), Decimal(0)), (Decimal(9), Decimal(0))]
    assert desk.one("sum(units)", "marts.daily") == 3
