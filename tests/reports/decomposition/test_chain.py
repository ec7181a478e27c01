"""A chain of rates: the seeds' own case, the published figures, zeros, and signs that turn."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.decomposition.bridge import in_whole, rounded
from reports.decomposition.chain import chain

NAMES = ("impressions", "ctr", "value_per_click")
LONG = ("impressions", "ctr", "conversion", "basket")


def test_the_seeds_own_success_hides_a_falling_value_per_click() -> None:
    """Click rate 2.1 → 4.8 %, sales 50,000 → 90,000, as many impressions: +56,257 and −16,257; a click is worth 21.3 % less."""
    found = chain(NAMES, (1_000_000, 21_000, 50_000), (1_000_000, 48_000, 90_000))
    assert found is not None
    assert found["impressions"] == 0
    assert (round(found["ctr"]), round(found["value_per_click"])) == (56_257, -16_257)
    assert found.change == Decimal("40000.00")
    assert Fraction(90_000 * 21_000, 48_000 * 50_000) - 1 == Fraction(-17, 80)  # −21.25 %


def test_bars_stand_to_each_other_as_the_logarithms_of_growth() -> None:
    """In floating point, to a fen: L = (S1 − S0) / ln(S1 / S0), each bar L · ln(x1 / x0)."""
    before, after = (90_000, 1_800, 36, Decimal("3600.00")), (120_000, 3_000, 45, Decimal("6000.00"))
    found = chain(LONG, before, after)
    assert found is not None
    mean = 2400 / log(6000 / 3600)
    wanted = (120 / 90, (3000 / 120_000) / (1800 / 90_000), (45 / 3000) / (36 / 1800), (6000 / 45) / (3600 / 36))
    for bar, growth in zip(found.bars, wanted, strict=True):
        assert abs(float(bar.amount) - mean * log(growth)) <= 0.01


def test_equal_sales_by_other_rates() -> None:
    """Twice the clicks of half the worth: S·ln 2 up, S·ln 2 down."""
    found = chain(NAMES, (1000, 10, 500), (1000, 20, 500))
    assert found is not None
    assert (found["ctr"], found["value_per_click"]) == (Decimal("346.57"), Decimal("-346.57"))


def test_nothing_before_is_the_first_step_alone() -> None:
    found = chain(LONG, (0, 0, 0, 0), (1000, 20, 2, 180))
    assert found is not None
    assert [bar.amount for bar in found.bars] == [Decimal("180.00"), 0, 0, 0]


def test_a_rate_of_nothing_falls_back_to_shapley() -> None:
    """1,000 and 20 clicks without an order become 1,000, 40 and 4 orders of 50: by every order of the two that move.

    Clicks first: 0 then 200; conversion first: 100 then 100. So clicks add 50, conversion 150; the basket of before is taken as today's.
    """
    found = chain(LONG, (1000, 20, 0, 0), (1000, 40, 4, 200))
    assert found is not None
    assert [bar.amount for bar in found.bars] == [0, Decimal("50.00"), Decimal("150.00"), 0]


def test_something_of_nothing_is_no_chain() -> None:
    assert chain(LONG, (1000, 0, 3, 90), (1000, 20, 3, 90)) is None
    assert chain(LONG, (1000, 20, 3, 90), (1000, 20, 0, 90)) is None


def test_a_longer_period_is_scaled_first() -> None:
    found = chain(NAMES, (2000, 40, 400), (1000, 20, 200), Fraction(1, 2))
    assert found is not None
    assert (found.start, found.change) == (Decimal("200.00"), Decimal(0))
    assert all(bar.amount == 0 for bar in found.bars)


TOTALS = st.tuples(st.integers(1, 10**7), st.integers(1, 10**5), st.integers(1, 10**4), st.integers(1, 10**9))


@settings(max_examples=150, deadline=None)
@given(TOTALS, TOTALS)
def test_bars_add_up_and_turn_their_signs(before: tuple[int, ...], after: tuple[int, ...]) -> None:
    first, last = ([*map(Fraction, each[:-1]), Fraction(each[-1], 100)] for each in (before, after))
    there, back = chain(LONG, first, last), chain(LONG, last, first)
    assert there is not None
    assert back is not None
    assert sum(bar.amount for bar in there.bars) == Decimal(after[-1] - before[-1]) / 100
    assert [bar.amount for bar in back.bars] == [-bar.amount for bar in there.bars]


def test_rounding_does_not_hide_what_a_formula_lost() -> None:
    with pytest.raises(ValueError):
        in_whole([Fraction(1, 2)], Fraction(3, 2), rounded(Fraction(3, 2)))
