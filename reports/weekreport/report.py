"""The answer of a week's report: figures and ladder as signed, target, what both sides wrote, events, movers, differences."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from book import book
from book.engagement import Engagement, engagement
from reports.claims.reconcile import Line, reconcile
from reports.claims.record import DIFFERENCE, difference_subject
from reports.contract.facts import facts
from reports.contract.month import Month
from reports.events.event import events
from reports.events.kind import Event
from reports.metric import plain
from reports.products import products
from reports.ripeness.ripeness import ripeness
from reports.scope import Scope, monday, span
from reports.signing.rules import WeekUnknown
from reports.signing.sign import WeekState, state
from reports.signing.signed import signed_weekly
from reports.weekly import Week, Weekly, figures_json
from reports.weekreport.items import LISTS, Item, items
from reports.weekreport.movers import Mover, movers
from reports.weekreport.progress import Progress, progress

WEEKS = 13  # that the chart shows
CLOSED = ("explained", "accepted")  # what people said of a difference that then needs nobody any more


@dataclass(frozen=True)
class Difference:
    """A claim that does not hold, that nothing explains and that nobody has closed."""

    line: Line
    state: str
    comment: str

    @property
    def unexplained(self) -> Decimal:
        """What remains of it."""
        assert self.line.verdict
        return self.line.verdict.unexplained or Decimal(0)

    def as_json(self) -> dict[str, Any]:
        """One difference of `reports weekreport --json`."""
        return self.line.as_json() | {"state": self.state, "comment": self.comment}


@dataclass(frozen=True)
class WeekReport:
    """Everything that the weekly report says; `recent` ends with its week."""

    scope: Scope
    agreed: Engagement
    recent: Weekly
    signing: WeekState
    of_week: Progress | None
    of_month: Progress | None  # so far: to the last day of the week
    month: Month
    items: tuple[Item, ...]
    events: tuple[Event, ...]  # of the weeks in `recent`
    movers: tuple[Mover, ...]
    differences: tuple[Difference, ...]
    unprovable: tuple[str, ...]  # figures that were claimed and that no file tells of
    unripe: frozenset[date]  # weeks of `recent` whose own figures still change by late refunds
    ledger: int  # the newest entry of the book that it stands on

    @property
    def week(self) -> Week:
        """The week of the report."""
        return self.recent.weeks[-1]

    @property
    def before(self) -> Week | None:
        """The week before, where anything is known of it."""
        found = self.recent.weeks[-2] if len(self.recent.weeks) > 1 else None
        return found if found and any(value is not None for value in found.figures.values()) else None

    @property
    def month_target(self) -> Decimal | None:
        """The whole target of the month that the week ends in."""
        found = self.agreed.targets.get(str(self.month))
        return None if found is None else Decimal(found)

    def listed(self, name: str) -> tuple[Item, ...]:
        """The items of one list."""
        return tuple(each for each in self.items if each.list == name)

    def of_days(self) -> tuple[Event, ...]:
        """The events on days of the week itself."""
        return tuple(each for each in self.events if each.first <= self.week.last and each.last >= self.week.first)

    def as_json(self) -> dict[str, Any]:
        """The answer of `reports weekreport --json`."""
        week = self.week
        return {
            "shop": self.scope.shop.name,
            "currency": self.recent.currency,
            "refunds": self.scope.refunds,
            "book": self.scope.book,
            "build": self.recent.build,
            "week_start": week.week_start.isoformat(),
            "state": week.state,
            "signature": self.signing.state,
            "missing": list(week.missing),
            "figures": figures_json(week.figures),
            "week_before": figures_json(self.before.figures) if self.before else None,
            "target": {
                "week": self.of_week.as_json() if self.of_week else None,
                "month_so_far": self.of_month.as_json() if self.of_month else None,
                "month": str(self.month),
                "month_target": plain(self.month_target, "money"),
            },
            **{name: [each.as_json() for each in self.listed(name)] for name in LISTS},
            "events": [each.as_json() for each in self.of_days()],
            "products": [each.as_json() for each in self.movers],
            "differences": [each.as_json() for each in self.differences],
            "not_provable": list(self.unprovable),
        }


def week_report(scope: Scope, week: date) -> WeekReport:
    """The report of the week that a day is in, signed weeks as they were signed. Raises NoBuild, WeekUnknown, BookUnreachable."""
    start, source, ledger = monday(week), scope.reader, book(scope.shop)
    end = start + timedelta(days=6)
    known = span(source)
    if known is None or not monday(known[0]) <= start <= known[1]:
        raise WeekUnknown(start)
    oldest = max(start - timedelta(days=7 * (WEEKS - 1)), monday(known[0]))
    agreed = engagement(ledger)
    sold = facts(source, Month.of(start).first, covered=True, refunds=scope.refunds)
    month = Month.of(end)
    last = ledger.last
    found = reconcile(_within(scope, start, end), start, agreed)
    return WeekReport(
        scope=_within(scope, start, end),
        agreed=agreed,
        recent=signed_weekly(_within(scope, oldest, end)),
        signing=state(scope, start),
        of_week=progress(agreed, sold, start, end),
        of_month=progress(agreed, sold, month.first, end),
        month=month,
        items=items(ledger, start),
        events=events(scope.shop, oldest, end),
        movers=movers(
            products(_within(scope, start, end)).products,
            products(_within(scope, start - timedelta(days=7), start - timedelta(days=1))).products,
        ),
        differences=tuple(_open(scope, start, found.lines)),
        unprovable=tuple(line.figure for line in found.lines if line.claim and line.word == "not_provable"),
        unripe=_unripe(scope),
        ledger=last,
    )


def _within(scope: Scope, first: date, last: date) -> Scope:
    return Scope(scope.shop, first, last, scope.refunds, scope.book, scope.source)


def _unripe(scope: Scope) -> frozenset[date]:
    """None where a refund counts on its own day."""
    if scope.refunds != "order":
        return frozenset()
    return frozenset(start for start, week in ripeness(scope).weeks.items() if not week.is_settled)


def _open(scope: Scope, week: date, lines: tuple[Line, ...]) -> list[Difference]:
    said = {subject: entry.body for subject, entry in book(scope.shop).in_force(DIFFERENCE).items()}
    found = []
    for line in lines:
        body = said.get(difference_subject(week, line.figure), {})
        if line.verdict and line.verdict.is_alarm and body.get("state", "open") not in CLOSED:
            found.append(Difference(line, body.get("state", "open"), body.get("comment", "")))
    return found
