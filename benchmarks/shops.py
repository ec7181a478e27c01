"""Simulated shops whose lift is known: years of daily sales through season, promotions, drift and chance, from a seed.

One draw is 104 weeks before the service and 26 weeks of it, and five control shops of the same trade, which share its
season, its promotions (imperfectly) and the drift of its market. Weeks are counted from the service's first day.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import numpy as np

from benchmarks.comparison import Array, Comparison, Days, Sold
from reports.compare.model import WEEK, YEAR

BASELINE_WEEKS, SERVICE_WEEKS = 104, 26
CONTROLS = 5
SEASONS = {"none": (0.0, 0.02), "middle": (0.1, 0.5), "strong": (0.8, 1.2)}  # amplitudes, in logarithms
ORDERS_PER_DAY = (1.5, 200.0)
BASKET = (40.0, 200.0)

FIRST, LAST = date(2019, 1, 1), date(2026, 12, 31)  # what the calendar knows
NEW_YEARS = (date(2019, 2, 5), date(2020, 1, 25), date(2021, 2, 12), date(2022, 2, 1), date(2023, 1, 22),
             date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17), date(2027, 2, 6))  # fmt: skip
# Spring Festival, the shopping before it, and what stands in the calendar of the sun; logarithms of the peak's factor.
PEAKS = {"festival": -0.8, "new_year": 0.15, "women": 0.3, "618": 0.75, "99": 0.25, "double_11": 1.05, "double_12": 0.4}
NAMES = tuple(PEAKS)
SUNNY = (  # name, from, to (month and day), share of the peak
    ("women", (3, 1), (3, 5), 0.4), ("women", (3, 6), (3, 8), 1.0),
    ("618", (5, 29), (5, 31), 0.3), ("618", (6, 1), (6, 3), 1.0), ("618", (6, 4), (6, 14), 0.3),
    ("618", (6, 15), (6, 18), 1.0), ("618", (6, 19), (6, 20), 0.3), ("99", (9, 7), (9, 10), 1.0),
    ("double_11", (10, 20), (10, 30), 0.25), ("double_11", (10, 31), (11, 3), 1.0),
    ("double_11", (11, 4), (11, 9), 0.25), ("double_11", (11, 10), (11, 11), 1.0), ("double_12", (12, 8), (12, 12), 1.0),
)  # fmt: skip
SHOULDERS = (  # waiting before the two large ones, exhaustion after
    ((5, 24), (5, 28), -0.15), ((6, 21), (6, 26), -0.25), ((10, 15), (10, 19), -0.15), ((11, 12), (11, 17), -0.25),
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Calendar:
    """What is known of days beforehand: nothing of it depends on the shop."""

    days: Days
    promotion: Array  # days × names: share of the peak
    shoulder: Array

    def __getitem__(self, seen: slice) -> "Calendar":
        return Calendar(self.days[seen], self.promotion[seen], self.shoulder[seen])


@dataclass(frozen=True, eq=False)
class Shop:
    """A shop as it is without the service; what it sells is drawn again for a lift, with the same chances."""

    days: Days
    log_orders: Array  # expected ones per day
    basket: float
    controls: tuple[Sold, ...]
    seed: int

    def comparison(self, lift: float, baseline_weeks: int, service_weeks: int) -> Comparison:
        """Some weeks before and after a service that sells `lift` more (0.2 = +20 %)."""
        start = BASELINE_WEEKS * WEEK
        seen = slice(start - baseline_weeks * WEEK, start + service_weeks * WEEK)
        is_service = np.arange(len(self.log_orders)) >= start
        log_orders = self.log_orders + np.log1p(np.where(is_service, lift, 0.0))
        sold = _sell(np.random.default_rng(self.seed), log_orders, self.basket)
        return Comparison(self.days, is_service, sold, self.controls)[seen]


def draw(seed: int, season: str = "middle") -> Shop:
    """A shop and its controls; the same seed is the same shop."""
    random = np.random.default_rng(seed)
    length = (BASELINE_WEEKS + SERVICE_WEEKS) * WEEK
    first = int(random.integers(len(calendar().shoulder) - length))
    known = calendar()[first : first + length]
    days = known.days
    amplitude = random.uniform(*SEASONS[season])
    phases = random.uniform(0, 2 * np.pi, 2)
    peaks = np.array([*PEAKS.values()]) * np.maximum(0.1, random.normal(1, 0.35, len(PEAKS)))
    turn = 2 * np.pi * days.doy / YEAR
    shared = amplitude * np.cos(turn - phases[0]) + 0.4 * amplitude * np.cos(2 * turn - phases[1])
    shared += _walk(random, 0.015, length)  # the market's

    def path() -> Array:
        own = 0.7 * 0.35 * amplitude * abs(random.normal()) * np.cos(turn - random.uniform(0, 2 * np.pi))
        promotions = known.promotion @ (peaks * np.exp(random.normal(0, 0.25, len(peaks))))
        promotions += known.shoulder * random.uniform(0.5, 1.5)
        weekday = random.normal(0, 0.1, WEEK)
        trend = random.normal(0, 0.006) * (np.arange(length) - length / 2) / WEEK
        noise = _autoregressive(random, 0.5, 0.18, length)
        parts = (own, promotions, (weekday - weekday.mean())[days.weekday], trend, noise, _walk(random, 0.025, length))
        return np.asarray(shared + sum(parts))

    log_orders = np.log(_log_uniform(random, *ORDERS_PER_DAY)) + path()
    controls = tuple(
        _sell(random, np.log(_log_uniform(random, 5.0, 200.0)) + path(), random.uniform(*BASKET))
        for _ in range(CONTROLS)
    )
    return Shop(days, log_orders, random.uniform(*BASKET), controls, int(random.integers(2**31)))


@cache
def calendar() -> Calendar:
    """All the days that a shop may live in."""
    days = [FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1)]
    promotion, shoulder = np.zeros((len(days), len(NAMES))), np.zeros(len(days))
    for row, day in enumerate(days):
        date_of_year = (day.month, day.day)
        since = min(((day - each).days for each in NEW_YEARS), key=abs)  # days since the nearest Spring Festival
        if -5 <= since <= 7:
            promotion[row, NAMES.index("festival")] = 1
        elif -25 <= since <= -10:
            promotion[row, NAMES.index("new_year")] = 1
        else:
            for name, first, last, share in SUNNY:
                if first <= date_of_year <= last:
                    promotion[row, NAMES.index(name)] = share
            shoulder[row] = sum(dip for first, last, dip in SHOULDERS if first <= date_of_year <= last)
    is_plain = (promotion.sum(axis=1) == 0) & (shoulder == 0)
    return Calendar(Days.of(days, is_plain), promotion, shoulder)


def _sell(random: np.random.Generator, log_orders: Array, basket: float) -> Sold:
    """Negative-binomial orders, and baskets that scatter."""
    expected = np.exp(np.minimum(log_orders, 9))
    orders = random.poisson(expected * random.gamma(15, 1 / 15, len(expected)))
    sales = np.where(orders > 0, random.gamma(np.maximum(orders, 1) * 2.0, basket / 2), 0.0)
    return Sold(orders.astype(float), sales)


def _walk(random: np.random.Generator, sd: float, length: int) -> Array:
    """A level that moves once a week."""
    return np.repeat(np.cumsum(random.normal(0, sd, length // WEEK + 1)), WEEK)[:length]


def _autoregressive(random: np.random.Generator, memory: float, sd: float, length: int) -> Array:
    """Days that remember the day before."""
    days = random.normal(0, sd, length)
    days[1:] *= np.sqrt(1 - memory**2)
    for day in range(1, length):
        days[day] += memory * days[day - 1]
    return days


def _log_uniform(random: np.random.Generator, low: float, high: float) -> float:
    return float(np.exp(random.uniform(np.log(low), np.log(high))))
