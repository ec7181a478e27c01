"""Ways to measure a lift that people use, each with the range of its logarithm; None where it refuses."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from math import ceil, log1p, sqrt

import numpy as np

from benchmarks.comparison import Array, Comparison
from reports.compare.model import WEEK, YEAR, fit

Range = tuple[float, float]
NORMAL = 1.959963984540054  # two-sided, 95 %
STATSMODELS = "DUIZHANG_STATSMODELS"  # names a Python that has statsmodels, which wants scipy besides
# Local level (what R's CausalImpact starts from) with regression on the index of the controls; maximum likelihood. The
# variance of a mean of weeks is that of its own state space: the level's, what it drifts on, and the noise.
COMPONENTS = """
import json, sys, time, warnings
import numpy as np
from statsmodels.tsa.statespace.structural import UnobservedComponents
warnings.simplefilter("ignore")
def one(case):
    before, after, n = (np.array(case[name], float) for name in ("before", "after", "n"))
    index = np.array(case["index"], float).T if case["index"] else None
    start = time.process_time()
    model = UnobservedComponents(before, level="local level", exog=None if index is None else index[: len(before)])
    found = model.fit(disp=False, maxiter=200)
    noise, drift = (found.params[list(model.param_names).index(name)] for name in ("sigma2.irregular", "sigma2.level"))
    known = np.isfinite(after)
    ahead, weights = 1.0 + np.flatnonzero(known), n[known] / n[known].sum()
    level = found.filtered_state[0, -1]
    if index is not None:
        level += weights @ index[len(before) :][known] * found.params[-1]
    variance = found.filtered_state_cov[0, 0, -1] + drift * weights @ np.minimum.outer(ahead, ahead) @ weights + noise * weights @ weights
    away, half = weights @ after[known] - level, 1.959963984540054 * np.sqrt(variance)
    return [float(away - half), float(away + half), time.process_time() - start]
print(json.dumps([one(case) for case in json.load(sys.stdin)]))
"""


def ours(comparison: Comparison, is_controlled: bool) -> Range | None:
    """The product's."""
    controls = comparison.control_weeks() if is_controlled else None
    lift = fit(comparison.weeks(), controls=controls)
    return None if lift is None else (log1p(lift.low), log1p(lift.high))


def naive(comparison: Comparison, is_controlled: bool) -> Range | None:
    """Mean day after ÷ mean day before, with the range of two means of independent days; it knows no controls."""
    before, after = (comparison.sold.sales[days] for days in (~comparison.is_service, comparison.is_service))
    if is_controlled or before.sum() == 0 or after.sum() == 0:
        return None
    away = float(np.log(after.mean() / before.mean()))
    half = NORMAL * sqrt(sum(days.var(ddof=1) / len(days) / days.mean() ** 2 for days in (before, after)))
    return away - half, away + half


def log_linear(comparison: Comparison, is_controlled: bool) -> Range | None:
    """Regression of the weekly logarithm on service, trend, season (from a year on) and controls; Newey-West errors.

    The lag and the critical value are those of fixed-b, kinder to its coverage than 1.96.
    """
    weeks = comparison.weeks()
    number = np.arange(len(weeks.z)) / 52
    columns = [np.ones(len(number)), weeks.is_service.astype(float), number]
    if np.sum(~weeks.is_service) >= 52:
        turn = 2 * np.pi * weeks.doy / YEAR
        columns += [wave(k * turn) for k in (1, 2) for wave in (np.cos, np.sin)]
    if is_controlled:
        columns.append(_index(comparison))
    table = np.column_stack(columns)
    usable = np.isfinite(weeks.z) & np.isfinite(table).all(axis=1)
    table, z = table[usable], weeks.z[usable]
    length, width = table.shape
    if length <= width + 1 or np.linalg.matrix_rank(table) < width:
        return None
    coefficients = np.linalg.lstsq(table, z)[0]
    scores = table * (z - table @ coefficients)[:, None]
    lag = min(ceil(1.3 * sqrt(length)), length - 1)
    meat = scores.T @ scores
    for step in range(1, lag + 1):
        product = scores[step:].T @ scores[:-step]
        meat += (1 - step / (lag + 1)) * (product + product.T)
    bread = np.linalg.inv(table.T @ table)
    error = sqrt(max((bread @ meat @ bread)[1, 1] * length / (length - width), 0))
    b = (lag + 1) / length
    half = (1.96 + 2.969 * b + 0.416 * b**2 - 0.532 * b**3) * error
    return float(coefficients[1] - half), float(coefficients[1] + half)


def unobserved_components(cases: Sequence[tuple[Comparison, bool]]) -> list[tuple[Range | None, float]] | None:
    """The ranges and seconds of statsmodels, in a process of its own; None where there is no statsmodels."""
    python = os.environ.get(STATSMODELS, sys.executable)
    if subprocess.run([python, "-c", "import statsmodels"], capture_output=True).returncode:
        return None
    asked = json.dumps([_case(*case) for case in cases])
    one_thread = os.environ | {"OPENBLAS_NUM_THREADS": "1"}  # more only wait for each other on series this short
    done = subprocess.run(
        [python, "-c", COMPONENTS], input=asked, capture_output=True, text=True, check=True, env=one_thread
    )
    return [((low, high), seconds) for low, high, seconds in json.loads(done.stdout)]


def _case(comparison: Comparison, is_controlled: bool) -> dict[str, list[float]]:
    weeks = comparison.weeks()
    index = np.nan_to_num(_index(comparison)).tolist() if is_controlled else []
    before, after = weeks.z[~weeks.is_service].tolist(), weeks.z[weeks.is_service].tolist()
    return {"before": before, "after": after, "n": weeks.n[weeks.is_service].tolist(), "index": index}


def _index(comparison: Comparison) -> Array:
    """Mean log sales of the controls beside the baseline's."""
    mean = comparison.control_weeks().mean(axis=0)
    return np.asarray(mean - np.nanmean(mean[~comparison.is_service[::WEEK]]))
