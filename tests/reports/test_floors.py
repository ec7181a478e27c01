"""The price floor is held against what the shop really received per piece, freight left out, platform money included."""

from datetime import date
from decimal import Decimal

from book import Change, book
from reports.floors import Floors, floors
from reports.scope import Scope
from tests import made
from tests.made import Desk

WEEK = date(2026, 6, 1), date(2026, 6, 7)


def found(desk: Desk, **agreed: str) -> Floors | None:
    changes = [Change("engagement", f"guards.price_floor.{key}", amount) for key, amount in agreed.items()]
    if changes:
        book(desk.shop).append(changes, "店主")
    return floors(Scope(desk.shop), *WEEK)


def order(number: str, paid: str, freight: str = "0.00", day: str = "2026-06-02") -> made.Row:
    return made.taobao_order(number, paid, day=day, 总金额=paid, 买家应付邮费=freight)


def load(desk: Desk, orders: list[made.Row], lines: list[made.Row]) -> None:
    desk.accept(("orders.csv", made.sheet(orders)), ("items.csv", made.sheet(lines)))


def test_without_a_floor_there_is_no_answer(desk: Desk) -> None:
    load(desk, [order("1", "98.00")], [made.taobao_line("1", "L1", "98.00", "LAMP", day="2026-06-02")])
    assert found(desk) is None


def test_exactly_the_floor_is_within_and_a_fen_below_is_not(desk: Desk) -> None:
    numbers = {"1": "99.00", "2": "98.99", "3": "197.98"}
    units = {"1": "1", "2": "1", "3": "2"}
    load(
        desk,
        [order(number, paid) for number, paid in numbers.items()],
        [made.taobao_line(n, f"L{n}", paid, "LAMP", units[n], day="2026-06-02") for n, paid in numbers.items()],
    )
    answer = found(desk, LAMP="99.00")
    assert answer is not None
    assert sorted((row["order"], row["units"], row["lost"]) for row in answer.of("shop")) == [
        ("2", 1, Decimal("0.01")),
        ("3", 2, Decimal("0.02")),
    ]
    assert (answer.units, answer.lost) == (3, Decimal("0.03"))
    assert all(row["file"] == "orders.csv" and row["row"] for row in answer.rows.to_pylist())


def test_freight_is_no_part_of_the_price(desk: Desk) -> None:
    """105 were paid, 10 of them freight: of two equal lines each bears 5, so 47.50 a piece is left, below 50."""
    lines = [made.taobao_line("1", f"L{n}", "52.50", key, day="2026-06-02") for n, key in ((1, "LAMP"), (2, "BULB"))]
    load(desk, [order("1", "105.00", "10.00")], lines)
    answer = found(desk, LAMP="50.00", BULB="47.50")
    assert answer is not None
    assert [(row["product"], row["realised"], row["lost"]) for row in answer.rows.to_pylist()] == [
        ("LAMP", Decimal("47.50"), Decimal("2.50"))
    ]


def test_what_the_platform_pays_counts_for_the_shop(desk: Desk) -> None:
    """The buyer pays 90 and the platform 10: the shop receives 100. With a floor of 99 the platform bore it; of 101 the shop did."""
    row = made.pinduoduo_order(
        "P1", "100.00", day="2026-06-03", **{"用户实付金额(元)": "90.00", "平台优惠折扣(元)": "10.00"}
    )
    desk.accept(("pdd.csv", made.sheet([row])))
    answer = found(desk, NUT="99.00")
    assert answer is not None
    assert [(each["bore"], each["lost"]) for each in answer.rows.to_pylist()] == [("platform", Decimal("0.00"))]
    assert (answer.units, answer.lost) == (0, Decimal("0.00"))
    answer = found(desk, NUT="101.00")
    assert answer is not None
    assert [(each["bore"], each["lost"]) for each in answer.rows.to_pylist()] == [("shop", Decimal("1.00"))]
