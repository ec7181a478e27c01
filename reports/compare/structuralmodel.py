"""A Bayesian structural model of one series, integrated on a fixed grid: no sampling, no optimiser, no seed.

    y_t = Σ_k θ_k x_tk + L_t + e_t      θ_k ~ N(0, sd_k²)      Var e_t = noise² · scatter_t

L is a random walk whose steps have the sd `drift`. Given the three spreads (of the regressors, of the walk, of the noise)
everything is normal and exact; the spreads themselves are unknown, so every point of their grid is weighed by its prior
and by how well it explains the steps before.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
HALVINGS = 50  # of the span in which a quantile is sought: the last is below 1e-13 of it
_erf = np.vectorize(math.erf, otypes=[float])


@dataclass(frozen=True, eq=False)
class Grid:
    """The spreads that are weighed, and the log of what was thought of each beforehand (scales × drifts × noises)."""

    regressor_sds: Array  # (scales, regressors): prior sds of the coefficients
    drifts: Array  # sds of one step of the random walk
    noises: Array  # sds of the noise of a step whose scatter is 1
    log_prior: Array


@dataclass(frozen=True, eq=False)
class Mixture:
    """A mixture of normals, one for each point of a grid; the weights add up to one."""

    means: Array
    sds: Array
    weights: Array

    @cached_property
    def mean(self) -> float:
        """The mean of the mixture."""
        return float(np.sum(self.weights * self.means))

    @cached_property
    def sd(self) -> float:
        """The standard deviation of the mixture."""
        return math.sqrt(float(np.sum(self.weights * (self.sds**2 + (self.means - self.mean) ** 2))))

    def below(self, value: float) -> float:
        """The probability of a number below `value`."""
        return float(np.sum(self.weights * (0.5 + 0.5 * _erf((value - self.means) / (self.sds * math.sqrt(2))))))

    def quantile(self, probability: float) -> float:
        """The number below which the mixture lies with this probability, by bisection."""
        low, high = float(np.min(self.means - 9 * self.sds)), float(np.max(self.means + 9 * self.sds))
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            low, high = (middle, high) if self.below(middle) < probability else (low, middle)
        return (low + high) / 2


def surplus(
    series: Array, regressors: Array, steps: Array, scatter: Array, is_after: NDArray[np.bool_], grid: Grid
) -> Mixture:
    """What the mean of the steps after holds beyond its prediction from the steps before; future drift and noise included.

    `regressors` has a row per step; `steps` tells when (a step without a value is left out). The mean of the steps after
    weighs each by 1 / scatter, as its noise does.
    """
    before = ~is_after
    weights = 1 / scatter[is_after]
    weights /= weights.sum()
    walk = np.minimum.outer(steps, steps)  # covariance of a random walk whose steps have variance 1
    ahead = walk[np.ix_(before, is_after)] @ weights

    # One eigendecomposition serves the whole grid: turned so, walk and noise are independent numbers.
    root = 1 / np.sqrt(scatter[before])
    strength, axes = np.linalg.eigh(walk[np.ix_(before, before)] * np.outer(root, root))
    turned = (axes.T * root) @ np.column_stack([regressors[before], series[before], ahead])
    drift = grid.drifts[:, None] ** 2
    noise = grid.noises**2
    variance = drift[..., None] * strength + noise[None, :, None]  # drifts × noises × steps
    products = np.einsum("ti,tj->tij", turned, turned).reshape(len(turned), -1)
    gram = (1 / variance @ products).reshape(*variance.shape[:2], turned.shape[1], turned.shape[1])
    xx, xy, xa = gram[..., :-2, :-2], gram[..., :-2, -2], drift[..., None] * gram[..., :-2, -1]
    yy, ya, aa = gram[..., -2, -2], drift * gram[..., -2, -1], drift**2 * gram[..., -1, -1]

    # The coefficients, scaled by their prior sds so that a sd of nought is allowed: scales × drifts × noises × regressors.
    sds = grid.regressor_sds[:, None, None, :]
    precision = np.eye(sds.shape[-1]) + sds[..., :, None] * xx * sds[..., None, :]
    seen = sds * xy
    reach = sds * (weights @ regressors[is_after] - xa)
    solved = np.linalg.solve(precision, np.stack([seen, reach], axis=-1))
    explained, expected = np.sum(seen * solved[..., 0], axis=-1), np.sum(reach * solved[..., 0], axis=-1)

    means = weights @ series[is_after] - ya - expected
    future = drift * (weights @ walk[np.ix_(is_after, is_after)] @ weights) + noise * (weights**2 @ scatter[is_after])
    variances = future - aa + np.sum(reach * solved[..., 1], axis=-1)
    evidence = np.log(variance).sum(axis=-1) + np.linalg.slogdet(precision)[1] + yy - explained
    log_weights = grid.log_prior - evidence / 2
    weighed = np.exp(log_weights - log_weights.max())
    return Mixture(means, np.sqrt(variances), weighed / weighed.sum())


def log_normal(values: Array, centre: float, sd: float) -> Array:
    """The log density, up to a constant, of a number whose logarithm is normal around that of `centre`."""
    return np.asarray(-0.5 * ((np.log(values) - math.log(centre)) / sd) ** 2)


def log_prior(scales: Sequence[float], drifts: Array, noises: Array) -> Array:
    """The log prior of a grid from the weights of its scales and the log densities of its drifts and noises."""
    return np.log(np.asarray(scales))[:, None, None] + drifts[None, :, None] + noises[None, None, :]
