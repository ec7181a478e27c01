"""Brushing lists, courier bills, bundles and day totals: what each does to the figures, worked out by hand."""

from datetime import date
from decimal import Decimal

from reports.scope import Scope
from reports.trace import trace
from tests.made import Desk, cost, pinduoduo_order, sheet, taobao_line, typed_cost

BRUSHING = """entity = "brushing"
platform = "any"
[columns]
order_id = "订单号"
paid_at = "付款日期"
principal_amount = "本金"
commission_amount = "佣金"
"""
BUNDLES = """entity = "bundles"
platform = "any"
[columns]
bundle_key = "组合"
product_key = "子件"
quantity = "数量"
"""
BILL = """entity = "shipments"
platform = "sf"
[columns]
waybill_id = "运单号"
shipped_at = "日期"
freight_amount = "金额"
"""
TOTALS = """entity = "day_totals"
platform = "typed"
[columns]
day = "day"
shop_platform = "platform"
orders = "orders"
gross_sales = "gross"
refunds = "refunds"
"""
WEEK = (date(2026, 6, 1), date(2026, 6, 7))


def test_brushing_is_out_of_the_cleaned_book_and_in_the_claimed_one(desk: Desk) -> None:
    orders = [pinduoduo_order("260601-1", "10.00"), pinduoduo_order("260601-2", "90.00", 售后状态="退款成功")]
    desk.accept(
        ("p.csv", sheet(orders)),
        ("costs.csv", sheet([cost("NUT", "4.00")])),
    )
    desk.accept(("list.csv", "订单号,付款日期,本金,佣金\n260601-2,2026-06-03,90.00,5.00\n"), map=BRUSHING)
    cleaned, claimed = desk.weekly(), desk.weekly(book="claimed")
    assert [cleaned.total[name] for name in ("orders", "gross_sales", "refunds", "product_cost")] == [1, 10, 0, 4]
    assert [claimed.total[name] for name in ("orders", "gross_sales", "refunds", "product_cost")] == [2, 100, 90, 8]
    assert cleaned.total["other_costs"] == claimed.total["other_costs"] == 5
    assert (cleaned.notes["brushing_orders"], cleaned.notes["brushing_sales"]) == (1, 90)
    for book in ("cleaned", "claimed"):
        scope = Scope(desk.shop, *WEEK, book=book)
        for figure in ("orders", "gross_sales", "refunds", "product_cost", "other_costs"):
            found = trace(scope, figure)
            assert found.sum == found.value


def test_a_bundle_costs_what_its_parts_cost(desk: Desk) -> None:
    """A+B*2 is 3.00 + 2 × 1.50 = 6.00, and 7.00 once A costs 4.00; SET is listed as 2 A; X+Y has a part without a cost."""
    lines = [
        taobao_line("1", "1", "20.00", "A+B*2"), taobao_line("2", "2", "20.00", "A+B*2", day="2026-06-05"),
        taobao_line("3", "3", "20.00", "SET"), taobao_line("4", "4", "20.00", "A+Y"),
    ]  # fmt: skip
    costs = [cost("A", "3.00", "2026-01-01"), cost("B", "1.50", "2026-01-01"), cost("A", "4.00", "2026-06-04")]
    desk.accept(("lines.csv", sheet(lines)), ("costs.csv", sheet(costs)))
    desk.accept(("sets.csv", "组合,子件,数量\nSET,A,2\n"), map=BUNDLES)
    found = desk.rows("select line_key, product_cost from facts.line_values order by line_key")
    assert {row["line_key"]: row["product_cost"] for row in found} == {"1": 6, "2": 7, "3": 6, "4": None}


def test_a_product_code_with_a_plus_and_a_cost_of_its_own_is_no_bundle(desk: Desk) -> None:
    costs = [cost("A", "3.00"), cost("A+", "9.00")]
    desk.accept(("lines.csv", sheet([taobao_line("1", "1", "20.00", "A+")])), ("costs.csv", sheet(costs)))
    assert desk.one("sum(product_cost)", "facts.line_values") == 9


def test_a_couriers_bill_takes_the_place_of_the_typed_amount_on_its_days(desk: Desk) -> None:
    rows = [pinduoduo_order("260601-1"), pinduoduo_order("260602-2", day="2026-06-02")]
    desk.accept(
        ("p.csv", sheet(rows)),
        ("rates.csv", sheet([typed_cost("per_shipped_order", amount="3.00")])),
    )
    assert desk.weekly().total["fulfilment_cost"] == 6
    bill = "运单号,日期,金额\nSF1,2026-06-02,8.50\n"
    desk.accept(("bill.csv", bill), map=BILL)
    desk.accept(("again.csv", bill + "SF2,2026-06-02,1.00\n"), map=BILL)
    assert desk.weekly().total["fulfilment_cost"] == Decimal("12.50")  # 3.00 on the 1st, 8.50 + 1.00 on the 2nd
    found = trace(Scope(desk.shop, *WEEK), "fulfilment_cost")
    assert found.sum == found.value


def test_a_typed_day_counts_where_no_export_speaks_and_only_there(desk: Desk) -> None:
    totals = (
        "day,platform,orders,gross,refunds\n2026-06-01,pinduoduo,9,900.00,90.00\n2026-06-03,pinduoduo,2,50.00,5.00\n"
    )
    desk.accept(("typed.csv", totals), map=TOTALS)
    assert desk.weekly().total["gross_sales"] == 950
    desk.accept(("p.csv", sheet([pinduoduo_order("260601-1", "10.00")])))
    total = desk.weekly().total
    assert [total[n] for n in ("orders", "gross_sales", "refunds", "sales_without_cost")] == [3, 60, 5, 60]
    assert desk.weekly().notes["typed_sales"] == 50
    assert total["net_profit"] is None
    scope = Scope(desk.shop, *WEEK)
    for figure in ("orders", "gross_sales", "refunds", "sales_without_cost"):
        found = trace(scope, figure)
        assert found.sum == found.value
