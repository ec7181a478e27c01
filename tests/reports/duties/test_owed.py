"""The package by hand: whole and part weeks and months, deeds, what is missing before the end, minutes of work."""

from datetime import date

import pytest

from book import ChangedMeanwhile, book
from book.engagement import Engagement, Person
from reports.duties.deliverables import deeds, deliver, take_back
from reports.duties.owed import Owed, owed, owed_until
from reports.duties.rules import NotTheirSide, NotYet, WordsNeeded, WrongNumber
from reports.duties.work import log, summed, work
from tests.made import Desk

PEOPLE = (Person("小周", "agency"), Person("小吴", "agency"), Person("陈女士", "merchant"))
# Monday 1 June 2026; the service runs from Wednesday 10 June to Monday 20 July.
AGREED = Engagement(
    people=PEOPLE,
    service_start=date(2026, 6, 10),
    service_end=date(2026, 7, 20),
    package={"week": {"titles": 5, "picture_tests": 2}, "month": {"activities": 2}},
)


def done(desk: Desk, kind: str, day: date, count: int = 1) -> None:
    deliver(book(desk.shop), kind, day, count, "小周", AGREED, "标题优化")


def numbers(found: tuple[Owed, ...]) -> list[tuple[str, int, int, int]]:
    return [(each.kind, each.owed, each.done, each.missing) for each in found]


def test_a_whole_week_owes_the_package(desk: Desk) -> None:
    for day in (15, 16, 21):
        done(desk, "titles", date(2026, 6, day))
    done(desk, "titles", date(2026, 6, 22), 9)  # the week after
    done(desk, "picture_tests", date(2026, 6, 17), 3)  # one more than owed
    found = owed(AGREED, deeds(book(desk.shop)), "week", date(2026, 6, 18))
    assert numbers(found) == [("titles", 5, 3, 2), ("picture_tests", 2, 3, 0)]
    assert (found[0].first, found[0].last, found[0].is_part) == (date(2026, 6, 15), date(2026, 6, 21), False)
    assert [found[0].is_soon(date(2026, 6, day)) for day in (19, 20, 21, 22)] == [False, True, True, False]
    assert [found[0].is_over(date(2026, 6, day)) for day in (21, 22)] == [False, True]


def test_a_part_week_or_month_owes_its_share_rounded_down(desk: Desk) -> None:
    """10–14 June is 5 of 7 days: 25/7 = 3, 10/7 = 1. June has 21 of 30: 1.4 = 1. 20 July is 1 of 7: 0; July 20 of 31: 1.29 = 1."""
    assert numbers(owed(AGREED, (), "week", date(2026, 6, 8))) == [("titles", 3, 0, 3), ("picture_tests", 1, 0, 1)]
    assert owed(AGREED, (), "week", date(2026, 6, 8))[0].served == 5
    assert numbers(owed(AGREED, (), "month", date(2026, 6, 1))) == [("activities", 1, 0, 1)]
    assert numbers(owed(AGREED, (), "week", date(2026, 7, 20))) == [("titles", 0, 0, 0), ("picture_tests", 0, 0, 0)]
    assert numbers(owed(AGREED, (), "month", date(2026, 7, 31))) == [("activities", 1, 0, 1)]
    assert owed(AGREED, (), "week", date(2026, 6, 7)) == ()
    assert owed(AGREED, (), "week", date(2026, 7, 27)) == ()


def test_the_usual_package_holds_where_none_was_agreed() -> None:
    found = owed(Engagement(service_start=date(2026, 6, 1)), (), "week", date(2026, 6, 1))
    assert numbers(found) == [("titles", 5, 0, 5), ("picture_tests", 2, 0, 2), ("report_answers", 2, 0, 2)]
    found = owed(Engagement(service_start=date(2026, 6, 1)), (), "month", date(2026, 6, 1))
    assert numbers(found) == [("test_products", 3, 0, 3), ("activities", 2, 0, 2)]
    assert owed(Engagement(), (), "week", date(2026, 6, 1)) == ()


def test_nothing_is_held_against_the_time_before_the_list_was_kept(desk: Desk) -> None:
    assert owed_until(AGREED, (), date(2026, 7, 31)) == []
    done(desk, "titles", date(2026, 7, 1))
    found = owed_until(AGREED, deeds(book(desk.shop)), date(2026, 7, 8))
    assert [(each.unit, each.kind, each.first) for each in found] == [
        ("week", "titles", date(2026, 6, 29)),
        ("week", "picture_tests", date(2026, 6, 29)),
        ("week", "titles", date(2026, 7, 6)),
        ("week", "picture_tests", date(2026, 7, 6)),
        ("month", "activities", date(2026, 7, 1)),
    ]


def test_a_deed_is_the_agencys_and_is_taken_back_in_the_open(desk: Desk) -> None:
    ledger = book(desk.shop)
    with pytest.raises(NotTheirSide):
        deliver(ledger, "titles", date(2026, 6, 15), 1, "陈女士", AGREED)
    with pytest.raises(WrongNumber):
        deliver(ledger, "titles", date(2026, 6, 15), 0, "小周", AGREED)
    with pytest.raises(NotYet):
        deliver(ledger, "titles", date(2026, 6, 15), 1, "小周", AGREED, today=date(2026, 6, 14))
    done(desk, "titles", date(2026, 6, 15), 2)
    [deed] = deeds(ledger)
    with pytest.raises(WordsNeeded):
        take_back(ledger, deed, "小周", AGREED, "")
    take_back(ledger, deed, "小周", AGREED, "记错了店")
    assert deeds(ledger) == ()
    assert ledger.entries("deliverable")[-1].why == "记错了店"
    with pytest.raises(ChangedMeanwhile):
        take_back(ledger, deed, "小周", AGREED, "再来一次")
    done(desk, "titles", date(2026, 6, 15))
    assert [each.name for each in deeds(ledger)] == ["2"]


def test_minutes_by_step_and_person(desk: Desk) -> None:
    ledger = book(desk.shop)
    for day, step, minutes, who in ((1, "ads", 90, "小周"), (2, "titles", 45, "小吴"), (30, "ads", 15, "小吴")):
        log(ledger, date(2026, 6, day), step, minutes, who, AGREED)
    log(ledger, date(2026, 7, 1), "ads", 600, "小周", AGREED)
    june = summed(work(ledger, date(2026, 6, 1), date(2026, 6, 30)))
    assert june.by_step == (("ads", 105), ("titles", 45))
    assert june.by_person == (("小周", 90), ("小吴", 60))
    assert june.total == 150
    with pytest.raises(WrongNumber):
        log(ledger, date(2026, 6, 1), "ads", 1441, "小周", AGREED)
    with pytest.raises(WordsNeeded):
        log(ledger, date(2026, 6, 1), "喝茶", 10, "小周", AGREED)
    with pytest.raises(NotTheirSide):
        log(ledger, date(2026, 6, 1), "ads", 10, "陈女士", AGREED)
