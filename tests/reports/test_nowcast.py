"""The nowcast against fractions worked by hand, and against made shops whose end is known."""

from __future__ import annotations

from dataclasses import astuple
from fractions import Fraction
from itertools import count
from math import comb, exp, factorial

import numpy as np
import pytest

from reports.ripeness.nowcast import (
    HORIZON,
    Cohorts,
    Prior,
    arrived_share,
    exposure,
    forecast,
    prior,
)
from reports.ripeness.quantile import quantiles
from tests.reports.late import Life, life


def cohorts(*rows: tuple[int, int, list[int]]) -> Cohorts:
    """Cohorts from (age, orders, refunds at delay 0, 1, …)."""
    refunded = np.zeros((len(rows), HORIZON + 1), np.int64)
    for number, (_, _, came) in enumerate(rows):
        refunded[number, : len(came)] = came
    return Cohorts(np.array([age for age, _, _ in rows]), np.array([orders for _, orders, _ in rows]), refunded)


def seen(told: Life, day: int) -> Cohorts:
    """A life as it is known on a day."""
    return Cohorts(day - np.arange(day + 1), told.orders[: day + 1], told.known(day))


def test_the_share_arrived_follows_from_the_days_that_were_seen() -> None:
    known = cohorts((3, 50, [4, 2, 1, 1]), (2, 50, [3, 2, 2]), (1, 50, [5, 1]), (0, 50, [2]))
    # h1 = (2 + 2 + 1) / (6 + 5 + 6), h2 = (1 + 2) / (7 + 7), h3 = 1 / 8
    h1, h2, h3 = Fraction(5, 17), Fraction(3, 14), Fraction(1, 8)
    expected = [(1 - h1) * (1 - h2) * (1 - h3), (1 - h2) * (1 - h3), 1 - h3, Fraction(1)]
    assert expected[0] == Fraction(33, 68)
    assert arrived_share(known)[:4] == pytest.approx([float(each) for each in expected], abs=1e-12)
    # 50 orders of each day, observed by so much
    exposed = exposure(known, arrived_share(known))
    assert exposed == pytest.approx([50, float(50 * (1 - h3)), float(50 * expected[1]), float(50 * expected[0])])


def test_only_the_last_thirteen_weeks_of_arrivals_count() -> None:
    recent, old = (40, 10, [1, 1]), (100, 10, [0, 9])
    assert arrived_share(cohorts(recent, old))[0] == 0.5  # at delay 1 the old day was seen more than 91 days ago


@pytest.mark.parametrize("seed", range(8))
def test_the_share_grows_with_the_age_and_ends_at_one(seed: int) -> None:
    share = arrived_share(seen(life(seed), 150))
    assert len(share) == HORIZON + 1
    assert share[HORIZON] == 1
    assert (np.diff(share) >= 0).all()
    assert 0 < share[0] < 1


def test_without_a_refund_nothing_is_late() -> None:
    assert (arrived_share(cohorts((3, 50, []))) == 1).all()


@pytest.mark.parametrize(("first", "second"), [(6, 18), (8, 14), (5, 25)])
def test_the_rate_and_what_the_weeks_differ_by(first: int, second: int) -> None:
    known = prior(cohorts((63, 100, [first]), (70, 100, [second]), (3, 900, [900]), (140, 900, [900])), np.ones(61))
    rate = (Fraction(first + second) + Fraction(1, 2)) / (200 + 5)
    expected = 100 * rate
    squares = [(came - expected) ** 2 for came in (first, second)]
    between = sum(((square - expected) / expected**2 for square in squares), Fraction(0)) / 2
    kappa = min(max(1 / max(between, Fraction(1, 1000)), Fraction(3)), Fraction(200))
    dispersion = max(Fraction(1), sum(squares, Fraction(0)) / 2 / expected)
    assert known is not None
    assert astuple(known) == pytest.approx([float(each) for each in (rate, kappa, dispersion)])


def test_a_shop_not_seen_well_enough_has_no_rate() -> None:
    assert prior(cohorts((63, 4, [1]), (3, 900, [100])), np.ones(61)) is None


def test_what_is_expected_lies_between_the_past_and_the_week() -> None:
    # r = (20 + 6) / (20 / 0.1 + 50) = 0.104; further = 0.104 × (100 − 50)
    found = forecast(100, 6, 50.0, Prior(0.1, 20.0, 1.0))
    assert found.further == pytest.approx(5.2)
    assert (found.low, found.high) == (6 + 2, 6 + 10)


def test_a_closed_week_is_what_arrived() -> None:
    found = forecast(100, 6, 100.0, Prior(0.1, 20.0, 3.0))
    assert (found.arrived, found.further, found.low, found.high) == (6, 0.0, 6, 6)


def test_no_more_orders_come_back_than_were_sold() -> None:
    found = forecast(10, 9, 5.0, Prior(0.9, 3.0, 9.0))
    assert found.arrived + found.further <= 10
    assert found.high <= 10


@pytest.mark.parametrize("level", [0.05, 0.5, 0.95])
def test_quantiles_are_those_of_the_exact_distribution(level: float) -> None:
    # size 4, success 2/5: mean 6, variance 15
    reached = Fraction(0)
    for number in count():
        reached += comb(number + 3, number) * Fraction(2, 5) ** 4 * Fraction(3, 5) ** number
        if reached >= level:
            break
    assert quantiles(6.0, 15.0, [level]) == [number]


def test_without_spare_variance_the_quantiles_are_poissons() -> None:
    upto = [sum(exp(-3) * 3**k / factorial(k) for k in range(end + 1)) for end in range(20)]
    expected = [next(end for end, reached in enumerate(upto) if reached >= level) for level in (0.05, 0.95)]
    assert quantiles(3.0, 3.0, (0.05, 0.95)) == expected
    [low, high] = quantiles(40_000.0, 40_000.0, (0.05, 0.95))  # exp(−40,000) is no float
    assert 40_000 - 1.7 * 200 < low < 40_000 - 1.6 * 200
    assert 40_000 + 1.6 * 200 < high < 40_000 + 1.7 * 200


@pytest.mark.parametrize(
    ("a_day", "shops", "worst", "misses"), [(20.0, 60, 0.1, 0.6), (150.0, 30, 0.05, 0.4), (4.0, 150, 0.15, 0.9)]
)
def test_made_shops_are_foreseen_without_bias_and_covered(
    a_day: float, shops: int, worst: float, misses: float
) -> None:
    weeks = 26
    truth, raw, final, covered = (np.zeros((shops, 5)) for _ in range(4))
    for shop in range(shops):
        told = life(1000 + shop, weeks, a_day)
        known = seen(told, weeks * 7 - 1)
        share = arrived_share(known)
        past = prior(known, share)
        assert past is not None
        for back in range(5):
            week = known.age // 7 == back
            orders, arrived = int(known.orders[week].sum()), int(known.arrived[week].sum())
            found = forecast(orders, arrived, float(exposure(known, share)[week].sum()), past)
            truth[shop, back] = told.refunds[week].sum()
            raw[shop, back], final[shop, back] = arrived, arrived + found.further
            covered[shop, back] = found.low <= truth[shop, back] <= found.high
    bias_raw = raw.sum(axis=0) / truth.sum(axis=0) - 1
    bias = final.sum(axis=0) / truth.sum(axis=0) - 1
    assert -0.62 < bias_raw[0] < -0.42
    assert (abs(bias) <= worst).all(), bias
    assert abs(final - truth)[:, 0].sum() < misses * abs(raw - truth)[:, 0].sum()
    assert (covered.mean(axis=0) >= 0.80).all(), covered.mean(axis=0)
