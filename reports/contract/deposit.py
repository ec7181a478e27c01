"""The deposit of a contract: how much it is, to which bill it is credited, and how much of a 定金 the law knows as one."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from book.engagement import Clause, Engagement
from reports.contract.case import fen
from reports.contract.fees import ZERO
from reports.contract.month import Month
from reports.contract.said import Said, say
from warehouse import N_

EARNEST = Fraction(
    20, 100
)  # Civil Code art. 586: of a 定金 above this share of the contract sum the excess is a prepayment


@dataclass(frozen=True)
class Deposit:
    """`credited` is the month whose bill it lowers; `prepaid` what of a 定金 the law treats as a prepayment."""

    clause: Clause
    amount: Decimal | None  # None where a share of a contract without an end was agreed
    credited: Month | None
    prepaid: Decimal
    said: Said


def deposits(agreed: Engagement) -> tuple[Deposit, ...]:
    """Every deposit that the contract names."""
    return tuple(_deposit(agreed, clause) for clause in agreed.of(["deposit"]))


def contract_sum(agreed: Engagement) -> Fraction | None:
    """The fixed fee of a month × the months of the term; None where the term has no end."""
    if not agreed.service_start or not agreed.service_end:
        return None
    return _monthly(agreed) * _term(agreed.service_start, agreed.service_end)


def _monthly(agreed: Engagement) -> Fraction:
    return sum((Fraction(clause["amount"]) for clause in agreed.of(["fixed"])), Fraction(0))


def _term(start: date, end: date) -> Fraction:
    """Months of the term: whole ones from the day of the month on which it began, the rest by thirty days to the month."""
    after, whole = end + timedelta(days=1), 0
    while _later(start, whole + 1) <= after:
        whole += 1
    return whole + Fraction(min((after - _later(start, whole)).days, 30), 30)


def _later(day: date, number: int) -> date:
    month = Month.of(day).after(number)
    return month.first.replace(day=min(day.day, month.length))


def _deposit(agreed: Engagement, clause: Clause) -> Deposit:
    whole = contract_sum(agreed)
    of = _monthly(agreed) if clause.get("of", "contract") == "month" else whole
    typed = clause.get("amount")
    exact = Fraction(typed) if typed is not None else None if of is None else of * Fraction(clause["rate"])
    days = {"first": agreed.service_start, "last": agreed.service_end}
    day = days[clause.get("credited", "first")]
    amount = None if exact is None else fen(exact)
    limit = None if whole is None else fen(whole * EARNEST)
    is_earnest = clause.get("called") == "定金" and amount is not None and limit is not None
    prepaid = max(ZERO, amount - limit) if is_earnest and amount is not None and limit is not None else ZERO
    credited = Month.of(day) if day else None
    return Deposit(clause, amount, credited, prepaid, _said(clause, of, amount, credited, prepaid, limit))


def _said(
    clause: Clause,
    of: Fraction | None,
    amount: Decimal | None,
    credited: Month | None,
    prepaid: Decimal,
    limit: Decimal | None,
) -> Said:
    if amount is None:
        return say(N_("The deposit is a share of the contract sum, which is not known: the contract has no end."))
    month = str(credited) if credited else "–"
    said = say(N_("Deposit of {amount}, credited to the bill of {month}."), amount=amount, month=month)
    if clause.get("rate") is not None and of is not None:
        about = {"amount": amount, "rate": Fraction(clause["rate"]), "sum": fen(of), "month": month}
        of_contract = N_("Deposit: {rate} of the contract sum of {sum} = {amount}, credited to the bill of {month}.")
        of_month = N_("Deposit: {rate} of a month's fixed fee of {sum} = {amount}, credited to the bill of {month}.")
        said = say(of_contract if clause.get("of", "contract") == "contract" else of_month, **about)
    if not prepaid:
        return said
    law = N_(
        "{sentence} A deposit called 定金 may be at most 20% of the contract sum, {limit}; "
        "the other {prepaid} are a prepayment (Civil Code, article 586)."
    )
    return say(law, sentence=said, limit=limit, prepaid=prepaid)
