"""A strategy change and the sales around it: equal windows of plain days, the raw change with its interval, or a refusal."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from book import book
from reports.events.kind import Event
from reports.events.record import record
from reports.review.strategy import Effect, strategies
from reports.scope import Scope
from tests.made import Desk, sheet, taobao_order

CHANGED = date(2026, 7, 29)
FIRST, LAST = CHANGED - timedelta(28), CHANGED + timedelta(27)


@pytest.fixture
def doubled(desk: Desk) -> Desk:
    """Two orders a day: of 50.00 up to the change, of 100.00 from it on; 28 days on each side, no promotion among them."""
    days = [FIRST + timedelta(n) for n in range(56)]
    rows = [
        taobao_order(f"{day:%m%d}{n}", "50.00" if day < CHANGED else "100.00", day=f"{day}")
        for day in days
        for n in (1, 2)
    ]
    desk.accept((f"orders_{FIRST:%Y%m%d}_{LAST:%Y%m%d}.csv", sheet(rows)))
    return desk


def effects(desk: Desk, *days: date) -> tuple[Effect, ...]:
    record(book(desk.shop), [Event("strategy", f"第{n}次", day, day) for n, day in enumerate(days)], "小周")
    return strategies(Scope(desk.shop), FIRST, LAST, LAST)


def test_the_change_is_that_of_a_plain_day_in_equal_windows(doubled: Desk) -> None:
    [found] = effects(doubled, CHANGED)
    assert found.change
    assert found.before
    assert found.after
    assert (found.before.days, found.after.days, found.days) == (28, 28, (28, 28))
    assert (Decimal(str(found.change.before)), Decimal(str(found.change.after))) == (Decimal("100.0"), Decimal("200.0"))
    assert found.change.change == pytest.approx(1.0)
    text = found.said.in_english()
    assert "¥100.00 → ¥200.00, +100%" in text
    assert "Not adjusted for season." in text


def test_another_change_cuts_the_window(doubled: Desk) -> None:
    later, earlier = effects(doubled, CHANGED, CHANGED + timedelta(10))
    assert earlier.after
    assert later.before
    assert (earlier.after.days, later.before.days) == (10, 10)
    assert earlier.event.first < later.event.first


def test_too_few_days_say_nothing(doubled: Desk) -> None:
    [found] = effects(doubled, LAST - timedelta(5))
    assert (found.change, found.said.in_english()) == (None, "Too few days around it to say anything.")


def test_days_of_promotions_are_no_plain_days(doubled: Desk) -> None:
    record(book(doubled.shop), [Event("promotion", "店庆", CHANGED + timedelta(2), LAST)], "小周")
    [found] = effects(doubled, CHANGED)
    assert found.change is None
    assert found.said.in_english() == "Too few days without a promotion around it (28 before, 2 after) to say anything."
