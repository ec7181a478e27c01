"""Quantiles of a count with a given mean and variance: negative binomial, Poisson where nothing is left over."""

from collections.abc import Sequence

import numpy as np


def quantiles(mean: float, variance: float, levels: Sequence[float]) -> list[int]:
    """For each level the smallest count whose distribution function reaches it. The mean is above zero."""
    # The tail beyond twelve standard deviations holds less than any level asks for.
    counts = np.arange(int(mean + 12 * np.sqrt(max(variance, mean))) + 20)
    spare = variance - mean
    if spare > 1e-9 * mean:
        size, success = mean**2 / spare, mean / variance
        steps = np.log((counts[:-1] + size) / (counts[:-1] + 1)) + np.log1p(-success)
        start = size * np.log(success)
    else:
        steps, start = np.log(mean / (counts[:-1] + 1)), -mean
    reached = np.cumsum(np.exp(start + np.append(0.0, np.cumsum(steps))))
    return [int(np.searchsorted(reached, level)) for level in levels]
