"""features.md section 2 item 9: a hundred injected orders, their count and amount in both books and on every page of sales."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
import streamlit as st

from reports.books import books
from reports.scope import Scope
from tests.made import Desk, cost, sheet, taobao_line
from tests.pages.conftest import harness
from tests.pages.visit import Visit

__all__ = ["harness"]
FIRST, DAYS = date(2026, 6, 1), 14


@pytest.fixture
def injected(desk: Desk) -> Iterator[tuple[Desk, Decimal, Decimal]]:
    """300 honest orders and 100 bought ones in two weeks; the shop, and what each kind comes to."""
    dice = Random(9)
    amounts = [Decimal(dice.randrange(100, 20000)) / 100 for _ in range(400)]
    bought = set(dice.sample(range(400), 100))
    days = [FIRST + timedelta(n % DAYS) for n in range(400)]
    rows = [taobao_line(f"N{n}", f"L{n}", f"{amount:.2f}", day=f"{days[n]}") for n, amount in enumerate(amounts)]
    listed = [
        {"下单日期": f"{days[n]}", "订单号": f"N{n}", "本金": f"{amounts[n]}", "佣金": "5.00", "平台费": ""}
        for n in sorted(bought)
    ]
    desk.accept(
        ("orders.csv", sheet(rows)), ("costs.csv", sheet([cost("LAMP", "0.40")])), ("brushing.csv", sheet(listed))
    )
    honest = sum((amount for n, amount in enumerate(amounts) if n not in bought), Decimal(0))
    yield desk, honest, sum((amounts[n] for n in bought), Decimal(0))
    st.session_state["view_lang"] = None


def test_both_books_hold_the_truth(injected: tuple[Desk, Decimal, Decimal]) -> None:
    desk, honest, bought = injected
    found = books(Scope(desk.shop))
    assert (found.listed, found.orders, found.excluded) == (100, 100, bought)
    assert (found.cleaned, found.claimed) == (honest, honest + bought)
    cleaned, claimed = desk.weekly().total, desk.weekly(book="claimed").total
    assert (cleaned["orders"], cleaned["gross_sales"]) == (300, honest)
    assert (claimed["orders"], claimed["gross_sales"]) == (400, honest + bought)


def test_every_page_of_sales_says_how_many_and_how_much(injected: tuple[Desk, Decimal, Decimal]) -> None:
    desk, honest, bought = injected
    for page in ("products", "rows"):
        said = Visit(page, "en-US", week="2026-06-08", weeks="4").said
        assert f"100 orders (¥{bought:,.2f}) that you list as brushing are left out." in said, page
        assert f"Gross sales with them ¥{honest + bought:,.2f}, without them ¥{honest:,.2f}." in said, page
    assert f"100 orders (¥{bought:,.2f})" in Visit("shops", "en-US").said
    week = books(Scope(desk.shop, FIRST, FIRST + timedelta(6)))
    said = Visit("week", "en-US", week=FIRST.isoformat(), book="claimed").said
    assert f"{week.orders} orders (¥{week.excluded:,.2f}) that you list as brushing are counted here." in said


def test_a_list_that_meets_no_order_is_seen_at_once(desk: Desk) -> None:
    """A rule that does nothing is the fault that other tools hid."""
    listed = [{"下单日期": "2026-06-01", "订单号": "NOBODY", "本金": "1", "佣金": "5.00", "平台费": ""}]
    desk.accept(("orders.csv", sheet([taobao_line("1", "1")])), ("brushing.csv", sheet(listed)))
    assert "1 orders are listed as brushing; none of them was paid in these days." in Visit("week", "en-US").said
    st.session_state["view_lang"] = None
