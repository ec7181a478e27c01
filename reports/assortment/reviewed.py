"""Typed counts of reviews: how many buyers rated in a month, and how many of them badly."""

from dataclasses import dataclass

from book import Book, Change, Entry
from book.value import COUNT, MONTH_KIND, Wrong

KIND = "review_count"  # of the ledger's entries; a subject is the month, and the product where one is meant


@dataclass(frozen=True)
class Reviewed:
    """One month's count; `product` "" is the whole shop."""

    month: str
    product: str
    rated: int
    bad: int
    number: int = 0  # of the entry


def reviewed(ledger: Book) -> list[Reviewed]:
    """Every count in force, the newest month first. Raises BookUnreachable."""
    found = [_reviewed(subject, entry) for subject, entry in ledger.in_force(KIND).items()]
    return sorted(found, key=lambda each: (each.month, each.product), reverse=True)


def put(ledger: Book, month: str, product: str, rated: str | int, bad: str | int, who: str) -> Entry:
    """Write a count. Raises ValueError (book.value.Wrong) where there are more bad ones than ratings."""
    body = {"rated": COUNT.written(rated), "bad": COUNT.written(bad)}
    if body["bad"] > body["rated"]:
        raise Wrong
    [entry] = ledger.append([Change(KIND, f"{MONTH_KIND.written(month)} {product}".strip(), body)], who)
    return entry


def _reviewed(subject: str, entry: Entry) -> Reviewed:
    month, _, product = subject.partition(" ")
    return Reviewed(month, product, entry.body["rated"], entry.body["bad"], entry.number)
