"""Before and after the service: equal, named periods, and what may honestly be said of a figure in them."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from book.engagement import engagement
from reports.compare.comparison import Comparison, Side
from reports.compare.controls import Controls, controls
from reports.compare.model import WEEK, Weeks, fit
from reports.compare.raw import raw
from reports.compare.season import season
from reports.compare.series import Series, known_weeks, ripened, series, source_of, usable, weekly
from reports.compare.verdict import Facts, Range, Verdict, refusal, unjudged, verdict
from reports.decomposition.sales import FIGURES, sales_split
from reports.events.event import events, plain_days
from reports.metric import Figure, catalogue
from reports.period import Period
from reports.scope import BackwardPeriod, Scope, currency
from reports.weekly import weekly as ladder
from warehouse import N_, Told

DAYS = Period(date(2000, 1, 1), date(2099, 12, 31))  # in which a service can begin
MAIN_WEEKS = 13  # of the service: a longer one makes the claim harder, because what would have been drifts away
TROUGH_WEEKS, LEVEL_WEEKS, LOW = 8, 52, 0.80
FEWEST_LEVEL_WEEKS = 26  # usable ones, below which nobody knows what the shop's level is
ADJUSTED = ("gross_sales", "net_sales", "orders", "visitors")

NOTHING_KNOWN = N_("No export tells this figure on any of these days.")
UNJUDGED = {
    "can_be_negative": N_("Profit can lie below zero, so that no rate is estimated; the bridge shows what changed it."),
    "ratio": N_("A ratio is not extrapolated; its own range stands beside it in the table of raw figures."),
    "only_listed": N_("This figure is only listed; no model of it has been measured."),
}


class NoServiceStart(Told):
    """The engagement of {} names no day on which the service began; type it there, or give the day."""

    kind = "no_service_start"


def compare(
    scope: Scope,
    metric: str,
    service_start: date | None = None,
    service_end: date | None = None,
    baseline_from: date | None = None,
) -> Comparison:
    """Hold the first thirteen service weeks against the time before; days that are not given are the engagement's.

    Raises NoBuild, NoServiceStart, BackwardPeriod, BookUnreachable.
    """
    code = currency(scope.reader)
    agreed = engagement(scope.shop)
    start = service_start or agreed.service_start
    if start is None:
        raise NoServiceStart(scope.shop.title)
    end = service_end or (agreed.service_end if start == agreed.service_start else None) or date.max
    if end < start or (baseline_from and baseline_from >= start):
        raise BackwardPeriod(f"{start if end < start else baseline_from} – {min(start, end)}")
    first, last = _known(scope, metric)
    service = Period(start, max(min(last, end), start))
    days = min(service.days // WEEK, MAIN_WEEKS) * WEEK or service.days
    after = Period(start, start + timedelta(days=days - 1))
    before = Period(start - timedelta(days=days), start - timedelta(days=1))
    baseline = Period(min(max(first, baseline_from or first), before.last), before.last)
    spoken = Period(min(before.first, baseline.first), service.last)
    daily = series(scope, metric if metric in ADJUSTED else "orders", spoken)
    if metric == "net_sales":
        daily = ripened(scope, daily)
    sides = _sides(scope, metric, before, after, daily)
    found = events(scope.shop, spoken.first, spoken.last)
    return _judged(
        scope,
        Comparison(
            metric=metric,
            before=sides[0],
            after=sides[1],
            baseline=baseline,
            service=service,
            verdict=unjudged("no_data", NOTHING_KNOWN),
            facts=Facts(0, 0, 0),
            lift=None,
            season=season(scope.shop),
            controls=Controls(),
            removed_days=0,
            events=found,
            plain=plain_days(found, spoken.first, spoken.last),
            daily=daily,
            weeks=None,
            currency=code,
            split=sales_split(scope, before, after, metric) if metric in FIGURES else None,
        ),
    )


def _known(scope: Scope, metric: str) -> tuple[date, date]:
    """The first and the last day that an export of the figure's source covers; a span of no day where none does."""
    source = source_of(catalogue()[metric]) if metric in ADJUSTED else "orders"
    asked = "select min(day) as first, max(day) as last from marts.coverage where source = $1"
    [found] = scope.reader.rows(asked, [source])
    return found["first"] or date.max, found["last"] or date.min


def _sides(scope: Scope, metric: str, before: Period, after: Period, daily: Series) -> tuple[Side, Side]:
    """The figure in both periods: of its own days, of the raw table, or as the ladder adds it up."""
    if daily.metric == metric:
        sides = [Side(metric, each, daily.known_days(each), daily.total(each)) for each in (before, after)]
        return sides[0], sides[1]
    try:
        row = raw(scope, before, after).row(metric, scope.refunds)
    except KeyError:
        sides = [Side(metric, each, daily.known_days(each), _added_up(scope, metric, each)) for each in (before, after)]
        return sides[0], sides[1]
    return (
        Side(metric, before, row.before.days, row.before.value),
        Side(metric, after, row.after.days, row.after.value),
    )


def _added_up(scope: Scope, metric: str, period: Period) -> Figure:
    return ladder(replace(scope, first=period.first, last=period.last)).total.get(metric)


def _judged(scope: Scope, answer: Comparison) -> Comparison:
    """The answer with its verdict: the facts, then the model, then the table."""
    if answer.daily.metric != answer.metric:
        return replace(answer, verdict=_unjudged(answer.metric))
    if not answer.daily.known.any():
        return answer
    learned = Period(answer.baseline.first, answer.after.period.last)
    plain = frozenset(day for day in answer.plain if day in learned)
    weeks = weekly(answer.daily, answer.after.period, plain)
    spoken = Period(answer.daily.period.first, learned.last)
    beside = controls(scope, answer.metric, weeks, spoken, answer.after.period, plain)
    facts = _facts(answer, weeks, beside)
    lift = None if refusal(facts) else fit(weeks, season=answer.season, controls=beside.z)
    if lift:
        facts = replace(facts, range=Range(lift.lift, lift.low, lift.high, lift.level))
    removed = answer.daily.known_days(learned) - answer.daily.known_among(plain)
    return replace(
        answer, verdict=verdict(facts), facts=facts, lift=lift, controls=beside, weeks=weeks, removed_days=removed
    )


def _unjudged(metric: str) -> Verdict:
    """Why a figure that has no days of its own is only listed."""
    is_profit = "profit" in metric or metric == "contribution"
    is_ratio = catalogue()[metric].unit in ("rate", "money_rate")
    kind = "ratio" if is_ratio else "can_be_negative" if is_profit else "only_listed"
    return unjudged(kind, UNJUDGED[kind])


def _facts(answer: Comparison, weeks: Weeks, beside: Controls) -> Facts:
    is_before, says = ~weeks.is_service, usable(weeks)
    known = known_weeks(answer.daily, answer.after.period)
    served = weeks.is_service & (known >= 2)
    before = np.flatnonzero(says & is_before)
    return Facts(
        baseline_weeks=len(before),
        baseline_span=int(is_before.sum() - before[0]) if len(before) else 0,
        service_weeks=int((says & weeks.is_service).sum()),
        only_promotions=bool(served.any() and not (served & says).any()),
        has_controls=beside.count > 0,
        season=answer.season,
        is_trough=_is_trough(weeks),
    )


def _is_trough(weeks: Weeks) -> bool:
    """Whether the last eight plain weeks before the start lie a fifth or more below the shop's level of a year."""
    before = int((~weeks.is_service).sum())
    year = weeks.z[max(before - LEVEL_WEEKS, 0) : before]
    levels = np.exp(year[~np.isnan(year)])
    return len(levels) >= FEWEST_LEVEL_WEEKS and bool(levels[-TROUGH_WEEKS:].mean() <= LOW * levels.mean())
