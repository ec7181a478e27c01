"""How far from the truth the refund rate of a recent week is: as the rows show it, and as it is expected in the end."""

from collections.abc import Iterator
from time import process_time

import numpy as np
import numpy.typing as npt

from benchmarks.figure import Figure
from reports.ripeness.nowcast import HORIZON, Cohorts, arrived_share, exposure, forecast, prior

SHOPS = 150
WEEKS = 26
A_DAY = (4.0, 20.0, 150.0)
BACK = range(5)  # weeks back: 0 is the week that ended on the last day known
RATE, SPREAD = 0.1, 0.25
Counts = npt.NDArray[np.int64]


def measure_ripeness() -> Iterator[Figure]:
    """By size of the shop and age of the week: mean absolute error of the refund rate, ours ÷ raw; then the cover."""
    for a_day in A_DAY:
        dice = np.random.default_rng(20261115)
        start = process_time()
        told = np.array([_shop(dice, a_day) for _ in range(SHOPS)])  # shop, week, (truth, raw, ours, low, high)
        milliseconds = (process_time() - start) / SHOPS * 1000
        truth, raw, ours, low, high = np.moveaxis(told, 2, 0)
        scale = truth.mean(axis=0)
        for back in BACK:
            miss, bare = (float(abs(each - truth)[:, back].mean() / scale[back]) for each in (ours, raw))
            bias, plain = (float((each - truth)[:, back].mean() / scale[back]) for each in (ours, raw))
            cover = float(((low <= truth + 1e-9) & (truth <= high + 1e-9))[:, back].mean())
            note = f"bias {bias:+.0%}, raw {plain:+.0%}; 90 % range holds the truth in {cover:.0%}"
            yield Figure(
                f"ripe_{a_day:.0f}_{back}",
                f"mean miss of the refund rate {back} weeks after the week, {a_day:.0f} orders a day, {SHOPS} shops",
                miss,
                1.0
                if back < 2
                else 2.0,  # later the gain is the missing bias; single weeks of small shops are closer raw
                "the rate of what has arrived",
                bare,
                note=note,
                unit="",
            )
        missed = 1 - float(((low <= truth + 1e-9) & (truth <= high + 1e-9)).mean())
        what = f"90 % ranges that miss the final rate, {a_day:.0f} orders a day"
        yield Figure(f"ripe_{a_day:.0f}_missed", what, missed, 0.2, unit="", note=f"{milliseconds:.1f} ms a shop with making it")  # fmt: skip


def _shop(dice: np.random.Generator, a_day: float) -> list[tuple[float, ...]]:
    """One made shop on its last day: by week back the final rate, the raw one, ours, and the ends of its range."""
    days = WEEKS * 7
    orders = dice.poisson(a_day * np.exp(dice.normal(0, 0.25, days)))
    rates = RATE * np.exp(np.repeat(dice.normal(0, SPREAD, WEEKS), 7) - SPREAD**2 / 2)
    refunds = np.array([_delays(dice, number) for number in dice.binomial(orders, np.minimum(rates, 0.8))])
    age = np.arange(days)[::-1]
    known = Cohorts(age, orders, np.where(np.arange(HORIZON + 1) <= age[:, None], refunds, 0))
    share = arrived_share(known)
    past, exposed = prior(known, share), exposure(known, share)
    assert past is not None
    found = []
    for back in BACK:
        week = age // 7 == back
        sold, came = int(orders[week].sum()), int(known.arrived[week].sum())
        said = forecast(sold, came, float(exposed[week].sum()), past)
        found.append(
            tuple(n / max(sold, 1) for n in (refunds[week].sum(), came, came + said.further, said.low, said.high))
        )
    return found


def _delays(dice: np.random.Generator, number: int) -> Counts:
    """A little more than half come within days, the others after about two weeks."""
    soon = dice.geometric(0.45, number) - 1
    late = (dice.gamma(2.2, 6.0, number) + 2).astype(int)
    delays = np.minimum(np.where(dice.random(number) < 0.55, soon, late), HORIZON)
    return np.bincount(delays, minlength=HORIZON + 1)
