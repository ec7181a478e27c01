"""The ten minutes of a day, by hand: which day is told, its figures, the share of the target, which source is late."""

from datetime import date
from decimal import Decimal

import pytest

from reports.scope import Scope
from reports.today import Late, Today, today
from tests.made import Desk, sheet, taobao_line, wanxiangtai_day
from tests.reports.weekshop import make


def morning(desk: Desk, day: str) -> Today:
    found = today(Scope(desk.shop), date.fromisoformat(day))
    assert found is not None
    return found


def test_yesterday_against_the_week_before_and_the_share_of_the_target(desk: Desk) -> None:
    found = morning(make(desk), "2026-06-12")
    assert (found.day, found.age, found.late) == (date(2026, 6, 11), 0, ())
    # 5.05 sold, 6.00 of goods and 2.00 of ads.
    assert [found.figures[name] for name in ("net_sales", "ad_spend", "net_profit")] == [
        Decimal("5.05"), Decimal("2.00"), Decimal("-2.95"),
    ]  # fmt: skip
    assert found.week_before["net_sales"] == 0, "the order file speaks of that Thursday too"
    # Monday to Thursday: 70.00 + 90.10 + 5.05, of 3,000.00 ÷ 30 days.
    assert found.so_far["net_sales"] == Decimal("165.15")
    assert (found.target, found.target_whole) == (Decimal("400.00"), Decimal("700.00"))
    assert found.last_week is not None
    assert (found.last_week.week_start, found.last_week.state) == (date(2026, 6, 1), "complete")


def test_a_day_on_which_nothing_was_sold_is_nothing_and_not_unknown(desk: Desk) -> None:
    found = morning(make(desk), "2026-06-15")
    assert (found.day, found.figures["net_sales"]) == (date(2026, 6, 14), 0)
    assert found.figures["net_profit"] == Decimal("-2.00")


def test_old_files_are_said_to_be_old(desk: Desk) -> None:
    found = morning(make(desk), "2026-06-17")
    assert (found.day, found.age) == (date(2026, 6, 14), 2)
    late = [Late(source, "taobao", date(2026, 6, 14), 2) for source in ("ads", "orders")]
    assert list(found.late) == late
    answer = found.as_json()
    assert answer["days_old"] == 2
    assert answer["figures"]["net_profit"] == "-2.00"
    assert answer["target"] == "700.00"


def test_the_morning_itself_is_not_told_while_a_day_before_it_is_known(desk: Desk) -> None:
    make(desk)
    assert morning(desk, "2026-06-14").day == date(2026, 6, 13)
    assert morning(desk, "2026-06-01").day == date(2026, 6, 14), "a clock that is wrong shows what there is"


@pytest.mark.parametrize("day", ["2026-06-01", "2026-06-02", "2026-06-30", "2030-01-01"])
def test_a_shop_without_an_agreement_has_no_target(desk: Desk, day: str) -> None:
    desk.accept(("orders_2026-06-01_2026-06-01.csv", sheet([taobao_line("A", "A", "1.00", "LAMP", day="2026-06-01")])))
    found = morning(desk, day)
    assert (found.day, found.target, found.last_week) == (date(2026, 6, 1), None, None)
    assert found.figures["net_profit"] is None, "no unit cost: not known"
    assert found.week_before["net_sales"] is None, "no file tells of it"


def test_no_orders_no_day(desk: Desk) -> None:
    desk.accept(("ads.csv", sheet([wanxiangtai_day("2.00", "2026-06-01")])))
    assert today(Scope(desk.shop)) is None
