"""What the contract does to the profit ladder: the fee accrues day by day, and the agency bears ad money of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from book.engagement import Clause, engagement
from reports.contract.case import Case, fen, part, service
from reports.contract.facts import facts
from reports.contract.fees import EARNED, ZERO, accrued, lines
from reports.contract.month import Month, day_before, months
from reports.scope import Scope


@dataclass(frozen=True)
class Accrual:
    """The contract of a shop against the facts of some days; without a case there is no contract, and nothing changes."""

    case: Case | None = None

    @property
    def has_fee(self) -> bool:
        """Whether the contract says what the agency earns."""
        return self.case is not None and bool(self.case.agreed.of(EARNED))

    @property
    def service(self) -> tuple[date, date]:
        """The first and the last day of service."""
        assert self.case is not None
        return service(self.case.agreed)

    def applied(self, sums: Mapping[str, Any], first: date, last: date) -> dict[str, Any]:
        """The sums of a span as the contract leaves them: the fee that accrued instead of the typed one, ads less what the agency bears."""
        changed = dict(sums)
        if self.case is None:
            return changed
        if self.has_fee:
            changed |= {"service_fee": self.fee(first, last), "agency_settled": None}
        if changed.get("ad_spend") is not None:
            changed["ad_spend"] -= borne(self.case, first, last)
        return changed

    def rows(self, first: date, last: date) -> list[tuple[str, str, str, Decimal]]:
        """What of the ladder comes from the contract: part, the clause's kind, what it is about, amount."""
        if self.case is None:
            return []
        start, end = self.service
        found: list[tuple[str, Clause, str, Decimal]] = []
        for month in months(Month.of(max(first, start)), Month.of(min(last, end))):
            begin, until = max(first, start, month.first), min(last, end, month.last)
            about = f"{begin.isoformat()} – {until.isoformat()}"
            both = zip(lines(self.case, month, until), lines(self.case, month, day_before(begin)), strict=True)
            found += [("service_fee", now.clause, about, now.amount - before.amount) for now, before in both]
            ads = self.case.agreed.of(["included_ads"])
            found += [("ad_spend", clause, about, -_borne(self.case, clause, begin, until)) for clause in ads]
        return [(name, clause.kind, _about(clause, days), amount) for name, clause, days, amount in found if amount]

    def fee(self, first: date, last: date) -> Decimal | None:
        """What accrued on the days of service, and what was typed or taken by a platform on the others; None without clauses of a fee."""
        if self.case is None or not self.has_fee:
            return None
        start, end = self.service
        held = max(first, start), min(last, end)
        outside = [(first, min(last, day_before(start)))] if first < start else []
        outside += [(max(first, end + timedelta(days=1)), last)] if last > end else []
        known_of = (self.case.facts.billed, self.case.facts.taken)
        typed = [of_span(*span) for span in outside for of_span in known_of]
        fee = [accrued(self.case, *held)] if held[0] <= held[1] else []
        known = [amount for amount in (*fee, *typed) if amount is not None]
        return sum(known, ZERO) if known else None


def accrual(scope: Scope, first: date, last: date) -> Accrual:
    """The contract in the shop's book against what was sold from the month of `first` on. Raises NoBuild."""
    agreed = engagement(scope.shop)
    if not agreed.of([*EARNED, "included_ads"]) or last < first:
        return Accrual()
    known = facts(scope.reader, Month.of(first).first, traffic=agreed.has("rate_if_growth"), covered=False)
    return Accrual(Case(agreed, known, "claimed" if scope.book == "claimed" else None))


def borne(case: Case, first: date, last: date) -> Decimal:
    """The ad money of a span that the fee already contains: of each month up to what is included, the earliest first."""
    return sum((_borne(case, clause, first, last) for clause in case.agreed.of(["included_ads"])), ZERO)


def included(case: Case, clause: Clause, month: Month) -> Decimal:
    """The ad money that the fee contains in a month; a month served in part has its share by days."""
    held = part(case.agreed, month, clause)
    return fen(Fraction(clause["amount"]) * held.share()) if held else ZERO


def _borne(case: Case, clause: Clause, first: date, last: date) -> Decimal:
    spent = ZERO
    start, end = service(case.agreed)
    for month in months(Month.of(max(first, start)), Month.of(min(last, end))):
        most = included(case, clause, month)
        spent += _spent(case, clause, month, last, most) - _spent(case, clause, month, day_before(first), most)
    return spent


def _spent(case: Case, clause: Clause, month: Month, upto: date, most: Decimal) -> Decimal:
    held = part(case.agreed, month, clause, upto)
    return min(most, max(ZERO, case.facts.spent(held.first, held.upto))) if held else ZERO


def _about(clause: Clause, days: str) -> str:
    name = clause.get("id") or clause.get("wording")
    return f"{name} {days}" if name else days
