"""Products on trial: click rates by hand, too few to choose, success as a number, the free repetition."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import exp, sqrt

import pytest

from book import ChangedMeanwhile, book
from book.value import Wrong
from reports.compare.ratio import held as bounds
from reports.goods.board import Board, board, choose
from reports.goods.round import begin, decide, rounds
from reports.scope import Scope
from tests import made
from tests.made import Desk

FIRST, LAST = date(2026, 6, 1), date(2026, 6, 4)
# Each day of four: impressions, clicks, of items that are called 7001, 7002 …
SHOWN = {"7001": ("5000", "100"), "7002": ("5000", "50"), "7003": ("250", "9"), "7004": ("249", "9")}


def shop(desk: Desk, items: dict[str, tuple[str, str]] = SHOWN) -> None:
    days = [(FIRST + timedelta(days=n)).isoformat() for n in range(4)]
    rows = [
        made.wanxiangtai_day("10.00", day, item, 展现量=shown, 点击量=clicked)
        for item, (shown, clicked) in items.items()
        for day in days
    ]
    desk.accept(("ads.csv", made.sheet(rows)))
    orders = [made.taobao_order(f"{n}", "30.00", day="2026-06-02") for n in range(3)]
    lines = [made.taobao_line(f"{n}", f"L{n}", "30.00", "LAMP", day="2026-06-02", 商品ID="7001") for n in range(3)]
    desk.accept(("orders.csv", made.sheet(orders)), ("lines.csv", made.sheet(lines)))


def trial(desk: Desk, name: str, products: list[str], goal: str = "ctr", at_least: str = "0.02", **said: str) -> None:
    begin(book(desk.shop), name, FIRST, LAST, products, goal, at_least, "小周", **said)


def only(desk: Desk) -> Board:
    [found] = board(Scope(desk.shop))
    return found


def test_click_rates_and_who_may_be_judged(desk: Desk) -> None:
    """7001 is sold as LAMP: 400 of 20,000 is exactly 2 %. Equal days leave only the clicks' own chance: ± 4.813 ÷ √400."""
    shop(desk)
    trial(desk, "首轮", ["LAMP", "7002", "7003", "7004", "7005"])
    found = only(desk)
    assert [each.product for each in found.products] == ["7004", "7003", "LAMP", "7002", "7005"]
    said = {each.product: each for each in found.products}
    lamp = said["LAMP"]
    assert (lamp.impressions, lamp.clicks, lamp.ctr) == (20_000, 400, Fraction(1, 50))
    assert lamp.low == pytest.approx(0.02 * exp(-4.813 / 20), rel=1e-9)
    assert lamp.high == pytest.approx(0.02 * exp(4.813 / 20), rel=1e-9)
    assert (lamp.is_success, said["7002"].is_success) == (True, False)
    assert (said["7003"].impressions, said["7003"].is_success) == (1000, True)  # exactly enough
    assert (said["7004"].impressions, said["7004"].is_success) == (996, None)  # a better rate, but too few to choose
    assert (said["7005"].ctr, said["7005"].low) == (None, None)
    assert (found.successes, found.success_rate, found.source) == (2, Fraction(2, 3), "ads")
    assert found.is_usual_size


def test_days_that_drift_widen_the_interval() -> None:
    """Fourteen days at 1 %, fourteen at 3 %: a pooled binomial interval would be 9 times narrower."""
    clicks, shown = [100] * 14 + [300] * 14, [10_000] * 28
    low, high = bounds(clicks, shown) or (0.0, 0.0)
    pooled = 1.96 * sqrt(0.02 * 0.98 / 280_000)
    assert low < 0.011 < 0.03 < high
    assert high - 0.02 > 9 * pooled
    assert bounds([9, 0], [100, 100]) is None
    assert bounds([10], [100]) is None


def test_success_may_be_orders_or_profit(desk: Desk, other_desk: Desk) -> None:
    """Three orders of 30.00; ads of 40.00 over the four days; goods at 10.00 apiece: 90 − 30 − 40 = 20.00."""
    shop(desk)
    trial(desk, "订单", ["LAMP", "7002"], "orders", "3")
    assert [each.is_success for each in only(desk).products] == [True, False]
    trial(desk, "没有成本", ["LAMP", "7004"], "profit", "1.00")
    unknown = next(each for each in board(Scope(desk.shop)) if each.round.name == "没有成本")
    assert {each.product: each.state for each in unknown.products} == {"LAMP": "unknown", "7004": "too_few"}
    shop(other_desk)
    other_desk.accept(("costs.csv", made.sheet([made.cost("LAMP", "10.00")])))
    trial(other_desk, "利润", ["LAMP"], "profit", "20.00")
    [lamp] = only(other_desk).products
    assert (lamp.profit, lamp.is_success) == (Decimal("20.00"), True)
    trial(other_desk, "利润二", ["LAMP"], "profit", "20.01")
    assert {each.round.name: each.successes for each in board(Scope(other_desk.shop))} == {"利润": 1, "利润二": 0}


def test_only_those_shown_often_enough_are_chosen(desk: Desk) -> None:
    shop(desk)
    trial(desk, "首轮", ["7003", "7004"])
    seen = only(desk)
    with pytest.raises(Wrong):
        choose(Scope(desk.shop), seen, {"7004": "chosen"}, "店主")
    choose(Scope(desk.shop), seen, {"7003": "chosen"}, "店主", "图好")
    assert {each.product: each.choice for each in only(desk).products} == {"7003": "chosen", "7004": ""}
    with pytest.raises(ChangedMeanwhile):
        decide(book(desk.shop), seen.round, {"7003": "dropped"}, "小周")
    with pytest.raises(Wrong):
        begin(book(desk.shop), "倒着", LAST, FIRST, ["7003"], "ctr", "0.02", "小周")
    with pytest.raises(ChangedMeanwhile):
        trial(desk, "首轮", ["7001"])
    assert len(rounds(book(desk.shop))) == 1


def test_a_failed_round_is_repeated_once_for_nothing(desk: Desk) -> None:
    shop(desk)
    trial(desk, "首轮", ["LAMP", "7002"], at_least="0.03")
    assert (only(desk).successes, only(desk).retest) == (0, "owed")
    trial(desk, "免费重测", ["LAMP"], at_least="0.03", retest_of="首轮")
    assert {each.round.name: each.retest for each in board(Scope(desk.shop))} == {"首轮": "done", "免费重测": ""}


def test_nothing_is_owed_before_everybody_was_judged(desk: Desk, other_desk: Desk) -> None:
    shop(desk)
    trial(desk, "首轮", ["7002", "7004"], at_least="0.03")
    assert only(desk).retest == ""
    shop(other_desk)
    begin(book(other_desk.shop), "未完", FIRST, LAST + timedelta(days=1), ["7002"], "ctr", "0.03", "小周")
    assert (only(other_desk).is_over, only(other_desk).retest) == (False, "")
