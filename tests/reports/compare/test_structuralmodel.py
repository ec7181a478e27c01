"""The core of the model against plain linear algebra, and against what R's CausalImpact printed for public data."""

import csv
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest

from reports.compare.structuralmodel import Array, Grid, Mixture, surplus

DATA = Path("/work/shared/data")


def _point(coefficient_sds: list[float], drift: float, noise: float) -> Grid:
    return Grid(np.array([coefficient_sds]), np.array([drift]), np.array([noise]), np.zeros((1, 1, 1)))


def test_one_point_of_the_grid_is_the_conditional_normal_of_the_whole_covariance() -> None:
    random = np.random.default_rng(1)
    steps = np.array([0.0, 1, 2, 4, 5, 8, 9, 11, 12])  # some are missing
    scatter = np.array([1, 1, 1.4, 7 / 3, 1, 3.5, 1, 1.75, 1])
    is_after = steps > 7
    regressors = np.column_stack([np.ones(9), steps, np.sin(steps)])
    series = random.normal(size=9)
    sds, drift, noise = [5.0, 0.1, 0.0], 0.3, 0.4  # a regressor whose coefficient is known to be nought
    found = surplus(series, regressors, steps, scatter, is_after, _point(sds, drift, noise))

    covariance = regressors @ np.diag(np.square(sds)) @ regressors.T
    covariance += drift**2 * np.minimum.outer(steps, steps) + noise**2 * np.diag(scatter)
    weights = np.where(is_after, 1 / scatter, 0)
    weights /= weights.sum()
    known, across = covariance[np.ix_(~is_after, ~is_after)], covariance[~is_after] @ weights
    gain = np.linalg.inv(known) @ across
    assert found.mean == pytest.approx(weights @ series - gain @ series[~is_after], abs=1e-10)
    assert found.sd == pytest.approx(np.sqrt(weights @ covariance @ weights - across @ gain), abs=1e-10)


def test_a_point_weighs_as_much_as_it_explains() -> None:
    """Two noises, equally likely beforehand: their weights are as the normal densities of what was seen."""
    steps, series = np.arange(6.0), np.array([0.3, -0.2, 0.4, 0.1, -0.5, 0.2])
    noises, drift, level_sd = np.array([0.2, 0.9]), 0.1, 2.0
    grid = Grid(np.array([[level_sd]]), np.array([drift]), noises, np.zeros((1, 1, 2)))
    found = surplus(series, np.ones((6, 1)), steps, np.ones(6), steps > 3, grid)
    seen = series[:4]
    densities = []
    for noise in noises:
        covariance = level_sd**2 + drift**2 * np.minimum.outer(steps[:4], steps[:4]) + noise**2 * np.eye(4)
        away = seen @ np.linalg.solve(covariance, seen)
        densities.append(np.exp(-away / 2) / np.sqrt(np.linalg.det(covariance)))
    assert found.weights.ravel() == pytest.approx(np.array(densities) / sum(densities))


def test_quantiles_of_one_normal_and_of_a_mixture() -> None:
    one = Mixture(np.array([1.5]), np.array([0.2]), np.array([1.0]))
    for probability in (0.025, 0.5, 0.975):
        assert one.quantile(probability) == pytest.approx(NormalDist(1.5, 0.2).inv_cdf(probability), abs=1e-9)
    two = Mixture(np.array([-3.0, 3.0]), np.array([0.1, 0.1]), np.array([0.25, 0.75]))
    assert two.mean == pytest.approx(1.5)
    assert two.sd == pytest.approx(np.sqrt(0.01 + 9 - 1.5**2))
    assert two.below(0) == pytest.approx(0.25)
    assert two.quantile(0.125) == pytest.approx(-3)


@pytest.mark.skipif(not DATA.is_dir(), reason="the public fixtures are not on this computer")
@pytest.mark.parametrize(("name", "before", "effect"), [("arma", 70, 0.89), ("google", 61, 27.0)])
def test_the_effect_is_within_a_tenth_of_what_r_printed(name: str, before: int, effect: float) -> None:
    """CausalImpact on the same data; priors near its defaults, which are of standardised numbers."""
    rows = list(csv.DictReader((DATA / f"fixture_{name}.csv").read_text("utf-8").splitlines()))
    controls = [column for column in rows[0] if column not in ("y", "date")]
    table = np.array([[float(row[column]) for column in ("y", *controls)] for row in rows])
    sd = table[:before, 0].std(ddof=1)
    table = (table - table[:before].mean(axis=0)) / table[:before].std(axis=0, ddof=1)
    steps = np.arange(float(len(table)))
    regressors = np.column_stack([np.ones(len(table)), table[:, 1:]])
    found = surplus(table[:, 0], regressors, steps, np.ones(len(table)), steps >= before, _r_grid(len(controls)))
    assert found.mean * sd == pytest.approx(effect, rel=0.1)
    assert found.quantile(0.025) > 0


def _r_grid(controls: int) -> Grid:
    """The level's variance is inverse gamma around .01² with weight 32, as in R; the noise is anybody's."""
    drifts, noises = np.geomspace(0.002, 1, 25), np.geomspace(0.01, 1.2, 30)
    log_drifts: Array = -32 * np.log(drifts) - 32 * 0.01**2 / (2 * drifts**2)
    sds = np.array([[10**0.5, *[1.0] * controls]])
    return Grid.of(sds, np.ones(1), (drifts, log_drifts), (noises, np.zeros(len(noises))))
