"""Approvals: the agency asks, only the merchant decides, every word stays in the book."""

import pytest

from book import ChangedMeanwhile, book
from book.engagement import Engagement, Person
from reports.duties.approvals import KIND, approvals, ask, decide
from reports.duties.rules import NotTheirSide, UnknownPerson, WordsNeeded, WrongNumber
from tests.made import Desk

AGREED = Engagement(people=(Person("小周", "agency"), Person("陈女士", "merchant")))


def test_asked_by_the_agency_and_decided_by_the_merchant(desk: Desk) -> None:
    ledger = book(desk.shop)
    ask(ledger, "price_floor", "HT-01", "99.00", "小周", AGREED, "618的券后价")
    [asked] = approvals(desk.shop, "price_floor").values()
    assert (asked.state, asked.value, asked.asked_by, asked.decided_by) == ("asked", "99.00", "小周", "")
    with pytest.raises(NotTheirSide):
        decide(ledger, asked, "approved", "小周", AGREED)
    decide(ledger, asked, "approved", "陈女士", AGREED, "可以")
    found = approvals(desk.shop, "price_floor")["price_floor:HT-01"]
    assert (found.state, found.note, found.asked_by, found.decided_by) == ("approved", "可以", "小周", "陈女士")
    assert ledger.entries(KIND)[-1].body == {
        "kind": "price_floor",
        "product": "HT-01",
        "value": "99.00",
        "state": "approved",
        "note": "可以",
    }
    with pytest.raises(ChangedMeanwhile):
        decide(ledger, asked, "declined", "陈女士", AGREED)
    assert approvals(desk.shop, "restock") == {}


def test_another_value_asks_again(desk: Desk) -> None:
    ledger = book(desk.shop)
    ask(ledger, "restock", "HT-01", 200, "小周", AGREED)
    decide(ledger, approvals(ledger)["restock:HT-01"], "declined", "陈女士", AGREED, "太多")
    ask(ledger, "restock", "HT-01", 100, "小周", AGREED, seen=2)
    [found] = approvals(ledger).values()
    assert (found.state, found.value, found.decided_by, found.number) == ("asked", 100, "", 3)


def test_nobody_asks_for_the_other_side_or_for_nothing(desk: Desk) -> None:
    ledger = book(desk.shop)
    with pytest.raises(NotTheirSide):
        ask(ledger, "product", "HT-01", None, "陈女士", AGREED)
    with pytest.raises(UnknownPerson):
        ask(ledger, "product", "HT-01", None, "路人", AGREED)
    with pytest.raises(WordsNeeded):
        ask(ledger, "product", " ", None, "小周", AGREED)
    with pytest.raises(WrongNumber):
        ask(ledger, "restock", "HT-01", None, "小周", AGREED)
    assert ledger.last == 0
