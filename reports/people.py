"""People as the engagement names them: one person however the name is written, and the side somebody may act for."""

import unicodedata

from book.engagement import Engagement


def same(one: str, other: str) -> bool:
    """Whether two names are one person's, however wide, high or spaced their letters are."""
    return _folded(one) == _folded(other)


def sides(agreed: Engagement, name: str) -> frozenset[str]:
    """The sides that a person is on; empty for somebody the engagement does not name."""
    return frozenset(person.side for person in agreed.people if same(person.name, name))


def _folded(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
