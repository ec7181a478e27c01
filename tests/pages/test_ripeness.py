"""Refunds still to come on the Week page: what is expected, what is settled, and why nothing is said."""

from datetime import timedelta

import pytest

from tests.made import Desk
from tests.pages.visit import Visit
from tests.reports.late import START, life, load_life


def test_a_new_week_says_what_is_expected_and_an_old_one_that_it_is_settled(bare: Desk) -> None:
    last = load_life(bare, life(5, 14, 9.0))
    visit = Visit("week", "en-US", week=f"{last - timedelta(days=6)}")
    assert visit.errors == []
    assert "Refunds are still arriving." in visit.said
    assert "Of the refunds of this week's orders about" in visit.said
    assert "◔ estimate" in visit.said
    assert "Still expected (estimate)" in visit.said
    assert "Share of refunded orders by week of payment" in visit.said  # read aloud
    old = Visit("week", "en-US", week=f"{START}")
    assert old.errors == []
    assert "Refunds are still arriving." not in old.said
    assert "their refunds have arrived (settled since" in old.said


def test_weeks_are_hatched_for_late_refunds_only_where_these_change_them(bare: Desk) -> None:
    last = load_life(bare, life(5, 10, 9.0))
    week = f"{last - timedelta(days=6)}"
    assert "refunds still arriving" in Visit("week", "en-US", week=week, refunds="order").said
    assert "refunds still arriving" not in Visit("week", "en-US", week=week, refunds="accounting").said


@pytest.mark.usefixtures("demo")
def test_the_demo_shop_says_that_no_file_tells_the_days_of_its_refunds() -> None:
    visit = Visit("week", "en-US")
    assert visit.errors == []
    assert "no file tells the day of the refunds of" in visit.said
    assert "not all refunds have arrived yet" in visit.said
    assert "Refunds are still arriving." not in visit.said
