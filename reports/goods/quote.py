"""Quotes of suppliers in the book, with every earlier price: by them what was sold is owed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from book import Book, Change, Entry
from book.value import COUNT, DAY_KIND, TEXT, Wrong

KIND = "supplier_quote"  # of the ledger's entries; a subject is the product, a line break and the supplier
ROLES = ("offer", "main", "backup")
MOST_DIGITS = 6  # of a unit price


@dataclass(frozen=True)
class Quote:
    """What a supplier asks for one piece from a day on. Paid `days` after the sale where `when_sold`, else after delivery."""

    product: str
    supplier: str
    unit_price: Decimal
    when_sold: bool  # 卖完再结: only what was sold is paid
    days: int
    sample_seen: bool
    quoted_on: date
    role: str = "offer"  # main: the goods come from there; backup; offer: asked only
    number: int = 0  # of the entry


@dataclass(frozen=True)
class Held:
    """The days in which a quote held, [first, last); `last` None: it still does."""

    quote: Quote
    first: date
    last: date | None


def quotes(ledger: Book) -> list[Quote]:
    """The quotes in force, by product, the cheapest first. Raises BookUnreachable."""
    found = [_quote(entry) for entry in ledger.in_force(KIND).values()]
    return sorted(found, key=lambda each: (each.product, each.unit_price, each.supplier))


def put(ledger: Book, said: Iterable[Quote], who: str) -> list[Entry]:
    """Write quotes, all or none; `number` is that of the entry the writer has seen, 0 for a new one.

    A product has one main supplier: another one who was becomes a backup on the day of the new one's quote.
    Raises ValueError (book.value.Wrong), ChangedMeanwhile, BookUnreachable.
    """
    wanted = {_subject(each): each for each in said}
    mains = {each.product: each for each in wanted.values() if each.role == "main"}
    if len(mains) < sum(each.role == "main" for each in wanted.values()):
        raise Wrong
    for each in quotes(ledger) if mains else ():
        if each.role == "main" and each.product in mains and _subject(each) not in wanted:
            wanted[_subject(each)] = replace(each, role="backup", quoted_on=mains[each.product].quoted_on)
    changes = [Change(KIND, subject, _body(each), each.number) for subject, each in wanted.items()]
    return ledger.append(changes, who) if changes else []


def take_back(ledger: Book, quote: Quote, who: str) -> Entry:
    """Take a quote away; its entry stays. Raises ChangedMeanwhile, BookUnreachable."""
    [entry] = ledger.append([Change(KIND, _subject(quote), None, quote.number)], who)
    return entry


def sold_terms(ledger: Book) -> list[Held]:
    """Every span in which the goods of a product came from a supplier who is paid for what is sold.

    A later word about a product and supplier holds from its own day on; what was sold before is owed at the earlier price.
    """
    said: dict[str, list[Quote]] = {}
    for entry in ledger.entries(KIND):
        if entry.body is None:
            said.pop(entry.subject, None)  # a quote that was taken back was never one
        else:
            said.setdefault(entry.subject, []).append(_quote(entry))
    return [held for versions in said.values() for held in _spans(versions) if _is_owed(held.quote)]


def _spans(versions: list[Quote]) -> Iterable[Held]:
    for place, quote in enumerate(versions):
        last = min((each.quoted_on for each in versions[place + 1 :]), default=None)
        if last is None or last > quote.quoted_on:
            yield Held(quote, quote.quoted_on, last)


def _is_owed(quote: Quote) -> bool:
    return quote.when_sold and quote.role == "main"


def _subject(quote: Quote) -> str:
    return f"{TEXT.written(quote.product)}\n{TEXT.written(quote.supplier)}"


def _body(quote: Quote) -> dict[str, Any]:
    price = quote.unit_price
    if quote.role not in ROLES or not price.is_finite() or price <= 0 or round(price, MOST_DIGITS) != price:
        raise Wrong
    return {
        "product": TEXT.written(quote.product),
        "supplier": TEXT.written(quote.supplier),
        "unit_price": f"{price:f}",
        "when_sold": quote.when_sold,
        "days": COUNT.written(quote.days),
        "sample_seen": quote.sample_seen,
        "quoted_on": DAY_KIND.written(quote.quoted_on),
        "role": quote.role,
    }


def _quote(entry: Entry) -> Quote:
    said = entry.body | {"unit_price": Decimal(entry.body["unit_price"])}
    return Quote(**said | {"quoted_on": date.fromisoformat(said["quoted_on"])}, number=entry.number)
