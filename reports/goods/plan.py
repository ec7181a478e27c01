"""What people say of a product's supply: how many days new goods should last and take to arrive, pack size, on its way."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from book import Book, Change, Entry
from book.value import COUNT, Wrong

KIND = "restock_plan"  # of the ledger's entries; a subject is the product's code


@dataclass(frozen=True)
class Plan:
    """None: what is usual holds. `coming`: pieces ordered and not counted yet."""

    cover: int | None = None  # days that the goods should last
    lead: int | None = None  # days until new ones arrive
    pack: int | None = None  # pieces that are ordered together
    coming: int | None = None


NAMES = tuple(each.name for each in fields(Plan))


def plans(ledger: Book) -> dict[str, Plan]:
    """By product. Raises BookUnreachable."""
    return {product: Plan(**entry.body) for product, entry in ledger.in_force(KIND).items()}


def put(ledger: Book, edits: Mapping[str, Mapping[str, Any]], who: str) -> list[Entry]:
    """Change what is said of some products: product → name → number, None to take it back; the rest stays.

    Raises ValueError (book.value.Wrong) for a number that is none.
    """
    held = plans(ledger)
    changes = []
    for product, said in edits.items():
        if not set(said) <= set(NAMES):
            raise Wrong
        typed = {name: None if value is None else COUNT.written(value) for name, value in said.items()}
        if typed.get("pack") == 0:
            raise Wrong
        changes.append(Change(KIND, product, asdict(held.get(product, Plan())) | typed))
    return ledger.append(changes, who) if changes else []
