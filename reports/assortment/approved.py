"""Approvals in the book: what the agency asked for a product, and whether the merchant agreed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from book import Book, Change, Entry
from book.engagement import Engagement
from reports.people import sides

KIND = "approval"  # of the ledger's entries; a subject is "<kind>:<product>"
STATES = ("asked", "approved", "declined")


class NotTheirs(ValueError):
    """Only somebody of the merchant's side approves or declines."""


@dataclass(frozen=True)
class Approval:
    """The newest word about a product; `value` is what is asked: a quantity, a price, or nothing more than its choice."""

    kind: str  # product, price_floor, restock
    product: str
    value: Any
    state: str
    note: str
    who: str
    at: datetime
    number: int  # of the entry


def approvals(ledger: Book, kind: str) -> dict[str, Approval]:
    """What holds of one kind, by product. Raises BookUnreachable."""
    found = (_approval(entry) for entry in ledger.in_force(KIND).values() if entry.body["kind"] == kind)
    return {each.product: each for each in found}


def put(
    ledger: Book,
    agreed: Engagement,
    kind: str,
    values: Mapping[str, Any],
    state: str,
    who: str,
    note: str = "",
    since: Mapping[str, int] | None = None,
) -> list[Entry]:
    """Write the same word about some products (product → value), all or none; `since`: the entries that the writer has seen.

    Raises NotTheirs where the engagement names people and `who` is none of the merchant's, ValueError for a state that
    is none, ChangedMeanwhile, BookUnreachable.
    """
    if state not in STATES:
        raise ValueError(state)
    if state != "asked" and agreed.people and "merchant" not in sides(agreed, who):
        raise NotTheirs(who)
    changes = [_change(kind, each, value, state, note, since or {}) for each, value in values.items()]
    return ledger.append(changes, who, note) if changes else []


def of_state(ledger: Book, kind: str, states: Iterable[str]) -> list[str]:
    """The products of which one of these states holds."""
    wanted = set(states)
    return [product for product, each in approvals(ledger, kind).items() if each.state in wanted]


def _change(kind: str, product: str, value: Any, state: str, note: str, since: Mapping[str, int]) -> Change:
    body = {"kind": kind, "product": product, "value": value, "state": state, "note": note.strip()}
    return Change(KIND, f"{kind}:{product}", body, since.get(product))


def _approval(entry: Entry) -> Approval:
    said = entry.body
    return Approval(
        said["kind"],
        said["product"],
        said["value"],
        said["state"],
        said["note"],
        entry.who,
        entry.written_at,
        entry.number,
    )
