"""The ledger in both its places: nothing overwritten, nothing lost, nothing by halves."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

import book
import warehouse
from book import BookUnreachable, Change, ChangedMeanwhile, place
from book.ledger import BookBroken
from tests.book.writers import PROCESSES, many, pairs
from warehouse import Shop, shop

KILLS = int(os.environ.get("DUIZHANG_KILLS", "12"))


def test_looking_makes_nothing(a_shop: Shop) -> None:
    opened = book.book(a_shop)
    assert (opened.last, opened.entries(), opened.in_force("note"), opened.attachment("x")) == (0, [], {}, None)
    assert not place.exists(a_shop)
    assert [path.name for path in a_shop.folder.iterdir()] == ["inbox"]


def test_a_change_is_a_new_entry(a_shop: Shop) -> None:
    opened = book.book(a_shop)
    opened.append([Change("note", "a", {"text": "一"}), Change("note", "b", "二")], who="老王", why="首签")
    opened.append([Change("note", "a", None)], who="小李")
    assert [(e.number, e.who, e.why, e.subject, e.body) for e in opened.entries("note")] == [
        (1, "老王", "首签", "a", {"text": "一"}),
        (2, "老王", "首签", "b", "二"),
        (3, "小李", "", "a", None),
    ]
    assert {name: entry.body for name, entry in opened.in_force("note").items()} == {"b": "二"}
    assert [e.number for e in opened.entries("note", "a")] == [1, 3]
    assert opened.entries("other") == []
    assert opened.verify() == opened.last == 3


def test_a_writer_who_saw_an_older_state_is_told_and_writes_nothing(a_shop: Shop) -> None:
    opened = book.book(a_shop)
    opened.append([Change("target", "2025-03", "1", since=0)], who="a")
    with pytest.raises(ChangedMeanwhile, match="2025-03"):
        opened.append([Change("target", "2025-04", "9"), Change("target", "2025-03", "2", since=0)], who="b")
    assert opened.last == 1
    opened.append([Change("target", "2025-03", "2", since=1)], who="b")
    assert opened.in_force("target")["2025-03"].body == "2"


def test_an_attachment_is_written_once_with_its_entry(a_shop: Shop) -> None:
    opened = book.book(a_shop)
    for who in ("a", "b"):
        opened.append([Change("note", who, "see")], who=who, attachments={"0" * 64: b"\x00rows"})
    assert opened.attachment("0" * 64) == b"\x00rows"
    assert opened.attachment("1" * 64) is None


@pytest.mark.parametrize("change", ["update entries set who = 'x'", "delete from entries", "delete from attachments"])
def test_the_tables_refuse_every_other_change(a_shop: Shop, change: str) -> None:
    opened = book.book(a_shop)
    opened.append([Change("note", "a", 1)], who="a", attachments={"0" * 64: b"x"})
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), place.engine(a_shop).connect() as connection:
        connection.execute(sa.text(change))
    assert opened.verify() == 1


def test_a_change_from_outside_breaks_the_chain(a_shop: Shop) -> None:
    opened = book.book(a_shop)
    for value in (1, 2, 3):
        opened.append([Change("note", "a", value)], who="a")
    with place.engine(a_shop).connect().execution_options(writes=True) as connection, connection.begin():
        on_server = connection.dialect.name == "postgresql"
        connection.execute(
            sa.text(
                "alter table entries disable trigger entries_append_only"
                if on_server
                else "drop trigger entries_no_update"
            )
        )
        connection.execute(sa.text("update entries set body = '7' where number = 2"))
    with pytest.raises(BookBroken, match="2"):
        opened.verify()


@pytest.mark.parametrize("address", ["postgresql://x:secret@127.0.0.1:1/y", "no address", "nothing://x"])
def test_a_server_that_is_not_there_is_told_without_its_password(
    a_shop: Shop, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("DUIZHANG_BOOK", address)
    opened = book.book(a_shop)
    for ask in (lambda: opened.last, opened.entries, lambda: opened.append([Change("note", "a", 1)], who="a")):
        with pytest.raises(BookUnreachable) as told:
            ask()
        assert "secret" not in str(told.value)
    monkeypatch.delenv("DUIZHANG_BOOK")


def test_a_file_that_is_no_book_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUIZHANG_DATA", str(tmp_path))
    monkeypatch.delenv("DUIZHANG_BOOK", raising=False)
    made = shop("坏账本", make=True)
    place.path_of(made).write_bytes(b"no database at all, certainly not one of ours" * 100)
    with pytest.raises(BookUnreachable):
        book.book(made).entries()


def test_two_shops_never_meet(a_shop: Shop) -> None:
    other = Shop("小店 B", a_shop.folder.parent / "小店 B")
    (other.folder / "inbox").mkdir(parents=True)
    book.book(a_shop).append([Change("note", "a", 1)], who="a")
    assert book.book(other).last == 0
    book.book(other).append([Change("note", "b", 2)], who="b")
    assert [e.subject for e in book.book(a_shop).entries()] == ["a"]
    book.forget(other)
    assert book.book(a_shop).last == 1


def test_a_forgotten_book_is_gone(a_shop: Shop) -> None:
    book.book(a_shop).append([Change("note", "a", 1)], who="a")
    book.forget(a_shop)
    for path in a_shop.folder.glob("book.sqlite*"):  # `forget` of the warehouse removes the folder
        path.unlink()
    assert book.book(a_shop).entries() == []
    book.book(a_shop).append([Change("note", "b", 1)], who="a")
    assert book.book(a_shop).last == 1


def test_eight_writers_at_once_lose_nothing(a_shop: Shop) -> None:
    server = os.environ.get("DUIZHANG_BOOK")
    writers = [
        PROCESSES.Process(target=many, args=(a_shop.name, a_shop.folder, server, writer, 25)) for writer in range(8)
    ]
    for each in writers:
        each.start()
    for each in writers:
        each.join(120)
    assert [each.exitcode for each in writers] == [0] * 8
    opened = book.book(a_shop)
    assert {e.subject for e in opened.entries()} == {f"{writer}-{n}" for writer in range(8) for n in range(25)}
    assert opened.verify() == 200


def test_killed_no_half_entry_and_no_lost_one(a_shop: Shop) -> None:
    server, chance, begin, told_of = os.environ.get("DUIZHANG_BOOK"), random.Random(4), 0, set[int]()
    for _ in range(KILLS):
        mine, theirs = PROCESSES.Pipe(duplex=False)
        writer = PROCESSES.Process(target=pairs, args=(a_shop.name, a_shop.folder, server, begin, theirs))
        writer.start()
        theirs.close()
        for _pair in range(chance.randrange(1, 4)):  # it is at work, however busy this computer is
            told_of.add(mine.recv())
        time.sleep(chance.random() * 0.02)
        assert writer.pid
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        while mine.poll():
            try:
                told_of.add(mine.recv())
            except EOFError:
                break
        opened = book.book(a_shop)
        written = {int(e.subject.split()[0]) for e in opened.entries("pair")}
        assert told_of <= written  # nothing that was acknowledged is lost
        begin = max(written, default=-1) + 2  # a server may still be writing the next pair of a client that is gone
    opened = book.book(a_shop)
    by_pair: dict[int, int] = {}
    for entry in opened.entries("pair"):
        by_pair[entry.body] = by_pair.get(entry.body, 0) + 1
    assert len(told_of) > KILLS
    assert set(by_pair.values()) == {2}
    assert all(opened.attachment(f"{n}") == f"{n}".encode() * 1000 for n in by_pair)
    assert opened.verify() == 2 * len(by_pair)


@pytest.mark.parametrize("address", ["postgresql://duizhang@127.0.0.1:1/books", "in the cupboard"])
def test_a_server_that_does_not_answer_is_told(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUIZHANG_DATA", str(tmp_path))
    monkeypatch.setenv("DUIZHANG_BOOK", address)
    away = book.book(warehouse.shop("小店 A", make=True))
    with pytest.raises(book.BookUnreachable):
        away.entries()
    with pytest.raises(book.BookUnreachable):
        away.append([Change("note", "a", 1)], "me")
