"""Signs over and over in a child that is killed at a random moment; prints what was acknowledged and what the book then holds.

`python -m tests.reports.killed SHOP KILLS SEED`
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from typing import Any

import warehouse
from book import Book, book
from reports.scope import Scope
from reports.signing.sign import sign
from tests.reports.life import AGREED, START


def main() -> int:
    name, kills, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    dice = random.Random(seed)
    acknowledged: list[int] = []
    started, ended, faults = 0, 0, []
    for _ in range(kills):
        told = _killed(lambda write: _sign_on(name, write), dice)
        acknowledged += [int(line[1:]) for line in told if line.startswith("a")]
        started += sum(1 for line in told if line.startswith("w"))
        ended += sum(1 for line in told if line.startswith("a"))
        [said] = _answer(lambda write: write(json.dumps(_looked(name)) + "\n"))
        found = json.loads(said)
        missing = set(acknowledged) - set(found["numbers"])
        if missing or found["half"]:
            faults.append([sorted(missing), found["half"]])
    print(
        json.dumps(
            {
                "acknowledged": len(acknowledged),
                "cut_in_writing": started - ended,
                "faults": faults,
                "entries": len(found["numbers"]),
            }
        )
    )
    return 0


def _sign_on(name: str, write: Callable[[str], None]) -> None:
    """Submit and return without end; say "w" before each writing and "a" with the number after it."""
    scope = Scope(warehouse.shop(name))
    append = Book.append

    def told(self: Book, *given: Any, **named: Any) -> Any:
        write("w\n")
        return append(self, *given, **named)

    Book.append = told  # type: ignore[method-assign]
    while True:
        for step, signer in (("submitted", "阿代"), ("returned", "店主")):
            try:
                done = sign(scope, START, step, signer, AGREED, "再看看")
            except warehouse.Told:
                continue  # the one killed before had submitted already, or not yet
            write(f"a{done.entry.number}\n")


def _looked(name: str) -> dict[str, Any]:
    """Follow the chain, and look for entries without their rows."""
    ledger = book(warehouse.shop(name))
    ledger.verify()
    half = []
    for entry in ledger.entries():
        rows = ledger.attachment(entry.body["rows"])
        if rows is None or hashlib.sha256(rows).hexdigest() != entry.body["rows"]:
            half.append(entry.number)
    return {"numbers": [entry.number for entry in ledger.entries()], "half": half}


def _killed(work: Callable[[Callable[[str], None]], None], dice: random.Random) -> list[str]:
    """Let a child work and kill it: now and then anywhere, mostly within milliseconds of a writing."""
    reading, child = _child(work)
    text = b""
    if dice.random() < 0.7:
        for _ in range(dice.randrange(1, 4)):
            while not text.endswith(b"w\n"):
                text += os.read(reading, 1)
            text += os.read(reading, 1) if dice.random() < 0.3 else b""
        time.sleep(dice.random() * 0.01)
    else:
        time.sleep(dice.random())
    os.kill(child, signal.SIGKILL)
    return _rest(reading, child, text)


def _answer(work: Callable[[Callable[[str], None]], None]) -> list[str]:
    reading, child = _child(work)
    return _rest(reading, child, b"")


def _child(work: Callable[[Callable[[str], None]], None]) -> tuple[int, int]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            work(lambda said: (os.write(writing, said.encode()), None)[1])
        finally:
            os._exit(0)
    os.close(writing)
    return reading, child


def _rest(reading: int, child: int, text: bytes) -> list[str]:
    while part := os.read(reading, 65536):
        text += part
    os.close(reading)
    os.waitpid(child, 0)
    return text.decode().splitlines()


if __name__ == "__main__":
    sys.exit(main())
