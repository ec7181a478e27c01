"""The category of each product, as somebody typed it: no export says one."""

from collections.abc import Mapping

from book import Book, Change, Entry

KIND = "product_category"  # of the ledger's entries; a subject is the product's code


def categories(ledger: Book) -> dict[str, str]:
    """Product → category. Raises BookUnreachable."""
    return {product: entry.body for product, entry in ledger.in_force(KIND).items()}


def put(ledger: Book, said: Mapping[str, str], who: str) -> list[Entry]:
    """Write the categories of products; an empty text takes one away."""
    changes = [Change(KIND, product, category.strip() or None) for product, category in said.items()]
    return ledger.append(changes, who) if changes else []
