"""The weekly reconciliation: promised, claimed and proven side by side, a verdict on every claim, and how often claims held."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from book import book
from book.engagement import Engagement, engagement
from reports.claims.explained import Explanation
from reports.claims.promised import BUDGET, BUDGET_PARTS, Fee, promised
from reports.claims.proven import Ladders, Proof
from reports.claims.record import Claim, claims
from reports.claims.sentence import english
from reports.claims.verdict import Verdict, judge, missing_of, rounded
from reports.claims.word import claimable
from reports.contract.accrual import accrual
from reports.scope import Scope, currency, monday

ALWAYS = (
    "gross_sales",
    "refunds",
    "net_sales",
    "orders",
    "ad_spend",
    "product_cost",
    "service_fee",
    "net_profit",
    "refund_rate",
)
WEEKS = 13  # over which claims are scored


@dataclass(frozen=True)
class Line:
    """One figure of some days: what was promised, what was claimed, what the exports prove."""

    figure: str
    unit: str
    first: date
    last: date
    promised: Decimal | None
    claim: Claim | None
    proven: Decimal | None
    proven_claimed_book: Decimal | None
    verdict: Verdict | None  # None: nothing was claimed
    missing: tuple[str, ...]

    @property
    def word(self) -> str:
        """The verdict's name."""
        return self.verdict.word if self.verdict else "not_claimed"

    def as_json(self) -> dict[str, Any]:
        """One figure of `reports reconcile --json`."""
        said = self.verdict
        return {
            "figure": self.figure,
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "unit": self.unit,
            "promised": self._plain(self.promised),
            "claimed": self._plain(self.claim.value if self.claim else None),
            "proven": self._plain(self.proven),
            "proven_claimed_book": self._plain(self.proven_claimed_book),
            "verdict": self.word,
            "difference": self._plain(said.difference if said else None),
            "tolerance": said
            and {
                "rounding": f"{said.limit.rounding:f}",
                "amount": f"{said.limit.amount:f}",
                "share": f"{said.limit.share:f}",
            },
            "explained": [self._reason(each) for each in said.explained] if said else [],
            "unexplained": self._plain(said.unexplained if said else None),
            "alarm": bool(said and said.is_alarm),
            "missing": list(said.missing if said else self.missing),
        }

    def _reason(self, reason: Explanation) -> dict[str, Any]:
        return {
            "kind": reason.kind,
            "amount": self._plain(reason.amount),
            "sentence": english(reason, self.unit),
        }

    def _plain(self, value: Decimal | None) -> Any:
        """Money as text with two decimals, counts and shares as numbers."""
        exact = rounded(value, self.unit)
        if exact is None:
            return None
        return f"{exact:f}" if self.unit == "money" else int(exact) if self.unit == "count" else float(exact)


@dataclass(frozen=True)
class Reconciliation:
    """The answer for one week; `days` holds the claims about single days of it."""

    shop: str
    currency: str
    week_start: date
    state: str
    refunds: str
    lines: tuple[Line, ...]
    days: tuple[Line, ...]
    hits: int
    judged: int

    def as_json(self) -> dict[str, Any]:
        """The answer of `reports reconcile --json`."""
        return {
            "shop": self.shop,
            "currency": self.currency,
            "week_start": self.week_start.isoformat(),
            "state": self.state,
            "refunds": self.refunds,
            "figures": [line.as_json() for line in (*self.lines, *self.days)],
            "hit_rate": {"hits": self.hits, "judged": self.judged},
        }


def reconcile(scope: Scope, week: date, agreed: Engagement | None = None, fee: Fee | None = None) -> Reconciliation:
    """Hold a week's claims against the exports, and both against the contract. Raises NoBuild, BookUnreachable.

    `agreed`: the engagement, the one in force where none is given. `fee`: what a contract accrues for days, that of the book
    where none is given.
    """
    start, end = monday(week), monday(week) + timedelta(days=6)
    ledger = book(scope.shop)
    agreed = agreed or engagement(ledger)
    fee = fee or accrual(scope, start, end).fee
    known = claims(ledger)
    ladders = Ladders(scope, start - timedelta(days=7 * (WEEKS - 1)), end)
    proof = Proof(scope, start, end, ladders)
    lines = _lines(proof, [each for each in known if (each.first, each.last) == (start, end)], agreed, fee)
    parts = sorted({(each.first, each.last) for each in known if start <= each.first <= each.last <= end})
    days = [
        _claimed(Proof(scope, *part), claim, agreed, None)
        for part in parts
        if part != (start, end)
        for claim in known
        if (claim.first, claim.last) == part
    ]
    words = [line.word for line in lines] + _earlier(scope, start, known, agreed, ladders)
    return Reconciliation(
        shop=scope.shop.name,
        currency=currency(scope.reader),
        week_start=start,
        state=proof.ladder("cleaned", proof.basis).state,
        refunds=scope.refunds,
        lines=tuple(lines),
        days=tuple(days),
        hits=sum(word in ("proven", "within_tolerance") for word in words),
        judged=sum(word in ("proven", "within_tolerance", "contradicted") for word in words),
    )


def _lines(proof: Proof, known: Sequence[Claim], agreed: Engagement, fee: Fee | None) -> list[Line]:
    """Every figure that is always asked for, was promised or was claimed, in the order of the catalogue."""
    due = promised(agreed, proof.first, proof.last, fee)
    said = {claim.metric: claim for claim in known}
    found = []
    for name in claimable():
        if name in said:
            found.append(_claimed(proof, said[name], agreed, due.get(name)))
        elif name in ALWAYS or name in due:
            found.append(_unclaimed(proof, name, due.get(name)))
    if BUDGET in due:
        found.append(_budget(proof, due[BUDGET]))
    return found


def _claimed(proof: Proof, claim: Claim, agreed: Engagement, due: Decimal | None) -> Line:
    verdict = judge(claim, proof, agreed.tolerances)
    line = _unclaimed(proof, claim.metric, due)
    return replace(line, claim=claim, verdict=verdict, missing=verdict.missing)


def _unclaimed(proof: Proof, name: str, due: Decimal | None) -> Line:
    return Line(
        figure=name,
        unit=claimable()[name].unit,
        first=proof.first,
        last=proof.last,
        promised=due,
        claim=None,
        proven=proof.value(name),
        proven_claimed_book=proof.value(name, "claimed"),
        verdict=None,
        missing=missing_of(proof, name)[0],
    )


def _budget(proof: Proof, due: Decimal) -> Line:
    """What the budget is for, as far as it is known."""
    known = [value for name in BUDGET_PARTS if (value := proof.value(name)) is not None]
    both = [value for name in BUDGET_PARTS if (value := proof.value(name, "claimed")) is not None]
    spent, claimed = (sum(each, Decimal(0)) if each else None for each in (known, both))
    missing = tuple(dict.fromkeys(need for name in BUDGET_PARTS for need in missing_of(proof, name)[0]))
    return Line(BUDGET, "money", proof.first, proof.last, due, None, spent, claimed, None, missing)


def _earlier(scope: Scope, start: date, known: Sequence[Claim], agreed: Engagement, ladders: Ladders) -> list[str]:
    """The verdicts on the claims about the weeks before, as many as are scored."""
    oldest = start - timedelta(days=7 * (WEEKS - 1))
    words = []
    for first in sorted({each.first for each in known if oldest <= each.first == monday(each.first) < start}):
        proof = Proof(scope, first, first + timedelta(days=6), ladders)
        of_week = [each for each in known if (each.first, each.last) == (proof.first, proof.last)]
        words += [judge(each, proof, agreed.tolerances).word for each in of_week]
    return words
