"""A book copied away and brought back, in the place it came from and in the other one: the same entries, the same fingerprints."""

from __future__ import annotations

from pathlib import Path

import pytest

import book
from book import Change
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
