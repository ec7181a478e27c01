"""A figure of a shop day by day, and in weeks counted from a start; a day that an export does not cover is missing, never zero.

Sums stay Decimal for what is shown; the model gets doubles, because it answers a ratio and never an amount.
"""

from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from reports.compare.model import WEEK, Weeks, weeks
from reports.metric import Metric, catalogue
from reports.period import Period
from reports.ripeness.money import expected_net
from reports.ripeness.ripeness import ripeness
from reports.scope import Scope

SQL = """
with platforms as (select distinct platform from marts.coverage where source = '{source}'),
told as (
    select day, count(*) as platforms
    from (select distinct day, platform from marts.coverage where source = '{source}')
    group by day
),
sums as (
    select day, cast({value} as decimal(38, 2)) as value, coalesce(sum(orders), 0) + coalesce(sum(typed_orders), 0) as orders
    from marts.daily
    where {counted}
    group by day
)
select
    cast(days.day as date) as day,
    coalesce(told.platforms = (select count(*) from platforms), false) as is_known,
    coalesce(sums.value, 0) as value,
    cast(coalesce(sums.orders, 0) as double) as orders
from unnest(generate_series(cast($1 as timestamp), cast($2 as timestamp), interval 1 day)) as days (day)
left join told on told.day = cast(days.day as date)
left join sums on sums.day = cast(days.day as date)
order by 1
"""


@dataclass(frozen=True)
class Series:
    """One figure on every day of a period; `known` tells the days that every platform's export covers."""

    metric: str
    period: Period
    known: NDArray[np.bool_]
    values: NDArray[np.float64]  # doubles; NaN where the day is not known
    orders: NDArray[np.float64]
    exact: pa.ChunkedArray  # decimals, one per day

    def within(self, period: Period) -> slice:
        """Where the days of a period stand."""
        first = max((period.first - self.period.first).days, 0)
        return slice(first, max((period.last - self.period.first).days + 1, first))

    def days_until(self, last: date) -> list[date]:
        """Its days up to one of them."""
        return [day for day in self.period if day <= last]

    def known_days(self, period: Period) -> int:
        """How many days of a period are known."""
        return int(self.known[self.within(period)].sum())

    def known_among(self, days: Set[date]) -> int:
        """How many of these days are known."""
        return sum(known for day, known in zip(self.period, self.known.tolist(), strict=True) if day in days)

    def total(self, period: Period) -> Decimal | int | None:
        """What the known days of a period add up to; None where none is known."""
        place = self.within(period)
        if not self.known[place].any():
            return None
        days = self.exact.slice(place.start, place.stop - place.start)
        total = Decimal(pc.sum(days.filter(pa.array(self.known[place]))).as_py())
        return int(total) if catalogue()[self.metric].unit == "count" else total


@dataclass(frozen=True)
class WeekMean:
    """The daily mean of a week's known days; None where none is."""

    first: date
    mean: float | None
    known_days: int
    plain_days: int  # of the known ones


def means(of: Series, start: date, plain: Set[date]) -> list[WeekMean]:
    """Every week that counts from the start, the cut ones at both ends too."""
    lead = (start - of.period.first).days % WEEK
    is_plain = of.known & np.array([day in plain for day in of.period], dtype=bool)
    cuts = sorted({0, *range(lead, len(of.known), WEEK), len(of.known)})
    found = []
    for begin, end in pairwise(cuts):
        days = of.known[begin:end]
        mean = float(np.nanmean(of.values[begin:end])) if days.any() else None
        first = of.period.first + timedelta(days=begin)
        found.append(WeekMean(first, mean, int(days.sum()), int(is_plain[begin:end].sum())))
    return found


def series(scope: Scope, metric: str, period: Period) -> Series:
    """A figure on every day of a period, in one query. Raises NoBuild."""
    found = catalogue()[metric]
    columns = [f"{sign} coalesce(sum({column}), 0)" for sign, column in _columns(found, scope.refunds)]
    asked = SQL.format(source=source_of(found), value=" ".join(columns), counted=scope.counted)
    table = scope.reader.arrow(asked, [period.first, period.last])
    known = table["is_known"].to_numpy().astype(bool)
    values = np.where(known, table["value"].cast(pa.float64()).to_numpy(), np.nan)
    return Series(metric, period, known, values, table["orders"].to_numpy(), table["value"])


def ripened(scope: Scope, of: Series) -> Series:
    """Net sales as the model sees them: less the refunds that the orders of weeks not yet settled are still expected to bring.

    What the rows say (`total`) stays as it is; a week of which nothing can be expected stays too.
    """
    found, values = ripeness(scope), of.values.copy()
    for start, week in found.weeks.items():
        if week.is_settled or week.last < of.period.first or start > of.period.last:
            continue
        days = Period(max(start, of.period.first), min(week.last, of.period.last))
        net = expected_net(scope, days, found)
        if net.expected_net is not None and net.net > 0:
            values[of.within(days)] *= float(net.expected_net / net.net)
    return replace(of, values=values)


def source_of(metric: Metric) -> str:
    """The source of the coverage calendar that a figure needs."""
    return metric.source or source_of(catalogue()[metric.plus[0]])


def _columns(metric: Metric, basis: str) -> list[tuple[str, str]]:
    """The signed mart columns of a figure, or of the figures that it is the sum of."""
    if metric.sums:
        return [("-" if each.startswith("-") else "+", each.lstrip("-")) for each in metric.sums[basis]]
    signs = {"+": "-", "-": "+"}
    return [
        (mark if sign > 0 else signs[mark], column)
        for name, sign in metric.parts
        for mark, column in _columns(catalogue()[name], basis)
    ]


def weekly(of: Series, service: Period, plain: Set[date]) -> Weeks:
    """Whole weeks counted from the first service day; one with fewer than two known plain days says nothing.

    What a week without any sale is given, so that it has a logarithm, is half an order's value; of a count, a half.
    """
    days = of.days_until(service.last)
    known = of.known[: len(days)]
    values = np.nan_to_num(of.values[: len(days)])
    is_money = catalogue()[of.metric].unit == "money"
    return weeks(
        values,
        of.orders[: len(days)] if is_money else values,
        known & np.array([day in plain for day in days], dtype=bool),
        np.array([day.weekday() for day in days], dtype=np.int64),
        np.array([day in service for day in days], dtype=bool),
        np.array([day.timetuple().tm_yday for day in days], dtype=np.float64),
    )


def known_weeks(of: Series, service: Period) -> NDArray[np.int64]:
    """How many known days each of those weeks has."""
    days = of.days_until(service.last)
    start = (service.first - of.period.first).days % WEEK
    known = of.known[start : start + (len(days) - start) // WEEK * WEEK]
    return np.asarray(known.reshape(-1, WEEK).sum(axis=1))


def usable(found: Weeks) -> NDArray[np.bool_]:
    """The weeks that say something."""
    return np.isfinite(found.z)
