"""Targets made from less than a number each: no fen is lost, and what nobody typed is known as such."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from reports.contract.targets import between, days_of, filled, flat, month_sales, months, spread, year_before
from tests.made import Desk, sheet, taobao_order


def test_months_and_the_year_before() -> None:
    assert months("2025-11", "2026-02") == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert months("2026-02", "2025-11") == []
    assert len(months("2000-01", "2999-12")) == 120
    assert year_before("2026-01") == "2025-01"
    assert (days_of("2024-02"), days_of("2025-02")) == (29, 28)


def test_flat() -> None:
    assert flat(Decimal(80000), ["2025-03", "2025-04"]) == {"2025-03": Decimal(80000), "2025-04": Decimal(80000)}


def test_spread_by_hand() -> None:
    # 100.00 by thirds: running 33.333… → 33.33, 66.666… → 66.67, 100.00
    assert spread(Decimal("100.00"), {"a": Decimal(1), "b": Decimal(1), "c": Decimal(1)}) == {
        "a": Decimal("33.33"),
        "b": Decimal("33.34"),
        "c": Decimal("33.33"),
    }
    # half a fen goes up: 0.01 in two
    assert spread(Decimal("0.01"), {"a": Decimal(1), "b": Decimal(1)}) == {"a": Decimal("0.01"), "b": Decimal("0.00")}


@given(
    st.decimals(0, 10**9, places=2),
    st.lists(st.decimals(0, 10**7, places=2), min_size=1, max_size=24).filter(any),
)
def test_a_spread_loses_no_fen(total: Decimal, weights: list[Decimal]) -> None:
    parts = spread(total, {f"{2000 + n}-01": weight for n, weight in enumerate(weights)})
    assert sum(parts.values()) == total
    exact = [Fraction(total) * Fraction(weight) / sum(map(Fraction, weights)) for weight in weights]
    assert all(abs(Fraction(part) - want) <= Fraction(1, 100) for part, want in zip(parts.values(), exact, strict=True))


def test_between_two_known_months() -> None:
    assert between({"2025-06": Decimal(30000), "2025-08": Decimal(80000)}) == {"2025-07": Decimal(55000)}
    assert between({"2025-01": Decimal(0), "2025-04": Decimal("0.10")}) == {
        "2025-02": Decimal("0.03"),
        "2025-03": Decimal("0.07"),
    }
    assert between({"2025-06": Decimal(1), "2025-07": Decimal(2)}) == {}
    assert between({}) == {}


def test_missing_weights_lie_on_the_line() -> None:
    weights, missing = filled(
        {"2025-01": None, "2025-02": Decimal(10), "2025-03": None, "2025-04": Decimal(30), "2025-05": None}
    )
    assert missing == ["2025-01", "2025-03", "2025-05"]
    assert list(weights.values()) == [10, 10, 20, 30, 30]


def test_sales_of_the_months_of_a_shop(desk: Desk) -> None:
    march = [taobao_order(f"M{n}", "10.00", day=f"2025-03-{n:02d}") for n in range(1, 32)]
    april = [taobao_order("A1", "7.00", "2.00", day="2025-04-03"), taobao_order("A2", "1.00", day="2025-04-05")]
    desk.accept(("a.csv", sheet([*march, *april])))
    asked = ["2025-03", "2025-04", "2025-05"]
    gross = month_sales(desk.shop, asked, "gross_sales", "claimed")
    assert [(each.sales, each.days, each.is_whole) for each in gross.values()] == [
        (Decimal("310.00"), 31, True),
        (Decimal("10.00"), 5, False),
        (None, 0, False),
    ]
    net = month_sales(desk.shop, asked, "net_sales", "cleaned")
    assert [each.sales for each in net.values()] == [Decimal("310.00"), Decimal("8.00"), None]


def test_a_shop_without_a_file_has_no_months(desk: Desk) -> None:
    assert month_sales(desk.shop, ["2025-03"], "net_sales", "cleaned") == {}
