"""The shape of a decomposition, and how parts become fen: no miss, no fen for nothing, every sign turns."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.decomposition.bridge import Bar, Bridge, bridge, in_whole, rounded
from reports.decomposition.shapley import shapley

PARTS = st.lists(st.fractions(min_value=-1000, max_value=1000, max_denominator=97), min_size=1, max_size=9)


def test_bars_that_miss_a_fen_are_no_bridge() -> None:
    bars = (Bar("volume", Decimal("10.00")), Bar("price", Decimal("-2.50")))
    assert Bridge(Decimal("1.00"), bars, Decimal("8.50")).change == Decimal("7.50")
    with pytest.raises(ValueError):
        Bridge(Decimal("1.00"), bars, Decimal("8.51"))


def test_bars_are_found_by_name_and_told_in_order() -> None:
    found = bridge(0, {"volume": Fraction(1001, 2), "price": Fraction(-1, 2)}, 500)
    assert (found["volume"], found["price"]) == (Decimal("5.01"), Decimal("-0.01"))
    assert found.as_json() == {
        "start": "0.00",
        "bars": [{"name": "volume", "amount": "5.01"}, {"name": "price", "amount": "-0.01"}],
        "end": "5.00",
    }
    with pytest.raises(KeyError):
        found["mix"]


def test_parts_that_are_not_the_change_are_refused() -> None:
    with pytest.raises(ValueError):
        bridge(0, {"volume": 100, "price": 50}, 151)


def test_what_is_left_over_goes_to_the_largest_remainders() -> None:
    assert in_whole([Fraction(1, 3)] * 3, 1, 1) == [1, 0, 0]
    assert in_whole([Fraction(7, 4), Fraction(8, 5), Fraction(13, 20)], 4, 4) == [2, 1, 1]  # 1.60 was rounded up most


@settings(max_examples=100, deadline=None)
@given(PARTS)
def test_parts_in_fen_add_up_and_turn_with_their_signs(parts: list[Fraction]) -> None:
    change = sum(parts, Fraction())
    whole = in_whole(parts, change, rounded(change))
    assert sum(whole) == rounded(change)
    assert all(abs(fen - part) <= 1 for fen, part in zip(whole, parts, strict=True))
    assert all(fen == part for fen, part in zip(whole, parts, strict=True) if part == 0)
    assert in_whole([-part for part in parts], -change, rounded(-change)) == [-fen for fen in whole]


# --- Shapley ----------------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(*[st.fractions(min_value=-9, max_value=9, max_denominator=7)] * 2), min_size=1, max_size=4))
def test_shapley_is_the_mean_over_every_order(factors: list[tuple[Fraction, Fraction]]) -> None:
    def value(*states: int) -> Fraction:
        product = Fraction(1)
        for factor, state in zip(factors, states, strict=True):
            product = product * factor[state] + factor[1 - state] / 3
        return product

    names = [f"factor {number}" for number in range(len(factors))]
    orders = list(permutations(range(len(factors))))
    wanted = dict.fromkeys(names, Fraction())
    for order in orders:
        states = [0] * len(factors)
        for place in order:
            before = value(*states)
            states[place] = 1
            wanted[names[place]] += (value(*states) - before) / len(orders)
    found = shapley(names, value)
    assert found == wanted
    assert sum(found.values()) == value(*[1] * len(factors)) - value(*[0] * len(factors))
    turned = shapley(names, lambda *states: value(*(1 - state for state in states)))
    assert turned == {name: -part for name, part in found.items()}
