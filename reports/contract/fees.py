"""What the agency earns: the lines of a month's fee, each half up to the fen once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from book.engagement import Clause
from reports.contract.case import Case, Part, fen, part
from reports.contract.month import Month, day_before, months
from reports.contract.rules import RULES
from reports.contract.said import Said, say
from warehouse import N_

ZERO = Decimal("0.00")
EARNED = (*RULES, "term_discount")


@dataclass(frozen=True)
class Line:
    """What one clause adds to a month's fee, and the calculation as a sentence."""

    clause: Clause
    amount: Decimal
    said: Said

    @property
    def kind(self) -> str:
        """The clause's kind."""
        return self.clause.kind


def lines(case: Case, month: Month, upto: date = date.max) -> tuple[Line, ...]:
    """The fee of a month, or of the month to a day, against the whole month's target; discounts last."""
    found = [
        Line(clause, fen(amount), said)
        for clause in case.agreed.of(EARNED)
        if clause.kind != "term_discount" and (held := part(case.agreed, month, clause, upto))
        for amount, said in [RULES[clause.kind](case, clause, held)]
    ]
    discounts = [
        _discount(case, clause, held, min(upto, day_before(held.first)), found)
        for clause in case.agreed.of(["term_discount"])
        if (held := part(case.agreed, month, clause, upto))
    ]
    return (*found, *discounts)


def total(found: Iterable[Line]) -> Decimal:
    """The sum of lines."""
    return sum((line.amount for line in found), ZERO)


def base(found: Iterable[Line]) -> Decimal:
    """What of the fee is fixed, after its discount."""
    found = list(found)
    fixed = total(line for line in found if line.kind == "fixed")
    less = (line for line in found if line.kind == "term_discount")
    return fixed + sum(
        (line.amount if _is_of_base(line.clause) else _reduced(fixed, line.clause) for line in less), ZERO
    )


def accrued(case: Case, first: date, last: date) -> Decimal:
    """The fee of a span of days: of each month what it is to the span's end, less what it was before its beginning."""
    fee = ZERO
    for month in months(Month.of(first), Month.of(last)):
        fee += total(lines(case, month, last))
        if month.first < first:
            fee -= total(lines(case, month, day_before(first)))
    return fee


def _discount(case: Case, clause: Clause, held: Part, before: date, found: Iterable[Line]) -> Line:
    """A negative line: what the discount takes off the fee of its days; `before` them the fee stays whole."""
    applies = ("fixed",) if _is_of_base(clause) else EARNED
    earlier = [
        RULES[line.kind](case, line.clause, each)[0]
        for line in found
        if line.kind in applies and (each := part(case.agreed, held.month, line.clause, before))
    ]
    reduced = total(line for line in found if line.kind in applies) - sum(map(fen, earlier), ZERO)
    amount = _reduced(reduced, clause)
    said = N_("Discount for the term: {fee} × {factor} − {fee} = {amount}.")
    return Line(clause, amount, say(said, fee=reduced, factor=_factor(clause), amount=amount))


def _is_of_base(clause: Clause) -> bool:
    return bool(clause.get("applies_to", "base") == "base")


def _reduced(fee: Decimal, clause: Clause) -> Decimal:
    return fen(Fraction(fee) * (_factor(clause) - 1))


def _factor(clause: Clause) -> Fraction:
    """What of the price is paid: 0.9 for a quarter."""
    discount = clause.get("discount")
    return Fraction(clause["options"][clause["chosen"]] if discount is None else discount)
