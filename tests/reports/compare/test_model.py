"""The lift on simulated shops whose lift is known, and on weeks worked out by hand."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from math import log, log1p

import numpy as np
import pytest

from benchmarks.comparison import Array, Comparison
from benchmarks.methods import Range, naive, ours
from benchmarks.shops import draw
from reports.compare.model import SEASON_WEIGHTS, Lift, Weeks, fit, weeks

SEEDS = range(60)
BASELINES = (8, 26, 52, 104)
SERVICE_WEEKS = 8


shop = cache(draw)


def _compared(seed: int, lift: float) -> Comparison:
    return shop(seed).comparison(lift, BASELINES[seed % len(BASELINES)], SERVICE_WEEKS)


@pytest.fixture(scope="module")
def compared() -> dict[float, list[Comparison]]:
    return {lift: [_compared(seed, lift) for seed in SEEDS] for lift in (0.0, 1.0)}


def _is_honest(
    method: Callable[[Comparison, bool], Range | None], is_controlled: bool, compared: dict[float, list[Comparison]]
) -> bool:
    """Of its 95 % ranges 90 to 100 % hold the truth, and at most 10 % find a lift where there is none."""
    held: dict[float, list[bool]] = {lift: [] for lift in compared}
    for lift, comparisons in compared.items():
        for comparison in comparisons:
            found = method(comparison, is_controlled)
            if found is not None:
                held[lift].append(found[0] <= log1p(lift) <= found[1])
    assert len(held[0.0]) >= 0.9 * len(SEEDS)  # it does not become honest by refusing
    return float(np.mean([*held[0.0], *held[1.0]])) >= 0.9 and 1 - float(np.mean(held[0.0])) <= 0.1


@pytest.mark.parametrize("is_controlled", [False, True], ids=["alone", "with controls"])
def test_the_range_holds_the_truth_and_finds_nothing_where_nothing_is(
    is_controlled: bool, compared: dict[float, list[Comparison]]
) -> None:
    assert _is_honest(ours, is_controlled, compared)


def test_the_naive_comparison_fails_the_same_check(compared: dict[float, list[Comparison]]) -> None:
    assert not _is_honest(naive, False, compared)


def test_doubled_sales_are_found_in_most_shops_with_controls(compared: dict[float, list[Comparison]]) -> None:
    """A range that always holds the truth may still say nothing."""
    found = [ours(comparison, True) for comparison in compared[1.0]]
    assert np.mean([each is not None and each[0] > 0 for each in found]) > 0.7


def test_the_same_input_gives_the_same_digits() -> None:
    def answer() -> tuple[float, ...]:
        comparison = _compared(3, 1.0)
        lift = _lift(comparison.weeks(), controls=comparison.control_weeks())
        return lift.lift, lift.low, lift.high, lift.drift, *lift.season_weights.values()

    assert answer() == answer()


def test_doubling_the_sales_of_the_service_adds_the_logarithm_of_two() -> None:
    """Up to half an order's value a week, which keeps weeks without sales finite."""
    comparison = _compared(7, 0.0)
    doubled = np.where(comparison.is_service, 2.0, 1.0) * comparison.sold.sales
    once, twice = comparison.weeks(), replace(comparison, sold=replace(comparison.sold, sales=doubled)).weeks()
    before, after = _lift(once), _lift(twice)
    moved = after.log_lift.mean - before.log_lift.mean
    base = ~comparison.is_service
    half_order = comparison.sold.sales[base].sum() / comparison.sold.orders[base].sum() / 2
    least_week = (np.exp(once.z) * once.n)[once.is_service].min()
    assert 0 <= log(2) - moved <= half_order / least_week
    assert log1p(after.low) - log1p(before.low) == pytest.approx(moved, abs=1e-9)
    assert log1p(after.high) - log1p(before.high) == pytest.approx(moved, abs=1e-9)


def test_what_the_controls_go_through_too_is_no_lift() -> None:
    comparison = _compared(3, 0.0)
    plain, controls = comparison.weeks(), comparison.control_weeks()
    boom = np.where(plain.is_service, 0.5, 0.0)
    boomed = replace(plain, z=plain.z + boom)
    moved = _lift(boomed, controls=controls + boom).log_lift.mean - _lift(plain, controls=controls).log_lift.mean
    assert abs(moved) < 0.15
    assert _lift(boomed).log_lift.mean - _lift(plain).log_lift.mean == pytest.approx(0.5)


def test_a_season_that_is_known_narrows_the_range() -> None:
    comparison = _compared(0, 0.0)
    assert len(comparison.weeks().z) == BASELINES[0] + SERVICE_WEEKS
    open_one = _lift(comparison.weeks())
    widths = {}
    for season in ("none", "weak", "middle", "strong"):
        told = _lift(comparison.weeks(), season=season)
        assert told.season_weights == {season: pytest.approx(1)}
        widths[season] = told.log_lift.sd
    assert sorted(widths.values()) == list(widths.values())
    assert widths["weak"] < open_one.log_lift.sd < widths["strong"]
    assert set(open_one.season_weights) == set(SEASON_WEIGHTS)
    assert sum(open_one.season_weights.values()) == pytest.approx(1)


def test_an_answer_says_what_it_was_computed_from() -> None:
    comparison = _compared(2, 1.0)
    found = comparison.weeks()
    lift = _lift(found, controls=comparison.control_weeks(), level=0.8)
    assert lift.baseline_weeks == np.isfinite(found.z[~found.is_service]).sum()
    assert lift.service_weeks == np.isfinite(found.z[found.is_service]).sum()
    assert lift.control_count == 5
    assert 0.006 < lift.drift < 0.11
    assert lift.level == 0.8
    assert lift.probability_above(lift.low) == pytest.approx(0.9)
    assert lift.probability_above(lift.high) == pytest.approx(0.1)


@pytest.mark.parametrize(("before", "after", "is_enough"), [(3, 2, True), (2, 2, False), (3, 1, False)])
def test_too_few_usable_weeks_are_refused(before: int, after: int, is_enough: bool) -> None:
    flat = _flat(before + 1, after)
    flat.z[0] = np.nan  # a week of promotion only
    assert (fit(flat) is not None) is is_enough


def test_a_control_that_lacks_a_week_is_left_out() -> None:
    flat = _flat(6, 4)
    flat.z[2] = np.nan
    controls = np.ones((3, 10))
    controls[0, 2] = np.nan  # the shop lacks it too
    controls[1, 3] = np.nan
    controls[2, :6] = np.nan  # opened with the service
    assert _lift(flat, controls=controls).control_count == 1
    alone = _lift(flat, controls=controls[1:])
    assert alone.control_count == 0
    assert alone.high == _lift(flat).high


def test_a_placebo_begins_inside_the_baseline() -> None:
    comparison = _compared(1, 1.0)
    whole = comparison.weeks()
    placebo = whole.placebo(16, 8)
    assert len(placebo.z) == 24
    assert placebo.is_service.tolist() == [False] * 16 + [True] * 8
    assert not whole.is_service[:24].any()
    assert fit(placebo) is not None


def test_weeks_are_counted_from_the_first_service_day() -> None:
    """30 days before, 16 in the service: 4 and 2 whole weeks; the first two days and the last two fill none."""
    found = _weeks(np.full(46, 100.0), service_days=16)
    assert found.is_service.tolist() == [False] * 4 + [True] * 2
    assert found.n.tolist() == [7] * 6
    assert found.doy.tolist() == [6, 13, 20, 27, 34, 41]  # day 1 stands first, so the weeks begin on day 3


def test_a_week_is_the_log_mean_of_its_plain_days_and_half_an_order() -> None:
    """Six plain days of 100 and one of promotion; an order is worth 20: log((600 + 10) / 6)."""
    sales = np.full(35, 100.0)
    sales[2] = 900.0
    orders = np.full(35, 5.0)
    orders[2] = 45.0
    found = _weeks(sales, orders=orders, promotion=[2], service_days=7)
    assert found.n.tolist() == [6, 7, 7, 7, 7]
    assert np.exp(found.z) == pytest.approx([610 / 6, *[710 / 7] * 4])


def test_a_week_needs_two_plain_days() -> None:
    found = _weeks(np.full(35, 100.0), promotion=[0, 1, 2, 3, 4, 7, 8, 9, 10, 11, 12], service_days=7)
    assert np.isfinite(found.z).tolist() == [True, False, True, True, True]


def test_weekdays_are_evened_out_by_shrunk_factors() -> None:
    """Four Sundays of 240 among days of 60, mean 85.714: (4 × 2.8 + 4) / 8 = 1.9 for a Sunday, (4 × .7 + 4) / 8 = .85."""
    sales = np.tile([60.0, 60, 60, 60, 60, 60, 240], 5)
    found = _weeks(sales, orders=sales / 1e-9, service_days=7)
    assert np.exp(found.z) == pytest.approx([(6 * 60 / 0.85 + 240 / 1.9) / 7] * 5)


def test_a_short_baseline_takes_every_weekday_for_any_other() -> None:
    sales = np.tile([60.0, 60, 60, 60, 60, 60, 240], 3)
    found = _weeks(sales, orders=sales / 1e-9, promotion=[0], service_days=7)  # 13 plain days before
    assert np.exp(found.z) == pytest.approx([540 / 6, 600 / 7, 600 / 7])


def test_a_shop_that_sold_nothing_before_is_refused() -> None:
    sales = np.concatenate([np.zeros(28), np.full(28, 50.0)])
    found = _weeks(sales, orders=sales / 50, service_days=28)
    assert np.isnan(found.z[:4]).all()
    assert fit(found) is None


def test_service_stands_last() -> None:
    days = np.arange(28)
    some = np.ones(28)
    with pytest.raises(ValueError, match="after service days"):
        weeks(some, some, days >= 0, days % 7, days < 14, some)


def _weeks(
    sales: Array, *, service_days: int, orders: Array | None = None, promotion: list[int] | None = None
) -> Weeks:
    """Days from the first of January on, a Monday; five orders a day where nothing else is said."""
    days = np.arange(len(sales))
    orders = np.full(len(days), 5.0) if orders is None else orders
    doy = np.arange(1.0, len(days) + 1)
    is_plain = ~np.isin(days, promotion or [])
    is_service = days >= len(days) - service_days
    return weeks(sales, orders, is_plain, days % 7, is_service, doy)


def _flat(before: int, after: int) -> Weeks:
    number = np.arange(before + after)
    return Weeks(
        np.ones(len(number)), np.full(len(number), 7), np.arange(4.0, 4 + 7 * len(number), 7), number >= before
    )


def _lift(weeks: Weeks, **how: object) -> Lift:
    found = fit(weeks, **how)  # type: ignore[arg-type]
    assert found is not None
    return found
