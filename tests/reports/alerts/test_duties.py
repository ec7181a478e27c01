"""Late answers and missing deliverables as alerts: what fires, what lies exactly on the number, the entries behind it."""

from datetime import date
from fractions import Fraction

import pytest

from book import Change, book
from reports.alerts.alert import BOOK
from reports.alerts.alerts import alerts
from reports.duties.deliverables import deliver
from reports.scope import Scope
from tests import made
from tests.made import Desk
from tests.reports.alerts.agreed import TODAY, agree, fired, number
from tests.reports.duties.people import AGREED, asked, stepped

PEOPLE = [{"name": "小周", "side": "agency"}, {"name": "陈女士", "side": "merchant"}]


@pytest.fixture
def shop(desk: Desk) -> Desk:
    """A shop with one order; the service runs from Monday 1 June 2026 and owes five titles a week."""
    desk.accept(("orders.csv", made.sheet([made.taobao_order("A1", "10.00", day="2026-06-01")])))
    agree(desk, engagement__service_start="2026-06-01", package__week__titles=5)
    book(desk.shop).append([Change("engagement", "people", PEOPLE)], "店主")
    return desk


def test_five_days_of_silence_fire_once_with_the_entries_behind(shop: Desk) -> None:
    name = asked(shop, "agency", "2026-06-01 10:00", "618活动方案，请确认")
    stepped(shop, name, "answered", "2026-06-06 10:00")
    [found] = fired(shop, "duty_overdue")
    assert (found.value, found.threshold, found.money) == (Fraction(48), Fraction(0), None)
    assert (found.day, found.until, found.subject) == (date(2026, 6, 4), date(2026, 6, 6), "1 answer")
    last = book(shop.shop).last
    assert found.behind == ((BOOK, last - 1), (BOOK, last))
    assert "was closed 48 h late" in found.said.in_english()
    said = alerts(Scope(shop.shop), TODAY, ["duty_overdue"]).as_json()["alerts"][0]
    assert (said["value"], said["money"]) == (48.0, None)
    assert said["rows"] == [{"upload": 0, "file": "book", "sheet": None, "row": each} for each in (last - 1, last)]


def test_exactly_on_time_and_exactly_on_the_number_do_not_fire(shop: Desk) -> None:
    stepped(shop, asked(shop, "agency", "2026-06-01 10:00"), "answered", "2026-06-04 10:00")
    assert fired(shop, "duty_overdue") == []
    stepped(shop, asked(shop, "agency", "2026-06-01 10:00"), "answered", "2026-06-06 10:00")
    number(shop, "duty_overdue", "48")
    assert fired(shop, "duty_overdue") == []
    number(shop, "duty_overdue", "47")
    assert [each.value for each in fired(shop, "duty_overdue")] == [Fraction(48)]


def test_both_clocks_of_the_agency_fire_while_they_run(shop: Desk) -> None:
    asked(shop, "merchant", "2026-06-01 10:00", "推广超了")
    found = fired(shop, "duty_overdue")
    assert [each.subject for each in found] == ["1 reply", "1 solution"]
    assert [each.until >= date(2026, 6, 2) for each in found] == [True, True]
    assert "h over" in found[0].said.in_english()


def test_titles_that_are_missing_fire_at_the_end_of_the_week(shop: Desk) -> None:
    """3 of 5 in the week of 1 June, 5 in the next, nothing in the one after: 2 and 5 are missing; 5 of 5 does not fire."""
    for day, count in ((2, 3), (9, 5)):
        deliver(book(shop.shop), "titles", date(2026, 6, day), count, "小周", AGREED)
    entry = book(shop.shop).last - 1

    def told(today: date) -> list[tuple[date, int]]:
        found = alerts(Scope(shop.shop), today, ["deliverable_owed"]).alerts
        return sorted((each.day, each.value) for each in found)  # type: ignore[misc]

    assert told(date(2026, 6, 5)) == []  # Friday: not yet
    assert told(date(2026, 6, 6)) == [(date(2026, 6, 7), 2)]  # two days before the end
    assert told(date(2026, 6, 19)) == [(date(2026, 6, 7), 2)]
    assert told(date(2026, 6, 22)) == [(date(2026, 6, 7), 2), (date(2026, 6, 21), 5)]
    first = min(fired(shop, "deliverable_owed"), key=lambda each: each.day)
    assert (first.money, first.behind) == (None, ((BOOK, entry),))
    number(shop, "deliverable_owed", "2")
    assert told(date(2026, 6, 22)) == [(date(2026, 6, 21), 5)]


def test_the_usual_package_alarms_nobody(shop: Desk) -> None:
    deliver(book(shop.shop), "titles", date(2026, 6, 2), 1, "小周", AGREED)
    book(shop.shop).append([Change("engagement", "package.week.titles", None)], "店主")
    assert fired(shop, "deliverable_owed") == []
