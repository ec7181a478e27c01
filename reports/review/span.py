"""The figures of any days together, and which days each source is silent on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from reports.compare.period import Period
from reports.metric import Figures, derived, metrics
from reports.scope import Scope, span
from reports.weekly import weekly
from warehouse import NoBuild


@dataclass(frozen=True)
class Held:
    """The ladder of a period as it is known today."""

    period: Period
    figures: Figures
    missing: Mapping[str, tuple[date, ...]]  # source → days on which some platform's export of it is missing


def held(scope: Scope, period: Period) -> Held:
    """The figures of a period on the scope's basis; all unknown for a shop without a file."""
    asked = Scope(scope.shop, period.first, period.last, scope.refunds, scope.book, scope.source)
    try:
        answer = weekly(asked)
    except NoBuild:
        return Held(period, derived({name: None for name, each in metrics().items() if each.sums}), {})
    gaps: dict[str, set[date]] = {}
    for week in answer.weeks:
        for gap in week.gaps:
            gaps.setdefault(gap.source, set()).update(gap.days)
    return Held(period, answer.total, {source: tuple(sorted(days)) for source, days in sorted(gaps.items())})


def last_known(scope: Scope) -> date | None:
    """The last day of which the shop knows anything."""
    try:
        known = span(scope.reader)
    except NoBuild:
        return None
    return known[1] if known else None
