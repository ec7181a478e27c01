"""A Bayesian structural model of one series, integrated on a fixed grid: no sampling, no optimiser, no seed.

    y_t = Σ_k θ_k x_tk + L_t + e_t      θ_k ~ N(0, sd_k²)      Var e_t = noise² · scatter_t

L is a random walk from nought at step 0, whose steps have the sd `drift`. Given the three spreads (of the coefficients,
of the walk, of the noise) everything is normal and exact; the spreads themselves are unknown, so every point of their
grid is weighed by what was thought of it beforehand and by how well it explains the steps before.
"""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
HALVINGS = 44  # of the span in which a quantile is sought: what is left of it is below 1e-12
NEGLIGIBLE = 1e-12  # weight of a normal


@dataclass(frozen=True, eq=False)
class Grid:
    """The spreads that are weighed, and the log of what was thought of each beforehand (scales × drifts × noises)."""

    coefficient_sds: Array  # scales × regressors
    drifts: Array  # sds of one step of the random walk
    noises: Array  # sds of the noise of a step whose scatter is 1
    log_prior: Array

    @classmethod
    def of(
        cls, coefficient_sds: Array, scales: Array, drifts: tuple[Array, Array], noises: tuple[Array, Array]
    ) -> "Grid":
        """A grid whose spreads are independent beforehand: the prior of each scale, the log densities of the others."""
        log_prior = np.log(scales)[:, None, None] + drifts[1][:, None] + noises[1]
        return cls(coefficient_sds, drifts[0], noises[0], log_prior)


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
        means, scales, weights = self._likely
        away = ((value - means) / scales).tolist()
        return float(np.sum(weights * (0.5 + 0.5 * np.fromiter(map(math.erf, away), float))))

    @cached_property
    def _likely(self) -> tuple[Array, Array, Array]:
        """Means, sds times √2 and weights of the normals that count: most of a grid explains the series far too badly."""
        likely = self.weights > NEGLIGIBLE
        return self.means[likely], self.sds[likely] * math.sqrt(2), self.weights[likely]

    def quantile(self, probability: float) -> float:
        """The number below which the mixture lies with this probability, by bisection."""
        low, high = float(np.min(self.means - 9 * self.sds)), float(np.max(self.means + 9 * self.sds))
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            low, high = (middle, high) if self.below(middle) < probability else (low, middle)
        return (low + high) / 2


def surplus(series: Array, regressors: Array, steps: Array, scatter: Array, is_after: Flags, grid: Grid) -> Mixture:
    """What the mean of the steps after holds beyond its prediction from the steps before; future drift and noise included.

    `regressors` has a row per step; `steps` tells when each was (one without a value is left out). The mean of the steps
    after weighs each by 1 / scatter, as its noise does.
    """
    before = ~is_after
    weights = 1 / scatter[is_after]
    weights /= weights.sum()
    filtered = _filter(np.column_stack([regressors, series])[before], steps[before], scatter[before], grid)
    xx, xy, yy = filtered.gram[..., :-1, :-1], filtered.gram[..., :-1, -1], filtered.gram[..., -1, -1]

    # Coefficients in units of their prior sds, so that a sd of nought is allowed: scales × drifts × noises × regressors.
    sds = grid.coefficient_sds[:, None, None, :]
    precision = np.eye(sds.shape[-1]) + sds[..., :, None] * xx * sds[..., None, :]
    seen = sds * xy
    reach = sds * ((weights[:, None] * regressors[is_after]).sum(axis=0) - filtered.level[..., :-1])
    solved = np.linalg.solve(precision, np.stack([seen, reach], axis=-1))
    log_evidence = (
        -(filtered.log_variance + np.linalg.slogdet(precision)[1] + yy - (seen * solved[..., 0]).sum(axis=-1)) / 2
    )

    means = (weights * series[is_after]).sum() - filtered.level[..., -1] - (reach * solved[..., 0]).sum(axis=-1)
    since = steps[is_after] - steps[before][-1]
    drifted = (np.outer(weights, weights) * np.minimum.outer(since, since)).sum() * grid.drifts[:, None] ** 2
    future = drifted + (weights**2 * scatter[is_after]).sum() * grid.noises**2
    variances = filtered.doubt + future + (reach * solved[..., 1]).sum(axis=-1)

    log_weights = grid.log_prior + log_evidence
    weighed = np.exp(log_weights - log_weights.max())
    return Mixture(means, np.sqrt(variances), weighed / weighed.sum())


@dataclass(frozen=True, eq=False)
class _Filtered:
    """What a Kalman filter leaves of some columns at every drift × noise, if each were a random walk with noise."""

    gram: Array  # products of the columns' standardised surprises: columns' · (covariance of the steps)⁻¹ · columns
    log_variance: Array  # log determinant of that covariance
    level: Array  # of each column after the last step
    doubt: Array  # variance of that level


def _filter(columns: Array, steps: Array, scatter: Array, grid: Grid) -> _Filtered:
    """Steps one after the other, all columns and the whole grid at once."""
    drift, noise = grid.drifts[:, None] ** 2, grid.noises**2
    shape = (len(grid.drifts), len(grid.noises))
    level, doubt = np.zeros((*shape, columns.shape[1])), np.zeros(shape)
    surprises, variances = [], []
    for row, passed, spread in zip(columns, np.diff(steps, prepend=0.0), scatter, strict=True):
        doubt = doubt + drift * passed
        variance = doubt + noise * spread
        surprise = row - level
        gain = doubt / variance
        level = level + gain[..., None] * surprise
        doubt = gain * noise * spread
        surprises.append(surprise)
        variances.append(variance)
    variance = np.stack(variances, axis=-1)
    standardised = np.stack(surprises, axis=-2) / np.sqrt(variance)[..., None]
    gram = standardised.swapaxes(-1, -2) @ standardised
    return _Filtered(gram, np.log(variance).sum(axis=-1), level, doubt)


def log_normal(values: Array, median: float, sd: float) -> Array:
    """The log density, up to a constant, of a number's logarithm that is normal around that of its median."""
    return np.asarray(-0.5 * ((np.log(values) - math.log(median)) / sd) ** 2)
