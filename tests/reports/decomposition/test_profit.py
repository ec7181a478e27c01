"""The profit bridge: worked by hand, against every order of its eight factors, and where it must say that it does not know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from reports.decomposition.bridge import Bridge, bridge, in_fen
from reports.decomposition.profit import ORDER, effects
from reports.decomposition.sold import Product, Sold
from reports.metric import Figures
from tests.reports.decomposition.orders import over_all_orders

ADDED = ("ad_spend", "service_fee", "fulfilment_cost", "other_costs")
FACTORS = ("volume", "mix", "price", "unit_cost", "refund_rate", "platform_rate", "ad_spend", "service_fee")


def ladder(sold: Sequence[Sold], fees: str, **costs: str) -> Figures:
    """What a period's ladder says of these products."""
    spent = {name: Decimal(costs.get(name, 0)) for name in ADDED} | {"platform_fees": Decimal(fees)}
    net = sum((one.net for one in sold), Decimal(0))
    profit = net - sum((one.goods for one in sold), Decimal(0)) - sum(spent.values())
    return {"net_sales": net, "net_profit": profit, **spent}


def bridged(products: Sequence[Product], ladders: Sequence[Figures], scale: Fraction = Fraction(1)) -> Bridge:
    start, end = (in_fen(Decimal(each["net_profit"] or 0)) for each in ladders)
    return bridge(scale * start, effects(products, ladders, scale), end)


def sold(units: int, gross: str, cost: str, **said: str) -> Sold:
    return Sold(units, Decimal(gross), cost=Decimal(cost), **{name: Decimal(amount) for name, amount in said.items()})


def test_by_hand() -> None:
    """10 pieces at 10.00 that cost 4.00 each become 20 of the same; ads 10 → 35, fee 0 → 20, 10 % to the platform both times.

    Volume adds 10 × (10 × 0.9 − 4) = 50; everything else stands still.
    """
    before, after = sold(10, "100.00", "40.00"), sold(20, "200.00", "80.00")
    ladders = (
        ladder([before], "10.00", ad_spend="10.00"),
        ladder([after], "20.00", ad_spend="35.00", service_fee="20.00", other_costs="1.50"),
    )
    found = bridged([Product("A", "A", before, after)], ladders)
    assert (found.start, found.end) == (Decimal("40.00"), Decimal("43.50"))
    added = {bar.name: bar.amount for bar in found.bars if bar.amount}
    assert added == {
        "volume": Decimal("50.00"), "ad_spend": Decimal("-25.00"), "service_fee": Decimal("-20.00"), "other_costs": Decimal("-1.50"),
    }  # fmt: skip
    assert tuple(bar.name for bar in found.bars) == ORDER


def test_goods_that_come_back_cost_less_than_money_alone() -> None:
    """A tenth of 1,000 is given back. Only money: −100. With the goods (cost 400, a tenth back): −100 + 40."""
    before, kept = sold(10, "1000.00", "400.00"), sold(10, "1000.00", "400.00", refunds_kept="100.00")
    back = sold(10, "1000.00", "400.00", refunds_back="100.00", cost_back="40.00")
    for after, wanted in ((kept, "-100.00"), (back, "-60.00")):
        found = bridged([Product("A", "A", before, after)], (ladder([before], "0"), ladder([after], "0")))
        assert {bar.name: str(bar.amount) for bar in found.bars if bar.amount} == {"refund_rate": wanted}


def test_new_and_discontinued_products_bring_their_own_profit() -> None:
    """New: 50 net − 20 cost − 10 % of 50; gone: −(30 − 12 − 10 % of 30); what only had refunds left is not split."""
    stays = sold(10, "100.00", "40.00")
    new, gone, late = (
        sold(5, "50.00", "20.00"),
        sold(3, "30.00", "12.00"),
        sold(0, "0.00", "0.00", refunds_kept="10.00"),
    )
    products = [
        Product("A", "A", stays, stays),
        Product("B", "B", Sold(), new),
        Product("C", "C", gone, Sold()),
        Product("D", "D", Sold(), late),
    ]
    found = bridged(products, (ladder([stays, gone], "13.00"), ladder([stays, new, late], "14.00")))
    assert {bar.name: str(bar.amount) for bar in found.bars if bar.amount} == {
        "new_products": "25.00", "discontinued_products": "-15.00", "not_split": "-9.00",
    }  # fmt: skip


def test_fees_without_sales_are_an_amount_of_their_own() -> None:
    late = Sold(refunds_kept=Decimal("10.00"))
    found = bridged([Product("A", "A", Sold(), late)], (ladder([Sold()], "3.00"), ladder([late], "5.00")))
    assert {bar.name: str(bar.amount) for bar in found.bars if bar.amount} == {
        "platform_rate": "-2.00",
        "not_split": "-10.00",
    }


def test_an_unequal_first_period_is_counted_with_the_days_of_the_second() -> None:
    before, after = sold(20, "200.00", "80.00"), sold(10, "100.00", "40.00")
    ladders = ladder([before], "20.00", ad_spend="50.00"), ladder([after], "10.00", ad_spend="25.00")
    found = bridged([Product("A", "A", before, after)], ladders, Fraction(1, 2))
    assert (found.start, found.end) == (Decimal("25.00"), Decimal("25.00"))
    assert all(not bar.amount for bar in found.bars)


def test_a_ladder_that_is_not_these_products_is_refused() -> None:
    one = sold(10, "100.00", "40.00")
    wrong = ladder([one], "0") | {"net_profit": Decimal("60.01")}
    with pytest.raises(ValueError):
        bridged([Product("A", "A", one, one)], (ladder([one], "0"), wrong))


# --- random shops ----------------------------------------------------------------------------------------


def a_side(dice: Random, count: int) -> tuple[list[Sold], dict[str, str]]:
    found = []
    for _ in range(count):
        units, price = dice.randrange(1, 40), dice.randrange(500, 20_000)
        gross, cost = units * price, units * (price * dice.randrange(30, 70) // 100)
        back, kept = (gross * dice.randrange(0, 20) // 100 for _ in range(2))
        fen = {"refunds_back": back, "refunds_kept": kept, "cost_back": back * cost // gross if gross else 0}
        said = {name: Decimal(amount).scaleb(-2) for name, amount in fen.items()}
        found.append(Sold(units, Decimal(gross).scaleb(-2), cost=Decimal(cost).scaleb(-2), **said))
    return found, {name: f"{dice.randrange(0, 300_000) / 100:.2f}" for name in ADDED}


def a_pair(dice: Random, count: int) -> tuple[list[Product], tuple[Figures, Figures]]:
    (before, costs0), (after, costs1) = a_side(dice, count), a_side(dice, count)
    products = [Product(str(place), None, *pair) for place, pair in enumerate(zip(before, after, strict=True))]
    fees = [f"{sum((one.net for one in side), Decimal(0)) / 20:.2f}" for side in (before, after)]
    return products, (ladder(before, fees[0], **costs0), ladder(after, fees[1], **costs1))


def oracle(products: Sequence[Product], ladders: Sequence[Figures]) -> dict[str, Fraction]:
    """The formula itself, all eight factors moved one after another in all 40,320 orders."""

    def factors(side: Sequence[Sold], found: Figures) -> dict[str, Any]:
        units, gross = sum(one.units for one in side), sum(Fraction(one.gross) for one in side)
        cost = sum(Fraction(one.cost) for one in side)
        return {
            "volume": Fraction(units),
            "mix": tuple(Fraction(one.units, units) for one in side),
            "price": tuple(Fraction(one.gross) / one.units for one in side),
            "unit_cost": tuple(Fraction(one.cost) / one.units for one in side),
            "refund_rate": (
                sum(Fraction(one.refunds_back + one.refunds_kept) for one in side) / gross,
                sum(Fraction(one.cost_back) for one in side) / cost,
            ),
            "platform_rate": Fraction(found["platform_fees"] or 0) / Fraction(found["net_sales"] or 1),
            "ad_spend": Fraction(found["ad_spend"] or 0),
            "service_fee": Fraction(found["service_fee"] or 0),
        }

    def profit(**now: Any) -> Fraction:
        refunded, back = now["refund_rate"]
        left = (1 - refunded) * (1 - now["platform_rate"])
        rows = zip(now["mix"], now["price"], now["unit_cost"], strict=True)
        earned = sum((share * (price * left - cost * (1 - back)) for share, price, cost in rows), Fraction())
        return Fraction(now["volume"] * earned - now["ad_spend"] - now["service_fee"])

    before, after = [each.before for each in products], [each.after for each in products]
    return over_all_orders(profit, factors(before, ladders[0]), factors(after, ladders[1]))


@pytest.mark.parametrize("seed", range(3))
def test_it_is_the_mean_over_every_order_of_eight_factors(seed: int) -> None:
    products, ladders = a_pair(Random(seed), 3)
    found = effects(products, ladders, Fraction(1))
    assert {name: found[name] / 100 for name in FACTORS} == oracle(products, ladders)


def test_random_shops_turn_every_sign() -> None:
    dice = Random(8)
    for _ in range(300):
        products, ladders = a_pair(dice, dice.randrange(1, 9))
        there = bridged(products, ladders)
        back = bridged([replace(each, before=each.after, after=each.before) for each in products], ladders[::-1])
        assert {bar.name: bar.amount for bar in back.bars} == {bar.name: -bar.amount for bar in there.bars}
