"""Refunds still to come: a daily chain ladder over the delay from payment to refund, shrunk to the shop's own rate.

Orders are counted, not lines and not money: one customer's many lines come back together.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from reports.ripeness.quantile import quantiles

HORIZON = 60  # days after which a day's orders count as closed
WINDOW = 91  # days of arrivals that the delays are learnt from: thirteen weeks
RECENT = range(3, 16)  # weeks back that the shop's rate is learnt from: the sixteenth to the fourth before the last day
LEAST_EXPOSURE = 5.0  # orders' worth of observation below which nothing is estimated
KAPPA = (3.0, 200.0)
LEVELS = (0.05, 0.95)

Counts = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Cohorts:
    """The orders of each day and how many of them were refunded so many days later, as far as is known.

    `refunded[c, j]`: first refunded j days after payment; the last column holds all later ones too.
    """

    age: Counts  # days from the day of payment to the last day known
    orders: Counts
    refunded: Counts

    @cached_property
    def arrived(self) -> Counts:
        """Refunded orders so far, by cohort."""
        return np.asarray(self.refunded.sum(axis=1))


@dataclass(frozen=True)
class Prior:
    """What is known of a week before its refunds arrive."""

    rate: float  # refunded orders ÷ orders in the recent weeks
    kappa: float  # 1 ÷ variance of the weeks' rates, relative to the rate
    dispersion: float  # variance of a week's refunds ÷ what independent refunds would have


@dataclass(frozen=True)
class Forecast:
    """Refunded orders in the end: `arrived` so far and `further` expected; the ends of the 90 % interval count both."""

    arrived: int
    further: float
    low: int
    high: int


def arrived_share(cohorts: Cohorts, window: int = WINDOW) -> Floats:
    """F(a), the share of all refunds that has arrived a days after payment: the product over later delays j of 1 − h_j.

    h_j = refunds at delay j ÷ refunds up to delay j, among the days seen to that age within the window. F(60) = 1.
    """
    delays = np.arange(HORIZON + 1)
    age = cohorts.age[:, None]
    seen = (age >= delays) & (age < delays + window)
    at = np.where(seen, cohorts.refunded, 0).sum(axis=0)
    upto = np.where(seen, cohorts.refunded.cumsum(axis=1), 0).sum(axis=0)
    kept = 1 - np.divide(at, upto, out=np.zeros(HORIZON + 1), where=upto > 0)
    return np.append(np.cumprod(kept[:0:-1])[::-1], 1.0)


def exposure(cohorts: Cohorts, share: Floats) -> Floats:
    """Orders × the share of their refunds that has had time to arrive, by cohort."""
    return cohorts.orders * share[np.minimum(cohorts.age, HORIZON)]


def prior(cohorts: Cohorts, share: Floats) -> Prior | None:
    """The shop's recent rate and how its weeks differ; None where no recent week was seen well enough."""
    back = np.minimum(cohorts.age // 7, RECENT.stop)
    exposed = np.bincount(back, exposure(cohorts, share), RECENT.stop + 1)[RECENT.start : RECENT.stop]
    arrived = np.bincount(back, cohorts.arrived, RECENT.stop + 1)[RECENT.start : RECENT.stop]
    known = exposed >= LEAST_EXPOSURE
    if not known.any():
        return None
    exposed, arrived = exposed[known], arrived[known]
    rate = (arrived.sum() + 0.5) / (exposed.sum() + 5)
    expected = exposed * rate
    squares = (arrived - expected) ** 2
    between = float((((squares - expected) / expected**2) * exposed / exposed.sum()).sum())
    return Prior(
        rate=float(rate),
        kappa=float(np.clip(1 / max(between, 1e-3), *KAPPA)),
        dispersion=max(1.0, float((squares / expected).mean())),
    )


def forecast(orders: int, arrived: int, exposed: float, known: Prior) -> Forecast:
    """Of so many orders: refunds that came, and those to come by the rate that these orders and the shop's past show together."""
    rate = (known.kappa + arrived) / (known.kappa / known.rate + exposed)
    further = min(rate * max(orders - exposed, 0.0), float(orders - arrived))
    if further <= 0:
        return Forecast(arrived, 0.0, arrived, arrived)
    variance = known.dispersion * further + further**2 / (known.kappa + arrived)
    low, high = (min(arrived + each, orders) for each in quantiles(further, variance, LEVELS))
    return Forecast(arrived, further, low, high)
