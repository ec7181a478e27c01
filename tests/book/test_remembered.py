"""What was read in a book is forgotten as soon as anybody writes in it, in whatever process."""

import subprocess
import sys
from pathlib import Path

import pytest

import warehouse
from book import Change, book, let_go
from book.place import path_of

WRITE = """
import sys, warehouse
from book import Change, book
book(warehouse.shop(sys.argv[1])).append([Change("note", "a", int(sys.argv[2]))], "somebody else")
"""


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> warehouse.Shop:
    monkeypatch.setenv("DUIZHANG_DATA", str(tmp_path))
    monkeypatch.delenv("DUIZHANG_BOOK", raising=False)
    return warehouse.shop("灯具店", make=True)


def test_what_another_process_writes_is_seen_at_once(shop: warehouse.Shop) -> None:
    ledger = book(shop)
    assert ledger.in_force("note") == {}
    for number in (1, 2, 3):
        subprocess.run([sys.executable, "-c", WRITE, shop.name, str(number)], cwd=Path(__file__).parents[2], check=True)
        assert (ledger.last, ledger.in_force("note")["a"].body) == (number, number)
        assert [each.body for each in ledger.entries("note", "a")] == list(range(1, number + 1))


def test_answers_to_other_questions_do_not_meet(shop: warehouse.Shop) -> None:
    ledger = book(shop)
    ledger.append([Change("note", "a", 1), Change("word", "a", 2), Change("note", "b", 3)], "me")
    ledger.append([Change("note", "a", None)], "me")
    for _ in range(2):
        assert [each.number for each in ledger.entries()] == [1, 2, 3, 4]
        assert [each.number for each in ledger.entries("note")] == [1, 3, 4]
        assert [each.number for each in ledger.entries("note", "b")] == [3]
        assert set(ledger.in_force("note")) == {"b"}
        assert set(ledger.in_force("note", as_of=3)) == {"a", "b"}
        assert (ledger.last, ledger.last_but("note")) == (4, 2)


def test_a_list_that_was_handed_out_is_the_callers_own(shop: warehouse.Shop) -> None:
    ledger = book(shop)
    ledger.append([Change("note", "a", 1)], "me")
    ledger.entries().clear()
    ledger.newest("note").clear()
    assert len(ledger.entries()) == len(ledger.newest("note")) == 1


def test_another_file_under_the_same_path_is_another_book(shop: warehouse.Shop) -> None:
    book(shop).append([Change("note", "a", "old")], "me")
    assert book(shop).in_force("note")["a"].body == "old"
    let_go(shop)
    for each in path_of(shop).parent.glob("book.sqlite*"):
        each.unlink()
    assert book(shop).in_force("note") == {}
    book(shop).append([Change("note", "a", "new")], "me")
    assert book(shop).in_force("note")["a"].body == "new"
