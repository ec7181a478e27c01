"""The ladder by week: weeks are sums of days, a cut week says so, and what is not known is not zero."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from reports.metric import LADDER, Figure, metrics
from reports.scope import BackwardPeriod
from tests import story
from tests.made import Desk, cost, sheet, taobao_line, taobao_order, typed_cost, wanxiangtai_day

SUMMED = [name for name, metric in metrics().items() if metric.sums]
MONDAY = date(2026, 6, 1)


@pytest.mark.parametrize("basis", ["accounting", "order"])
def test_weeks_and_any_cut_of_them_sum_to_the_period(basis: str, desk: Desk) -> None:
    desk.accept(*story.make(2).files)
    whole = desk.weekly(refunds=basis)
    for name in SUMMED:
        assert sum((exact(week.figures[name]) for week in whole.weeks), Decimal(0)) == exact(whole.total[name]), name
    first, last = whole.weeks[0].first, whole.weeks[-1].last
    for cut in (first + timedelta(days=3), first + timedelta(days=10), first + timedelta(days=15)):
        left, right = (
            desk.weekly(refunds=basis, last=cut),
            desk.weekly(refunds=basis, first=cut + timedelta(days=1), last=last),
        )
        for name in SUMMED:
            assert exact(left.total[name]) + exact(right.total[name]) == exact(whole.total[name]), name


def exact(figure: Figure) -> Decimal:
    """A summed figure; what is not known adds nothing."""
    assert not isinstance(figure, float)
    return Decimal(figure or 0)


def test_a_bound_inside_a_week_cuts_it(desk: Desk) -> None:
    desk.accept(("a.csv", sheet([taobao_order(str(day), f"{day}.00", day=f"2026-06-0{day}") for day in range(1, 8)])))
    [week] = desk.weekly(first=date(2026, 6, 3), last=date(2026, 6, 4)).weeks
    assert (week.week_start, week.first, week.last, week.is_partial) == (
        MONDAY,
        date(2026, 6, 3),
        date(2026, 6, 4),
        True,
    )
    assert week.figures["gross_sales"] == 7
    assert [each.is_partial for each in desk.weekly().weeks] == [False]
    assert [each.is_partial for each in desk.weekly(first=MONDAY, last=date(2026, 6, 8)).weeks] == [False, True]
    with pytest.raises(BackwardPeriod):
        desk.weekly(first=date(2026, 6, 4), last=date(2026, 6, 3))


def test_no_week_between_the_first_and_the_last_is_left_out(desk: Desk) -> None:
    desk.accept(
        ("a.csv", sheet([taobao_order("1", day="2026-06-01")])), ("b.csv", sheet([taobao_order("2", day="2026-07-01")]))
    )
    weeks = desk.weekly().weeks
    assert [week.week_start for week in weeks] == [MONDAY + timedelta(days=7 * n) for n in range(5)]
    assert [week.figures["gross_sales"] for week in weeks] == [Decimal(10), None, None, None, Decimal(10)]
    assert [week.missing for week in weeks[1:4]] == [("orders",)] * 3


def test_a_covered_day_without_rows_is_quiet_and_an_uncovered_one_is_missing(desk: Desk) -> None:
    desk.accept(("订单_20260601_20260614.csv", sheet([taobao_order("1", day="2026-06-02")])))
    quiet = desk.weekly().weeks[1]
    assert (quiet.figures["gross_sales"], quiet.figures["orders"], quiet.state) == (Decimal(0), 0, "complete")
    desk.accept(("ads.csv", sheet([wanxiangtai_day("1.00", "2026-06-02")])))
    week = desk.weekly().weeks[0]
    assert (week.state, week.missing) == ("provisional", ("ads", "costs"))
    [gap] = [gap for gap in week.gaps if gap.source == "ads"]
    assert gap.days == tuple(date(2026, 6, day) for day in (1, 3, 4, 5, 6, 7))
    assert week.figures["ad_spend"] == 1
    assert desk.weekly().weeks[1].figures["ad_spend"] is None


def test_the_ladder_adds_up(desk: Desk) -> None:
    rate = typed_cost("platform_fee_rate", cost_platform="taobao", rate="0.05", start_date="2026-06-01")
    parcel = typed_cost("per_shipped_order", "快递", amount="4.20", per="order", start_date="2026-06-01")
    fee = typed_cost("service_fee", amount="3000.00", per="month", start_date="2026-06-01", end_date="2026-06-30")
    rent = typed_cost("other_costs", amount="70.00", per="once", start_date="2026-06-01", end_date="2026-06-07")
    refunded = {
        "退款金额": "20.00",
        "退款状态": "退款成功",
        "买家实际支付金额": "80.00",
        "发货时间": "2026-06-02 10:00:00",
    }
    desk.accept(
        ("items_20260601_20260607.csv", sheet([taobao_line("1", "1", "100.00", quantity="2", **refunded)])),
        ("ads_20260601_20260607.csv", sheet([wanxiangtai_day("9.00")])),
        ("costs.csv", sheet([cost("LAMP", "12.5")])),
        ("typed.csv", sheet([rate, parcel, fee, rent])),
    )
    [week] = desk.weekly(first=MONDAY, last=date(2026, 6, 7)).weeks
    wanted = {
        "orders": 1, "units": 2, "gross_sales": 100, "refunds": 20, "net_sales": 80, "product_cost": 25, "sales_without_cost": 0,
        "gross_profit": 55, "ad_spend": 9, "platform_fees": 4, "fulfilment_cost": Decimal("4.20"), "service_fee": 700,
        "other_costs": 70, "total_cost": Decimal("812.20"), "net_profit": Decimal("-732.20"), "net_profit_short": -654,
    }  # fmt: skip
    assert {name: week.figures[name] for name in wanted} == wanted
    assert (week.state, week.missing) == ("complete", ())
    assert week.figures["refund_rate"] == 0.2
    assert desk.weekly().not_counted == ()


def test_a_cost_source_the_shop_never_had_is_not_counted_and_not_missing(desk: Desk) -> None:
    desk.accept(("订单_20260601_20260607.csv", sheet([taobao_line("1", "1")])), ("c.csv", sheet([cost("LAMP", "1")])))
    answer = desk.weekly()
    assert answer.not_counted == ("ad_spend", "platform_fees", "fulfilment_cost", "service_fee", "other_costs")
    assert [(week.state, week.figures["net_profit"]) for week in answer.weeks] == [("complete", Decimal(9))]


def test_a_refund_falls_on_its_own_day_or_on_its_orders(desk: Desk) -> None:
    order = taobao_order("1", "60.00", "40.00", 确认收货时间="2026-06-09 10:00:00")
    desk.accept(("a.csv", sheet([order])))
    refunds = {
        basis: [week.figures["refunds"] for week in desk.weekly(refunds=basis).weeks]
        for basis in ("accounting", "order")
    }
    assert refunds["accounting"] == [Decimal(0), Decimal(40)]
    assert refunds["order"][0] == 40
    assert not refunds["order"][1]
    assert desk.weekly().as_json()["notes"]["refunds_date_estimated"] == "40.00"


def test_a_ratio_over_nothing_is_empty(desk: Desk) -> None:
    desk.accept(("订单_20260601_20260607.csv", sheet([taobao_order("1", "0.00", 订单付款时间="")])))
    [week] = desk.weekly().weeks
    assert week.figures["unpaid_orders"] == 1
    rates = [name for name, metric in metrics().items() if metric.over]
    assert {week.figures[name] for name in rates} == {None}


def test_json_keeps_money_exact(desk: Desk) -> None:
    desk.accept(("a.csv", sheet([taobao_order("1", "0.10"), taobao_order("2", "0.20")])))
    answer = desk.weekly().as_json()
    assert answer["total"]["gross_sales"] == "0.30"
    assert answer["weeks"][0].keys() >= {
        "week_start",
        "state",
        "missing",
        "partial",
        *LADDER,
        "net_profit_low",
        "net_profit_high",
    }
