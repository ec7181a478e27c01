"""The same days a year before: by weekday, the weeks around the Spring Festival by the lunar year."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from reports.compare.days import SIDES, Span, known
from reports.compare.period import Period
from reports.compare.raw import held
from reports.compare.table import Table
from reports.events.calendar import lunar_new_years
from reports.scope import Scope, jsonable

YEAR = timedelta(days=364)  # whole weeks, so that a Monday meets a Monday
LEAD, TRAIL = 28, 20  # days before and after the first day of the lunar year that move with it
QUARTER = timedelta(weeks=13)


def year_before(day: date) -> date | None:
    """The day of the year before that a day is like; None where that day belongs to a festival which lies elsewhere now.

    Around the Spring Festival it is the day with the same distance to the first day of the lunar year.
    """
    festivals = lunar_new_years()
    this, earlier = festivals.get(_lunar(day)), festivals.get(_lunar(day) - 1)
    if this and earlier and -LEAD <= (day - this).days <= TRAIL:
        return earlier + (day - this)
    like = day - YEAR
    there = festivals.get(_lunar(like))
    return None if there and -LEAD <= (like - there).days <= TRAIL else like


def _lunar(day: date) -> int:
    """The year whose festival a day may belong to: in December that of the following year."""
    return day.year + (day.month == 12)


def last_year(scope: Scope, period: Period, plain: Collection[date] | None = None) -> Table | None:
    """Hold a period against the same days of the year before; None where none of them has one. Raises NoBuild.

    Days without a like day are left out on both sides and named. `plain` must hold the plain days of both years.
    """
    pairs = {day: like for day in period if (like := year_before(day)) is not None}
    if not pairs:
        return None
    if plain is not None:  # a day counts where both are plain
        both = {day for day, like in pairs.items() if day in plain and like in plain}
        plain = both | {pairs[day] for day in both}
    before = Period(min(pairs.values()), max(pairs.values()))
    return held(scope, before, period, {"before": sorted(pairs.values()), "after": sorted(pairs)}, plain)


@dataclass(frozen=True)
class Growth:
    """Gross sales of a service period over the year before, against the same of the thirteen weeks before the service.

    `lift` is what the service period grew more than those weeks had: plain arithmetic, without an interval.
    """

    service: Decimal
    service_last_year: Decimal
    quarter: Decimal
    quarter_last_year: Decimal
    pairs: int  # days of service that count
    quarter_pairs: int

    @property
    def lift(self) -> float:
        """(service ÷ its year before) ÷ (quarter ÷ its year before) − 1."""
        return float(self.service * self.quarter_last_year / (self.service_last_year * self.quarter) - 1)

    def as_json(self) -> dict[str, Any]:
        """Its sums, the days that count, and the lift."""
        return {**jsonable(asdict(self)), "lift": self.lift}


def growth(scope: Scope, service: Period, plain: Collection[date] | None = None) -> Growth | None:
    """The growth-adjusted comparison with last year; None where orders cover less than half of it. Raises NoBuild.

    That takes 65 weeks before the service. A day counts when orders cover both it and its like day, and, with `plain`,
    when both are plain.
    """
    quarter = Period(service.first - QUARTER, service.first - timedelta(days=1))
    kept = None if plain is None else set(plain)
    pairs = {
        day: like
        for span in (quarter, service)
        for day in span
        if (like := year_before(day)) is not None and (kept is None or {day, like} <= kept)
    }
    if not pairs:
        return None
    found = known(scope, list(pairs.values()), list(pairs))
    if not found.told("orders"):
        return None
    sold = {side: _sold(found.span(side, ("orders",))) for side in SIDES}
    counted = {day: like for day, like in pairs.items() if day in sold["after"] and like in sold["before"]}
    parts = [[day for day in span if day in pairs] for span in (service, quarter)]
    told = [[day for day in part if day in counted] for part in parts]
    sums = [(_sum(sold["after"], part), _sum(sold["before"], (counted[day] for day in part))) for part in told]
    is_known = all(part and 2 * len(of) >= len(part) for part, of in zip(parts, told, strict=True))
    if not is_known or any(amount <= 0 for pair in sums for amount in pair):
        return None
    return Growth(*sums[0], *sums[1], len(told[0]), len(told[1]))


def _sold(span: Span) -> dict[date, Decimal]:
    amounts = zip(span.days, span.series("gross_sales", "order"), strict=True)
    return {day["asked_day"]: Decimal(amount or 0) for day, amount in amounts}


def _sum(sold: Mapping[date, Decimal], days: Iterable[date]) -> Decimal:
    return sum((sold[day] for day in days), Decimal("0.00"))
