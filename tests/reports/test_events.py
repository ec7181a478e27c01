"""Events: the promotion calendar by hand, the days it takes, the shop's own events in its book."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from math import radians, sin

import pytest

from book import ChangedMeanwhile, book
from reports.events.calendar import lunar_new_years, promotions
from reports.events.event import Event, events, plain_days
from reports.events.record import record, recorded, withdraw
from tests.made import Desk

# As public calendars print them.
PRINTED = (
    *("2015-02-19", "2019-02-05", "2023-01-22", "2024-02-10", "2025-01-29", "2026-02-17", "2027-02-06", "2028-01-26"),
    *("2029-02-13", "2030-02-03", "2031-01-23", "2032-02-11", "2033-01-31", "2034-02-19"),
)


def held(year: int, label: str) -> list[str]:
    """The windows of a name that a year has, as `MM-DD..MM-DD`."""
    found = promotions(date(year, 1, 1), date(year, 12, 31))
    return [f"{e.first:%m-%d}..{e.last:%m-%d}" for e in found if e.name == label and e.last.year == year]


@pytest.mark.parametrize(
    ("year", "shopping", "festival", "june", "november"),
    [
        (2023, "12-28..01-12", "01-17..01-29", "05-24..05-30", "10-24..10-30"),
        (2024, "01-16..01-31", "02-05..02-17", "05-20..05-30", "10-14..10-30"),
        (2025, "01-04..01-19", "01-24..02-05", "05-13..05-30", "10-15..10-30"),
        (2026, "01-23..02-07", "02-12..02-24", "05-24..05-30", "10-20..10-30"),
    ],
)
def test_the_windows_of_a_year(year: int, shopping: str, festival: str, june: str, november: str) -> None:
    assert held(year, "New year's shopping festival") == [shopping]
    assert held(year, "Spring Festival") == [festival]
    assert (held(year, "618 pre-sale"), held(year, "Double 11 pre-sale")) == ([june], [november])
    assert (held(year, "618 opening"), held(year, "618")) == (["05-31..06-03"], ["06-15..06-20"])
    assert (held(year, "Double 11 opening"), held(year, "Double 11")) == (["10-31..11-03"], ["11-08..11-11"])
    assert (held(year, "3.8 sale"), held(year, "9.9 sale")) == (["03-01..03-08"], ["09-07..09-10"])
    assert (held(year, "Double 12"), held(year, "National Day holiday")) == (["12-08..12-12"], ["10-01..10-07"])


def test_the_lunar_new_years() -> None:
    days = list(lunar_new_years().values())
    assert [day.year for day in days] == list(range(2015, 2041))
    assert {day.isoformat() for day in days} >= set(PRINTED)
    for day in days:
        assert (1, 21) <= (day.month, day.day) <= (2, 20)
        moon = new_moon_near(day)
        assert timedelta(hours=-1) < moon - datetime.combine(day, datetime.min.time()) < timedelta(hours=25), day
    months = {round((later - earlier).days / 29.530588) for earlier, later in pairwise(days)}
    assert months == {12, 13}


def new_moon_near(day: date) -> datetime:
    """The new moon nearest to a day in China's time, by Meeus' leading terms: right within half an hour."""
    k = round(((day - date(2000, 1, 6)).days + 0.2) / 29.530588)
    t = k / 1236.85
    sun = radians(2.5534 + 29.1053567 * k)
    moon = radians(201.5643 + 385.81693528 * k)
    node = radians(160.7108 + 390.67050284 * k)
    days = 2451550.09766 + 29.530588861 * k + 0.00015437 * t * t
    days += -0.4072 * sin(moon) + 0.17241 * sin(sun) + 0.01608 * sin(2 * moon) + 0.01039 * sin(2 * node)
    days += 0.00739 * sin(moon - sun) - 0.00514 * sin(moon + sun) + 0.00208 * sin(2 * sun)
    return datetime(2000, 1, 1, 12) + timedelta(days=days - 2451545.0, hours=8)


def test_the_days_around_a_promotion_are_not_plain_either() -> None:
    found = list(promotions(date(2026, 1, 1), date(2026, 12, 31)))
    assert plain_days(found, date(2026, 10, 8), date(2026, 11, 30)) == spans("10-08..10-14", "11-18..11-30")
    assert plain_days(found, date(2026, 5, 1), date(2026, 7, 5)) == spans("05-01..05-18", "06-27..07-05")
    assert plain_days(found, date(2026, 1, 1), date(2026, 3, 15)) == spans("01-01..01-22", "03-12..03-15")
    assert plain_days(found, date(2026, 9, 1), date(2026, 9, 20)) == spans("09-01..09-04", "09-13..09-20")


def spans(*said: str) -> frozenset[date]:
    """The days of 2026 in `MM-DD..MM-DD`."""
    days = set()
    for each in said:
        first, last = (date.fromisoformat(f"2026-{end}") for end in each.split(".."))
        days |= {first + timedelta(n) for n in range((last - first).days + 1)}
    return frozenset(days)


def test_days_of_january_may_belong_to_a_window_that_begins_in_the_year_before() -> None:
    [event] = promotions(date(2022, 12, 28), date(2022, 12, 29))  # 22 January 2023, 25 days before
    assert (event.name, event.first) == ("New year's shopping festival", date(2022, 12, 28))


A = Event("promotion", "店庆", date(2026, 7, 6), date(2026, 7, 8), before=1, after=2, origin="typed")
B = Event("picture", "主图换白底", date(2026, 7, 20), date(2026, 7, 20), product="HT-04", origin="typed")


def test_events_of_the_shop_stand_beside_the_calendar(desk: Desk) -> None:
    made = desk.shop
    record(book(made), [A, B], "小周")
    found = events(made, date(2026, 7, 1), date(2026, 7, 31))
    assert [(each.name, each.origin, each.who) for each in found] == [
        ("店庆", "typed", "小周"),
        ("主图换白底", "typed", "小周"),
    ]
    assert plain_days(found, date(2026, 7, 1), date(2026, 7, 31)) == spans("07-01..07-04", "07-11..07-31")
    june = events(made, date(2026, 6, 1), date(2026, 7, 5))  # 店庆 is waited for on 5 July
    assert [each.name for each in june] == ["618 opening", "618", "店庆"]


def test_a_promotion_of_one_product_takes_its_days_only() -> None:
    own = Event("promotion", "百亿补贴", date(2026, 8, 3), date(2026, 8, 9), product="HT-01", origin="typed")
    assert len(plain_days([own], date(2026, 8, 1), date(2026, 8, 31))) == 31
    assert len(plain_days([own], date(2026, 8, 1), date(2026, 8, 31), product="HT-01")) == 24
    assert len(plain_days([own], date(2026, 8, 1), date(2026, 8, 31), product="HT-02")) == 31


def test_the_same_event_is_recorded_once_and_taken_back_once(desk: Desk) -> None:
    ledger = book(desk.shop)
    assert len(record(ledger, [A, B, B], "小周")) == 2
    assert record(ledger, [B], "小周", "uploaded") == []
    [first, second] = recorded(ledger)
    assert (first.subject, second.product) == (A.subject, "HT-04")
    withdraw(ledger, first, "陈女士", "没有做")
    assert [each.name for each in recorded(ledger)] == ["主图换白底"]
    with pytest.raises(ChangedMeanwhile):
        withdraw(ledger, first, "陈女士", "再撤一次")
    assert [(entry.who, entry.why, entry.body is None) for entry in ledger.entries("event", A.subject)] == [
        ("小周", "", False),
        ("陈女士", "没有做", True),
    ]
    assert ledger.verify() == 3
    record(ledger, [A], "小周")
    assert len(recorded(ledger)) == 2
