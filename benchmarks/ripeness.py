"""How far from the truth the refund rate of a recent week is: as the rows show it, and as it is expected in the end."""

from collections.abc import Iterator, Sequence
from time import process_time

import numpy as np
import numpy.typing as npt

from benchmarks import retail, returns
from benchmarks.figure import Figure
from reports.ripeness.nowcast import HORIZON, Cohorts, arrived_share, exposure, forecast, prior

SHOPS = 150
WEEKS = 26
A_DAY = (4.0, 20.0, 150.0)
BACK = range(5)  # weeks back: 0 is the week that ended on the last day known
RATE, SPREAD = 0.1, 0.25
Counts = npt.NDArray[np.int64]


def measure_ripeness() -> Iterator[Figure]:
    """By shop and age of the week: mean absolute error of the refund rate, ours ÷ raw; then how often the range misses."""
    for a_day in A_DAY:
        dice = np.random.default_rng(20261115)
        shops = [_made(dice, a_day) for _ in range(SHOPS)]
        yield from _figures(f"ripe_{a_day:.0f}", f"{a_day:.0f} orders a day, {SHOPS} made shops", shops)
    path = retail.file()
    if path is None:
        yield Figure(
            "ripe_real", "misses in a real shop", None, 1.0, note="not measured: the real file is not on this computer"
        )
        return
    real = list(returns.looks(path))
    yield from _figures("ripe_real", f"a real shop on {len(real)} days", real)


def _figures(name: str, what: str, looks: Sequence[tuple[Cohorts, Cohorts]]) -> Iterator[Figure]:
    start = process_time()
    judged = np.array(
        [_judged(known, final) for known, final in looks]
    )  # look, week back, (truth, raw, ours, low, high)
    milliseconds = (process_time() - start) / len(looks) * 1000
    truth, raw, ours, low, high = np.moveaxis(judged, 2, 0)
    rate, is_held = truth.mean(axis=0), (low <= truth) & (truth <= high)
    for back in BACK:
        miss, bare = (float(abs(each - truth)[:, back].mean() / rate[back]) for each in (ours, raw))
        bias, plain = (float((each - truth)[:, back].mean() / rate[back]) for each in (ours, raw))
        yield Figure(
            f"{name}_{back}",
            f"mean miss of the final refund rate, {back} weeks after the week, {what}",
            miss,
            1.0 if back < 2 else 2.0,  # later the gain is the missing bias; single weeks of small shops are closer raw
            "the rate of what has arrived",
            bare,
            note=f"bias {bias:+.0%}, raw {plain:+.0%}; the 90 % range holds the truth in {is_held[:, back].mean():.0%}",
            unit="",
        )
    missed = 1 - float(is_held.mean())
    yield Figure(
        f"{name}_missed",
        f"90 % ranges that miss it, {what}",
        missed,
        0.2,
        unit="",
        note=f"{milliseconds:.1f} ms a look",
    )


def _judged(known: Cohorts, final: Cohorts) -> list[tuple[float, ...]]:
    """By week back the final rate, the raw one, ours, and the ends of its range."""
    share = arrived_share(known)
    past, exposed = prior(known, share), exposure(known, share)
    assert past is not None
    found = []
    for back in BACK:
        week = known.age // 7 == back
        sold, came = int(known.orders[week].sum()), int(known.arrived[week].sum())
        said = forecast(sold, came, float(exposed[week].sum()), past)
        truth = int(final.arrived[week].sum())
        found.append(tuple(n / max(sold, 1) for n in (truth, came, came + said.further, said.low, said.high)))
    return found


def _made(dice: np.random.Generator, a_day: float) -> tuple[Cohorts, Cohorts]:
    """A made shop on its last day, and in the end."""
    days = WEEKS * 7
    orders = dice.poisson(a_day * np.exp(dice.normal(0, 0.25, days)))
    rates = RATE * np.exp(np.repeat(dice.normal(0, SPREAD, WEEKS), 7) - SPREAD**2 / 2)
    refunds = np.array([_delays(dice, number) for number in dice.binomial(orders, np.minimum(rates, 0.8))])
    age = np.arange(days)[::-1]
    known = np.where(np.arange(HORIZON + 1) <= age[:, None], refunds, 0)
    return Cohorts(age, orders, known), Cohorts(age, orders, refunds)


def _delays(dice: np.random.Generator, number: int) -> Counts:
    """A little more than half come within days, the others after about two weeks."""
    soon = dice.geometric(0.45, number) - 1
    late = (dice.gamma(2.2, 6.0, number) + 2).astype(int)
    delays = np.minimum(np.where(dice.random(number) < 0.55, soon, late), HORIZON)
    return np.bincount(delays, minlength=HORIZON + 1)
