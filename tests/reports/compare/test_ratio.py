"""The interval of a ratio: a hand-worked example, few events, and its coverage on seeded days against the pooled one."""

from decimal import Decimal
from math import exp, log, sqrt

import numpy as np
import pytest
from numpy.typing import NDArray

from reports.compare.ratio import RatioChange, bartlett, changed, critical

Days = NDArray[np.float64]
BEFORE, AFTER, RUNS = 28, 28, 400


def test_a_tiny_case_worked_by_hand() -> None:
    """Two days each. Before 10/100, 20/100: R = .15, residuals ∓1/3; after 20/100, 40/100: R = .30, residuals ∓1/3.

    Weighted by −1/2 and +1/2 they are u = (1/6, −1/6, −1/6, 1/6). L = ceil(1.3·2) = 3, weights 1, 3/4, 1/2, 1/4.
    γ0 = 4/36, γ1 = (−1+1−1)/36 = −1/36, γ2 = −2/36, γ3 = 1/36; V = 4/36 + 2(−3/4 − 1 + 1/4)/36 = 1/36 = .0278,
    below the floor 1/30 + 1/60 = .05. b = (3+1)/4 = 1: critical value 1.96 + 2.969 + .416 − .532 = 4.813.
    """
    u = np.array([1, -1, -1, 1]) / 6
    assert bartlett(u, 3) == pytest.approx(1 / 36)
    assert critical(1.0) == pytest.approx(4.813)
    found = changed([10, 20], [100, 100], [20, 40], [100, 100])
    assert (found.before, found.after) == (0.15, 0.30)
    assert found.change == pytest.approx(1.0)
    half = 4.813 * sqrt(0.05)
    assert found.low == pytest.approx(exp(log(2) - half) - 1)
    assert found.high == pytest.approx(exp(log(2) + half) - 1)
    unfloored = changed([10, 20], [100, 100], [20, 40], [100, 100], floored=False)
    assert unfloored.low == pytest.approx(exp(log(2) - 4.813 / 6) - 1)


@pytest.mark.parametrize(("k0", "k1"), [(3, 400), (400, 9), (0, 40)])
def test_few_events_are_told_as_counts(k0: int, k1: int) -> None:
    found = changed([k0, 0, 0], [100] * 3, [k1, 0, 0], [100] * 3)
    assert found.counts_only
    assert (found.k0, found.k1, found.n0, found.n1) == (k0, k1, 300, 300)
    assert (found.change, found.low, found.high, found.direction) == (None, None, None, None)


def test_money_is_judged_by_the_events_behind_it() -> None:
    few = changed([Decimal("900.00")] * 9, [Decimal(9000)] * 9, [Decimal("1.00")] * 9, [9000] * 9, events=(9, 9))
    assert few.counts_only
    assert not changed([900] * 9, [9000] * 9, [900] * 9, [9000] * 9, events=(10, 10)).counts_only


def test_nothing_to_divide_by_is_no_ratio() -> None:
    found = changed([20, 20], [0, 0], [20, 20], [50, None])
    assert (found.before, found.after, found.counts_only) == (None, 0.8, True)
    assert changed([20], [50], [20, 20], [50, 50]).counts_only  # one day shows no difference between days


def test_swapping_the_periods_turns_the_change_around() -> None:
    rng = np.random.default_rng(3)
    one, other = days(rng, 30, 0.021, 3000), days(rng, 20, 0.03, 3000)
    there, back = changed(*one, *other), changed(*other, *one)
    assert None not in (there.change, there.low, back.high)
    assert (1 + float(there.change or 0)) * (1 + float(back.change or 0)) == pytest.approx(1)
    # The seam between the periods lies elsewhere in the joined days, so the bounds are not exactly the same.
    assert (1 + float(there.low or 0)) * (1 + float(back.high or 0)) == pytest.approx(1, rel=0.02)


def days(rng: np.random.Generator, count: int, rate: float, size: float, cv: float = 0.15) -> tuple[Days, Days]:
    """Numerators and denominators of days whose rate drifts: an AR(1) of .5 with this coefficient of variation."""
    noise, drift = rng.normal(size=(2, count)), np.zeros((2, count))
    drift[:, 0] = noise[:, 0]
    for day in range(1, count):
        drift[:, day] = 0.5 * drift[:, day - 1] + sqrt(0.75) * noise[:, day]
    n = rng.poisson(size * np.exp(0.3 * drift[0] - 0.045))
    k = rng.binomial(n, np.clip(rate * np.exp(cv * drift[1] - cv**2 / 2), 0, 1))
    return k.astype(float), n.astype(float)


def pooled(k0: Days, n0: Days, k1: Days, n1: Days) -> tuple[float, float]:
    """The interval that takes every view for an independent throw."""
    a, b, m, n = k0.sum(), k1.sum(), n0.sum(), n1.sum()
    half = 1.96 * sqrt(1 / a - 1 / m + 1 / b - 1 / n)
    middle = log(b / n) - log(a / m)
    return exp(middle - half) - 1, exp(middle + half) - 1


@pytest.mark.parametrize(("rate", "size"), [(0.021, 3000), (0.03, 150)])
def test_the_interval_covers_and_the_pooled_one_does_not(rate: float, size: float) -> None:
    """Measured before (1,500 runs): CTR .90 against .60, conversion .98 against .92."""
    rng = np.random.default_rng(11)
    ours, theirs, wider = [], [], []
    for _ in range(RUNS):
        both = days(rng, BEFORE + AFTER, rate, size)  # one series: what drifts over the start belongs to it
        pair = [part for cut in (slice(0, BEFORE), slice(BEFORE, None)) for part in (both[0][cut], both[1][cut])]
        found = changed(*pair)
        ours.append(covers(found))
        low, high = pooled(*pair)
        theirs.append(low <= 0 <= high)
        wider.append(width(found) > high - low)
    assert 0.88 <= np.mean(ours) <= 1
    assert np.mean(theirs) < np.mean(ours)
    if rate == 0.021:
        assert np.mean(theirs) < 0.75
        assert np.mean(wider) > 0.95


def covers(found: RatioChange) -> bool:
    assert found.low is not None
    assert found.high is not None
    return found.low <= 0 <= found.high


def width(found: RatioChange) -> float:
    assert found.low is not None
    assert found.high is not None
    return found.high - found.low
