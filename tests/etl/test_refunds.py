"""Refunds have one source per order and their own days; every figure here was worked out by hand."""

from datetime import date, datetime
from decimal import Decimal

from tests.made import Desk, cost, pinduoduo_order, sheet, taobao_line, taobao_order

REFUNDS = """entity = "refunds"
platform = "taobao"
[columns]
refund_id = "refund"
order_id = "order"
line_id = "line"
refund_status = "status"
refund_kind = "kind"
refunded_at = "at"
refund_amount = "amount"
[values.refund_status]
"done" = "finished"
"asked" = "open"
[values.refund_kind]
"return" = "goods_returned"
"money" = "money_only"
"""
STATEMENT = """entity = "settlements"
platform = "pinduoduo"
[constants]
account = "wallet"
[columns]
order_id = "order"
settled_at = "at"
fee_kind = "what"
fee_name = "what"
income_amount = "in"
expense_amount = "out"
"""
HEADER = "refund,order,line,status,kind,at,amount\n"


def refunds(desk: Desk, *rows: str, platform: str = "taobao") -> None:
    desk.accept(("refunds.csv", HEADER + "\n".join(rows) + "\n"), map=REFUNDS.replace("taobao", platform))


def known(desk: Desk) -> list[tuple[str, Decimal, datetime, str, str]]:
    rows = desk.rows("select * from facts.refunds order by refunded_at, line_key")
    return [(r["line_key"], r["refund_amount"], r["refunded_at"], r["goods"], r["source"]) for r in rows]


def test_a_refund_export_takes_the_place_of_the_order_exports_figure(desk: Desk) -> None:
    """Two refunds of one order, each on its own day; the one still asked for is none."""
    desk.accept(("a.csv", sheet([taobao_order("1", "70.00", "30.00", day="2026-06-01")])))
    assert desk.one("sum(refunds)", "marts.daily") == 30
    refunds(
        desk, "R1,1,,done,money,2026-06-09 08:00:00,20.00", "R2,1,,done,return,2026-06-17 08:00:00,5.00",
        "R3,1,,asked,money,2026-06-18 08:00:00,99.00",
    )  # fmt: skip
    assert desk.rows("select day, refunds from marts.daily where refunds is not null order by day") == [
        {"day": date(2026, 6, 9), "refunds": Decimal("20.00")},
        {"day": date(2026, 6, 17), "refunds": Decimal("5.00")},
    ]
    assert desk.one("sum(refunds_of_orders)", "marts.daily") == 25
    assert [row[3:] for row in known(desk)] == [("kept", "refunds"), ("back", "refunds")]


def test_undoing_the_better_source_falls_back_to_the_next(desk: Desk) -> None:
    from etl.pipeline import undo

    desk.accept(("a.csv", sheet([taobao_order("1", "70.00", "30.00")])))
    before = desk.figures()
    refunds(desk, "R1,1,,done,money,2026-06-09 08:00:00,20.00")
    undo(desk.shop, 2)
    assert desk.figures() == before


def test_a_refund_falls_on_the_line_it_names_and_else_on_all(desk: Desk) -> None:
    """Order 1 has lines of 10.00 and 20.00: 6.00 of line b, then 3.01 of the whole order, 1.00 and 2.01."""
    lines = [taobao_line("1", "a", "10.00"), taobao_line("1", "b", "20.00")]
    desk.accept(("lines.csv", sheet(lines)))
    refunds(desk, "R1,1,b,done,money,2026-06-09 08:00:00,6.00", "R2,1,,done,,2026-06-10 08:00:00,3.01")
    assert [(line, amount) for line, amount, *_ in known(desk)] == [
        ("b", Decimal("6.00")),
        ("a", Decimal("1.00")),
        ("b", Decimal("2.01")),
    ]


def test_goods_come_back_in_the_measure_of_the_money(desk: Desk) -> None:
    """A line of 30.00 whose goods cost 10.00: 10.00 returned is a third, 3.33; the rest later 6.67, no fen lost."""
    desk.accept(
        ("lines.csv", sheet([taobao_line("1", "a", "30.00", quantity="3")])),
        ("costs.csv", sheet([cost("LAMP", "3.333333")])),
    )
    assert desk.one("sum(product_cost_sold)", "marts.daily") == 10
    refunds(desk, "R1,1,a,done,return,2026-06-09 08:00:00,10.00", "R2,1,a,done,return,2026-06-10 08:00:00,20.00")
    back = desk.rows("select product_cost_back from marts.daily where product_cost_back is not null order by day")
    assert [row["product_cost_back"] for row in back] == [Decimal("3.33"), Decimal("6.67")]


def test_refunds_of_orders_that_nobody_loaded_are_shown_and_not_counted(desk: Desk) -> None:
    desk.accept(("a.csv", sheet([taobao_order("1", "70.00")])))
    refunds(desk, "R1,404,,done,money,2026-06-01 08:00:00,20.00")
    answer = desk.weekly()
    assert answer.total["refunds"] == 0
    assert answer.notes["refunds_without_order"] == 20


def statement(desk: Desk, *rows: str) -> None:
    desk.accept(("bill.csv", "order,at,what,in,out\n" + "\n".join(rows) + "\n"), map=STATEMENT)


def test_a_settlement_tells_what_an_order_export_only_marks(desk: Desk) -> None:
    """The order export says "refunded" without an amount, so all of it; the ledger knows 4.00."""
    desk.accept(("p.csv", sheet([pinduoduo_order("260601-1", "10.00", 售后状态="退款成功")])))
    assert desk.one("sum(refunds)", "marts.daily") == 10
    statement(desk, "260601-1,2026-06-05 09:00:00,交易退款-订单退款,0,-4.00")
    assert desk.one("sum(refunds)", "marts.daily") == 4
    assert known(desk)[0][4] == "settlement"
    refunds(desk, "R1,260601-1,,done,money,2026-06-06 08:00:00,5.00", platform="pinduoduo")
    assert desk.one("sum(refunds)", "marts.daily") == 5


def test_a_settlement_that_knows_less_than_the_order_export_does_not_rule(desk: Desk) -> None:
    """Buyers are paid back before the money reaches the shop's account: the ledger shows only what came after."""
    desk.accept(("a.csv", sheet([taobao_order("1", "40.00", "60.00")])))
    text = "order,at,what,in,out\n1,2026-06-05 09:00:00,交易退款,0,-10.00\n"
    desk.accept(("bill.csv", text), map=STATEMENT.replace("pinduoduo", "taobao"))
    assert desk.one("sum(refunds)", "marts.daily") == 60


def test_settled_fees_take_the_place_of_the_estimate_on_their_days(desk: Desk) -> None:
    """5 % of 100.00 is estimated on a day that no settlement covers; on the covered day the ledger's 3.00 counts."""
    from tests.made import typed_cost

    desk.accept(
        (
            "p.csv",
            sheet([pinduoduo_order("260601-1", "100.00"), pinduoduo_order("260602-2", "100.00", day="2026-06-02")]),
        ),
        ("rates.csv", sheet([typed_cost("platform_fee_rate", rate="0.05", cost_platform="pinduoduo")])),
    )
    assert desk.weekly().total["platform_fees"] == 10
    statement(
        desk, "260601-1,2026-06-02 09:00:00,技术服务费-基础技术服务费,0,-0.60", "260601-1,2026-06-02 09:00:00,订单收入,100.00,0",
        ",2026-06-02 10:00:00,营销费用-多多进宝,0,-2.40", ",2026-06-02 11:00:00,提现,0,-50.00", ",2026-06-02 12:00:00,其他支出-合作费追回,0,-1.25",
    )  # fmt: skip
    total = desk.weekly().total
    assert (total["platform_fees"], total["other_costs"], total["gross_sales"]) == (
        Decimal("8.00"),
        Decimal("1.25"),
        200,
    )
    assert desk.weekly().notes["money_moved"] == -50


def test_the_same_ledger_row_in_two_exports_is_one_and_equal_rows_of_one_are_two(desk: Desk) -> None:
    row = "260601-1,2026-06-02 09:00:00,技术服务费,0,-0.60"
    statement(desk, row, row)
    desk.accept(
        ("longer.csv", f"order,at,what,in,out\n{row}\n{row}\n,2026-06-03 09:00:00,技术服务费,0,-0.10\n"), map=STATEMENT
    )
    assert desk.one("sum(amount)", "facts.settlements") == Decimal("-1.30")


def test_of_two_ledgers_of_one_account_the_finer_counts_day_by_day(desk: Desk) -> None:
    coarse, fine = (STATEMENT.replace('"wallet"', f'"wallet"\ndetail = "{n}"') for n in (1, 2))
    text = "order,at,what,in,out\n,2026-06-02 09:00:00,技术服务费,0,-{}\n,2026-06-0{} 09:00:00,技术服务费,0,-{}\n"
    desk.accept(("coarse.csv", text.format("5.00", 4, "7.00")), map=coarse)
    desk.accept(("fine.csv", text.format("5.00", 3, "1.00")), map=fine)
    assert desk.rows("select settled_date, amount from facts.settlements order by 1") == [
        {"settled_date": date(2026, 6, 2), "amount": Decimal("-5.00")},
        {"settled_date": date(2026, 6, 3), "amount": Decimal("-1.00")},
        {"settled_date": date(2026, 6, 4), "amount": Decimal("-7.00")},
    ]


def test_the_rows_of_settled_figures_sum_to_them(desk: Desk) -> None:
    from reports.scope import Scope
    from reports.trace import trace

    desk.accept(("p.csv", sheet([pinduoduo_order("260601-1", "100.00", 售后状态="退款成功")])))
    statement(
        desk, "260601-1,2026-06-02 09:00:00,技术服务费,0,-0.60", "260601-1,2026-06-03 09:00:00,退款-订单退款,0,-40.00",
        "260601-1,2026-06-03 09:00:00,上门取件运费,0,-8.00", "260601-1,2026-06-03 09:00:00,消费者赔付,0,-2.00",
    )  # fmt: skip
    scope = Scope(desk.shop, date(2026, 6, 1), date(2026, 6, 7))
    wanted = {
        "platform_fees": "0.60",
        "refunds": "40.00",
        "fulfilment_cost": "8.00",
        "other_costs": "2.00",
        "gross_sales": "100.00",
    }
    found = {figure: trace(scope, figure) for figure in wanted}
    assert {figure: each.sum for figure, each in found.items()} == {k: Decimal(v) for k, v in wanted.items()}
    assert all(each.sum == each.value for each in found.values())


def test_a_refund_without_a_day_is_dated_like_an_order_exports(desk: Desk) -> None:
    """Found by the fuzz: by completion, else payment, and said to be estimated."""
    desk.accept(("a.csv", sheet([taobao_order("1", "70.00", day="2026-06-01")])))
    refunds(desk, "R1,1,,done,money,,20.00")
    assert desk.rows("select day, refunds, refunds_date_estimated from marts.daily where refunds is not null") == [
        {"day": date(2026, 6, 1), "refunds": Decimal("20.00"), "refunds_date_estimated": Decimal("20.00")}
    ]
