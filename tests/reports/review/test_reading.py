"""The one-line reading of the bars, held against bars made by hand: two thirds of the change, and never more than they say."""

from datetime import date
from decimal import Decimal

import pytest

from reports.decomposition.bridge import Bar, Bridge
from reports.period import Period
from reports.review.bars import Bars
from reports.review.reading import reading

BEFORE, AFTER = Period(date(2026, 7, 1), date(2026, 7, 31)), Period(date(2026, 8, 1), date(2026, 8, 31))


def bridge(start: str, **bars: str) -> Bridge:
    steps = tuple(Bar(name, Decimal(amount)) for name, amount in bars.items())
    return Bridge(Decimal(start), steps, sum((step.amount for step in steps), Decimal(start)))


def said(found: Bridge, visits: Bridge | None = None, *, missed: bool = True) -> str:
    return reading(Bars(BEFORE, AFTER, "net_sales", found, visits), missed).in_english()


def test_two_thirds_of_a_fall_are_mostly_product_and_less_is_neither() -> None:
    exactly = bridge("1000.00", volume="-100.00", price="-150.00", refunds="-50.00")
    assert said(exactly) == "Mostly product: price −¥150.00, refunds −¥50.00, together −¥200.00 of the fall of ¥300.00."
    below = bridge("1000.00", volume="-100.01", price="-150.00", refunds="-49.99")
    assert said(below) == (
        "Neither product nor promotion alone: the fall of ¥300.00 is pieces sold −¥100.01, price −¥150.00, refunds −¥49.99."
    )


def test_visits_tell_people_from_purchases() -> None:
    split = bridge("1000.00", volume="-300.00", refunds="10.00")
    fewer_came = bridge("1100.00", visitors="-250.00", orders_per_visitor="-50.00")
    assert (
        said(split, fewer_came)
        == "Mostly promotion: visitors −¥250.00 of the fall of ¥290.00; the season is not taken out."
    )
    fewer_bought = bridge("1100.00", visitors="-20.00", orders_per_visitor="-280.00")
    assert said(split, fewer_bought).startswith(
        "Mostly product: orders per visitor −¥280.00, refunds ¥10.00, together −¥270.00"
    )


def test_pieces_without_visits_belong_to_nobody() -> None:
    text = said(bridge("1000.00", days="32.00", volume="-300.00", price="-10.00"))
    assert text.startswith("Mostly fewer pieces sold: pieces sold −¥300.00 of the fall of ¥310.00. No visits are known")
    assert said(bridge("1000.00", volume="300.00")).startswith(
        "Mostly more pieces sold: pieces sold ¥300.00 of the rise"
    )


@pytest.mark.parametrize(("amount", "moved"), [("19.99", False), ("-19.99", False), ("20.00", True), ("-20.00", True)])
def test_below_two_hundredths_sales_hardly_moved(amount: str, moved: bool) -> None:
    found = bridge("1000.00", days="500.00", price=amount)
    assert said(found).startswith("Mostly product") == moved
    if not moved:
        assert "a miss then lies in the target" in said(found)
        assert "a miss" not in said(found, missed=False)


def test_a_side_may_be_larger_than_the_change_itself() -> None:
    found = bridge("1000.00", price="-500.00", volume="470.00", refunds="-70.00")
    assert said(found).startswith(
        "Mostly product: price −¥500.00, refunds −¥70.00, together −¥570.00 of the fall of ¥100.00"
    )
