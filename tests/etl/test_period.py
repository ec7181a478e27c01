"""Moments, days and years that a file states in its name and above its header."""

from datetime import datetime

import pytest

from etl.period import exported_at, spoken_of, stated_period
from tests.made import Desk


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("商品推广_账户_分天数据_20260601至20260630.xls", ("2026-06-01", "2026-06-30")),
        ("【生意参谋平台】商品_全部_2026-06-18_2026-06-18.xls", ("2026-06-18", "2026-06-18")),
        ("Shop-Campaigns-Jun-1-2026-Jun-30-2026.csv", ("2026-06-01", "2026-06-30")),
        ("关键词报告 2026年6月1日-2026年6月30日.csv", ("2026-06-01", "2026-06-30")),
        ("marketing 12 2026 - may 2026.csv", None),
    ],
)
def test_a_name_states_days(name: str, wanted: tuple[str, str] | None) -> None:
    assert stated_period(name, [], None) == wanted


@pytest.mark.parametrize(
    "row",
    [
        ["June 1, 2026 - June 30, 2026"],
        ["June 1", " 2026 - June 30", " 2026"],  # without quotes its commas separate
        ["1 June 2026 – 30 Jun 2026"],
        ["2026年6月1日 - 2026年6月30日"],
    ],
)
def test_a_line_states_days_in_words(row: list[str]) -> None:
    assert stated_period("report.csv", [["Campaign report"], row], None) == ("2026-06-01", "2026-06-30")


def test_a_span_of_days_is_no_moment() -> None:
    assert exported_at("商品_全部_2026-06-18_2026-06-24.xls", []) is None
    assert exported_at("商品_2026-06-18_2026-06-24_2026-06-25-09-10-11.xls", []) == datetime(2026, 6, 25, 9, 10, 11)


def test_a_month_or_a_year_is_spoken_of() -> None:
    assert spoken_of("账单_202602.xlsx", []) == ("2026-02-01", "2026-02-28")
    assert spoken_of("账单.xlsx", [["月结账单 2025年12月"]]) == ("2025-12-01", "2025-12-31")
    assert spoken_of("顺丰2026.xlsx", []) == ("2026-01-01", "2026-12-31")
    assert spoken_of("账单_8812345678.xlsx", []) is None


BILL = "日期,运单号码,计费重量,产品类型,应付金额\n{},SF0000000000001,1.0,标快,12.00\n"


@pytest.mark.parametrize(
    ("name", "day", "wanted"),
    [
        ("顺丰_202604.csv", "04-01", "2026-04-01"),
        ("顺丰_202601.csv", "12-28", "2025-12-28"),
        ("顺丰_202512.csv", "01-02", "2026-01-02"),
        ("顺丰_2026.csv", "12-31", "2026-12-31"),
        ("顺丰_20260326-20260425.csv", "3月26日", "2026-03-26"),
    ],
)
def test_a_day_without_a_year_takes_the_stated_one(name: str, day: str, wanted: str, desk: Desk) -> None:
    from etl.pipeline import rebuild_all

    desk.accept((name, BILL.format(day)))
    assert str(desk.one("cast(shipped_at as date)", "staging.shipments")) == wanted
    rebuild_all(desk.shop)
    assert str(desk.one("cast(shipped_at as date)", "staging.shipments")) == wanted


def test_a_day_without_a_year_is_asked_for_where_nothing_states_it(desk: Desk) -> None:
    [refused] = desk.load(("顺丰.csv", BILL.format("04-01")))
    [problem] = refused.problems
    assert (refused.status, problem.kind, problem.row, problem.value) == ("refused", "no_year", 2, "04-01")


TRAFFIC = "统计日期,商品ID,商品访客数,支付件数,支付金额\n"


def test_one_day_in_all_rows_of_several_stated_days_is_a_period(desk: Desk) -> None:
    from etl.pipeline import rebuild_all

    rows = TRAFFIC + "2026-06-01,7001,10,1,5.00\n2026-06-01,7002,20,1,6.00\n"
    desk.accept(("【生意参谋平台】商品_全部_2026-06-01_2026-06-07.csv", rows))
    for _ in range(2):
        found = desk.rows("select distinct traffic_date, period_from, period_to from staging.traffic")
        assert [[str(each) for each in row.values()] for row in found] == [["None", "2026-06-01", "2026-06-07"]]
        rebuild_all(desk.shop)


def test_different_days_in_the_rows_are_their_own(desk: Desk) -> None:
    rows = TRAFFIC + "2026-06-01,7001,10,1,5.00\n2026-06-02,7001,20,1,6.00\n"
    desk.accept(("【生意参谋平台】商品_全部_2026-06-01_2026-06-07.csv", rows))
    found = desk.rows("select traffic_date, period_from from staging.traffic order by 1")
    assert [[str(each) for each in row.values()] for row in found] == [["2026-06-01", "None"], ["2026-06-02", "None"]]
