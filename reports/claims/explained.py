"""Why a claim differs: by timing, by brushing, by another definition; each reason is exact, what remains is unexplained."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from reports.claims.proven import BASES, Proof
from reports.claims.word import claimable
from reports.metric import metrics
from warehouse import N_

TIMING = ("refund_after_cutoff", "unsettled", "ad_tail")


SENTENCES = {
    "refund_after_cutoff": N_("Refunds that a report of {day} could not know of change the figure by {amount}."),
    "unsettled": N_("Orders of these days that are not settled yet come to {amount}."),
    "ad_tail": N_("The ad report does not tell of {days} yet; the claim leaves {amount} for them."),
    "brushing": N_("The claim counts the orders that the merchant lists as brushing: {amount}."),
    "definition": N_("The claim is another figure, “{other}”; between the two lie {amount}."),
    "basis_order": N_("The claim counts refunds in the week of the order, not on the day of the refund: {amount}."),
    "basis_accounting": N_(
        "The claim counts refunds on the day of the refund, not in the week of the order: {amount}."
    ),
}


@dataclass(frozen=True)
class Explanation:
    """One reason and its exact share of the difference, claimed − proven. `said` names the template of its sentence."""

    kind: str  # refund_after_cutoff, unsettled, ad_tail, brushing, definition
    amount: Decimal
    said: str
    fields: Mapping[str, Any] = field(default_factory=dict)  # day, days, other: the name of a figure

    @property
    def is_timing(self) -> bool:
        """Whether the report was right on its day."""
        return self.kind in TIMING


def label_of(figure: str) -> str:
    """A figure's English name."""
    if figure in claimable():
        return claimable()[figure].label
    return metrics()[figure].label if figure in metrics() else OTHERS[figure]


OTHERS = {"conversion_of_orders": N_("Orders ÷ visitors"), "budget": N_("Budget: fee, ads and goods")}


@dataclass(frozen=True)
class _Reading:
    """A value that the claim may have meant, and the steps from the proven figure to it."""

    value: Decimal
    steps: tuple[Explanation, ...]


def explain(proof: Proof, metric: str, claimed: Decimal, limit: Decimal, said_on: date) -> tuple[Explanation, ...]:
    """The reasons for a difference. Brushing and definition explain only a claim that is exactly that other figure.

    `limit` is what the claim's own digits and the tolerance let pass.
    """
    readings = [each for each in _readings(proof, metric, said_on) if each.steps]
    equal = [each for each in readings if abs(claimed - each.value) <= limit]
    if equal:
        return min(equal, key=lambda each: (len(each.steps), not each.steps[0].is_timing)).steps
    proven = proof.value(metric)
    assert proven is not None
    timing = [each for each in readings if all(step.is_timing for step in each.steps)]
    nearer = [each for each in timing if abs(claimed - each.value) < abs(claimed - proven)]
    return nearer[0].steps if nearer else ()


def _readings(proof: Proof, metric: str, said_on: date) -> Iterator[_Reading]:
    """The proven figure, as known on the report's day, in either book, and what else may be called so."""
    start = proof.value(metric)
    assert start is not None
    for knew in (None, said_on):
        known = proof.value(metric, said_on=knew)
        if known is None:
            continue
        kind = "unsettled" if metric == "settled_money" else "refund_after_cutoff"
        late = Explanation(kind, known - start, kind, {"day": said_on})
        for book in ("cleaned", "claimed"):
            counted = proof.value(metric, book, said_on=knew)
            if counted is None:
                continue
            brushing = Explanation("brushing", counted - known, "brushing")
            yield _reading(counted, late, brushing)
            for meant, basis in _meant(metric, proof.basis):
                value = proof.value(meant, book, basis, knew)
                if value is not None:
                    yield _reading(value, late, brushing, _defined(metric, meant, basis, value - counted))


def _meant(metric: str, basis: str) -> list[tuple[str, str]]:
    """Other figures, and the same one with refunds dated the other way."""
    others = [(other, basis) for other in claimable()[metric].others]
    return [(metric, next(each for each in BASES if each != basis)), *others]


def _defined(metric: str, meant: str, basis: str, amount: Decimal) -> Explanation:
    if meant == metric:
        return Explanation("definition", amount, f"basis_{basis}")
    return Explanation("definition", amount, "definition", {"other": meant})


def _reading(value: Decimal, *steps: Explanation) -> _Reading:
    return _Reading(value, tuple(step for step in steps if step.amount))
