"""Clocks of requests by hand: due, late, exactly on time, over a month's end, in hindsight, and with a computer's clock that jumps."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from book import ChangedMeanwhile, Entry, book
from reports.contract.month import Month
from reports.duties.late import late, late_by_month
from reports.duties.moment import Stretch, hours, shown
from reports.duties.own import clocks_now, say_hours
from reports.duties.requests import ask, reopen, request_of, requests, take_step
from reports.duties.rules import NothingOpen, NotTheirSide, NotYet, UnknownPerson, WordsNeeded, WrongNumber
from reports.duties.usual import clocks
from tests.made import Desk
from tests.reports.duties.people import AGREED, after, asked, at, one, stepped


def test_five_days_of_silence_are_forty_eight_hours_late(desk: Desk) -> None:
    """Seed A33: the merchant says nothing to a plan for five days; 120 h less 72 h."""
    name = asked(desk, "agency", "2026-06-01 10:00", "618活动方案，请确认")
    assert one(desk, name, "2026-06-03 09:59").state == "open"
    assert one(desk, name, "2026-06-03 10:00").state == "due_soon"
    assert one(desk, name, "2026-06-04 10:00").state == "due_soon"  # exactly 72 h is in time
    assert one(desk, name, "2026-06-04 10:01").state == "overdue"
    stepped(desk, name, "answered", "2026-06-06 10:00")
    found = one(desk, name, "2026-07-01 00:00")
    assert found.state == "answered"
    june = late([found], Month(2026, 6).first, Month(2026, 6).last)
    assert (june["merchant"].hours, june["agency"].hours) == (Fraction(48), Fraction(0))
    assert shown(june["merchant"].hours) == "48.00"


def test_an_answer_exactly_on_time_is_in_time(desk: Desk) -> None:
    name = asked(desk, "agency", "2026-06-01 10:00")
    stepped(desk, name, "answered", "2026-06-04 10:00")
    assert one(desk, name, "2026-06-30 00:00").late == ()


def test_the_agency_owes_a_reply_and_a_solution(desk: Desk) -> None:
    """Replied after 3 h 20 min: 1 h 20 min late. Solved after 30 h: 6 h late. They do not overlap: 7 h 20 min."""
    name = asked(desk, "merchant", "2026-06-01 10:00")
    assert [each.state for each in one(desk, name, "2026-06-01 12:00").running] == ["open", "open"]
    assert [each.state for each in one(desk, name, "2026-06-01 12:01").running] == ["overdue", "open"]
    stepped(desk, name, "replied", "2026-06-01 13:20")
    assert one(desk, name, "2026-06-01 14:00").state == "replied"
    stepped(desk, name, "solved", "2026-06-02 16:00")
    found = one(desk, name, "2026-06-05 00:00")
    assert found.state == "solved"
    june = late([found], Month(2026, 6).first, Month(2026, 6).last)["agency"]
    assert june.hours == Fraction(22, 3)
    assert shown(june.hours) == "7.33"


def test_hours_of_two_clocks_of_one_request_count_once(desk: Desk) -> None:
    """Neither replied nor solved for 30 h: the reply is 28 h late, the solution 6 of the same hours."""
    name = asked(desk, "merchant", "2026-06-01 10:00")
    stepped(desk, name, "solved", "2026-06-02 16:00")
    found = one(desk, name, "2026-06-05 00:00")
    assert [each.late and hours([each.late]) for each in found.running] == [Fraction(28), Fraction(6)]
    assert late([found], Month(2026, 6).first, Month(2026, 6).last)["agency"].hours == Fraction(28)


def test_late_hours_are_split_at_midnight_of_the_shop(desk: Desk) -> None:
    """Due on 30 June 20:00, answered on 2 July 03:30 shop time: 4 h in June, 27.5 h in July."""
    name = asked(desk, "agency", "2026-06-27 20:00")
    stepped(desk, name, "answered", "2026-07-02 03:30")
    found = late_by_month(requests(book(desk.shop), at("2026-08-01 00:00")))
    assert list(found) == [Month(2026, 6), Month(2026, 7)]
    assert [each["merchant"].hours for each in found.values()] == [Fraction(4), Fraction(55, 2)]


def test_what_is_withdrawn_is_owed_no_longer_and_keeps_its_late_hours(desk: Desk) -> None:
    name = asked(desk, "agency", "2026-06-01 10:00")
    stepped(desk, name, "withdrawn", "2026-06-04 12:30")
    found = one(desk, name, "2026-06-30 00:00")
    assert (found.state, found.is_open, hours(found.late)) == ("withdrawn", False, Fraction(5, 2))


def test_a_solution_that_is_none_is_taken_back_and_the_clock_runs_on(desk: Desk) -> None:
    name, shop_book = asked(desk, "merchant", "2026-06-01 10:00"), book(desk.shop)
    stepped(desk, name, "solved", "2026-06-01 11:00")
    solved = one(desk, name, "2026-06-03 10:00")
    assert solved.late == ()
    with pytest.raises(WordsNeeded):
        reopen(shop_book, solved, solved.steps[0], "陈女士", AGREED, " ")
    reopen(shop_book, solved, solved.steps[0], "陈女士", AGREED, "问题还在")
    again = one(desk, name, "2026-06-03 10:00")
    assert (again.state, hours(again.late)) == ("overdue", Fraction(46))
    stepped(desk, name, "solved", "2026-06-03 12:00")
    assert hours(one(desk, name, "2026-06-04 00:00").late) == Fraction(48)


def test_each_side_acts_for_itself(desk: Desk) -> None:
    name, shop_book = asked(desk, "merchant", "2026-06-01 10:00"), book(desk.shop)
    found = one(desk, name, "2026-06-01 11:00")
    with pytest.raises(NotTheirSide):
        take_step(shop_book, found, "solved", "陈女士", AGREED)
    with pytest.raises(NotTheirSide):
        take_step(shop_book, found, "withdrawn", "小周", AGREED)
    with pytest.raises(UnknownPerson):
        ask(shop_book, "agency", "在吗", "路人", AGREED)
    with pytest.raises(NotTheirSide):
        ask(shop_book, "merchant", "在吗", "小周", AGREED)
    with pytest.raises(WordsNeeded):
        ask(shop_book, "agency", "  ", "小周", AGREED)
    with pytest.raises(NotYet):
        ask(shop_book, "agency", "在吗", "小周", AGREED, at=datetime.now(UTC) + timedelta(minutes=1))
    with pytest.raises(NothingOpen):
        take_step(shop_book, found, "answered", "小周", AGREED)
    stepped(desk, name, "solved", "2026-06-01 12:00")
    with pytest.raises(ChangedMeanwhile):
        take_step(shop_book, found, "solved", "小周", AGREED)


def test_own_hours_hold_for_what_is_asked_after_them(desk: Desk) -> None:
    before = asked(desk, "agency", "2026-06-01 10:00")
    with pytest.raises(WrongNumber):
        say_hours(book(desk.shop), "answer", 48, 48, "陈女士", AGREED)
    say_hours(book(desk.shop), "answer", 24, 20, "陈女士", AGREED)
    since = asked(desk, "agency", "2026-06-01 10:00")
    assert one(desk, before, "2026-06-02 12:00").late == ()
    assert hours(one(desk, since, "2026-06-02 12:00").late) == Fraction(2)
    assert (clocks_now(book(desk.shop))["answer"].hours, clocks_now(book(desk.shop))["reply"].hours) == (24, 2)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-100_000, 100_000), min_size=3, max_size=3))
def test_a_computer_clock_that_jumps_never_makes_hours_negative(jumps: list[int]) -> None:
    """The moments of the three entries of one request lie anywhere; what was late is never less than nothing."""
    base = datetime(2026, 6, 1, tzinfo=UTC)
    entries = [
        Entry(n, base + timedelta(minutes=jump), who, "", kind, subject, body, "")
        for n, (jump, who, kind, subject, body) in enumerate(
            zip(
                jumps,
                ("陈女士", "小周", "小周"),
                ("request", "request_step", "request_step"),
                ("1", "1 replied", "1 solved"),
                (
                    {"side": "merchant", "about": "?", "at": None, "product": None, "week": None},
                    {"at": None, "note": ""},
                    {"at": None, "note": ""},
                ),
                strict=True,
            ),
            1,
        )
    ]
    found = request_of(entries[0], entries[1:], dict(clocks()), base + timedelta(minutes=jumps[0] - 500))
    assert found.asked <= found.steps[0].at <= found.steps[1].at
    assert all(each.late is None or each.late.end > each.late.start for each in found.running)
    assert hours(found.late) >= 0


def test_a_clock_set_back_while_a_request_waits(desk: Desk) -> None:
    name = asked(desk, "agency", "2026-06-01 10:00")
    found = one(desk, name, "2020-01-01 00:00")
    assert (found.state, found.late) == ("open", ())


def test_hours_are_exact_and_shown_half_up() -> None:
    start = after("2026-06-01 10:00")
    assert shown(hours([Stretch(start, start + timedelta(seconds=18))])) == "0.01"  # 0.005 h
    assert shown(hours([Stretch(start, start + timedelta(seconds=17))])) == "0.00"
    assert (
        shown(hours([Stretch(start, start + timedelta(hours=1)), Stretch(start, start + timedelta(hours=3))])) == "3.00"
    )
