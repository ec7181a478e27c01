"""The lift of a service period: what sales were, beyond what the shop's own season, trend and drift would have brought.

A structural model of the log of weekly sales on plain days, whose season may be weak, middle or strong; fitted on the
baseline only. The priors were measured on simulated shops and on a real one (before-after.md, section 2).
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from reports.compare.structuralmodel import Array, Flags, Grid, Mixture, log_normal, surplus

WEEK = 7
YEAR = 365.25
LEAST_PLAIN_DAYS = 2  # of a usable week
LEAST_BASELINE_WEEKS = 3
LEAST_SERVICE_WEEKS = 2
LEVEL = 0.95

PSEUDO_DAYS = 4  # average days that shrink the factor of a weekday
LEAST_WEEKDAY_DAYS = 14  # plain days of the baseline; with fewer every weekday counts as any other

LEVEL_SD = 5.0  # of the log level
TREND_SD = 0.008  # of the log trend per week
SEASON_SDS = {"none": 0.06, "weak": 0.10, "middle": 0.23, "strong": 0.60}  # of the first yearly harmonic
SEASON_WEIGHTS = {"weak": 0.20, "middle": 0.45, "strong": 0.35}  # where nobody says how strong it is
SECOND_HARMONIC = 0.43  # of the first one's sd
DRIFTS = np.array([0.006, 0.012, 0.02, 0.03, 0.045, 0.07, 0.11])  # sd of the level's weekly step
DRIFT_PRIOR = (0.028, 0.6)  # median, sd of the logarithm
NOISES = np.geomspace(0.03, 0.8, 12)  # sd of a week of seven plain days
NOISE_PRIOR = (0.15, 1.0)
CONTROL_SD = 0.35  # of how far the shop answers more or less than its controls do
CONTROLLED = 0.35  # what controls leave of the season; the shop's own trend they do not know


@dataclass(frozen=True, eq=False)
class Weeks:
    """Weeks in a row, counted from the first service day; `z` is NaN where a week has too few plain days."""

    z: Array  # log mean daily sales of the plain days, weekdays evened out
    n: NDArray[np.int64]  # plain days
    doy: Array  # day of the year of the week's middle
    is_service: Flags

    def placebo(self, start: int, service_weeks: int) -> "Weeks":
        """The weeks before week `start` and `service_weeks` from it on, as if the service had begun there."""
        cut = slice(start + service_weeks)
        began = np.arange(len(self.z))[cut] >= start
        return replace(self, z=self.z[cut], n=self.n[cut], doy=self.doy[cut], is_service=began)


@dataclass(frozen=True, eq=False)
class Lift:
    """The lift as a share (0.25 = +25 %) with its range, and what it was computed from."""

    lift: float
    low: float
    high: float
    level: float
    baseline_weeks: int  # usable ones
    service_weeks: int
    drift: float  # sd of the level's weekly step, in logarithms
    season_weights: dict[str, float]  # how far prior and baseline speak for each strength of season
    control_count: int
    log_lift: Mixture

    def probability_above(self, lift: float) -> float:
        """How probable a lift above this one is."""
        return 1 - self.log_lift.below(math.log1p(lift))


def weeks(
    sales: Array, orders: Array, is_plain: Flags, weekday: NDArray[np.int64], is_service: Flags, doy: Array
) -> Weeks:
    """Weekly sales out of daily ones: days in a row, service last; those that fill no week at either end are left out.

    A plain day has data and is neither a promotion's nor its shoulder's. Weekday factors and the average order value,
    half of which keeps a week without sales finite, come from the baseline.
    """
    if (is_service[:-1] & ~is_service[1:]).any():
        raise ValueError("days of the baseline stand after service days")
    lead = int(np.sum(~is_service)) % WEEK
    whole = slice(lead, lead + (len(sales) - lead) // WEEK * WEEK)
    sales, orders, doy = sales[whole], orders[whole], doy[whole]
    is_plain, weekday, is_service = is_plain[whole], weekday[whole], is_service[whole]
    base = is_plain & ~is_service
    even = np.where(is_plain, sales / _weekday_factors(sales[base], weekday[base])[weekday], 0.0)
    order_value = sales[~is_service].sum() / max(orders[~is_service].sum(), 1)
    total = even.reshape(-1, WEEK).sum(axis=1) + order_value / 2
    n = is_plain.reshape(-1, WEEK).sum(axis=1)
    usable = (n >= LEAST_PLAIN_DAYS) & (total > 0)
    z = np.full(len(n), np.nan)
    z[usable] = np.log(total[usable] / n[usable])
    return Weeks(z, n, doy[WEEK // 2 :: WEEK].astype(float), is_service[::WEEK])


def _weekday_factors(sales: Array, weekday: NDArray[np.int64]) -> Array:
    """How many times the average plain day each weekday sells, Monday first."""
    average = sales.mean() if len(sales) else 0.0
    if len(sales) < LEAST_WEEKDAY_DAYS or average <= 0:
        return np.ones(WEEK)
    sums, days = np.bincount(weekday, sales, WEEK), np.bincount(weekday, minlength=WEEK)
    return np.asarray((sums / average + PSEUDO_DAYS) / (days + PSEUDO_DAYS))


def fit(weeks: Weeks, *, season: str | None = None, controls: Array | None = None, level: float = LEVEL) -> Lift | None:
    """The lift of the service weeks; None where too few weeks are usable.

    `season` is what the merchant knows of it: none, weak, middle or strong. `controls` has a row per control series:
    its `z` in the same weeks; one that lacks a week which the shop has is left out, for an index whose members come and
    go moves by itself.
    """
    usable: Flags = np.isfinite(weeks.z)
    index, count = np.zeros(len(weeks.z)), 0
    if controls is not None:
        complete = controls[np.isfinite(controls[:, usable]).all(axis=1)]
        count = len(complete)
        index = complete.mean(axis=0) if count else index
    is_service, steps = weeks.is_service[usable], np.flatnonzero(usable).astype(float)
    baseline_weeks, service_weeks = int(np.sum(~is_service)), int(np.sum(is_service))
    if baseline_weeks < LEAST_BASELINE_WEEKS or service_weeks < LEAST_SERVICE_WEEKS:
        return None
    seasons = {season: 1.0} if season else SEASON_WEIGHTS
    index = index[usable] - index[usable][~is_service].mean()
    series = weeks.z[usable] - index
    columns = [*_regressors(steps - int(np.sum(~weeks.is_service)) + 1, weeks.doy[usable]), *[index] * (count > 0)]
    log_lift = surplus(
        series - series[~is_service].mean(),
        np.column_stack(columns),
        steps,
        WEEK / weeks.n[usable],
        is_service,
        _grid(seasons, is_controlled=count > 0),
    )
    tail = (1 - level) / 2
    return Lift(
        lift=math.expm1(log_lift.mean),
        low=math.expm1(log_lift.quantile(tail)),
        high=math.expm1(log_lift.quantile(1 - tail)),
        level=level,
        baseline_weeks=baseline_weeks,
        service_weeks=service_weeks,
        drift=float(np.sum(log_lift.weights.sum(axis=(0, 2)) * DRIFTS)),
        season_weights=dict(zip(seasons, log_lift.weights.sum(axis=(1, 2)).tolist(), strict=True)),
        control_count=count,
        log_lift=log_lift,
    )


def _regressors(week: Array, doy: Array) -> tuple[Array, ...]:
    """Level, trend and two yearly harmonics."""
    turn = 2 * np.pi * doy / YEAR
    return np.ones_like(week), week, np.cos(turn), np.sin(turn), np.cos(2 * turn), np.sin(2 * turn)


def _grid(seasons: dict[str, float], is_controlled: bool) -> Grid:
    """The spreads to weigh, for each season that is possible."""
    first = np.array([SEASON_SDS[name] for name in seasons]) * (CONTROLLED if is_controlled else 1)
    level, trend, control = (np.full(len(first), sd) for sd in (LEVEL_SD, TREND_SD, CONTROL_SD))
    second = SECOND_HARMONIC * first
    return Grid.of(
        np.column_stack([level, trend, first, first, second, second, *[control] * is_controlled]),
        np.array([*seasons.values()]),
        (DRIFTS, log_normal(DRIFTS, *DRIFT_PRIOR)),
        (NOISES, log_normal(NOISES, *NOISE_PRIOR)),
    )
