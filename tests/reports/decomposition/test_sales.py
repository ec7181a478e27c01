"""Price × volume × mix: worked by hand, against every order of change, and 20,000 shops without a fen missed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.decomposition.bridge import bridge, rounded
from reports.decomposition.sales import ORDER, Pair, SalesSplit, effects, split
from reports.decomposition.sold import Product, Sold
from reports.period import Period
from tests.reports.decomposition.orders import over_all_orders

NONE = Decimal(0)
MAY = Period(date(2026, 5, 1), date(2026, 5, 31))
JUNE = Period(date(2026, 6, 1), date(2026, 6, 30))
WEEK, NEXT = Period(date(2026, 6, 1), date(2026, 6, 7)), Period(date(2026, 6, 8), date(2026, 6, 14))


def product(key: str | None, units0: int, gross0: str, units1: int, gross1: str, **after: Decimal) -> Product:
    return Product(key, key, Sold(units0, Decimal(gross0)), Sold(units1, Decimal(gross1), **after))


def told(found: SalesSplit | None) -> dict[str, str]:
    assert found is not None
    return {bar.name: str(bar.amount) for bar in found.bridge.bars}


def test_by_hand() -> None:
    """10 pieces at 10 and 10 at 20 become 30 at 12 and 10 at 20.

    300 → 560. Mean price by shares and prices: old/old 15, old/new 16, new/old 12.5, new/new 14; pieces 20 → 40.
    volume (600−300)/3 + (500−250 + 640−320)/6 + (560−280)/3 = 288.333; mix (250−300)/3 + (500−600 + 280−320)/6 +
    (560−640)/3 = −66.667; price (320−300)/3 + (640−600 + 280−250)/6 + (560−500)/3 = 38.333. One fen is left: the first has it.
    """
    found = split([product("A", 10, "100.00", 30, "360.00"), product("B", 10, "200.00", 10, "200.00")], WEEK, NEXT)
    assert found is not None
    assert (found.bridge.start, found.bridge.end) == (Decimal("300.00"), Decimal("560.00"))
    assert (found.volume, found.mix, found.price) == (Decimal("288.34"), Decimal("-66.67"), Decimal("38.33"))
    assert found.as_json() == {
        "price": "38.33",
        "volume": "288.34",
        "mix": "-66.67",
        "new_products": "0.00",
        "discontinued_products": "0.00",
    }


def test_one_product_has_no_mix() -> None:
    """5 at 10 become 8 at 9: volume 3 × 9.5, price −1 × 6.5."""
    found = split([product("A", 5, "50.00", 8, "72.00")], WEEK, NEXT)
    assert told(found) == {
        "volume": "28.50", "mix": "0.00", "price": "-6.50", "new_products": "0.00", "discontinued_products": "0.00", "not_split": "0.00",
    }  # fmt: skip


def test_products_of_one_period_are_no_price_effect() -> None:
    rows = [
        product("A", 5, "50.00", 5, "50.00"),
        product("B", 0, "0.00", 3, "99.99"),
        product("C", 7, "70.07", 0, "0.00"),
    ]
    found = split(rows, WEEK, NEXT)
    assert found is not None
    assert (found.new_products, found.discontinued_products) == (Decimal("99.99"), Decimal("-70.07"))
    assert (found.volume, found.mix, found.price, found.not_split) == (NONE, NONE, NONE, NONE)


def test_a_period_of_nothing() -> None:
    rows = [product("A", 0, "0.00", 5, "50.00"), product("B", 0, "0.00", 1, "3.00")]
    assert told(split(rows, WEEK, NEXT))["new_products"] == "53.00"
    back = split([Product(each.key, each.name, each.after, each.before) for each in rows], WEEK, NEXT)
    assert told(back)["discontinued_products"] == "-53.00"
    assert split([], WEEK, NEXT) is None
    assert split([product("A", 0, "0.00", 0, "0.00")], WEEK, NEXT) is None


def test_given_away_pieces_count_as_pieces() -> None:
    """10 pieces for 100 become 20 pieces for nothing: by Shapley volume adds 10 × 5, price takes 10 × 15."""
    found = split([product("A", 10, "100.00", 20, "0.00"), product("B", 0, "0.00", 1, "1.00")], WEEK, NEXT)
    assert found is not None
    assert (found.volume, found.price, found.new_products) == (Decimal("50.00"), Decimal("-150.00"), Decimal("1.00"))


def test_unequal_periods_are_counted_with_the_days_of_the_second() -> None:
    """31 days of May with 310 pieces at 10 are 30 days with 300 pieces; June sold 300 at 10: nothing changed."""
    found = split([product("A", 310, "3100.00", 300, "3000.00")], MAY, JUNE)
    assert found is not None
    assert found.is_scaled
    assert (found.bridge.start, found.bridge.end, found.bridge.change) == (Decimal("3000.00"), Decimal("3000.00"), NONE)
    assert (found.volume, found.mix, found.price) == (NONE, NONE, NONE)


def test_a_scaled_start_is_rounded_once() -> None:
    """100.00 × 30 / 31 = 96.774…: 96.77, and the bars lead from there."""
    found = split([product("A", 10, "100.00", 10, "100.00")], MAY, JUNE)
    assert found is not None
    assert (found.bridge.start, found.volume, found.bridge.end) == (
        Decimal("96.77"),
        Decimal("3.23"),
        Decimal("100.00"),
    )


def test_money_without_pieces_stands_apart() -> None:
    rows = [
        product("A", 10, "100.00", 10, "140.00", without_units=Decimal("40.00")),
        product("B", 10, "100.00", 10, "100.00", refunds_kept=Decimal("5.00")),
    ]
    gross, net = split(rows, WEEK, NEXT), split(rows, WEEK, NEXT, "net_sales")
    assert gross is not None
    assert net is not None
    assert (gross.price, gross.not_split, gross.as_json()["not_split"]) == (NONE, Decimal("40.00"), "40.00")
    assert (net.price, net.not_split, net.bridge.end) == (Decimal("-5.00"), Decimal("40.00"), Decimal("235.00"))


def test_what_names_no_product_is_one_product_in_both_periods_and_never_new() -> None:
    known = product("A", 10, "100.00", 10, "100.00")
    assert told(split([known, product(None, 5, "50.00", 5, "60.00")], WEEK, NEXT))["price"] == "10.00"
    once = split([known, product(None, 0, "0.00", 5, "60.00")], WEEK, NEXT)
    assert (told(once)["new_products"], told(once)["not_split"]) == ("0.00", "60.00")


def test_days_that_were_only_typed_are_not_compared_by_product() -> None:
    """Else every product would seem new."""
    typed = Product(None, None, Sold(gross=Decimal("101.00"), without_units=Decimal("101.00")), Sold())
    few = product("A", 10, "100.00", 30, "300.00")
    assert split([typed, few], WEEK, NEXT) is None
    assert split([typed, product("A", 11, "102.00", 30, "300.00")], WEEK, NEXT) is not None


# --- against every order of change ---------------------------------------------------------------------

PAIRS = st.lists(
    st.builds(Pair, st.integers(1, 30), st.integers(0, 10**6), st.integers(1, 30), st.integers(0, 10**6)),
    min_size=1,
    max_size=4,
)


def oracle(pairs: list[Pair], scale: Fraction) -> dict[str, Fraction]:
    """Pieces, shares and prices as they are, moved one after another."""
    sums = scale * sum(pair.units0 for pair in pairs), Fraction(sum(pair.units1 for pair in pairs))
    return over_all_orders(
        lambda volume, mix, price: volume * sum(share * each for share, each in zip(mix, price, strict=True)),
        {
            "volume": sums[0],
            "mix": tuple(scale * pair.units0 / sums[0] for pair in pairs),
            "price": tuple(Fraction(pair.amount0, pair.units0) for pair in pairs),
        },
        {
            "volume": sums[1],
            "mix": tuple(pair.units1 / sums[1] for pair in pairs),
            "price": tuple(Fraction(pair.amount1, pair.units1) for pair in pairs),
        },
    )


@settings(max_examples=150, deadline=None)
@given(PAIRS, st.integers(1, 9), st.integers(1, 9))
def test_the_closed_form_is_the_mean_over_every_order(pairs: list[Pair], days0: int, days1: int) -> None:
    scale = Fraction(days1, days0)
    found = effects(pairs, scale)
    assert {name: found[name] for name in ("volume", "mix", "price")} == oracle(pairs, scale)


# --- 20,000 shops --------------------------------------------------------------------------------------


def a_shop(dice: Random) -> list[Pair]:
    """Up to 16 products; of ten one is new and one is gone."""
    pairs = []
    for _ in range(dice.randrange(1, 17)):
        fate, price = dice.random(), dice.randrange(500, 50_000)
        units0, units1 = dice.randrange(1, 61), dice.randrange(1, 91)
        units0, units1 = (0 if fate < 0.1 else units0), (0 if fate > 0.9 else units1)
        pairs.append(Pair(units0, units0 * price, units1, units1 * price * dice.randrange(70, 121) // 100))
    return pairs


def test_20000_random_shops_miss_no_fen_and_turn_every_sign() -> None:
    dice = Random(20260522)
    moved = 0
    for _ in range(20_000):
        pairs = a_shop(dice)
        start, end = sum(pair.amount0 for pair in pairs), sum(pair.amount1 for pair in pairs)
        there = bridge(start, effects(pairs), end)  # refuses itself where a bar misses a fen
        turned = [Pair(pair.units1, pair.amount1, pair.units0, pair.amount0) for pair in pairs]
        back = bridge(end, effects(turned), start)
        names = {"new_products": "discontinued_products", "discontinued_products": "new_products"}
        for bar in there.bars:
            assert back[names.get(bar.name, bar.name)] == -bar.amount, pairs
        moved += all(there[name] for name in ("volume", "mix", "price"))
    assert moved > 15_000, "the shops are none to prove anything by"


def test_a_swap_of_equal_periods_turns_every_bar_of_a_split() -> None:
    rows = [
        product("A", 7, "71.03", 31, "266.66"),
        product("B", 13, "411.00", 2, "59.98"),
        product("C", 0, "0.00", 9, "9.99"),
    ]
    there = split(rows, WEEK, NEXT)
    back = split([Product(each.key, each.name, each.after, each.before) for each in rows], NEXT, WEEK)
    assert there is not None
    assert back is not None
    assert [there.bridge[name] for name in ("volume", "mix", "price")] == [
        -back.bridge[name] for name in ("volume", "mix", "price")
    ]
    assert there.new_products == -back.discontinued_products == Decimal("9.99")
    assert tuple(bar.name for bar in there.bridge.bars) == ORDER


@pytest.mark.parametrize(
    ("value", "whole"), [(Fraction(1, 2), 1), (Fraction(-1, 2), -1), (Fraction(49, 100), 0), (7, 7)]
)
def test_half_a_fen_goes_away_from_nothing(value: Fraction | int, whole: int) -> None:
    assert rounded(value) == whole
