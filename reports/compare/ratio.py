"""How a ratio changed between two spans of days, and how far its days let one be sure: the day-linearised delta method.

A pooled binomial interval takes every click for an independent throw and covers 60 % instead of 95 %; days drift together.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from math import ceil, exp, log, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

Daily = Sequence[int | float | Decimal | None] | NDArray[np.float64]
FEW = 10  # below so many events a period is told in counts only


@dataclass(frozen=True)
class RatioChange:
    """The ratio of two sums before and after; `change` and its 95 % bounds are relative (0.10 is a tenth more).

    With `counts_only` there were too few events, or too few days, for any statement: only the sums are told.
    """

    before: float | None
    after: float | None
    change: float | None
    low: float | None
    high: float | None
    k0: float
    k1: float
    n0: float
    n1: float
    counts_only: bool

    @property
    def direction(self) -> str | None:
        """Whether the whole interval lies above ("up") or below ("down") no change; None where it holds it or is none."""
        if self.low is None or self.high is None:
            return None
        return "up" if self.low > 0 else "down" if self.high < 0 else None

    def as_json(self) -> dict[str, Any]:
        """Every field by its name."""
        return asdict(self)


def changed(
    k0: Daily, n0: Daily, k1: Daily, n1: Daily, *, events: tuple[int, int] | None = None, floored: bool = True
) -> RatioChange:
    """Compare Σk/Σn of the days after (1) with those before (0); each array has one value per covered day, None is 0.

    `events` is how many things the numerators are sums of, where these are money (refunded orders behind refunds); by
    default the numerators are counts themselves. Fewer than ten in a period: counts only. `floored`: the variance is
    at least that of as many independent events, which holds for counts and sums of events, not for the money per event.
    Season is not taken out. Source: design before-after.md, section 3 (Bartlett HAC, fixed-b of Kiefer and Vogelsang).
    """
    before, after = (_floats(k0), _floats(n0)), (_floats(k1), _floats(n1))
    sums = [float(each.sum()) for pair in (before, after) for each in pair]
    rates = [k / n if n else None for k, n in (sums[:2], sums[2:])]
    counted = events or (sums[0], sums[2])
    days = len(before[0]), len(after[0])
    if not (rates[0] and rates[1]) or min(counted) < FEW or min(days) < 2 or min(sums) <= 0:
        return RatioChange(rates[0], rates[1], None, None, None, sums[0], sums[2], sums[1], sums[3], counts_only=True)
    residuals = np.concatenate([-_residual(*before) / days[0], _residual(*after) / days[1]])
    lags = ceil(1.3 * sqrt(len(residuals)))
    variance = max(bartlett(residuals, lags), 1 / counted[0] + 1 / counted[1] if floored else 0.0)
    half = critical(min(1.0, (lags + 1) / len(residuals))) * sqrt(variance)
    middle = log(rates[1] / rates[0])
    change, low, high = (exp(each) - 1 for each in (middle, middle - half, middle + half))
    return RatioChange(rates[0], rates[1], change, low, high, sums[0], sums[2], sums[1], sums[3], counts_only=False)


def held(k: Daily, n: Daily) -> tuple[float, float] | None:
    """The 95 % bounds of one span's Σk/Σn, as its days let one be sure; None for fewer than ten events or two days.

    The same as of a change, of one span: n may be impressions and k clicks, never money.
    """
    events, of = _floats(k), _floats(n)
    days = len(events)
    if events.sum() < FEW or days < 2 or of.sum() <= 0:
        return None
    lags = ceil(1.3 * sqrt(days))
    variance = max(bartlett(_residual(events, of) / days, lags), 1 / float(events.sum()))
    half = critical(min(1.0, (lags + 1) / days)) * sqrt(variance)
    rate = float(events.sum() / of.sum())
    return rate * exp(-half), rate * exp(half)


def bartlett(values: NDArray[np.float64], lags: int) -> float:
    """The long-run variance of the sum of a series, by Bartlett weights that reach zero after `lags` days."""
    autocovariances = np.correlate(values, values, "full")[len(values) - 1 :][: lags + 1]
    weights = 1 - np.arange(len(autocovariances)) / (lags + 1)
    return float(2 * (weights * autocovariances).sum() - autocovariances[0])


def critical(b: float) -> float:
    """The two-sided 95 % value when the lags are the share b of the days (Kiefer and Vogelsang 2005, Bartlett kernel)."""
    return 1.96 + 2.969 * b + 0.416 * b**2 - 0.532 * b**3


def _residual(k: NDArray[np.float64], n: NDArray[np.float64]) -> NDArray[np.float64]:
    """What each day moves the ratio by, relative to it: (k − R·n) ÷ (R · mean n)."""
    rate = k.sum() / n.sum()
    moved: NDArray[np.float64] = (k - rate * n) / (rate * n.mean())
    return moved


def _floats(values: Daily) -> NDArray[np.float64]:
    return np.array([float(value or 0) for value in values], dtype=np.float64)
