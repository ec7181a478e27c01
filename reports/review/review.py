"""The monthly review (复盘) of a shop: outcome, the four questions with evidence and answers, promises, next month."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from reports.contract.month import Month
from reports.contract.monthly import agreed_on, world
from reports.duties.late import Late, late_in
from reports.duties.moment import shown
from reports.metric import plain
from reports.review.answers import PLAN, QUESTIONS, Answer, answers
from reports.review.change import changes
from reports.review.finding import Finding
from reports.review.need import needed
from reports.review.outcome import Outcome, outcome
from reports.review.plan import Plan, planned
from reports.review.promises import Promise, given
from reports.review.remedy import remedies
from reports.review.scored import Score, score
from reports.review.span import Spans, last_known
from reports.review.strategy import Effect, strategies
from reports.review.why import Why, why
from reports.scope import Scope
from reports.signing.sign import now


@dataclass(frozen=True)
class Question:
    """One of the four questions: what the figures say to it, and what was answered."""

    name: str  # why, change, need, remedy
    findings: tuple[Finding, ...]
    answer: Answer | None


@dataclass(frozen=True)
class Review:
    """The answer for one month."""

    shop: str
    currency: str
    outcome: Outcome
    why: Why | None  # None: no day of the month is known
    questions: tuple[Question, ...]
    scores: tuple[Score, ...]  # of what was promised before, looked back on now
    withdrawn: int  # promises of the last review that were taken back
    promises: tuple[Promise, ...]  # given in this review
    strategies: tuple[Effect, ...]  # changed in this month or the two before, the newest first
    plan: Plan
    late: Mapping[str, Late] | None  # overdue answers of both sides in the month; None: nothing was ever asked

    @property
    def month(self) -> Month:
        """The month it is about."""
        return self.outcome.contract.month

    def count(self, *results: str) -> int:
        """How many of the promises came to one of these."""
        return sum(each.result in results for each in self.scores)

    def as_json(self) -> dict[str, Any]:
        """The answer of `reports review --json`."""
        found = self.outcome.contract
        return {
            "shop": self.shop,
            "currency": self.currency,
            "book": found.book,
            "month": str(self.month),
            "days": self.outcome.days.now.as_json() if self.outcome.days else None,
            "over": self.outcome.is_over,
            "target": plain(found.target, "money"),
            "sales": plain(found.sales, "money"),
            "attainment": found.attainment,
            "missed_in_a_row": self.outcome.streak,
            "given_back": plain(found.given_back, "money"),
            "settled": found.is_settled,
            "sentence": f"{self.outcome.said.in_english(self.currency)} {self.outcome.consequence.in_english(self.currency)}",
            "why": self.why.as_json(self.currency) if self.why else None,
            "questions": [
                {
                    "question": each.name,
                    "evidence": [finding.as_json(self.currency) for finding in each.findings],
                    "answer": each.answer.as_json() if each.answer else None,
                }
                for each in self.questions
            ],
            "promised": {
                "items": [each.as_json(self.currency) for each in self.scores],
                "kept": self.count("kept"),
                "missed": self.count("missed"),
                "open": self.count("open", "no_data", "disputed"),
                "withdrawn": self.withdrawn,
            },
            "promises": [each.as_json() for each in self.promises],
            "strategy_changes": [each.as_json(self.currency) for each in self.strategies],
            "next": self.plan.as_json(),
            "overdue_hours": {side: shown(each.hours) for side, each in self.late.items()} if self.late else None,
        }


def review(scope: Scope, month: Month, today: date | None = None) -> Review:
    """The review of a month of service. Raises NoEngagement, BookUnreachable."""
    today = today or now()
    agreed = agreed_on(scope.shop)
    known_to = last_known(scope)
    came = outcome(world(scope, today), month, known_to)
    # The evidence is of the sales that the contract measures.
    asked = Scope(scope.shop, None, None, scope.refunds, came.contract.book, scope.source)
    spans = Spans(asked)
    written, promises = answers(scope.shop, month), given(scope.shop)
    scores = tuple(score(each, spans, known_to, today) for each in promises.scored_in(month))
    found, held_now = None, None
    if came.days:
        held_now = spans(came.days.now)
        found = why(asked, agreed, came, came.days, spans)
    findings = {
        "why": found.findings if found else (),
        "change": changes(asked, found, scores),
        "need": needed(asked, held_now, agreed, scores) if held_now else (),
        "remedy": remedies(came.last or came.contract, agreed),
    }
    return Review(
        shop=scope.shop.name,
        currency=came.contract.currency,
        outcome=came,
        why=found,
        questions=tuple(Question(name, findings[name], written.get(name)) for name in QUESTIONS),
        scores=scores,
        withdrawn=promises.withdrawn.get(month.after(-1), 0),
        promises=promises.of(month),
        strategies=strategies(asked, month.after(-2).first, month.last, known_to),
        plan=planned(agreed, month, written.get(PLAN)),
        late=late_in(scope.shop, month),
    )
