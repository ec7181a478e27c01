"""The Monthly review and the Service-period summary, read and written as both sides would."""

import re

import pytest

import warehouse
from book import record, toml
from book.engagement import engagement
from reports.contract.month import Month
from reports.review.answers import answers, write
from reports.review.promises import given
from tests.made import Desk
from tests.pages.test_every_page import latin
from tests.pages.visit import Visit

AGENCY, MERCHANT = "小周, for the agency", "陈女士, for the merchant"
SEPTEMBER = Month(2026, 9)


def demo_shop() -> warehouse.Shop:
    """The shop that the demo makes."""
    [name] = warehouse.shop_names()
    return warehouse.shop(name)


def said(visit: Visit) -> str:
    return " ".join(visit.words)


def key_of(visit: Visit, beginning: str) -> str:
    """The widget whose key begins so; the rest of it is the entry that it was drawn for."""
    found = [
        each.key
        for kind in ("text_area", "text_input", "button")
        for each in visit.all(kind)
        if (each.key or "").startswith(beginning)
    ]
    assert len(found) == 1, (beginning, found)
    return str(found[0])


def test_the_answer_comes_first_then_its_evidence(demo: Desk) -> None:
    visit = Visit("review", "en-US", month="2026-08")
    assert visit.errors == []
    text = said(visit)
    assert "2026-08: ¥96,515.18 of the target of ¥121,000.00 (79.8%), missed; 2 months in a row now." in text
    assert "By the contract the agency gives back ¥5,000.00." in text
    assert "promised 5 · kept 4 · missed 1" in text
    assert text.index("gives back") < text.index("What the figures say") < text.index("Why was it missed")
    assert "missed by ¥24,484.82" in text
    assert "accepted by 陈女士" in text
    assert visit.all("text_area") == [], "somebody who only reads is offered no field"


def test_a_chinese_reader_reads_chinese(demo: Desk) -> None:
    for page in ("review", "summary"):
        visit = Visit(page, "zh-CN", month="2026-10")
        assert visit.errors == []
        assert latin(visit.words) == set()
        assert "证明" not in visit.said


def test_the_agency_writes_and_the_merchant_accepts(demo: Desk) -> None:
    visit = Visit("review", "en-US", month="2026-09").choose("review_you", AGENCY)
    assert answers(demo_shop(), SEPTEMBER)["remedy"].state == "accepted"
    visit.write(key_of(visit, "answer_2026-09_remedy"), "换类目")
    assert visit.errors == []
    found = answers(demo_shop(), SEPTEMBER)["remedy"]
    assert (found.text, found.state, found.by, found.facts["sales"]) == ("换类目", "waiting", "小周", "106222.82")
    assert "waits for the merchant" in said(visit)
    visit.choose("review_you", MERCHANT)
    assert visit.all("text_area") == [], "the merchant answers nothing"
    visit.press(key_of(visit, "accept_2026-09_remedy"))
    found = answers(demo_shop(), SEPTEMBER)["remedy"]
    assert (found.state, found.replied_by) == ("accepted", "陈女士")


def test_two_writers_are_told_and_no_word_is_lost(demo: Desk) -> None:
    visit = Visit("review", "en-US", month="2026-09").choose("review_you", AGENCY)
    key = key_of(visit, "answer_2026-09_why")
    write(demo_shop(), SEPTEMBER, "why", "别人先写了", "小周", engagement(demo_shop()))
    visit.write(key, "我写的这一句<b>")
    assert visit.errors == []
    assert "Somebody else changed this meanwhile." in said(visit)
    assert "Your words were: “我写的这一句<b>”" in said(visit)
    assert answers(demo_shop(), SEPTEMBER)["why"].text == "别人先写了"


def test_a_promise_is_given_and_taken_back(demo: Desk) -> None:
    visit = Visit("review", "en-US", month="2026-11").choose("review_you", AGENCY)
    visit.app.text_input("promise_what").set_value("退款率压到7%")
    visit.app.selectbox("promise_metric").set_value("refund_rate")
    visit.app.selectbox("promise_bound").set_value("at_most")
    visit.app.text_input("promise_value").set_value("7%")
    visit.submit("Promise it")
    assert visit.errors == []
    [promise] = given(demo_shop()).of(Month(2026, 11))
    assert (promise.what, str(promise.due), promise.side) == ("退款率压到7%", "2026-12-31", "agency")
    assert promise.measure
    assert str(promise.measure.value) == "0.07"
    assert "Refund rate at most 7.0%" in said(visit)
    visit.app.text_input("promise_what").set_value("乱写")
    visit.app.selectbox("promise_metric").set_value("refund_rate")
    visit.app.text_input("promise_value").set_value("很低")
    visit.submit("Promise it")
    assert "“很低” cannot be measured" in said(visit)
    assert len(given(demo_shop()).of(Month(2026, 11))) == 1


def test_the_month_stands_in_the_address(demo: Desk) -> None:
    visit = Visit("review", "en-US")
    assert visit.address["month"] in ("2026-11", ["2026-11"])
    assert "Not every day of the month is known yet, so no clause is decided." in said(visit)
    visit.press("month_before")
    assert visit.address["month"] in ("2026-10", ["2026-10"])
    assert "There is nothing to look back on in 2027-03 yet; this is 2026-11." in said(
        Visit("review", "en-US", month="2027-03")
    )


def test_the_summary_says_what_the_service_came_to(demo: Desk) -> None:
    visit = Visit("summary", "en-US")
    assert visit.errors == []
    text = said(visit)
    assert "sales of ¥633,221.39 for fees of ¥34,394.33" in re.sub(r"\s+", " ", text)
    assert "3 of 6 months reached their target." in text
    assert "¥5,000.00 was given back." in re.sub(r"\s+", " ", text)
    assert "¥100,000 to ¥500,000 a month" in text
    visit.choose("review_you", AGENCY).type(key_of(visit, "case_category_0"), "示例店铺家纺")
    assert "names the shop or somebody of it" in said(visit)
    visit.type(key_of(visit, "case_category_0"), "家纺")
    assert "家纺" in said(visit)


@pytest.mark.parametrize("page", ["review", "summary"])
def test_without_an_engagement_the_page_leads_to_it(full: Desk, page: str) -> None:
    visit = Visit(page, "en-US")
    assert visit.errors == []
    assert "Nothing has been agreed for this shop yet." in visit.said


def test_a_contract_alone_says_what_to_do_next(bare: Desk) -> None:
    record.replace(bare.shop, toml.read("[engagement]\nservice_start = 2026-03-10\n"), "王")
    visit = Visit("review", "en-US")
    assert visit.errors == []
    assert "Load the orders of this month, and the review fills itself." in said(visit)
    assert "the engagement names no people" in said(visit)
    summary = Visit("summary", "en-US")
    assert summary.errors == []
    assert "No file reaches into the service yet." in said(summary)


def test_a_month_without_a_target_asks_for_one(full: Desk) -> None:
    record.replace(full.shop, toml.read("[engagement]\nservice_start = 2026-06-01\n"), "王")
    visit = Visit("review", "en-US")
    assert visit.errors == []
    assert "no target was agreed for it" in said(visit)
    assert "Without a target nothing can be missed or reached." in said(visit)
