"""The waterfall: what stands in it, how long its bars are, and that its words carry what its colours say."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from reports.decomposition.bridge import Bar, Bridge
from reports.decomposition.products import contributions
from reports.period import Period
from reports.scope import Scope
from reports.weekly import Week
from tests.made import Desk, cost, sheet, taobao_line
from views import ladder, waterfall
from views.ask import contributions_against_before
from views.waterfall import body, name_of, product_names, rows, scaled, sentence

EVIL = '<img src=x onerror="alert(1)">'


def bridge(start: str, end: str, **bars: str) -> Bridge:
    return Bridge(Decimal(start), tuple(Bar(name, Decimal(amount)) for name, amount in bars.items()), Decimal(end))


CHANGE = bridge("100.00", "130.00", volume="80.00", mix="0.00", price="-50.00")


def drawn(html: str) -> list[tuple[str, str, str, str]]:
    """Kind, left, width and amount of each line."""
    pattern = (
        r'<div class="(\w+[ \w]*)" role.*?left:([-0-9.]+)%;width:([-0-9.]+)%.*?<span class="amount">(.*?)</span></div>'
    )
    return [(kind, left, width, re.sub("<.*?>", "", amount)) for kind, left, width, amount in re.findall(pattern, html)]


def test_each_bar_goes_on_where_the_one_before_ended(english: None) -> None:
    """The largest total reached is 180: 100 is 55.56 % of it, 130 is 72.22 %."""
    assert drawn(body(CHANGE, "Before", "After")) == [
        ("sum", "0.00", "55.56", "¥100.00"),
        ("up", "55.56", "44.44", "▲ +¥80.00"),
        ("down", "72.22", "27.78", "▼ −¥50.00"),
        ("sum", "0.00", "72.22", "¥130.00"),
    ]


def test_a_way_through_nothing_keeps_its_zero_in_place(english: None) -> None:
    found = drawn(body(bridge("-10.00", "20.00", volume="30.00"), "Before", "After"))
    assert [(left, width) for _, left, width, _ in found] == [("0.00", "33.33"), ("0.00", "100.00"), ("33.33", "66.67")]


def test_small_steps_between_large_totals_are_drawn_large_and_it_is_said(either: str) -> None:
    """1,000 → 1,010: from 995 on. Large steps need no cut."""
    html = body(bridge("1000.00", "1010.00", volume="10.00"), "前", "后")
    assert [(kind, left, width) for kind, left, width, _ in drawn(html)] == [
        ("sum cut", "0.00", "33.33"), ("up", "33.33", "66.67"), ("sum cut", "0.00", "100.00"),
    ]  # fmt: skip
    assert '<p class="sub">' in html
    assert '<p class="sub">' not in body(CHANGE, "前", "后")


def test_the_table_is_exact_and_says_what_is_reached(english: None) -> None:
    html = body(bridge("100000.00", "176543.21", volume="76543.21"), "Before", "After")
    assert "▲ +¥76.54K" in html
    assert "▲ +¥76,543.21" in html
    assert html.count("¥176,543.21") == 3  # what the step reaches, the total and what that reaches


def test_a_total_on_the_way_stands_after_its_bar() -> None:
    found = rows(bridge("100.00", "60.00", refunds="-10.00", ad_spend="-30.00"), "a", "d", totals={"refunds": "b"})
    assert [(row.name, row.amount, row.is_total) for row in found if row.is_total] == [
        ("a", Decimal("100.00"), True), ("b", Decimal("90.00"), True), ("d", Decimal("60.00"), True),
    ]  # fmt: skip


def test_a_bridge_of_nothing_is_two_totals() -> None:
    assert len(drawn(body(bridge("0.00", "0.00", volume="0.00"), "a", "b"))) == 2


def test_the_sentence_names_what_added_and_what_took_most(english: None) -> None:
    said = sentence("Gross sales", CHANGE)
    assert said == (
        "Gross sales: from ¥100.00 to ¥130.00, ¥30.00 more. Pieces sold added most: ¥80.00. Realised price took most away: ¥50.00."
    )
    assert sentence("Sales", bridge("5.00", "5.00", volume="0.00")) == "Sales: ¥5.00, the same as before."
    assert sentence("Sales", bridge("5.00", "3.00", price="-2.00")).startswith(
        "Sales: from ¥5.00 to ¥3.00, ¥2.00 less. Realised"
    )


def test_unequal_days_are_said(english: None) -> None:
    assert "31 days before are counted as 30 days" in scaled(31, 30)
    assert scaled(30, 30) == ""


def test_names_come_from_the_catalogue_the_waterfall_or_the_product(english: None) -> None:
    assert [name_of("ad_spend"), name_of("mix"), name_of("P1", {"P1": "Lamp"}), name_of("P2")] == [
        "Ad spend", "Mix of products", "Lamp", "P2",
    ]  # fmt: skip


def test_a_products_name_is_text_and_never_markup() -> None:
    change = bridge("1.00", "3.00", P1="2.00")
    assert "<img" not in body(change, "a", "b", {"P1": EVIL}) + sentence("x", change, {"P1": EVIL})


# --- over a shop --------------------------------------------------------------------------------------

ROWS = [
    taobao_line("1", "11", "100.00", "LAMP", "10", "2026-06-01"),
    taobao_line("2", "12", "200.00", "CUP", "10", "2026-06-07"),
    taobao_line("3", "13", "150.00", "LAMP", "15", "2026-06-08"),
    taobao_line("4", "14", "200.00", "CUP", "10", "2026-06-14"),
]


def test_products_are_compared_with_the_days_just_before_where_those_are_known(desk: Desk) -> None:
    desk.accept(("items.csv", sheet(ROWS)))
    found = contributions_against_before(desk.shop, date(2026, 6, 8), date(2026, 6, 14))
    assert found is not None
    assert (found.before, found.figure) == (Period(date(2026, 6, 1), date(2026, 6, 7)), "net_sales")
    assert [(bar.name, bar.amount) for bar in found.bridge.bars] == [
        ("LAMP", Decimal("50.00")),
        ("CUP", Decimal("0.00")),
    ]
    assert found.unknown_days == 0
    assert product_names(found) == {"LAMP": "LAMP", "CUP": "CUP"}
    assert contributions_against_before(desk.shop, date(2026, 6, 1), date(2026, 6, 7)) is None
    both, later = Period(date(2026, 6, 1), date(2026, 6, 14)), Period(date(2026, 6, 13), date(2026, 6, 20))
    assert contributions(Scope(desk.shop), both, later).unknown_days == 6  # 06/15 – 06/20
    assert contributions(Scope(desk.shop), both, both, "gross_sales").bridge.change == 0


@pytest.mark.parametrize("costs", [["4.00", "12.00"], ["4.00"]])
def test_the_ladder_goes_down_to_the_profit_or_to_the_most_it_can_be(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, english: None, costs: list[str]
) -> None:
    """300 of sales; LAMP costs 40, CUP 120 or nobody knows what."""
    known = [cost(product, amount) for product, amount in zip(("LAMP", "CUP"), costs, strict=False)]
    desk.accept(("items.csv", sheet(ROWS)), ("costs.csv", sheet(known)))
    said: list[str] = []
    monkeypatch.setattr(waterfall, "show", said.append)
    monkeypatch.setattr(ladder, "show", said.append)
    week: Week = desk.weekly().weeks[0]
    ladder.from_sales_to_profit(week)
    [largest, html] = said
    name, profit, spent = (
        ("Net profit", "140.00", "160.00") if len(costs) == 2 else ("Net profit at most", "260.00", "40.00")
    )
    assert f"Product cost: ¥{spent}" in largest
    assert [(kind, amount) for kind, _, _, amount in drawn(html)] == [
        ("sum", "¥300.00"), ("sum", "¥300.00"), ("down", f"▼ −¥{spent}"), ("sum", f"¥{profit}"),
    ]  # fmt: skip
    assert f'<span class="name">{name}</span>' in html
