"""The case card: what a service came to, without a name of shop, product or buyer, and with what proves it."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import warehouse
from book import Change, Entry, book
from book.engagement import Engagement
from reports.compare.comparison import Side
from reports.contract.case import fen
from reports.people import sides
from reports.period import Period
from reports.review.rules import NamesSomebody, UnknownPerson, WordsNeeded
from reports.signing.signatures import confirmed, signatures
from warehouse import Shop

KIND, SUBJECT = "case", "category"  # of the ledger: the category that somebody typed
SMALL, LARGE = Decimal(100_000), Decimal(500_000)  # monthly sales; the middle tier holds both ends
MONTHS = 3  # the tier is that of the median of so many whole months


@dataclass(frozen=True)
class Card:
    """One case, to be shown to others. Money per 30 days, so that periods can be compared."""

    tier: str | None  # small, middle, large by monthly sales at the end; None with fewer than three whole months
    category: str | None
    currency: str
    before: Period
    after: Period
    sales_before: Decimal | None
    sales_after: Decimal | None
    months: int
    sentence: str  # the verdict of the comparison, in English; pages translate it themselves
    build: str
    signed: tuple[dict[str, Any], ...]  # the weeks of the service that both sides signed

    @property
    def body(self) -> dict[str, Any]:
        """Everything that the fingerprint is over."""
        return {
            "tier": self.tier,
            "category": self.category,
            "currency": self.currency,
            "before": self.before.as_json() | {"sales_per_30_days": _text(self.sales_before)},
            "after": self.after.as_json() | {"sales_per_30_days": _text(self.sales_after)},
            "months": self.months,
            "verdict": self.sentence,
            "proof": {"build": self.build, "signed_weeks": list(self.signed)},
        }

    @property
    def fingerprint(self) -> str:
        """Equal card, equal fingerprint."""
        return hashlib.sha256(json.dumps(self.body, ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """The card as a file of its own."""
        return self.body | {"fingerprint": self.fingerprint}


def tier(sales: Sequence[Decimal]) -> str | None:
    """By the median of the last three whole months: small below 100,000, large above 500,000, middle between and at both."""
    if len(sales) < MONTHS:
        return None
    middle = sorted(sales[-MONTHS:])[MONTHS // 2]
    return "small" if middle < SMALL else "large" if middle > LARGE else "middle"


def category(shop: Shop) -> Entry | None:
    """The category in force, as somebody typed it."""
    return book(shop).in_force(KIND).get(SUBJECT)


def name_category(shop: Shop, words: str, by: str, agreed: Engagement, seen: int = 0) -> Entry:
    """Type the shop's category for the card. Raises Refused where it names a party, ChangedMeanwhile, BookUnreachable."""
    if not sides(agreed, by):
        raise UnknownPerson(by)
    words = words.strip()
    if not words:
        raise WordsNeeded
    names = {shop.name, shop.title, agreed.agency, agreed.merchant, *(person.name for person in agreed.people)}
    if any(name and name in words for name in names):
        raise NamesSomebody(words)
    [entry] = book(shop).append([Change(KIND, SUBJECT, {"words": words, "by": by}, seen)], by)
    return entry


def card(
    shop: Shop,
    currency: str,
    before: Side,
    after: Side,
    monthly: Sequence[Decimal],
    months: int,
    sentence: str,
) -> Card:
    """The card of a service: two equal periods, the verdict on them, and the signatures that fall into the service."""
    typed = category(shop)
    held = confirmed(signatures(shop))
    start = after.period.first
    return Card(
        tier=tier(monthly),
        category=typed.body["words"] if typed else None,
        currency=currency,
        before=before.period,
        after=after.period,
        sales_before=_month(before),
        sales_after=_month(after),
        months=months,
        sentence=sentence,
        build=warehouse.reader(shop).build,
        signed=tuple(
            {"week": week.isoformat(), "version": each.version, "fingerprint": each.fingerprint}
            for week, each in held.items()
            if week >= start
        ),
    )


def _month(side: Side) -> Decimal | None:
    """Sales of thirty days at the pace of the days that are known."""
    if side.value is None or not side.known_days:
        return None
    return fen(Fraction(Decimal(side.value)) * 30 / side.known_days)


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"
