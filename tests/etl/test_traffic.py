"""Visits of the shop and of its items, once each: newest state, never items on top of the shop, never a period on a day."""

from datetime import date
from typing import Any

from etl.pipeline import undo
from tests.made import Desk, item_visits, sheet, shop_visits

JD = "时间,SKU,货号,成交金额,商品访客数,商品浏览量,成交转化率,成交客户数,搜索曝光次数,搜索点击次数\n"
SOURCES = "统计日期,流量来源,来源明细,访客数,浏览量\n"


def days(desk: Desk) -> dict[str, tuple[Any, ...]]:
    names = ("visitors", "paying_buyers", "page_views", "search_impressions", "search_clicks")
    rows = desk.rows(f"select day, {', '.join(names)} from marts.daily where page_views is not null order by day")
    return {f"{row['day']:%m-%d}": tuple(row[name] for name in names) for row in rows}


def test_two_overlapping_exports_and_the_same_file_again_count_once(desk: Desk) -> None:
    old = sheet([shop_visits("2026-06-01", "100"), shop_visits("2026-06-02", "90")])
    new = sheet([shop_visits("2026-06-02", "95", "6"), shop_visits("2026-06-03", "80")])
    [late] = desk.accept(("宏观监控_20260604_101112.csv", new))
    desk.accept(("宏观监控_20260603_101112.csv", old))
    desk.accept(("宏观监控_20260603_111112.csv", old))
    everything = {
        "06-01": (100, 5, 300, None, None),
        "06-02": (95, 6, 300, None, None),
        "06-03": (80, 5, 300, None, None),
    }
    assert days(desk) == everything
    undo(desk.shop, late)
    assert days(desk) == {"06-01": (100, 5, 300, None, None), "06-02": (90, 5, 300, None, None)}


def test_items_do_not_count_on_top_of_the_shop(desk: Desk) -> None:
    desk.accept(("items.csv", sheet([item_visits("2026-06-01", "7001"), item_visits("2026-06-01", "7002")])))
    assert days(desk) == {"06-01": (None, None, 400, None, None)}  # their visitors may be the same people
    desk.accept(("宏观监控_20260604_101112.csv", sheet([shop_visits("2026-06-01", "100")])))
    assert days(desk) == {"06-01": (100, 5, 300, None, None)}
    items = desk.rows("select item_id, visitors from facts.traffic where grain = 'item' order by item_id")
    assert items == [{"item_id": "7001", "visitors": 60}, {"item_id": "7002", "visitors": 60}]


def test_search_of_jd_adds_up_over_items(desk: Desk) -> None:
    rows = "2026-06-01,1001,A,10.00,50,80,4%,2,1000,21\n2026-06-01,1002,B,0.00,30,40,0%,0,500,9\n"
    desk.accept(("商品明细.csv", JD + rows))
    assert days(desk) == {"06-01": (None, None, 120, 1500, 30)}


def test_a_period_and_a_source_are_on_no_day(desk: Desk) -> None:
    desk.accept(("宏观监控.csv", sheet([shop_visits("2026-06-01 ~ 2026-06-07", "600")])))
    desk.accept(("流量_20260601_20260601.csv", SOURCES + "2026-06-01,手淘搜索,-,40,90\n"))
    assert desk.one("count(*)", "facts.traffic") == 0
    assert desk.one("count(*)", "marts.daily") == 0
    assert desk.one("count(*)", "marts.coverage") == 0
    assert desk.one("count(*)", "staging.traffic") == 2


def test_a_day_without_a_row_in_a_covering_report_is_covered(desk: Desk) -> None:
    desk.accept(("宏观监控_2026-06-01_2026-06-03.csv", sheet([shop_visits("2026-06-01"), shop_visits("2026-06-03")])))
    covered = desk.rows("select source, platform, day from marts.coverage order by day")
    assert [(row["source"], row["platform"], row["day"]) for row in covered] == [
        ("traffic", "taobao", date(2026, 6, day)) for day in (1, 2, 3)
    ]


def test_visits_of_an_item_meet_the_product_its_orders_name(desk: Desk) -> None:
    from tests.made import taobao_line, taobao_order

    desk.accept(("items.csv", sheet([item_visits("2026-06-01", "7001")])))
    desk.accept(
        ("orders.csv", sheet([taobao_order("1")])), ("lines.csv", sheet([taobao_line("1", "1a", 商品ID="7001")]))
    )
    assert desk.rows("select item_id, product_key from facts.item_products") == [
        {"item_id": "7001", "product_key": "LAMP"}
    ]
