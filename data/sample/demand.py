"""How much is wanted on a day: season, weekday, events, chance, and what the agency adds."""

import math
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from data.sample import story

Option = TypeVar("Option")


def days(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last, both included."""
    return (first + timedelta(n) for n in range((last - first).days + 1))


def factor(day: date, periods: Sequence[tuple[date, date, float]]) -> float:
    """The product of the factors of all periods that hold the day; 1 when none does."""
    return math.prod(value for first, last, value in periods if first <= day <= last)


def effect(day: date) -> float:
    """What the agency adds to demand on that day: 1.0 before it came."""
    done = (day - story.SERVICE_START).days / story.EFFECT_DAYS
    return 1 + (story.EFFECT - 1) * min(max(done, 0.0), 1.0)


def season(day: date) -> float:
    """The year's curve, straight between the middles of the months."""
    month, rest = divmod(day.month - 1 + (day.day - 15) / 30.5, 1)
    this, following = story.MONTHS[int(month) % 12], story.MONTHS[(int(month) + 1) % 12]
    return this + (following - this) * rest


def demand(day: date, noise: float) -> float:
    """The day's demand relative to an ordinary day before the agency."""
    return season(day) * story.WEEKDAYS[day.weekday()] * factor(day, story.EVENTS) * effect(day) * noise


def noises() -> dict[date, float]:
    """Chance on top of the pattern: one part by week, one by day."""
    rng, noise, week = Random(f"{story.SEED}/noise"), {}, 1.0
    for day in days(story.FIRST_DAY, story.LAST_DAY):
        if day.weekday() == 0:
            week = math.exp(rng.gauss(0, story.WEEK_NOISE))
        noise[day] = week * math.exp(rng.gauss(0, story.DAY_NOISE))
    return noise


def poisson(rng: Random, mean: float) -> int:
    """Knuth's method; exact enough for the at most 150 orders of a day."""
    limit, product, count = math.exp(-mean), rng.random(), 0
    while product > limit:
        product *= rng.random()
        count += 1
    return count


def choose(rng: Random, options: Sequence[tuple[Option, float]]) -> Option:
    """One of the (option, chance) pairs; the chances need not sum to one."""
    return rng.choices([option for option, _ in options], [weight for _, weight in options])[0]
