"""The figures of any days together, and which days each source is silent on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from reports.metric import Figures, catalogue, ratio
from reports.period import Period
from reports.scope import Scope, span
from reports.weekly import weekly
from warehouse import NoBuild


@dataclass(frozen=True)
class Held:
    """The ladder of a period as it is known today, and the visits beside it."""

    period: Period
    figures: Figures
    missing: Mapping[str, tuple[date, ...]]  # source → days on which some platform's export of it is missing


def held(scope: Scope, period: Period) -> Held:
    """The figures of a period on the scope's basis; all unknown for a shop without a file."""
    asked = Scope(scope.shop, period.first, period.last, scope.refunds, scope.book, scope.source)
    try:
        answer = weekly(asked)
    except NoBuild:
        return Held(period, dict.fromkeys(catalogue()), {})
    gaps: dict[str, set[date]] = {}
    for week in answer.weeks:
        for gap in week.gaps:
            gaps.setdefault(gap.source, set()).update(gap.days)
    return Held(
        period, answer.total | _visits(asked), {source: tuple(sorted(days)) for source, days in sorted(gaps.items())}
    )


class Spans:
    """The figures of any periods of one scope; a period asked for twice is computed once."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.known: dict[Period, Held] = {}

    def __call__(self, period: Period) -> Held:
        """The figures of a period."""
        if period not in self.known:
            self.known[period] = held(self.scope, period)
        return self.known[period]


def _visits(scope: Scope) -> Figures:
    """Visits, impressions and clicks of the days, and their ratios."""
    beside = {name: each for name, each in catalogue().items() if each.kind == "traffic"}
    columns = {name: each.sums["accounting"] for name, each in beside.items() if each.sums}
    sums = ", ".join(f"{' + '.join(f'sum({column})' for column in own)} as {name}" for name, own in columns.items())
    asked = f"select {sums} from marts.daily where day between $1 and $2"
    [row] = scope.reader.rows(asked, [scope.first, scope.last])
    found: Figures = {name: None if row[name] is None else int(row[name]) for name in columns}
    return found | {name: ratio(found[each.over[0]], found[each.over[1]]) for name, each in beside.items() if each.over}


def last_known(scope: Scope) -> date | None:
    """The last day of which the shop knows anything."""
    try:
        known = span(scope.reader)
    except NoBuild:
        return None
    return known[1] if known else None
