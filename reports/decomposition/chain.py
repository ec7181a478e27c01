"""A chain of steps, each a share of the one before (impressions × click rate × conversion × basket): what each rate added."""

from collections.abc import Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import pairwise
from math import prod

from reports.decomposition.bridge import Bridge, bridge
from reports.decomposition.shapley import shapley

Total = Decimal | Fraction | int
DIGITS = 50  # of the logarithms: far below a fen whatever the amount


def chain(names: Sequence[str], before: Sequence[Total], after: Sequence[Total], scale: Total = 1) -> Bridge | None:
    """What each factor adds to the last total, which is money: the first total, then each total over the one before it.

    `names` are the factors; `before` and `after` hold the totals of the steps (impressions, clicks, orders, sales). Every total
    of before is counted `scale` times. By logarithms (LMDI), so that the bars stand to each other as the changes in per cent
    that people quote; by Shapley where a total is nothing or below. None where something came of nothing: no chain then.
    """
    steps = [[Fraction(total) * Fraction(scale) for total in before], [Fraction(total) for total in after]]
    if any(above == 0 != below for totals in steps for above, below in pairwise(totals)):
        return None
    start, end = (totals[-1] * 100 for totals in steps)
    factors = [_both(*pair) for pair in zip(*map(_rates, steps), strict=True)]
    if min(map(min, steps)) > 0:
        parts = _by_logarithms(factors, start, end)
    else:
        found = shapley(names, lambda *states: prod(pair[state] for pair, state in zip(factors, states, strict=True)))
        parts = [100 * part for part in found.values()]
    return bridge(start, dict(zip(names, parts, strict=True)), end)


def _by_logarithms(factors: Sequence[tuple[Fraction, Fraction]], start: Fraction, end: Fraction) -> list[Fraction]:
    """Logarithmic mean Divisia index: the logarithmic mean of both ends times the logarithm of each factor's growth."""
    with localcontext() as context:
        context.prec = DIGITS
        first, last = _decimal(start), _decimal(end)
        mean = first if first == last else (last - first) / (last.ln() - first.ln())
        return [Fraction(mean * (_decimal(now).ln() - _decimal(old).ln())) for old, now in factors]


def _rates(totals: Sequence[Fraction]) -> list[Fraction | None]:
    """The first total, then each total over the one before it; None over nothing."""
    return [totals[0], *(below / above if above else None for above, below in pairwise(totals))]


def _both(old: Fraction | None, now: Fraction | None) -> tuple[Fraction, Fraction]:
    """A rate of nothing is taken as the other period's, so that it changes nothing."""
    known = old if old is not None else now if now is not None else Fraction()
    return (known if old is None else old), (known if now is None else now)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
