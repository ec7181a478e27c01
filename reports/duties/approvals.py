"""What the agency may not decide alone: products, price floors, restocks; asked by it, decided by the merchant only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from book import Book, Change, Entry, book
from book.engagement import Engagement
from reports.duties.rules import NothingOpen, WordsNeeded, WrongNumber, acting
from warehouse import Shop

KIND = "approval"  # of the ledger's entries; a subject is "<kind>:<product>"
KINDS = ("product", "price_floor", "restock")
STATES = ("asked", "approved", "declined")
ASKS, DECIDES = "agency", "merchant"
LONGEST = 500


@dataclass(frozen=True)
class Approval:
    """What was asked about a product and what the merchant said. `value`: a price, a quantity; None for the product itself."""

    kind: str
    product: str
    value: Any
    state: str
    note: str  # of whoever spoke last
    asked_by: str
    asked_at: datetime
    decided_by: str  # "" while it waits
    decided_at: datetime | None
    number: int  # of the newest entry: what a writer has seen

    @property
    def subject(self) -> str:
        """Its name in the book."""
        return f"{self.kind}:{self.product}"

    def as_json(self) -> dict[str, Any]:
        """One approval of `reports duties --json`."""
        return {
            "kind": self.kind,
            "product": self.product,
            "value": self.value,
            "state": self.state,
            "note": self.note,
            "asked_by": self.asked_by,
            "asked_at": self.asked_at.isoformat(timespec="seconds"),
            "decided_by": self.decided_by or None,
            "decided_at": self.decided_at.isoformat(timespec="seconds") if self.decided_at else None,
            "entry": self.number,
        }


def approvals(of: Shop | Book, kind: str | None = None) -> dict[str, Approval]:
    """What was asked and decided by subject, the oldest question first; of one kind, or of all. Raises BookUnreachable."""
    ledger = book(of) if isinstance(of, Shop) else of
    histories: dict[str, list[Entry]] = {}
    for entry in ledger.entries(KIND):
        histories.setdefault(entry.subject, []).append(entry)
    found = [_approval(history) for history in histories.values() if history[-1].body is not None]
    wanted = [each for each in found if kind in (None, each.kind)]
    return {each.subject: each for each in sorted(wanted, key=lambda each: each.number)}


def by_product(of: Shop | Book, kind: str) -> dict[str, Approval]:
    """What was asked and decided of one kind, by product. Raises BookUnreachable."""
    return {each.product: each for each in approvals(of, kind).values()}


def ask(
    ledger: Book, kind: str, product: str, value: Any, who: str, agreed: Engagement, note: str = "", seen: int | None = None
) -> Entry:  # fmt: skip
    """Ask the merchant; asking again with another value opens the question again.

    `seen` is the newest entry that the writer knows of it. Raises Refused, ChangedMeanwhile, BookUnreachable.
    """
    named = product.strip()
    if not named:
        raise WordsNeeded
    [entry] = say(ledger, kind, {named: value}, "asked", who, agreed, note, {} if seen is None else {named: seen})
    return entry


def decide(ledger: Book, found: Approval, state: str, who: str, agreed: Engagement, note: str = "") -> Entry:
    """Approve or decline what was asked, for the merchant; a word can be changed later, in the open.

    Raises Refused, ChangedMeanwhile, BookUnreachable.
    """
    if state not in STATES[1:]:
        raise NothingOpen(found.product)
    [entry] = say(ledger, found.kind, {found.product: found.value}, state, who, agreed, note, {found.product: found.number})  # fmt: skip
    return entry


def say(
    ledger: Book,
    kind: str,
    values: Mapping[str, Any],
    state: str,
    who: str,
    agreed: Engagement,
    note: str = "",
    since: Mapping[str, int] | None = None,
) -> list[Entry]:
    """Write the same word about some products (product → value), all or none; `since`: the entries that the writer has seen.

    The agency asks, the merchant decides, also what nobody asked. Raises Refused, ChangedMeanwhile, BookUnreachable.
    """
    acting(agreed, who, ASKS if state == "asked" else DECIDES)
    for value in values.values():
        if kind not in KINDS or state not in STATES or (value is None) != (kind == "product"):
            raise WrongNumber(value)
    changes = [
        Change(KIND, f"{kind}:{product}", _body(kind, product, value, state, note), (since or {}).get(product))
        for product, value in values.items()
    ]
    return ledger.append(changes, who, note.strip()) if changes else []


def _body(kind: str, product: str, value: Any, state: str, note: str) -> dict[str, Any]:
    return {"kind": kind, "product": product, "value": value, "state": state, "note": note.strip()[:LONGEST]}


def _approval(history: list[Entry]) -> Approval:
    """The newest entry decides; who asked is the writer of the newest question."""
    newest = history[-1]
    asked = next((each for each in reversed(history) if each.body and each.body["state"] == "asked"), newest)
    said, is_decided = newest.body, newest.body["state"] != "asked"
    return Approval(
        kind=said["kind"],
        product=said["product"],
        value=said["value"],
        state=said["state"],
        note=said["note"],
        asked_by=asked.who,
        asked_at=asked.written_at,
        decided_by=newest.who if is_decided else "",
        decided_at=newest.written_at if is_decided else None,
        number=newest.number,
    )
