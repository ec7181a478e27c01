"""What people say of the rules in the book: numbers of their own for the shop, a product or a tag; the tags of products."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from book import Book, Change, Entry
from book.value import Wrong
from reports.alerts.rule import rules

RULE, TAGS = "alert_rule", "product_tags"  # kinds of the ledger's entries
SHOP = "*"  # the scope of a number that holds for the whole shop; others: product:KEY, tag:NAME
MOST_NOTE = 200


@dataclass(frozen=True)
class Own:
    """A number that somebody typed; None switches the rule off for its scope. `note`: where it comes from, and of when."""

    rule: str
    scope: str
    threshold: Decimal | None
    note: str
    number: int  # of the entry
    who: str


def own(ledger: Book) -> list[Own]:
    """Every number in force, by rule and scope. Raises BookUnreachable."""
    return [_own(entry) for _, entry in sorted(ledger.in_force(RULE).items())]


def tags(ledger: Book) -> dict[str, list[str]]:
    """Tag → the product codes that carry it. Raises BookUnreachable."""
    found: dict[str, list[str]] = {}
    for product, entry in sorted(ledger.in_force(TAGS).items()):
        for tag in entry.body:
            found.setdefault(tag, []).append(product)
    return found


def say(ledger: Book, rule: str, scope: str, threshold: str | None, who: str, note: str = "", since: int | None = None) -> Entry:  # fmt: skip
    """Write a number for a scope, or None to switch the rule off there.

    Raises ValueError (book.value.Wrong) for a number that is none, ChangedMeanwhile, BookUnreachable.
    """
    known = rules().get(rule)
    if known is None or not _is_scope(scope) or _level(scope) not in known.scopes or len(note) > MOST_NOTE:
        raise Wrong(rule)
    body = {"threshold": None if threshold is None else known.kind.written(threshold), "note": note.strip()}
    [entry] = ledger.append([Change(RULE, f"{rule} {scope}", body, since)], who)
    return entry


def take_back(ledger: Book, said: Own, who: str) -> Entry:
    """Take a number away; what held without it holds again. Raises ChangedMeanwhile, BookUnreachable."""
    [entry] = ledger.append([Change(RULE, f"{said.rule} {said.scope}", None, said.number)], who)
    return entry


def tag(ledger: Book, tagged: Mapping[str, Iterable[str]], who: str) -> list[Entry]:
    """Write which tags products carry from now on: product code → tags, none to take them away."""
    changes = [Change(TAGS, product, sorted(set(names)) or None) for product, names in tagged.items()]
    return ledger.append(changes, who) if changes else []


def _own(entry: Entry) -> Own:
    rule, _, scope = entry.subject.partition(" ")
    body: dict[str, Any] = entry.body
    threshold = None if body["threshold"] is None else Decimal(body["threshold"])
    return Own(rule, scope, threshold, body["note"], entry.number, entry.who)


def _is_scope(scope: str) -> bool:
    return scope == SHOP or (_level(scope) in ("product", "tag") and bool(scope.partition(":")[2].strip()))


def _level(scope: str) -> str:
    return "shop" if scope == SHOP else scope.partition(":")[0]
