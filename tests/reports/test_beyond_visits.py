"""Orders beyond what visits and clicks explain: the design's two points, exactly on the limit, the product's own habit."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from etl.typed import list_as_brushing
from reports.brushing.visits import Beyond, beyond_clicks, beyond_visits, most_orders
from reports.scope import Scope
from tests.made import Desk, item_visits, sheet, shop_visits, taobao_line, wanxiangtai_day

MONDAY = date(2026, 6, 1)
VISITORS = (30, 30, 30, 30, 30, 25, 25)  # of a week: 200


def week(monday: date) -> list[str]:
    return [f"{monday + timedelta(days=n)}" for n in range(7)]


def sold(number: int, monday: date = MONDAY, item: str = "7001", paid: str = "10.00") -> list[dict[str, str]]:
    """So many orders of one item within a week."""
    days = week(monday)
    return [
        dict(taobao_line(f"{monday}-{item}-{n}", f"{monday}-{item}-{n}", paid, "LAMP", day=days[n % 7], 商品ID=item))
        for n in range(number)
    ]


def visits(*mondays: date) -> str:
    days = [(day, str(VISITORS[n % 7])) for monday in mondays for n, day in enumerate(week(monday))]
    return sheet([item_visits(day, "7001", visitors) for day, visitors in days])


def beyond(desk: Desk, last: date = MONDAY + timedelta(days=6)) -> list[Beyond]:
    return beyond_visits(Scope(desk.shop), MONDAY, last)


@pytest.mark.parametrize(("visitors", "most"), [(200, 16), (3000, 165)])
def test_the_points_of_the_design(visitors: int, most: int) -> None:
    """At 3 % of visitors: asked about from 17 orders on instead of 6, from 166 instead of 90."""
    assert most_orders(visitors * 0.03) == most


@pytest.mark.parametrize("orders", [16, 17])
def test_one_more_order_than_chance_leaves_open(desk: Desk, orders: int) -> None:
    desk.accept(("orders.csv", sheet(sold(orders))), ("visits.csv", visits(MONDAY)))
    found = beyond(desk)
    if orders == 16:
        assert found == []
        return
    [told] = found
    assert (told.came, told.orders, told.usual, told.most) == (200, 17, Decimal("6.00"), 16)
    assert (told.first, told.last, told.amount) == (MONDAY, MONDAY + timedelta(days=6), Decimal("170.00"))


def test_a_product_that_always_sells_so_well_is_not_asked_about(desk: Desk) -> None:
    mondays = [MONDAY - timedelta(days=7 * n) for n in range(5)]
    rows = [row for monday in mondays for row in sold(20, monday)]
    desk.accept(("orders.csv", sheet(rows)), ("visits.csv", visits(*mondays)))
    assert beyond(desk) == []


def test_a_week_that_is_not_over_and_orders_found_to_be_brushing_say_nothing(desk: Desk) -> None:
    desk.accept(("orders.csv", sheet(sold(40))), ("visits.csv", visits(MONDAY)))
    assert beyond(desk, MONDAY + timedelta(days=5)) == []
    assert [each.orders for each in beyond(desk)] == [40]
    list_as_brushing(desk.shop, {f"{MONDAY}-7001-{n}": MONDAY for n in range(24)})
    assert beyond(desk) == []


def test_the_shop_whole_is_held_against_its_own_visitors(desk: Desk) -> None:
    rows = [shop_visits(day, str(VISITORS[n])) for n, day in enumerate(week(MONDAY))]
    desk.accept(("orders.csv", sheet([*sold(10), *sold(10, item="8")])), ("宏观监控_20260610_101112.csv", sheet(rows)))
    [told] = beyond(desk)
    assert (told.product, told.orders, told.amount) == (None, 20, Decimal("200.00"))


@pytest.mark.parametrize(("spend", "orders", "asked"), [("10.00", 80, True), ("11.00", 80, True), ("11.01", 80, False), ("10.00", 40, False)])  # fmt: skip
def test_more_orders_of_as_many_clicks_for_the_same_money(desk: Desk, spend: str, orders: int, asked: bool) -> None:
    """Four weeks with one order a click-day, then as many clicks and twice or three times the orders."""
    start = MONDAY - timedelta(days=28)
    days = [f"{start + timedelta(days=n)}" for n in range(56)]
    before = [dict(taobao_line(f"B{n}", f"B{n}", day=days[n])) for n in range(28)]
    after = [dict(taobao_line(f"A{n}", f"A{n}", day=days[28 + n % 28])) for n in range(orders)]
    ads = [wanxiangtai_day("10.00" if n < 28 else spend, day) for n, day in enumerate(days)]
    desk.accept((f"orders_{days[0]}_{days[-1]}.csv", sheet([*before, *after])), ("ads.csv", sheet(ads)))
    found = beyond_clicks(Scope(desk.shop), date.fromisoformat(days[-1]))
    # 28 orders of 140 clicks before; of 140 clicks usual are 28 again, and 999 of 1,000 times at most 56.
    assert [(each.came, each.usual, each.orders) for each in found] == ([(140, Decimal("28.00"), 80)] if asked else [])
    assert found == [] or orders > found[0].most > 40
