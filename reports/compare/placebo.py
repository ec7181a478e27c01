"""The same method before the service: starts inside the baseline, where nothing began. What it finds there is its error."""

from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, log1p
from statistics import median

import numpy as np

from reports.compare.controls import Controls
from reports.compare.model import LEAST_SERVICE_WEEKS, Weeks, fit
from reports.compare.series import usable
from reports.compare.verdict import Range

TRAINING = 8  # usable weeks before a start; fewer are no full training window
LONGEST = 8  # weeks of an invented service: a longer one would leave no training to most shops
EVERY = 4  # weeks from one start to the next
MOST = 6
CONCLUSIVE = 3  # starts; fewer say nothing about the method


@dataclass(frozen=True)
class Placebo:
    """What the method says of starts at which nothing began, the latest first; windows may overlap."""

    weeks: int  # of each invented service
    starts: tuple[tuple[date, Range], ...]

    @property
    def is_conclusive(self) -> bool:
        """Whether there were starts enough."""
        return len(self.starts) >= CONCLUSIVE

    @property
    def false_alarms(self) -> int:
        """How often the range excluded "no change"."""
        return sum(not found.has_zero for _start, found in self.starts)

    @property
    def typical_error(self) -> float | None:
        """The median size of what was found, as a share: 0.2 is ×1.2 or ÷1.2."""
        sizes = [abs(log1p(found.lift)) for _start, found in self.starts]
        return exp(median(sizes)) - 1 if sizes else None


def placebo(weeks: Weeks, start: date, season: str | None, beside: Controls, service_weeks: int) -> Placebo:
    """Starts inside the baseline with a full training window before and whole weeks of an invented service after."""
    before, length = int((~weeks.is_service).sum()), min(service_weeks, LONGEST)
    trained = np.cumsum(usable(weeks))
    found: list[tuple[date, Range]] = []
    for place in range(before - length, 0, -EVERY):
        if len(found) == MOST or trained[place - 1] < TRAINING:
            break
        controls = None if beside.z is None else beside.z[:, : place + length]
        lift = fit(weeks.placebo(place, length), season=season, controls=controls)
        if lift and lift.service_weeks >= LEAST_SERVICE_WEEKS:
            when = start - timedelta(days=7 * (before - place))
            found.append((when, Range(lift.lift, lift.low, lift.high, lift.level)))
    return Placebo(length, tuple(found))
