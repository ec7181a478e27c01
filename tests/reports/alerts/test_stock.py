"""Stock: below the number, too little for the days until new goods arrive, out of stock and what that cost."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from tests import made
from tests.made import Desk
from tests.reports.alerts.agreed import agree, fired, number

FIRST = date(2026, 5, 4)


def day(number: int) -> str:
    return f"{FIRST + timedelta(days=number)}"


def sold(desk: Desk, days: Mapping[int, str], until: int) -> None:
    """Orders of lamps (day number → pieces) at 20.00 a piece, and one of something else on every day, so that each is covered."""
    orders, lines = [], []
    for n in range(until + 1):
        pieces = days.get(n)
        paid = f"{20 * int(pieces)}.00" if pieces else "1.00"
        orders.append(made.taobao_order(f"{n}", paid, day=day(n)))
        lines.append(made.taobao_line(f"{n}", f"L{n}", paid, "LAMP" if pieces else "BULB", pieces or "1", day=day(n)))
    desk.accept(("orders.csv", made.sheet(orders)), ("items.csv", made.sheet(lines)))


def count(desk: Desk, *counts: tuple[int, str], product: str = "LAMP") -> None:
    """Counts of stock by day number."""
    rows = [made.counted(product, units, day(n)) for n, units in counts]
    desk.accept((f"stock-{product}.csv", made.sheet(rows)))


def test_fifty_itself_does_not_warn(desk: Desk) -> None:
    """B24: counts of 50, 49, 42, 60 and 30. Of the 28 days before the second all had lamps: 3 a day, 60.00."""
    sold(desk, dict.fromkeys(range(29), "3"), 40)
    count(desk, (28, "50"), (29, "49"), (30, "42"), (31, "60"), (40, "30"))
    first, second = fired(desk, "stock_below_threshold")
    assert (first.day, first.until, first.value, first.threshold) == (FIRST + timedelta(29), FIRST + timedelta(30), 42, 50)  # fmt: skip
    assert (first.money, len(first.behind)) == (Decimal("60.00"), 2)
    # Of the 28 days before the 40th 17 had lamps: 17 × 60 ÷ 28 = 36.428…
    assert (second.value, second.money) == (30, Decimal("36.43"))
    agree(desk, guards__stock_threshold=30)
    assert fired(desk, "stock_below_threshold") == []


def test_a_warehouse_counted_on_another_day_still_counts(desk: Desk) -> None:
    sold(desk, {}, 3)
    rows = [made.counted("LAMP", "40", day(1), "甲仓"), made.counted("LAMP", "20", day(2), "乙仓"), made.counted("LAMP", "5", day(3), "甲仓")]  # fmt: skip
    desk.accept(("stock.csv", made.sheet(rows)))
    first, *more = fired(desk, "stock_below_threshold")
    # 40 alone on day 1, 40 + 20 on day 2, 5 + 20 on day 3.
    assert [(each.day.day, each.value) for each in (first, *more)] == [(5, 40), (7, 25)]
    assert first.money is None
    assert "not sold" in first.said.in_english()


def test_stock_that_does_not_last_until_new_goods_arrive(desk: Desk) -> None:
    """3 lamps a day and 7 days until new ones arrive: 21 is enough, 20 is one short, 20.00."""
    sold(desk, dict.fromkeys(range(29), "3"), 29)
    count(desk, (28, "21"), (29, "20"))
    assert fired(desk, "stock_below_lead_time") == []  # nobody said how long it takes
    number(desk, "stock_below_lead_time", "7")
    [alert] = fired(desk, "stock_below_lead_time")
    # Of the 28 days before the 29th, all sold: 84 lamps.
    assert (alert.day, alert.value, alert.threshold, alert.money) == (FIRST + timedelta(29), 20, 21, Decimal("20.00"))


def test_three_days_out_of_stock(desk: Desk) -> None:
    """B23: 3 lamps a day for four weeks, then counts of nothing on three days, then goods: 9 lamps, 180.00 missed.

    The range: 9 ± 1.645 × √(9 × (1 + 3/28)) = 9 ± 5.1926…, times 20.00.
    """
    sold(desk, dict.fromkeys(range(28), "3"), 40)
    count(desk, (27, "3"), (28, "0"), (29, "0"), (31, "100"))
    [alert] = fired(desk, "out_of_stock")
    assert (alert.day, alert.until, alert.value) == (FIRST + timedelta(28), FIRST + timedelta(30), 3)
    assert alert.money == Decimal("180.00")
    assert (alert.said.fields["low"], alert.said.fields["high"]) == (Decimal("76.15"), Decimal("283.85"))
    number(desk, "out_of_stock", "3", "product:LAMP")
    assert fired(desk, "out_of_stock") == []


def test_days_on_which_it_was_sold_were_not_without_stock(desk: Desk) -> None:
    """A count of nothing, a sale two days later, no count since: the last count of anything ends it."""
    sold(desk, {**dict.fromkeys(range(28), "1"), 30: "1"}, 40)
    count(desk, (28, "0"))
    count(desk, (33, "8"), product="BULB")
    [alert] = fired(desk, "out_of_stock")
    assert (alert.day, alert.until, alert.value) == (FIRST + timedelta(28), FIRST + timedelta(33), 5)
    assert alert.money == Decimal("100.00")
