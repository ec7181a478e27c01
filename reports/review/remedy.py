"""What happens if the target is missed again: the contract's clauses in money, and what it says of extension or a new strategy."""

import re
from decimal import Decimal
from fractions import Fraction

from book.engagement import Engagement
from reports.contract.case import fen
from reports.contract.month import Month
from reports.contract.monthly import Contract
from reports.contract.said import Said, say
from reports.contract.streak import State
from reports.review.finding import Finding
from warehouse import N_

# What a contract's own words say when they speak of more time, or of another plan.
ELSEWHERE = re.compile(
    r"顺延|延期|延长|免费续|继续服务|调整策略|更换策略|换类目|调整方案|extend|extension|free of charge|strateg",
    re.IGNORECASE,
)


def remedies(found: Contract, agreed: Engagement) -> tuple[Finding, ...]:
    """Each refund clause after a month that is over, and what another such month costs; the limit of the next; other clauses' words."""
    following = found.month.after()
    ahead = agreed.targets.get(str(following))
    findings = [each for state in found.states for each in _of(state, following, ahead)]
    if not found.states:
        findings.append(
            Finding(
                "no_refund_clause", say(N_("No clause of the contract gives part of the fee back.")), page="engagement"
            )
        )
    excess = [clause for clause in agreed.clauses if clause.kind == "rate_on_excess"]
    if excess and ahead is not None:
        text = N_(
            "In {month} the agency earns its share only of what lies above {target}; at or below it nothing is added."
        )
        findings.append(Finding("no_bonus", say(text, month=str(following), target=ahead), page="contract"))
    words = [str(clause["wording"]) for clause in agreed.clauses if ELSEWHERE.search(str(clause.get("wording") or ""))]
    findings += [
        Finding("clause_words", say(N_("The contract says: “{words}”"), words=each), page="contract") for each in words
    ]
    if not words:
        none = N_(
            "No typed clause speaks of an extension or of a change of strategy; what is agreed now is a promise below."
        )
        findings.append(Finding("no_extension_clause", say(none), page="engagement"))
    return tuple(findings)


def at_stake(found: Contract) -> Decimal | None:
    """What is given back if the next month is missed again, as far as a clause is near; None where none is."""
    near = [state.next.amount for state in found.states if state.next]
    return sum(near[1:], near[0]) if near else None


def _of(state: State, following: Month, ahead: Decimal | None) -> list[Finding]:
    amount = state.amount if state.state == "fired" else state.next.amount if state.next else None
    return [
        Finding(f"clause_{state.state}", state.said, amount, "contract"),
        *([Finding("next_limit", limit)] if (limit := _limit(state, following, ahead)) else []),
    ]


def _limit(state: State, following: Month, ahead: Decimal | None) -> Said | None:
    """The sales below which next month counts for the clause."""
    if ahead is None:
        return say(N_("{month} has no target yet, so it cannot be missed."), month=str(following))
    if state.next:
        return None  # its sentence names the limit
    below = Fraction(state.clause["below"])
    limit = Fraction(ahead) * below
    text = N_("{month} counts as missed below {limit}, {below} of its target of {target}.")
    return say(text, month=str(following), limit=fen(limit), below=below, target=ahead)
