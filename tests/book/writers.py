"""What other processes do to a book while a test looks at it; they begin from a forked server that has it imported."""

import multiprocessing
import os
from multiprocessing.connection import Connection
from pathlib import Path

from book import Change, book
from warehouse import Shop

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.book.writers"])


def many(name: str, folder: Path, server: str | None, writer: int, count: int) -> None:
    """Write `count` entries, one transaction each."""
    _place(server)
    for number in range(count):
        book(Shop(name, folder)).append([Change("note", f"{writer}-{number}", number)], who=str(writer))


def pairs(name: str, folder: Path, server: str | None, begin: int, told: Connection) -> None:
    """Write pairs of entries with an attachment for ever, and tell of each pair once it is written."""
    _place(server)
    number = begin
    while True:
        content = f"{number}".encode() * 1000
        changes = [Change("pair", f"{number} {side}", number) for side in ("agency", "merchant")]
        book(Shop(name, folder)).append(changes, who="x", attachments={f"{number}": content})
        told.send(number)
        number += 1


def _place(server: str | None) -> None:
    os.environ.pop("DUIZHANG_BOOK", None)
    if server:
        os.environ["DUIZHANG_BOOK"] = server
