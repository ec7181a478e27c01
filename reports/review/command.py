"""`python -m reports review`: the monthly review with evidence per question; `summary`: the whole service period."""

import argparse
from collections.abc import Callable
from typing import Any

import warehouse
from reports.contract.month import Month
from reports.duties.moment import shown
from reports.out import give
from reports.review.review import Review, review
from reports.review.summary import summary
from reports.scope import Scope
from warehouse import tell

Call = Callable[..., argparse.ArgumentParser]


def add_review(call: Call, calls: Any) -> None:
    """The calls and their options."""
    made = call(calls, "review", _review, "the monthly review with evidence per question", period=False)
    made.add_argument("--month", metavar="YYYY-MM", type=Month.named, required=True)
    call(
        calls, "summary", _summary, "the whole service period: months, before and after, promises, advice", period=False
    )


def _review(asked: argparse.Namespace) -> int:
    found = review(Scope(warehouse.shop(asked.shop), refunds=asked.refunds, book=asked.book), asked.month)
    return give(asked, found.as_json, ["about", "what", "amount", "by", "state", "sentence"], _rows(found))


def _rows(found: Review) -> list[list[Any]]:
    """The answer as a table: outcome, bars, each question with its evidence and answer, promises, next month."""
    code, contract = found.currency, found.outcome.contract
    about = found.outcome
    state = None if about.is_missed is None else "missed" if about.is_missed else "reached"
    rows: list[list[Any]] = [
        ["month", "target", contract.target, None, None, None],
        ["month", "sales", contract.sales, None, state if about.is_over else "not over", about.said.in_english(code)],
        ["month", "given back", contract.given_back, None, None, about.consequence.in_english(code)],
    ]
    if found.why:
        rows.append(["why", "reading", None, None, None, found.why.reading.in_english(code)])
        for bars in (found.why.month_before, found.why.last_year):
            against = f"against {bars.before.first} – {bars.before.last}" if bars else ""
            rows += [["why", each.name, each.amount, None, against, None] for each in (bars.bars if bars else ())]
    rows += [
        ["overdue", f"{side}, hours", None, None, shown(each.hours), None] for side, each in (found.late or {}).items()
    ]
    for question in found.questions:
        rows += [
            [question.name, each.kind, each.amount, None, None, each.said.in_english(code)]
            for each in question.findings
        ]
        if question.answer:
            rows.append(
                [question.name, "answer", None, question.answer.by, question.answer.state, question.answer.text]
            )
    for score in found.scores:
        given = score.promise
        rows.append(["promised", given.what, None, given.by, score.result, score.said.in_english(code)])
    rows += [["promise", each.what, None, each.by, f"due {each.due}", None] for each in found.promises]
    rows += [
        ["strategy", each.event.name, None, each.event.who, str(each.event.first), each.said.in_english(code)]
        for each in found.strategies
    ]
    plan = found.plan
    rows.append(["next", "target of the contract", plan.contract_target, None, None, None])
    if plan.answer:
        rows.append(["next", "plan", plan.target, plan.answer.by, plan.answer.state, plan.answer.text])
    return rows


def _summary(asked: argparse.Namespace) -> int:
    found = summary(Scope(warehouse.shop(asked.shop), refunds=asked.refunds, book=asked.book))
    header = [
        "month",
        "target",
        "sales",
        "attainment",
        "fee",
        "given_back",
        "net_profit",
        "net_profit_low",
        "net_profit_high",
    ]
    rows: list[list[Any]] = [
        [
            str(each.contract.month),
            each.contract.target,
            each.contract.sales,
            each.contract.attainment,
            each.contract.fee,
            each.contract.given_back,
            each.profit,
            each.profit_low,
            each.profit_high,
        ]
        for each in found.months
    ]
    code = give(asked, found.as_json, header, rows)
    if not asked.json:
        for each in found.advice:
            tell(each.said.in_english(found.currency))
    return code
