"""What a contract's wording is worth: the same facts under each plausible reading of a clause, side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from book.engagement import Clause
from reports.contract.case import Case, part, service
from reports.contract.deposit import deposits
from reports.contract.fees import ZERO, lines, total
from reports.contract.month import Month, months
from reports.contract.monthly import world
from reports.contract.said import Said, say
from reports.contract.streak import given_back
from reports.contract.wording import described
from reports.scope import Scope
from warehouse import N_

Answers = Mapping[Any, str]  # value of the field → what it means
NET = {
    "net_sales": N_("less refunds, in the month of the refund"),
    "net_sales_of_orders": N_("less refunds, in the month of their order"),
    "gross_sales": N_("before refunds"),
}
BOOK = {"cleaned": N_("without brushing"), "claimed": N_("with brushing")}
MEASURED = (("metric", N_("Which sales are measured?"), NET), ("book", N_("Do orders listed as brushing count?"), BOOK))
QUESTIONS: Mapping[str, tuple[tuple[str, str, Answers], ...]] = {
    "fixed": (
        (
            "prorate",
            N_("What is a month served in part?"),
            {
                "calendar_days": N_("its calendar days"),
                "thirty_days": N_("thirty days to the month"),
                "none": N_("a whole month"),
            },
        ),
    ),
    "rate": MEASURED,
    "rate_on_excess": (
        *MEASURED,
        (
            "prorate_target",
            N_("Which target has a month served in part?"),
            {"calendar_days": N_("its share by days"), "none": N_("the whole target")},
        ),
        (
            "carried",
            N_("Does a month that fell short lower the next one's excess?"),
            {False: N_("no, each month stands alone"), True: N_("yes, the shortfall is made good first")},
        ),
    ),
    "tiers": (
        *MEASURED,
        (
            "marginal",
            N_("What does the share of a step hold for?"),
            {True: N_("its own step only"), False: N_("all sales of the month")},
        ),
    ),
    "rate_if_growth": (
        ("metric", N_("Which traffic is measured?"), {"visitors": N_("visitors"), "page_views": N_("page views")}),
        (
            "of",
            N_("The share of what?"),
            {"sales": N_("all sales of the month"), "increment": N_("the sales that the additional traffic brought")},
        ),
    ),
    "refund_if_streak": (
        ("of", N_("Which fee is given back?"), {"base": N_("the fixed fee"), "fee": N_("the whole fee")}),
        (
            "scope",
            N_("The fee of which months?"),
            {
                "streak": N_("the months of the streak"),
                "all": N_("all months since the service began"),
                "last": N_("the last month of the streak"),
            },
        ),
        (
            "repeat",
            N_("What does one more month below do?"),
            {False: N_("nothing, once per streak"), True: N_("its fee counts too")},
        ),
        *MEASURED,
    ),
    "term_discount": (
        ("applies_to", N_("What is discounted?"), {"base": N_("the fixed fee"), "fee": N_("the whole fee")}),
    ),
    "deposit": (
        (
            "of",
            N_("The share of what?"),
            {"contract": N_("the contract sum"), "month": N_("a month's fixed fee")},
        ),
        (
            "called",
            N_("定金 or 订金?"),
            {
                "定金": N_("定金: at most 20% of the contract sum; it is lost by the side that breaks the contract"),
                "订金": N_("订金: a prepayment"),
            },
        ),
    ),
    "included_ads": (),
}


@dataclass(frozen=True)
class Reading:
    """One reading of one word of a clause. Amounts: the fee less what is given back; for a deposit less what it credits, too."""

    field: str
    value: Any
    question: Said
    answer: Said
    said: Said  # the clause as it would have to be written
    month: Decimal  # to be paid for the month
    so_far: Decimal  # for all months of the service up to it
    is_agreed: bool

    def as_json(self) -> dict[str, Any]:
        """One reading as JSON."""
        return {
            "field": self.field,
            "value": self.value,
            "question": self.question.in_english(),
            "answer": self.answer.in_english(),
            "sentence": self.said.in_english(),
            "month": str(self.month),
            "so_far": str(self.so_far),
            "agreed": self.is_agreed,
        }


def readings(scope: Scope, month: Month, clause: Clause, today: date | None = None) -> tuple[Reading, ...]:
    """Every reading of a clause of the contract in force; readings of one question stand together. Raises NoEngagement."""
    return readings_of(world(scope, today).case, month, clause)


def readings_of(case: Case, month: Month, clause: Clause) -> tuple[Reading, ...]:
    """Every reading of one of a case's clauses."""
    return tuple(
        _reading(case, month, clause, field, question, value, answer)
        for field, question, answers in QUESTIONS[clause.kind]
        if _matters(case, clause, field)
        for value, answer in answers.items()
    )


def _reading(case: Case, month: Month, clause: Clause, field: str, question: str, value: Any, answer: str) -> Reading:
    other = Clause(clause.kind, {**clause.said, field: value})
    read = case.with_clauses(other if each is clause else each for each in case.agreed.clauses)
    past = [each for each in months(Month.of(_begun(case)), month) if part(case.agreed, each)]
    return Reading(
        field,
        value,
        say(question),
        say(answer),
        described(other, case.agreed),
        _due(read, month, clause.kind),
        sum((_due(read, each, clause.kind) for each in past), ZERO),
        _agreed(case, clause, field) == value,
    )


def _begun(case: Case) -> date:
    """The first day that anything is due for: the service's, at the earliest the first that is known."""
    known = min((min(by_day) for by_day in case.facts.sales.values() if by_day), default=date.max)
    start = service(case.agreed)[0]
    return start if case.agreed.service_start or case.agreed.targets else max(start, known)


def _due(case: Case, month: Month, kind: str) -> Decimal:
    due = total(lines(case, month)) - given_back(case, month)
    if kind != "deposit":
        return due
    return due - sum((each.amount or ZERO for each in deposits(case.agreed) if each.credited == month), ZERO)


def _matters(case: Case, clause: Clause, field: str) -> bool:
    """Whether the question can be asked: not where one book is forced, nor of a deposit that was typed as an amount."""
    if field == "book":
        return case.book is None
    return not (clause.kind == "deposit" and field == "of" and clause.get("amount") is not None)


def _agreed(case: Case, clause: Clause, field: str) -> Any:
    """The reading in force."""
    said = clause.get(field)
    if said is not None:
        return said
    return {"metric": case.agreed.sales_basis, "book": case.agreed.book, "carried": False}.get(field)


def worth(found: tuple[Reading, ...], field: str) -> Decimal:
    """What the wording of one question is worth so far: the dearest reading less the cheapest."""
    amounts = [reading.so_far for reading in found if reading.field == field]
    return max(amounts) - min(amounts)
