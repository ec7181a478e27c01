"""Shapley values: what each factor adds to a change, on average over every order in which the factors may change."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import factorial

Value = Callable[..., Fraction | int]


def shapley(names: Sequence[str], value: Value) -> dict[str, Fraction]:
    """What each named factor adds when all go from before (0) to after (1).

    `value` takes one 0 or 1 for each name, in their order; it is asked for all 2^n of them. The parts add up to
    value(1, …, 1) − value(0, …, 0); a factor without influence adds nothing; with before and after exchanged every sign turns.
    """
    count = len(names)
    values = [value(*(state >> place & 1 for place in range(count))) for state in range(1 << count)]
    weights = [factorial(size) * factorial(count - size - 1) for size in range(count)]
    parts = {}
    for place, name in enumerate(names):
        bit = 1 << place
        states = (state for state in range(1 << count) if not state & bit)
        added = sum(weights[state.bit_count()] * (values[state | bit] - values[state]) for state in states)
        parts[name] = Fraction(added) / factorial(count)
    return parts
