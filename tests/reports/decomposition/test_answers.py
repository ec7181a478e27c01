"""The answers over a shop's warehouse: they are the products' and the weeks' own figures, on every basis and in both books."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from random import Random

import pytest

from reports.decomposition.ads import ad_chain
from reports.decomposition.products import REST, contributions
from reports.decomposition.profit import profit_bridge
from reports.decomposition.sales import sales_split
from reports.decomposition.sold import sold
from reports.period import Period
from reports.products import products
from reports.scope import Scope
from reports.weekly import weekly
from tests.made import Desk, cost, sheet, taobao_line, wanxiangtai_day
from tests.reports.life import START, begun

FIRST, SECOND = Period(START, START + timedelta(13)), Period(START + timedelta(14), START + timedelta(27))
SHORT = Period(START, START + timedelta(8))


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """Four weeks with refunds of every kind, brushing, ads and a settlement."""
    dice = Random(5)
    life = begun(desk, dice)
    life.orders([(f"B{n}", START + timedelta(n), ("LAMP", "CUP")[n % 2], 1 + n % 3, f"{20 + n}.37") for n in range(28)])
    life.refunds(
        [
            ("r1", "B3", START + timedelta(4), "5.00", "money"),
            ("r2", "B5", START + timedelta(16), "25.37", "return"),
            ("r3", "B6", START + timedelta(17), "8.11", "return"),
            ("r4", "B20", START + timedelta(22), "40.37", "return"),
        ]
    )
    life.brushing({"B7": (START + timedelta(7), "3.00"), "B21": (START + timedelta(21), "3.00")})
    life.settlement(START + timedelta(7), START + timedelta(20), [(START + timedelta(9), "4.44")])
    return desk


def test_they_tie_to_the_products_and_the_weeks(busy: Desk) -> None:
    for refunds, book, before in product(("order", "accounting"), ("cleaned", "claimed"), (FIRST, SHORT)):
        tied(Scope(busy.shop, refunds=refunds, book=book), before)


def tied(scope: Scope, before: Period) -> None:
    split, net, profit = (
        sales_split(scope, before, SECOND),
        sales_split(scope, before, SECOND, "net_sales"),
        profit_bridge(scope, before, SECOND),
    )
    assert split is not None
    assert net is not None
    assert profit.bridge is not None
    found = sold(scope, before, SECOND)
    for period, side in ((before, "before"), (SECOND, "after")):
        there = replace(scope, first=period.first, last=period.last)
        whole = weekly(there).total
        by_product = {each.key: each.figures for each in products(there).products}
        for each in found:
            one, wanted = getattr(each, side), by_product.get(each.key)
            if wanted is None:  # known in the other period only
                assert (one.gross, one.net, one.ads, one.fees) == (Decimal(0), Decimal(0), Decimal(0), Decimal(0))
                continue
            assert (one.gross, one.net, one.contribution) == (
                wanted["gross_sales"],
                wanted["net_sales"],
                wanted["contribution"],
            )
        assert sum(getattr(each, side).net for each in found) == whole["net_sales"]
        if side == "after" or before.days == SECOND.days:
            ends = [
                getattr(each, "end" if side == "after" else "start")
                for each in (split.bridge, net.bridge, profit.bridge)
            ]
            assert ends == [whole[name] for name in ("gross_sales", "net_sales", "net_profit")]
    if before.days != SECOND.days:
        earlier = weekly(replace(scope, first=before.first, last=before.last)).total["net_profit"]
        assert abs(profit.bridge.start * before.days - Decimal(earlier or 0) * SECOND.days) <= Decimal("0.05")
    assert bool(profit.bridge["refund_rate"])
    told = contributions(scope, before, SECOND)
    assert told.figure == "contribution"
    assert sum(row.change for row in told.products) == told.end - told.start


def test_a_shop_by_hand(desk: Desk) -> None:
    """LAMP 10 at 10 → 30 at 12, CUP 10 at 20 → 10 at 20, BAG new with 3 for 99.99: the split that test_sales.py works out."""
    rows = [
        taobao_line("1", "11", "100.00", "LAMP", "10", "2026-06-01"), taobao_line("2", "12", "200.00", "CUP", "10", "2026-06-07"),
        taobao_line("3", "13", "360.00", "LAMP", "30", "2026-06-08"), taobao_line("4", "14", "200.00", "CUP", "10", "2026-06-14"),
        taobao_line("5", "15", "99.99", "BAG", "3", "2026-06-10"),
    ]  # fmt: skip
    desk.accept(("items.csv", sheet(rows)))
    week, following = Period(date(2026, 6, 1), date(2026, 6, 7)), Period(date(2026, 6, 8), date(2026, 6, 14))
    split = sales_split(Scope(desk.shop), week, following)
    assert split is not None
    assert split.as_json() == {
        "price": "38.33", "volume": "288.34", "mix": "-66.67", "new_products": "99.99", "discontinued_products": "0.00",
    }  # fmt: skip
    told = contributions(Scope(desk.shop), week, following, "gross_sales")
    assert [(row.key, row.fate, str(row.before), str(row.after)) for row in told.products] == [
        ("LAMP", "both", "100.00", "360.00"),
        ("BAG", "new", "0.00", "99.99"),
        ("CUP", "both", "200.00", "200.00"),
    ]
    assert [bar.name for bar in told.bridge.bars] == ["LAMP", "CUP", "BAG"]


def test_profit_without_every_cost_is_a_range_and_never_a_cost_of_nothing(desk: Desk) -> None:
    """LAMP costs 4, CUP nobody knows: 100 + 200 → 150 + 200. Profit lies between −40+… : 60..260 before, 90..290 after."""
    rows = [
        taobao_line("1", "11", "100.00", "LAMP", "10", "2026-06-01"), taobao_line("2", "12", "200.00", "CUP", "10", "2026-06-07"),
        taobao_line("3", "13", "150.00", "LAMP", "15", "2026-06-08"), taobao_line("4", "14", "200.00", "CUP", "10", "2026-06-14"),
    ]  # fmt: skip
    desk.accept(("items.csv", sheet(rows)), ("costs.csv", sheet([cost("LAMP", "4.00")])))
    week, following = Period(date(2026, 6, 1), date(2026, 6, 7)), Period(date(2026, 6, 8), date(2026, 6, 14))
    found = profit_bridge(Scope(desk.shop), week, following)
    assert found.bridge is None
    assert (found.low, found.high) == (Decimal("-170.00"), Decimal("230.00"))
    assert found.without_cost == (Decimal("200.00"), Decimal("200.00"))
    assert found.as_json()["change"] == ["-170.00", "230.00"]
    told = contributions(Scope(desk.shop), week, following)
    assert (told.figure, told.start, told.end) == ("net_sales", Decimal("300.00"), Decimal("350.00"))


def test_the_eight_largest_and_the_rest(desk: Desk) -> None:
    rows = [
        taobao_line(f"{day}{n}", f"{day}{n}1", f"{100 + n * n * (day - 1)}.00", f"P{n:02}", "1", f"2026-06-{day:02}")
        for n in range(12)
        for day in (1, 8)
    ]
    desk.accept(("items.csv", sheet(rows)))
    week, following = Period(date(2026, 6, 1), date(2026, 6, 7)), Period(date(2026, 6, 8), date(2026, 6, 14))
    told = contributions(Scope(desk.shop), week, following, "gross_sales")
    assert [bar.name for bar in told.bridge.bars] == [*(f"P{n:02}" for n in range(11, 3, -1)), REST]
    assert told.bridge[REST] == Decimal(7 * (0 + 1 + 4 + 9))
    assert len(told.products) == 12


def ads_of(day: str, impressions: str, clicks: str, sales: str, orders: str) -> dict[str, str]:
    cells = {"展现量": impressions, "点击量": clicks, "总成交金额": sales, "总成交笔数": orders}
    return {**wanxiangtai_day("100.00", day), **cells}


def test_ads_by_their_own_reports(desk: Desk) -> None:
    """The seeds' case in an ad report: click rate 2.1 → 4.8 %, sales 50,000 → 90,000; 500 orders before, 1,200 after."""
    rows = [
        ads_of("2026-06-01", "1000000", "21000", "50000.00", "500"),
        ads_of("2026-06-08", "1000000", "48000", "90000.00", "1200"),
    ]
    desk.accept(("ads.csv", sheet(rows)))
    week, following = Period(date(2026, 6, 1), date(2026, 6, 7)), Period(date(2026, 6, 8), date(2026, 6, 14))
    found = ad_chain(Scope(desk.shop), week, following)
    assert found is not None
    assert (found.start, found.end, found["impressions"]) == (Decimal("50000.00"), Decimal("90000.00"), Decimal(0))
    assert round(found["ctr"]) == 56257
    assert round(found["conversion"] + found["basket"]) == -16257
    assert found["conversion"] > 0 > found["basket"]  # 2.38 → 2.5 orders of 100 clicks, of 100.00 → 75.00 each
    assert (
        ad_chain(
            Scope(desk.shop), Period(date(2026, 1, 1), date(2026, 1, 7)), Period(date(2026, 1, 8), date(2026, 1, 14))
        )
        is None
    )
