"""Ripeness: how much of the refunds of a week's orders has arrived, and what is expected in the end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Protocol

import numpy as np

from reports.kept import kept_of_files
from reports.ripeness.nowcast import (
    HORIZON,
    LEAST_EXPOSURE,
    Floats,
    Mask,
    Prior,
    arrived_share,
    exposure,
    forecast,
    prior,
)
from reports.ripeness.triangle import Triangle, triangle
from reports.scope import Scope, monday

RIPE = 0.95  # share of the refunds from which a week or a month is settled
LATEST = timedelta(days=HORIZON)  # settled then, whatever is expected
LEAST_HISTORY = 8 * 7  # days
LEAST_REFUNDS = 20  # refunded orders that the delays are learnt from; fewer show no pattern
MOST_STRAY = 0.1  # share of refunds without a day, or without an order, above which the delays mean nothing


class Days(Protocol):
    """A span of days, both ends included: a month, a period."""

    @property
    def first(self) -> date:
        """Its first day."""

    @property
    def last(self) -> date:
        """Its last day."""


@dataclass(frozen=True)
class WeekRipeness:
    """The refunds of the orders paid in a week, or in any span of days. Counts are orders; a refund counts its order once.

    `expected`, `low` and `high` (90 %) are what `arrived` becomes in the end; None where nothing is estimated, and then
    `refused` says why: one of short_history, few_refunds, undated, apart, few_orders, no_orders.
    """

    first: date
    last: date
    orders: int
    arrived: int
    expected: float | None
    low: int | None
    high: int | None
    share: float | None  # of the refunds of these orders, as many as are expected to have arrived by now
    is_settled: bool
    settles_on: date | None  # the day on which 95 % are, or were, expected to have arrived
    refused: str | None = None

    def rate(self, name: str = "expected") -> float | None:
        """A number of refunded orders over the orders: `arrived`, `expected`, `low` or `high`."""
        found: float | None = getattr(self, name)
        return None if found is None or not self.orders else found / self.orders

    def as_json(self) -> dict[str, Any]:
        """One week of `reports ripeness --json`."""
        return {
            "week_start": monday(self.first).isoformat(),
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "orders": self.orders,
            "refunded_orders": self.arrived,
            "expected_refunded_orders": _digits(self.expected, 2),
            "low": self.low,
            "high": self.high,
            "share_arrived": _digits(self.share, 4),
            "refund_rate": _digits(self.rate("arrived"), 4),
            "expected_refund_rate": _digits(self.rate(), 4),
            "settled": self.is_settled,
            "settles_on": self.settles_on.isoformat() if self.settles_on else None,
            "refused": self.refused,
        }


@dataclass(frozen=True)
class Ripeness:
    """What one shop's refunds show, as of the last day known of its orders."""

    shop: str
    known: Triangle
    refused: str | None  # why nothing is estimated for the whole shop

    @property
    def as_of(self) -> date | None:
        """The last day known of the shop's orders; None without any."""
        return self.known.last_day

    @cached_property
    def curve(self) -> Floats:
        """The share of all refunds that has arrived 0, 1, … 60 days after payment; all of it at 60."""
        return arrived_share(self.known.cohorts)

    @cached_property
    def _exposure(self) -> Floats:
        return exposure(self.known.cohorts, self.curve)

    @cached_property
    def _prior(self) -> Prior | None:
        return prior(self.known.cohorts, self.curve)

    @cached_property
    def weeks(self) -> Mapping[date, WeekRipeness]:
        """Every week with orders by its Monday, the oldest first; the newest one ends on the last day known."""
        if self.as_of is None:
            return {}
        starts = [monday(day) for day in self.known.days.astype(object).tolist()]
        return {
            start: self.of(start, min(start + timedelta(days=6), self.as_of)) for start in sorted(dict.fromkeys(starts))
        }

    def between(self, first: date | None, last: date | None) -> list[WeekRipeness]:
        """The weeks that a span of days touches, whole."""
        return [
            week
            for week in self.weeks.values()
            if week.last >= (first or date.min) and week.first <= (last or date.max)
        ]

    def of(self, first: date, last: date) -> WeekRipeness:
        """The orders paid in a span of days."""
        cohorts, within = self.known.cohorts, self.known.within(first, last)
        orders, arrived = int(cohorts.orders[within].sum()), int(cohorts.arrived[within].sum())
        is_old = self.as_of is not None and last + LATEST <= self.as_of
        is_closed = bool((cohorts.age[within] >= HORIZON).all())
        refused = self._refusal(within, orders, is_closed)
        if refused:
            return WeekRipeness(first, last, orders, arrived, None, None, None, None, is_old, None, refused)
        exposed = float(self._exposure[within].sum())
        if is_closed or self._prior is None:
            expected, low, high = float(arrived), arrived, arrived
        else:
            found = forecast(orders, arrived, exposed, self._prior)
            expected, low, high = found.arrived + found.further, found.low, found.high
        share = exposed / orders
        settles = self._settles_on(within, orders)
        return WeekRipeness(first, last, orders, arrived, expected, low, high, share, is_old or share >= RIPE, settles)

    def _refusal(self, within: Mask, orders: int, is_closed: bool) -> str | None:
        if not orders:
            return "no_orders"
        if is_closed and self.refused != "apart":
            return None
        if self.refused:
            return self.refused
        exposed = self._exposure[within].sum()
        return "few_orders" if exposed < LEAST_EXPOSURE or self._prior is None else None

    def _settles_on(self, within: Mask, orders: int) -> date | None:
        """The first day on which 95 % of the refunds are expected to have arrived, were the delays always those of today."""
        if self.as_of is None:
            return None
        ages, paid = self.known.cohorts.age[within], self.known.cohorts.orders[within]
        waits = np.arange(HORIZON + 1)  # days after the last day of payment
        then = np.minimum(ages - ages.min() + waits[:, None], HORIZON)
        shares = (self.curve[then] * paid).sum(axis=1) / orders
        return self.as_of + timedelta(days=int(waits[np.argmax(shares >= RIPE)] - ages.min()))

    @cached_property
    def settled_to(self) -> date | None:
        """The newest day with which seven days end whose refunds are expected to have arrived to 95 %; None where nothing is estimated."""
        newest = self.known.complete_to
        if newest is None or self.refused:
            return None
        ends = (newest - timedelta(days=n) for n in range(HORIZON + 1))
        return next((end for end in ends if self._share(end - timedelta(days=6), end) >= RIPE), None)

    def _share(self, first: date, last: date) -> float:
        within = self.known.within(first, last)
        orders = self.known.cohorts.orders[within].sum()
        return float(self._exposure[within].sum() / orders) if orders else 0.0

    def is_month_settled(self, month: Days, today: date) -> bool:
        """Whether 95 % of the refunds of its last seven days are expected to have arrived; sixty days after it in any case."""
        return month.last + LATEST <= today or bool(self.settled_to and month.last <= self.settled_to)

    def as_json(self) -> dict[str, Any]:
        """The answer of `reports ripeness --json`, without its weeks."""
        return {
            "shop": self.shop,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "refused": self.refused,
            "arrived_by_day": None if self.refused else [_digits(float(each), 4) for each in self.curve],
        }


@kept_of_files
def ripeness(scope: Scope, as_of: date | None = None) -> Ripeness:
    """What is known of the refunds of the scope's shop and book up to a day, else to the last day its files tell of.

    The scope's own days do not matter: the delays are learnt from the last weeks. Raises NoBuild.
    """
    known = triangle(scope, as_of)
    return Ripeness(scope.shop.name, known, _refused(known))


def is_month_settled(scope: Scope, month: Days, today: date) -> bool:
    """Whether a month of the scope's shop is settled on a day. Raises NoBuild."""
    return ripeness(scope).is_month_settled(month, today)


def _refused(known: Triangle) -> str | None:
    if known.learnt.undated > MOST_STRAY * known.learnt.refunds:
        return "undated"
    if known.apart > MOST_STRAY * (known.apart + int(known.cohorts.arrived.sum())):
        return "apart"
    if known.history < LEAST_HISTORY:
        return "short_history"
    return "few_refunds" if known.learnt.refunds < LEAST_REFUNDS else None


def _digits(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)
