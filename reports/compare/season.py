"""How much the merchant's goods go by season, as the merchant says it: stored in the book, used by the model."""

from book import Book, Change, book
from warehouse import Shop

KIND, SUBJECT = "season", "strength"
STRENGTHS = ("none", "weak", "middle", "strong")


def season(shop: Shop) -> str | None:
    """The strength that was said: none, weak, middle or strong; None where nobody said it. Raises BookUnreachable."""
    entry = book(shop).in_force(KIND).get(SUBJECT)
    return entry.body if entry and entry.body in STRENGTHS else None


def say_season(ledger: Book, strength: str | None, who: str) -> None:
    """Record what the merchant says; None takes it back. Raises BookUnreachable."""
    if strength is not None and strength not in STRENGTHS:
        raise ValueError(strength)
    if strength != season(ledger.shop):
        ledger.append([Change(KIND, SUBJECT, strength)], who)
