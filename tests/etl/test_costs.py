"""Unit costs hold from their day on; typed costs fall on their days; a missing cost is a range, never a zero."""

from datetime import date
from decimal import Decimal

import pytest

from tests.made import Desk, cost, sheet, taobao_line, typed_cost


def sold(day: str, product: str = "LAMP", gross: str = "100.00", number: str = "") -> tuple[str, str]:
    number = number or day.replace("-", "")
    return f"items-{number}.csv", sheet([taobao_line(number, number, gross, product, day=day)])


def product_cost(desk: Desk) -> dict[str, Decimal]:
    return {
        str(row["day"]): row["product_cost_sold"]
        for row in desk.rows("select day, product_cost_sold from marts.daily order by 1")
    }


def test_a_cost_holds_from_its_day_until_the_next_one(desk: Desk) -> None:
    rows = [cost("LAMP", "10", "2026-06-02"), cost("LAMP", "20", "2026-06-04")]
    desk.accept(("costs.csv", sheet(rows)), *(sold(f"2026-06-0{n}") for n in range(1, 6)))
    assert product_cost(desk) == {
        "2026-06-01": None,
        "2026-06-02": Decimal(10),
        "2026-06-03": Decimal(10),
        "2026-06-04": Decimal(20),
        "2026-06-05": Decimal(20),
    }
    assert desk.one("sum(sales_without_cost)", "marts.daily") == 100


def test_for_one_product_and_day_the_later_upload_wins(desk: Desk) -> None:
    desk.accept(sold("2026-06-03"), ("b.csv", sheet([cost("LAMP", "10", "2026-06-01")])))
    desk.accept(("a.csv", sheet([cost("LAMP", "99", "2026-06-01"), cost("LAMP", "30", "2026-06-01")])))
    assert product_cost(desk) == {"2026-06-03": Decimal(30)}


def test_costs_without_dates_hold_from_the_beginning_for_new_products_only(desk: Desk) -> None:
    desk.accept(sold("2020-01-01"), ("a.csv", sheet([cost("LAMP", "10")])))
    assert product_cost(desk) == {"2020-01-01": Decimal(10)}
    [refused] = desk.load(("b.csv", sheet([cost("CUP", "1"), cost("LAMP", "11")])))
    [problem] = refused.problems
    assert (problem.kind, problem.is_question) == ("undated_costs", True)
    assert "LAMP" in problem.message
    assert "CUP" not in problem.message
    assert desk.one("count(*)", "facts.unit_costs") == 1


def test_valid_from_answers_the_question(desk: Desk) -> None:
    desk.accept(("a.csv", sheet([cost("LAMP", "10")])), sold("2026-06-01"), sold("2026-06-09"))
    desk.accept(("b.csv", sheet([cost("LAMP", "11")])), defaults={"valid_from": "2026-06-09"})
    assert product_cost(desk) == {"2026-06-01": Decimal(10), "2026-06-09": Decimal(11)}


def test_an_undated_cost_never_reaches_behind_a_dated_one(desk: Desk) -> None:
    desk.accept(sold("2026-06-01", "LAMP", "100.00", "1"), ("a.csv", sheet([cost("LAMP", "10", "2026-06-05")])))
    desk.accept(("b.csv", sheet([cost("LAMP", "10")])))  # the same cost again says nothing new
    assert desk.one("count(*)", "facts.unit_costs") == 1
    assert desk.one("sum(sales_without_cost)", "marts.daily") == 100


def test_units_times_cost_is_rounded_once(desk: Desk) -> None:
    lines = [taobao_line("1", "1", quantity="3", product="LAMP"), taobao_line("2", "2", quantity="1", product="CUP")]
    desk.accept(("items.csv", sheet(lines)), ("c.csv", sheet([cost("LAMP", "0.335"), cost("CUP", "0.005")])))
    assert desk.one("sum(product_cost)", "facts.line_values") == Decimal("1.02")  # 1.005 → 1.01 and 0.005 → 0.01


def test_a_missing_cost_makes_the_profit_a_range(desk: Desk) -> None:
    desk.accept(
        sold("2026-06-01", "LAMP", "100.00", "1"),
        sold("2026-06-01", "CUP", "30.00", "2"),
        ("c.csv", sheet([cost("LAMP", "40")])),
    )
    figures = desk.weekly(first=date(2026, 6, 1), last=date(2026, 6, 1)).weeks[0].figures
    wanted = {
        "net_profit": None,
        "net_profit_high": Decimal(90),
        "net_profit_low": Decimal(60),
        "sales_without_cost": Decimal(30),
    }
    assert {name: figures[name] for name in wanted} == wanted
    desk.accept(("d.csv", sheet([cost("CUP", "1")])))
    figures = desk.weekly(first=date(2026, 6, 1), last=date(2026, 6, 1)).weeks[0].figures
    assert {figures[name] for name in ("net_profit", "net_profit_high", "net_profit_low")} == {Decimal(89)}


@pytest.mark.parametrize("amount", ["5000.00", "0.01", "99.99", "-31.00"])
def test_a_monthly_cost_sums_to_the_months_amount(amount: str, desk: Desk) -> None:
    typed = typed_cost("other_costs", amount=amount, per="month", start_date="2026-01-01", end_date="2026-03-31")
    desk.accept(("costs.csv", sheet([typed])), origin="typed")
    months = desk.rows(
        "select month(cost_date) as month, sum(amount) as amount from facts.daily_costs group by 1 order by 1"
    )
    assert [row["amount"] for row in months] == [Decimal(amount)] * 3
    days = {row["amount"] for row in desk.rows("select amount from facts.daily_costs where month(cost_date) = 2")}
    assert max(days) - min(days) <= Decimal("0.01")


def test_a_month_that_begins_in_its_middle_is_charged_by_days(desk: Desk) -> None:
    typed = typed_cost("service_fee", amount="300.00", per="month", start_date="2026-06-16", end_date="2026-06-30")
    desk.accept(("costs.csv", sheet([typed])))
    assert desk.one("sum(service_fee)", "marts.daily") == 150


def test_an_amount_for_a_span_is_split_over_its_days(desk: Desk) -> None:
    typed = typed_cost("other_costs", amount="100.00", per="once", start_date="2026-06-01", end_date="2026-06-03")
    desk.accept(("costs.csv", sheet([typed])))
    assert [row["other_costs"] for row in desk.rows("select other_costs from marts.daily order by day")] == [
        Decimal("33.33"), Decimal("33.34"), Decimal("33.33"),
    ]  # fmt: skip


def test_a_cost_of_any_other_kind_is_another_cost(desk: Desk) -> None:
    """figures.md: other_costs = cost entries of any other kind. What is typed must not vanish."""
    typed = typed_cost("rent", amount="100.00", per="once", start_date="2026-06-01")
    [result] = desk.load(("costs.csv", sheet([typed])))
    assert result.status == "refused" or desk.one("sum(other_costs)", "marts.daily") == 100


def test_a_rate_in_percent_is_not_taken_for_a_hundred_times_as_much(desk: Desk) -> None:
    rate = typed_cost("platform_fee_rate", cost_platform="taobao", rate="5%", start_date="2026-06-01")
    [result, _] = desk.load(("costs.csv", sheet([rate])), sold("2026-06-01"))
    assert result.status == "refused" or desk.one("sum(platform_fees_charged)", "marts.daily") == 5


def test_a_fee_is_rounded_per_line_and_given_back_with_the_refund(desk: Desk) -> None:
    refunded = {"退款金额": "0.50", "退款状态": "退款成功", "买家实际支付金额": "0.00"}
    lines = [taobao_line("1", "1", "0.50"), taobao_line("2", "2", "0.50", **refunded), taobao_line("3", "3", "10.00")]
    rate = typed_cost("platform_fee_rate", cost_platform="taobao", rate="0.05", start_date="2026-06-01")
    desk.accept(("items.csv", sheet(lines)), ("costs.csv", sheet([rate])))
    assert desk.one("sum(platform_fees_charged)", "marts.daily") == Decimal("0.56")  # 0.025 → 0.03, twice, and 0.50
    assert desk.one("sum(platform_fees_back)", "marts.daily") == Decimal("0.03")


def test_goods_of_a_full_refund_before_shipping_come_back(desk: Desk) -> None:
    full = {"退款金额": "10.00", "退款状态": "退款成功", "买家实际支付金额": "0.00"}
    lines = [taobao_line("1", "1", **full), taobao_line("2", "2", **full, 发货时间="2026-06-02 10:00:00")]
    desk.accept(("items.csv", sheet(lines)), ("costs.csv", sheet([cost("LAMP", "4")])))
    assert desk.one("sum(product_cost_back)", "marts.daily") == 4
    assert desk.weekly().as_json()["notes"]["refunds_goods_uncertain"] == "10.00"


def test_the_item_report_may_tell_what_the_order_report_does_not_about_shipping(desk: Desk) -> None:
    """The order export has no shipping column, the item export has one and it is empty: never shipped."""
    order = {"订单编号": "1", "总金额": "10.00", "买家实际支付金额": "0.00", "退款金额": "10.00",
             "订单创建时间": "2026-06-01 10:00:00", "订单付款时间": "2026-06-01 10:00:00"}  # fmt: skip
    desk.accept(
        ("orders.csv", sheet([order])),
        ("items.csv", sheet([taobao_line("1", "1")])),
        ("c.csv", sheet([cost("LAMP", "4")])),
    )
    assert desk.one("sum(product_cost_back)", "marts.daily") == 4


def test_a_cost_with_more_digits_than_money_has_is_refused(desk: Desk) -> None:
    [refused] = desk.load(("costs.csv", sheet([cost("LAMP", "4900000000001"), cost("BULB", "999999999999")])))
    assert [(each.row, each.value, each.kind) for each in refused.problems] == [(2, "4900000000001", "not_an_amount")]
