"""Rounds of products on trial in the book: which products, which days, what counts as success, what was chosen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from book import Book, Change, Entry
from book.value import AMOUNT_KIND, COUNT, DAY_KIND, RATE, TEXT, Kind, Wrong

KIND = "trial"  # of the ledger's entries; a subject is the round's name
GOALS: Mapping[str, Kind] = {"ctr": RATE, "orders": COUNT, "profit": AMOUNT_KIND}
CHOICES = ("chosen", "dropped")


@dataclass(frozen=True)
class Round:
    """Some products tried out over some days; one succeeds whose `goal` comes to `at_least` or more."""

    name: str
    first: date
    last: date
    products: tuple[str, ...]
    goal: str  # ctr, orders, profit
    at_least: Decimal
    choices: Mapping[str, str]  # product → chosen, dropped
    retest_of: str  # the name of the round that it repeats free of charge; "" for none
    number: int = 0  # of the entry
    who: str = ""


def rounds(ledger: Book) -> list[Round]:
    """Every round, the newest days first. Raises BookUnreachable."""
    found = [_round(name, entry) for name, entry in ledger.in_force(KIND).items()]
    return sorted(found, key=lambda each: (each.last, each.number), reverse=True)


def begin(
    ledger: Book,
    name: str,
    first: date,
    last: date,
    products: Iterable[str],
    goal: str,
    at_least: str,
    who: str,
    retest_of: str = "",
) -> Entry:
    """Write a new round. Raises ValueError (book.value.Wrong) for what is no round, ChangedMeanwhile where its name is taken."""
    named = list(dict.fromkeys(TEXT.written(each) for each in products))
    if goal not in GOALS or not named or last < first:
        raise Wrong
    body = {
        "from": DAY_KIND.written(first),
        "to": DAY_KIND.written(last),
        "products": named,
        "goal": goal,
        "at_least": str(GOALS[goal].written(at_least)),
        "choices": {},
        "retest_of": retest_of,
    }
    [entry] = ledger.append([Change(KIND, TEXT.written(name), body, 0)], who)
    return entry


def decide(ledger: Book, held: Round, choices: Mapping[str, str], who: str, why: str = "") -> Entry:
    """Write what becomes of products of a round; see board.choose, which knows who may be judged. Raises ChangedMeanwhile."""
    if not set(choices) <= set(held.products) or not set(choices.values()) <= set(CHOICES):
        raise Wrong
    body = _body(held) | {"choices": {**held.choices, **choices}}
    [entry] = ledger.append([Change(KIND, held.name, body, held.number)], who, why)
    return entry


def _body(held: Round) -> dict[str, Any]:
    return {
        "from": held.first.isoformat(),
        "to": held.last.isoformat(),
        "products": list(held.products),
        "goal": held.goal,
        "at_least": str(held.at_least),
        "retest_of": held.retest_of,
    }


def _round(name: str, entry: Entry) -> Round:
    said = entry.body
    first, last = (date.fromisoformat(said[end]) for end in ("from", "to"))
    at_least = Decimal(said["at_least"])
    products, choices = tuple(said["products"]), said["choices"]
    return Round(
        name, first, last, products, said["goal"], at_least, choices, said["retest_of"], entry.number, entry.who
    )
