"""An oracle of its own: what each factor adds on average over every order in which the factors may change, one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache
from itertools import permutations
from math import factorial
from typing import Any


def over_all_orders(
    value: Callable[..., Fraction], before: Mapping[str, Any], after: Mapping[str, Any]
) -> dict[str, Fraction]:
    """`value` takes the factors by name; before and after hold them, numbers or tuples of numbers alike."""
    names = tuple(before)

    @cache
    def worth(changed: frozenset[str]) -> Fraction:
        return value(**{name: after[name] if name in changed else before[name] for name in names})

    steps: Counter[tuple[frozenset[str], str]] = Counter()
    for order in permutations(names):
        changed: frozenset[str] = frozenset()
        for name in order:
            steps[changed, name] += 1
            changed |= {name}
    added = dict.fromkeys(names, Fraction())
    for (changed, name), times in steps.items():
        added[name] += times * (worth(changed | {name}) - worth(changed))
    return {name: part / factorial(len(names)) for name, part in added.items()}
