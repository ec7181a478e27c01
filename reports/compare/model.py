"""The lift of a service period: what sales were, beyond what the shop's own season, trend and drift would have brought.

before-after.md 2.1, `bsm_mix`: a structural model of the log of weekly sales on plain days, whose season may be weak,
middle or strong; fitted on the baseline only. The priors below are its, measured there on simulated and real shops.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from reports.compare.structuralmodel import Array, Grid, Mixture, log_normal, log_prior, surplus

Flags = NDArray[np.bool_]
WEEK = 7
YEAR = 365.25
LEAST_PLAIN_DAYS = 2  # of a usable week
LEAST_BASELINE_WEEKS = 3
LEAST_SERVICE_WEEKS = 2
LEVEL = 0.95

PSEUDO_DAYS = 4  # as many days of the average weight shrink the factor of a weekday
LEAST_WEEKDAY_DAYS = 14  # plain days of the baseline, below which every weekday counts as any other

LEVEL_SD = 5.0  # of the log level
TREND_SD = 0.008  # of the log trend per week
SEASON_SDS = {"none": 0.03, "weak": 0.10, "middle": 0.23, "strong": 0.60}  # of the first yearly harmonic
SEASON_WEIGHTS = {"weak": 0.20, "middle": 0.45, "strong": 0.35}  # where nobody says how strong it is
SECOND_HARMONIC = 0.43  # of the first one's sd
DRIFTS = np.array([0.006, 0.012, 0.02, 0.03, 0.045, 0.07, 0.11])
DRIFT_PRIOR = (0.028, 0.6)  # median, sd of the logarithm
NOISES = np.geomspace(0.03, 0.8, 12)  # of a week of seven plain days
NOISE_PRIOR = (0.15, 1.0)
CONTROL_SD = 0.35  # of how far the shop answers more or less than its controls do
CONTROLLED = 0.35  # what controls leave of season and trend


@dataclass(frozen=True, eq=False)
class Weeks:
    """Weeks in a row, counted from the first service day; `z` is NaN where a week has too few plain days."""

    z: Array  # log mean daily sales of the plain days, weekdays evened out
    n: NDArray[np.int64]  # plain days
    doy: Array  # day of the year of the week's middle
    is_service: Flags

    @property
    def is_usable(self) -> Flags:
        """The weeks that a model can use."""
        return np.isfinite(self.z)

    def placebo(self, start: int, service_weeks: int) -> "Weeks":
        """The weeks up to `service_weeks` after week `start`, as if the service had begun there."""
        cut = slice(0, start + service_weeks)
        return replace(self, z=self.z[cut], n=self.n[cut], doy=self.doy[cut],
                       is_service=np.arange(len(self.z))[cut] >= start)  # fmt: skip


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
    season_weights: dict[str, float]  # how far the baseline speaks for each strength of season
    control_count: int
    log_lift: Mixture

    def probability_above(self, lift: float) -> float:
        """How probable a lift above this one is."""
        return 1 - self.log_lift.below(math.log1p(lift))


def weeks(
    sales: Array, orders: Array, is_plain: Flags, weekday: NDArray[np.int64], is_service: Flags, doy: Array
) -> Weeks:
    """Weekly sales out of daily ones; days in a row, service last. Days that fill no week at either end are left out.

    A plain day has data and is neither a promotion's nor its shoulder's. Weekday factors and the average order value,
    half of which keeps a week without sales finite, come from the baseline.
    """
    start = int(np.argmax(is_service)) if is_service.any() else len(sales)
    cut = slice(start % WEEK, start % WEEK + (len(sales) - start % WEEK) // WEEK * WEEK)
    sales, orders, is_plain, weekday, is_service, doy = (
        each[cut] for each in (sales, orders, is_plain, weekday, is_service, doy)
    )
    base = is_plain & ~is_service
    even = np.where(is_plain, sales / _weekday_factors(sales[base], weekday[base])[weekday], 0.0)
    plain_days = is_plain.reshape(-1, WEEK).sum(axis=1)
    order_value = sales[~is_service].sum() / max(orders[~is_service].sum(), 1)
    total = even.reshape(-1, WEEK).sum(axis=1) + 0.5 * order_value
    usable = (plain_days >= LEAST_PLAIN_DAYS) & (total > 0)
    z = np.full(len(total), np.nan)
    z[usable] = np.log(total[usable] / plain_days[usable])
    return Weeks(z, plain_days, doy[WEEK // 2 :: WEEK].astype(float), is_service[::WEEK])


def _weekday_factors(sales: Array, weekday: NDArray[np.int64]) -> Array:
    """How many times the average plain day each weekday sells."""
    average = sales.mean() if len(sales) else 0.0
    if len(sales) < LEAST_WEEKDAY_DAYS or average <= 0:
        return np.ones(WEEK)
    sums = np.bincount(weekday, weights=sales, minlength=WEEK)
    days = np.bincount(weekday, minlength=WEEK)
    return np.asarray((sums / average + PSEUDO_DAYS) / (days + PSEUDO_DAYS))


def fit(weeks: Weeks, *, season: str | None = None, controls: Array | None = None, level: float = LEVEL) -> Lift | None:
    """The lift of the service weeks; None where too few weeks are usable.

    `season` is what the merchant knows of it: none, weak, middle or strong. `controls` has a row per control series:
    its `z` in the same weeks.
    """
    usable = weeks.is_usable
    index = None
    if controls is not None and len(controls):
        index = _index(controls, usable & ~weeks.is_service)
        usable = usable & np.isfinite(index)
    is_service = weeks.is_service[usable]
    service_weeks, baseline_weeks = int(is_service.sum()), int((~is_service).sum())
    if baseline_weeks < LEAST_BASELINE_WEEKS or service_weeks < LEAST_SERVICE_WEEKS:
        return None
    steps = np.flatnonzero(usable).astype(float)
    series = weeks.z[usable] - (index[usable] if index is not None else 0.0)
    series = series - series[~is_service].mean()
    seasons = {season: 1.0} if season else SEASON_WEIGHTS
    regressors = _regressors(steps - np.flatnonzero(~weeks.is_service)[-1], weeks.doy[usable])
    if index is not None:
        regressors = np.column_stack([regressors, index[usable]])
    found = surplus(series, regressors, steps, WEEK / weeks.n[usable], is_service, _grid(seasons, index is not None))
    tail = (1 - level) / 2
    return Lift(
        lift=math.expm1(found.mean),
        low=math.expm1(found.quantile(tail)),
        high=math.expm1(found.quantile(1 - tail)),
        level=level,
        baseline_weeks=baseline_weeks,
        service_weeks=service_weeks,
        drift=float(np.sum(found.weights.sum(axis=(0, 2)) * DRIFTS)),
        season_weights=dict(zip(seasons, found.weights.sum(axis=(1, 2)).tolist(), strict=True)),
        control_count=0 if controls is None else len(controls),
        log_lift=found,
    )


def _index(controls: Array, is_base: Flags) -> Array:
    """The mean log of the controls beside their own baselines; NaN in a week that none of them has."""
    known = np.isfinite(controls)
    based = known & is_base
    centres = np.where(based, controls, 0.0).sum(axis=1) / np.maximum(based.sum(axis=1), 1)
    count = (known & based.any(axis=1)[:, None]).sum(axis=0)
    sums = np.where(known & based.any(axis=1)[:, None], controls - centres[:, None], 0.0).sum(axis=0)
    return np.divide(sums, count, out=np.full(controls.shape[1], np.nan), where=count > 0)


def _regressors(week: Array, doy: Array) -> Array:
    """Level, trend and two yearly harmonics, a column each."""
    turn = 2 * np.pi * doy / YEAR
    return np.column_stack([np.ones_like(week), week, np.cos(turn), np.sin(turn), np.cos(2 * turn), np.sin(2 * turn)])


def _grid(seasons: dict[str, float], has_controls: bool) -> Grid:
    """The spreads to weigh, of each season that is possible."""
    left = CONTROLLED if has_controls else 1.0
    first = np.array([SEASON_SDS[name] for name in seasons]) * left
    columns = [np.full(len(first), LEVEL_SD), np.full(len(first), TREND_SD * left)]
    columns += [first, first, SECOND_HARMONIC * first, SECOND_HARMONIC * first]
    if has_controls:
        columns.append(np.full(len(first), CONTROL_SD))
    prior = log_prior(list(seasons.values()), log_normal(DRIFTS, *DRIFT_PRIOR), log_normal(NOISES, *NOISE_PRIOR))
    return Grid(np.column_stack(columns), DRIFTS, NOISES, prior)
