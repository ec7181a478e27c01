"""The answer to a before/after: two sides, the verdict, and everything it was made of."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from reports.compare.controls import Controls
from reports.compare.model import WEEK, Lift, Weeks
from reports.compare.placebo import Placebo, placebo
from reports.compare.series import Series, WeekMean, means
from reports.compare.verdict import Facts, Verdict
from reports.decomposition.sales import SalesSplit
from reports.events.kind import Event
from reports.metric import FEN, Figure, catalogue, plain
from reports.period import Period


@dataclass(frozen=True)
class Side:
    """A figure over the days of one period that exports cover."""

    metric: str
    period: Period
    known_days: int
    value: Figure

    @property
    def unit(self) -> str:
        """The figure's unit."""
        return catalogue()[self.metric].unit

    @property
    def is_ratio(self) -> bool:
        """Whether the figure is a ratio, which no day has a part of."""
        return self.unit in ("rate", "money_rate")

    @property
    def per_day(self) -> Decimal | float | None:
        """What one known day brought; None for a ratio, and where nothing is known."""
        if self.value is None or self.is_ratio or not self.known_days:
            return None
        exact = Decimal(self.value) / self.known_days
        return exact.quantize(FEN, ROUND_HALF_UP) if self.unit == "money" else round(float(exact), 2)

    def as_json(self) -> dict[str, Any]:
        """Its ends, its known days, its sum and its daily mean."""
        daily = self.per_day
        return self.period.as_json() | {
            "days": self.known_days,
            "value": plain(self.value, self.unit),
            "per_day": str(daily) if isinstance(daily, Decimal) else daily,
        }


@dataclass(frozen=True)
class Comparison:
    """Before and after, the raw change, and what may be said of it."""

    metric: str
    before: Side
    after: Side
    baseline: Period  # the days that the model learned from
    service: Period  # every known service day; `after` has its first thirteen weeks
    verdict: Verdict
    facts: Facts
    lift: Lift | None  # also where the verdict refuses to tell it
    season: str | None
    controls: Controls
    removed_days: int  # known days of baseline and main period that promotions and their shoulders took
    events: tuple[Event, ...]
    plain: frozenset[date]  # days without a promotion or its shoulder
    daily: Series  # of orders where the figure itself has no days
    weeks: Weeks | None
    currency: str
    split: SalesSplit | None  # of sales; None for other figures, and where no product is known

    @property
    def raw_change(self) -> float | None:
        """The change of the daily mean, or of a ratio itself; None where there was nothing before."""
        old, new = self.before.value, self.after.value
        if old is None or new is None or old <= 0:
            return None
        if self.before.is_ratio:
            return float(new) / float(old) - 1
        # Of unequal numbers of known days the daily means are compared, unrounded.
        return float(Decimal(new) * self.before.known_days / (Decimal(old) * self.after.known_days) - 1)

    @property
    def adds_up(self) -> bool:
        """Whether the split leads from one value to the other: it also knows the rows of days that are not all covered."""
        ends = (self.split.bridge.start, self.split.bridge.end) if self.split else None
        return ends == (self.before.value, self.after.value)

    @property
    def placebo(self) -> Placebo | None:
        """The same method at starts before the service; None where there is nothing to try it on."""
        if self.weeks is None or not self.facts.service_weeks:
            return None
        number = int(self.weeks.is_service.sum())
        return placebo(self.weeks, self.service.first, self.season, self.controls, number)

    @property
    def shown_weeks(self) -> list[WeekMean]:
        """Every week of baseline and service, counted from the start, as its known days were."""
        return means(self.daily, self.service.first, self.plain)

    @property
    def began_with_it(self) -> tuple[Event, ...]:
        """What else began within a week of the start: one date cannot separate it from the service."""
        week = timedelta(days=WEEK)
        near = Period(self.service.first - week, self.service.first + week)
        return tuple(each for each in self.events if each.kind != "promotion" and each.first in near)

    @property
    def method(self) -> str:
        """The model's name: its season as the merchant says it, or mixed over three strengths; with controls or without."""
        return f"bsm_{self.season or 'mix'}{'_controls' if self.controls.count else ''}"

    def as_json(self) -> dict[str, Any]:
        """The answer of `reports compare --json`."""
        refused = self.verdict.is_refusal
        said = self.verdict.said.in_english(self.currency)
        return {
            "metric": self.metric,
            "before": self.before.as_json(),
            "after": self.after.as_json(),
            "raw_change": self.raw_change,
            "adjusted": None if refused or self.lift is None else self._adjusted(self.lift),
            "refusal": {"kind": self.verdict.kind, "sentence": said} if refused else None,
            "sentence": self.verdict.whole.in_english(self.currency),
            "decomposition": self.split.as_json() if self.split and self.adds_up else None,
        }

    def _adjusted(self, lift: Lift) -> dict[str, Any]:
        return {
            "lift": lift.lift,
            "low": lift.low,
            "high": lift.high,
            "level": lift.level,
            "method": self.method,
            "controls": self.controls.count,
            "removed_days": self.removed_days,
        }
