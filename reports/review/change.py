"""What changes next month: the largest falls, and what was promised and not kept."""

from collections.abc import Iterable

from reports.contract.said import say
from reports.review.finding import Finding
from reports.review.reading import NAMES
from reports.review.scored import DISPUTED, MISSED, Score
from reports.review.why import Why
from reports.scope import Scope
from warehouse import N_

LARGEST = 3


def changes(_scope: Scope, found: Why | None, scores: Iterable[Score]) -> tuple[Finding, ...]:
    """The largest negative bars against the month before, then the agency's promises that were missed."""
    falls = (
        sorted((bar for bar in found.month_before.bars if bar.amount < 0), key=lambda bar: bar.amount)
        if found and found.month_before
        else []
    )
    said = [
        Finding(
            "fall",
            say(N_("{name}: {amount} against the days before."), name=say(NAMES[bar.name]), amount=bar.amount),
            bar.amount,
        )
        for bar in falls[:LARGEST]
        if bar.name != "days"
    ]
    text = N_("Not kept: “{what}”. {score}")
    unkept = [
        Finding("promise_missed", say(text, what=each.promise.what, score=each.said))
        for each in scores
        if each.promise.side == "agency" and each.result in (MISSED, DISPUTED)
    ]
    return (*said, *unkept)
