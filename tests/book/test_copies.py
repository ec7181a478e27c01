"""A book copied away and brought back, in the place it came from and in the other one: the same entries, the same fingerprints."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import book
from book import Book, Change, people, seen
from etl.keeping.backup import backup
from etl.keeping.restore import restore
from warehouse import Shop

ROWS = {"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08": b"test"}


@pytest.mark.parametrize("into", ["file", "server"])
def test_a_book_comes_back_in_either_place(
    a_shop: Shop, into: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    opened = book.book(a_shop)
    opened.append([Change("note", "a", {"text": "一"}), Change("note", "b", None)], "老王", "首签", attachments=ROWS)
    before = opened.entries()
    copies = tmp_path / "copies"
    copies.mkdir()
    copy = book.write_out(a_shop, copies)
    assert copy
    book.forget(a_shop)
    for path in a_shop.folder.glob("book.sqlite*"):
        path.unlink()
    monkeypatch.delenv("DUIZHANG_BOOK", raising=False)
    if into == "server":
        monkeypatch.setenv("DUIZHANG_BOOK", request.getfixturevalue("server"))
    assert opened.entries() == []
    copy.rename(a_shop.folder / copy.name)
    book.read_in(a_shop)
    assert opened.entries() == before
    assert (opened.verify(), opened.damaged_attachments()) == (2, [])
    assert opened.attachment(next(iter(ROWS))) == b"test"
    opened.append([Change("note", "c", "三")], "小李")
    assert opened.verify() == 3
    kept = {path.name for path in a_shop.folder.iterdir()} & {"book.sqlite", "book.jsonl"}
    assert kept == ({"book.sqlite"} if into == "file" else set())
    book.forget(a_shop)


def test_a_book_that_the_server_keeps_stays(a_shop: Shop, tmp_path: Path) -> None:
    opened = book.book(a_shop)
    opened.append([Change("note", "a", 1)], "老王")
    copy = book.write_out(a_shop, tmp_path)
    assert copy
    opened.append([Change("note", "b", 2)], "老王")
    if copy.name == "book.jsonl":
        copy.rename(a_shop.folder / copy.name)
        book.read_in(a_shop)
    assert [entry.subject for entry in opened.entries()] == ["a", "b"]
    assert not (a_shop.folder / "book.jsonl").exists()
    book.forget(a_shop)


def test_a_backup_holds_people_and_visitors_too(a_shop: Shop, tmp_path: Path) -> None:
    """Wherever ledgers are kept: on a server they are no files that a copy of the folder would hold."""
    ledgers = (a_shop, seen.beside(a_shop), people.ledger().shop)
    people.grant("dai@example.org", a_shop.name, "operator", "root@example.org", "阿代")
    seen.note(a_shop.name, "阿代", seen.SAW, "week")
    book.book(a_shop).append([Change("note", "a", 1)], "甲")
    hashes = [[entry.hash for entry in Book(each).entries()] for each in ledgers]
    copy = backup(tmp_path.parent / f"{tmp_path.name}-backups")
    for each in ledgers:
        book.forget(each)
    for path in tmp_path.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    restore(copy)
    assert [[entry.hash for entry in Book(each).entries()] for each in ledgers] == hashes
    assert (people.verify(), seen.verify(a_shop), book.book(a_shop).verify()) == (2, 1, 1)
    for each in ledgers[1:]:
        book.forget(each)
