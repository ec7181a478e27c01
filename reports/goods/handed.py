"""Goods money in the agency's hands, in the book: what the merchant gave, day by day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from book import Book, Change, Entry
from book.value import AMOUNT_KIND, DAY_KIND

KIND = "goods_money"  # of the ledger's entries; a subject is the day


@dataclass(frozen=True)
class Handed:
    """What the merchant handed to the agency on a day, for goods."""

    day: date
    amount: Decimal
    number: int  # of the entry


def handed(ledger: Book) -> list[Handed]:
    """Every day in force, the oldest first. Raises BookUnreachable."""
    found = [
        Handed(date.fromisoformat(subject), Decimal(entry.body), entry.number)
        for subject, entry in ledger.in_force(KIND).items()
    ]
    return sorted(found, key=lambda each: each.day)


def put(ledger: Book, day: date, amount: str, who: str) -> Entry:
    """Write what was handed over on a day, all of it together; 0 takes it back. Raises ValueError (book.value.Wrong)."""
    said = AMOUNT_KIND.written(amount)
    [entry] = ledger.append([Change(KIND, DAY_KIND.written(day), said if Decimal(said) else None)], who)
    return entry
