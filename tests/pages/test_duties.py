"""The page of the duties: asking and answering with clocks, deliverables, approvals, work; each side for itself."""

from datetime import UTC, datetime, timedelta

import pytest

from book import Change, book
from reports.duties.approvals import approvals, ask
from reports.duties.deliverables import deeds, deliver
from reports.duties.moment import day_of
from reports.duties.requests import ask as request
from reports.duties.requests import requests
from reports.duties.work import work
from reports.scope import monday
from reports.weekreport.items import items
from tests.made import Desk
from tests.pages.visit import Visit
from tests.reports.duties.people import AGREED
from views.html import plain

PEOPLE = [{"name": "小周", "side": "agency"}, {"name": "陈女士", "side": "merchant"}]
AGENCY, MERCHANT = "小周", "陈女士"


@pytest.fixture
def agreed(bare: Desk) -> Desk:
    start = (datetime.now(UTC) - timedelta(days=60)).date()
    said = {"people": PEOPLE, "engagement.service_start": start.isoformat(), "package.week.titles": 5}
    book(bare.shop).append([Change("engagement", name, value) for name, value in said.items()], MERCHANT)
    return bare


def visit(writer: str, locale: str = "en-US") -> Visit:
    page = Visit("duties", locale)
    assert page.errors == []
    [label] = [each for each in page.app.selectbox("review_you").options if each.startswith(writer)]
    return page.choose("review_you", label)


def test_a_question_is_asked_and_answered_by_the_other_side(agreed: Desk) -> None:
    page = visit(AGENCY)
    page.app.text_input("request_about").set_value("请确认<b>活动价</b>")
    page.app.text_input("request_when").set_value("2026-06-01 10:00")
    page.submit("Start the clock")
    assert page.errors == []
    [asked] = requests(book(agreed.shop))
    assert (asked.side, asked.state, asked.is_late_told) == ("agency", "overdue", True)
    assert "The merchant owes 1 answer." in page.said
    assert "请确认&lt;b&gt;活动价&lt;/b&gt;" in page.html
    assert "recorded on" in page.said
    assert not [each for each in page.app.button if each.label == "Answered"]  # not for the side that asked
    page = visit(MERCHANT)
    [answer] = [each for each in page.app.button if each.label == "Answered"]
    answer.click().run()
    assert page.errors == []
    [asked] = requests(book(agreed.shop))
    assert (asked.state, asked.steps[0].who) == ("answered", MERCHANT)
    assert "1 closed question" in page.said


def test_a_moment_that_is_none_is_refused_with_the_words_kept(agreed: Desk) -> None:
    page = visit(MERCHANT)
    page.app.text_input("request_about").set_value("推广超了")
    page.app.text_input("request_when").set_value("昨天")
    page.submit("Start the clock")
    assert page.errors == []
    assert requests(book(agreed.shop)) == ()
    assert "“昨天” does not fit here" in page.said
    assert "推广超了" in page.said


def test_a_deed_and_minutes_are_recorded_by_the_agency_only(agreed: Desk) -> None:
    page = visit(AGENCY)
    page.app.text_input("deed_note").set_value("冰丝袖套标题")
    page.submit("Record the deed")
    assert page.errors == []
    [deed] = deeds(book(agreed.shop))
    assert (deed.kind, deed.count, deed.note) == ("titles", 1, "冰丝袖套标题")
    page.app.number_input("work_minutes").set_value(95)
    page.submit("Record the time")
    assert page.errors == []
    assert [each.minutes for each in work(book(agreed.shop))] == [95]
    assert "1 h 35 min" in page.said
    assert "Record the deed" not in [each.label for each in visit(MERCHANT).app.button]


def test_only_the_merchant_decides(agreed: Desk) -> None:
    ask(book(agreed.shop), "restock", "HT-01", 200, AGENCY, AGREED, "双12")
    assert not [each for each in visit(AGENCY).app.button if each.label == "Approve"]
    page = visit(MERCHANT)
    assert "200 pieces" in page.said
    page.submit("Approve")
    assert page.errors == []
    [found] = approvals(agreed.shop).values()
    assert (found.state, found.decided_by) == ("approved", MERCHANT)


def test_without_people_the_page_says_where_they_are_named(bare: Desk) -> None:
    page = Visit("duties", "en-US")
    assert page.errors == []
    assert "Nobody can answer or accept yet" in page.said
    assert "Nobody has asked anything here yet." in page.said


def test_the_meeting_begins_with_what_the_book_knows_and_is_kept_at_once(agreed: Desk) -> None:
    today = day_of(datetime.now(UTC))
    week = monday(today)
    deliver(book(agreed.shop), "titles", today, 2, AGENCY, AGREED, "冰丝袖套")
    request(book(agreed.shop), "agency", "请确认活动价", AGENCY, AGREED)
    page = visit(AGENCY)
    assert plain("Titles written: 2 of 5") in page.said
    assert plain("Titles written: 3 still owed") in page.said
    page.app.button("meeting_take_delivered titles").click().run()
    page.app.button("meeting_take_request 1").click().run()
    assert page.errors == []
    first, second = items(book(agreed.shop), week)
    assert (first.list, first.text, first.source) == ("done", "Titles written: 2 of 5", "delivered titles")
    assert (second.list, second.side, second.text) == ("needed", "agency", "请确认活动价")
    page.type(f"meeting_{first.number}", "两个标题，点击都涨了")
    assert items(book(agreed.shop), week)[0].text == "两个标题，点击都涨了"
    page.type("meeting_new_next_2", "下周主推围巾")
    assert page.errors == []
    assert [each.text for each in items(book(agreed.shop), week) if each.list == "next"] == ["下周主推围巾"]
    [changed] = [each for each in items(book(agreed.shop), week) if each.list == "done"]
    page.type(f"meeting_{changed.number}", "")
    assert [each for each in items(book(agreed.shop), week) if each.list == "done"] == []
    assert plain("Titles written: 2 of 5") not in visit(AGENCY).said, "what was taken back is not offered again"
    assert "meeting_take_request 1" not in [each.key for each in visit(MERCHANT).app.button]


def test_both_sides_late_hours_stand_beside_the_missed_target(demo: Desk) -> None:
    """October of the demo: five days of silence on a plan; a reply 3.5 h and a solution 9 h late."""
    for page in ("review", "contract"):
        visit = Visit(page, "en-US", month="2026-10")
        assert visit.errors == []
        assert "In 2026-10 the merchant's answers were 48 h late, the agency's 12.5 h." in visit.said
        assert "Merchant, 48 h late: “双11活动方案和四款主推的折扣，请确认”" in visit.said
