"""The signature of a week as its two sides see it: submitted, confirmed after a second look, restated by what comes later."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from book import Change, book
from book.engagement import KIND, engagement
from reports.scope import Scope
from reports.signing.sign import sign
from reports.signing.signatures import signatures
from tests.made import Desk, cost, desk, sheet, taobao_line
from tests.pages.visit import Visit
from tests.reports.life import START

__all__ = ["desk"]
NEXT = date(2026, 6, 8)
PEOPLE = [{"name": "阿代", "side": "agency"}, {"name": "店主", "side": "merchant"}]


def drawn(week: str) -> None:
    """The section alone, as a page would call it."""
    from datetime import date as day

    import warehouse
    from views import frame
    from views.signing import section as signing

    frame.dress()
    signing.section(warehouse.shop("灯具店"), day.fromisoformat(week))


@contextmanager
def page(week: date, language: str = "en") -> Iterator[AppTest]:
    app = AppTest.from_function(drawn, default_timeout=60, args=(week.isoformat(),))
    app.query_params = {"lang": language}
    st.session_state["view_lang"] = language
    app.run()
    assert [str(each.value) for each in app.exception] == []
    yield app


def html(app: AppTest) -> str:
    pieces: list[Any] = list(app.get("html"))
    return "".join(str(each.value) for each in pieces)


def words(app: AppTest) -> str:
    return re.sub(r"<[^>]*>", " ", html(app))


def press(app: AppTest, label: str) -> AppTest:
    [button] = [each for each in app.button if each.label == label]
    button.click().run()
    assert [str(each.value) for each in app.exception] == []
    return app


@pytest.fixture
def shop(desk: Desk) -> Desk:
    rows = [taobao_line(f"{n}", f"{n}", "100.00", day=f"2026-06-{n:02}") for n in range(1, 15)]
    desk.accept(("orders.csv", sheet(rows)), ("costs.csv", sheet([cost("LAMP", "40.00")])))
    book(desk.shop).append([Change(KIND, "people", PEOPLE)], "店主")
    return desk


def test_a_week_is_submitted_confirmed_and_restated(shop: Desk) -> None:
    with page(START) as app:
        assert "complete" in words(app)
        press(app, "Submit")
        assert "The agency has submitted this week" in words(app)
        press(app, "Confirm …")
        assert "Fingerprint of the rows" in words(app), "what will be locked is shown before it is"
        assert signatures(shop.shop)[START].in_force is None
        assert app.button("sign_yes").label == "店主 confirms"  # pressed in a browser: a dialog needs one
    sign(Scope(shop.shop), START, "confirmed", "店主", engagement(shop.shop))
    with page(START) as app:
        assert "Both sides have signed this week." in words(app)
        assert "Nothing has changed since it was signed." in words(app)
    late = taobao_line(
        "3", "3", "100.00", day="2026-06-03", 退款金额="40.00", 退款状态="退款成功", 买家实际支付金额="60.00"
    )
    shop.accept(("late.csv", sheet([late])))
    with page(START) as app:
        assert "Net profit: signed ¥420.00 → today ¥380.00: late refunds −¥40.00" in words(app)
    with page(NEXT) as app:
        assert "Carried from weeks signed before" in words(app)
        assert "−¥40.00" in words(app)
    week = Visit("week", "en-US", week=START.isoformat())
    assert week.figure("net_profit") == "¥420.00", "the signed figure stays"
    assert "By the rows of today Net profit would be ¥380.00, −¥40.00" in week.said


def test_a_returned_week_says_why(shop: Desk) -> None:
    with page(START) as app:
        press(app, "Submit")
        press(app, "Return")
        assert "Say why" in words(app)
        app.text_input("why_returned").set_value("少了一单")
        press(app, "Return")
        assert "The merchant has returned this week" in words(app)
        assert "少了一单" in words(app)


def test_without_people_nobody_signs(desk: Desk) -> None:
    desk.accept(("orders.csv", sheet([taobao_line("1", "1", "100.00")])))
    with page(START) as app:
        assert "the engagement names no people" in words(app)
        assert list(app.button) == []


def test_a_second_signer_is_told_that_somebody_was_faster(shop: Desk) -> None:
    with page(START) as app:
        press(app, "Submit")
        with page(START) as other:
            other.text_input("why_returned").set_value("等等")
            press(other, "Return")
        app.text_input("why_returned").set_value("我也退")
        press(app, "Return")
        assert "Somebody else has signed or returned this week meanwhile." in words(app)
    assert [each.entry.why for each in signatures(shop.shop)[START].steps] == ["", "等等"]
