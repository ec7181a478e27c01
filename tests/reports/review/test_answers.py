"""Who may answer and accept; an acceptance binds exactly the words that were read."""

import hashlib
from decimal import Decimal

import pytest

import warehouse
from book import ChangedMeanwhile, book
from book.engagement import Engagement, Person
from reports.contract.month import Month
from reports.review.answers import answers, fingerprint, reply, write
from reports.review.rules import NothingAnswered, NotTheirSide, SamePerson, UnknownPerson, WordsNeeded
from tests.made import Desk

MONTH = Month(2026, 8)
AGREED = Engagement(
    people=(
        Person("小周", "agency"),
        Person("陈女士", "merchant"),
        Person("两面", "agency"),
        Person("兩 面", "merchant"),
    )
)
BOTH = Engagement(people=(*AGREED.people, Person("两 面", "merchant")))


@pytest.fixture
def shop(desk: Desk) -> warehouse.Shop:
    return desk.shop


def written(shop: warehouse.Shop, words: str = "流量少了", by: str = "小周", question: str = "why") -> str:
    return str(write(shop, MONTH, question, words, by, AGREED).body["fingerprint"])


def state(shop: warehouse.Shop, question: str = "why") -> str:
    return answers(shop, MONTH)[question].state


def test_an_answer_waits_until_the_merchant_accepts_it(shop: warehouse.Shop) -> None:
    assert answers(shop, MONTH) == {}
    read = written(shop, "  流量少了  ")
    found = answers(shop, MONTH)["why"]
    assert (found.text, found.state, found.by, found.replied_by) == ("流量少了", "waiting", "小周", None)
    assert found.fingerprint == read == fingerprint(MONTH, "why", "流量少了")
    reply(shop, MONTH, "why", "accepted", "陈女士", AGREED, read)
    found = answers(shop, MONTH)["why"]
    assert (found.state, found.replied_by, found.changes) == ("accepted", "陈女士", 0)
    assert answers(shop, MONTH.after()) == {}


def test_a_changed_answer_needs_a_new_acceptance(shop: warehouse.Shop) -> None:
    read = written(shop)
    reply(shop, MONTH, "why", "accepted", "陈女士", AGREED, read)
    fresh = written(shop, "流量少了。")
    assert state(shop) == "waiting"
    assert answers(shop, MONTH)["why"].changes == 1
    with pytest.raises(ChangedMeanwhile):
        reply(shop, MONTH, "why", "accepted", "陈女士", AGREED, read)
    assert state(shop) == "waiting"
    reply(shop, MONTH, "why", "accepted", "陈女士", AGREED, fresh)
    assert state(shop) == "accepted"


def test_the_same_words_again_change_nothing(shop: warehouse.Shop) -> None:
    reply(shop, MONTH, "why", "accepted", "陈女士", AGREED, written(shop))
    last = book(shop).last
    written(shop, "流量少了 ")
    assert (state(shop), book(shop).last) == ("accepted", last)


def test_a_planned_target_belongs_to_the_words(shop: warehouse.Shop) -> None:
    first = write(shop, MONTH, "plan", "做毛毯", "小周", AGREED, target=Decimal("100000.00"))
    reply(shop, MONTH, "plan", "accepted", "陈女士", AGREED, first.body["fingerprint"])
    write(shop, MONTH, "plan", "做毛毯", "小周", AGREED, target=Decimal("90000.00"))
    found = answers(shop, MONTH)["plan"]
    assert (found.state, found.target) == ("waiting", Decimal("90000.00"))
    assert fingerprint(MONTH, "plan", "做毛毯", Decimal(100000)) == first.body["fingerprint"]


def test_a_return_says_why_and_the_answer_waits_again(shop: warehouse.Shop) -> None:
    read = written(shop)
    with pytest.raises(WordsNeeded):
        reply(shop, MONTH, "why", "returned", "陈女士", AGREED, read, " ")
    reply(shop, MONTH, "why", "returned", "陈女士", AGREED, read, "写清楚少了多少")
    found = answers(shop, MONTH)["why"]
    assert (found.state, found.reply) == ("returned", "写清楚少了多少")
    written(shop)
    assert state(shop) == "waiting", "the same words may be given again after a return"


def test_every_refusal_leaves_the_book_as_it_was(shop: warehouse.Shop) -> None:
    read = written(shop, by="两面")
    last = book(shop).last
    with pytest.raises(UnknownPerson):
        written(shop, by="路人")
    with pytest.raises(NotTheirSide):
        written(shop, by="陈女士")
    with pytest.raises(WordsNeeded):
        written(shop, "   ")
    with pytest.raises(NotTheirSide):
        reply(shop, MONTH, "why", "accepted", "小周", AGREED, read)
    with pytest.raises(SamePerson):
        reply(shop, MONTH, "why", "accepted", "两 面", BOTH, read)
    with pytest.raises(NothingAnswered):
        reply(shop, MONTH, "need", "accepted", "陈女士", AGREED, read)
    assert book(shop).last == last


def test_two_writers_of_one_answer_are_told(shop: warehouse.Shop) -> None:
    write(shop, MONTH, "why", "一", "小周", AGREED, seen=0)
    with pytest.raises(ChangedMeanwhile):
        write(shop, MONTH, "why", "二", "两面", AGREED, seen=0)
    assert answers(shop, MONTH)["why"].text == "一"


def test_the_fingerprint_is_over_month_question_words_and_target() -> None:
    said = '["2026-08","why","流量少了",null]'
    assert fingerprint(MONTH, "why", "流量少了") == hashlib.sha256(said.encode()).hexdigest()
