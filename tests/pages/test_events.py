"""The Events page: typed, pasted and uploaded events, all problems at once, withdrawal, suggestions, cards, marks."""

import json
import re
from datetime import date
from typing import Any

import pytest
import streamlit as st

from book import book
from data.sample.story import NEW_PICTURE
from etl.demo import SAMPLE
from reports.cards.card import cards
from reports.events.event import Event
from reports.events.record import recorded
from reports.events.words import KINDS, kind
from reports.scope import Scope
from tests.made import Desk
from tests.pages.visit import Visit
from views.events.marks import Mark, marks, months_axis, weeks_axis
from views.events.words import kind_name
from warehouse import Shop, shop, shop_names


def the_demo() -> Shop:
    [name] = shop_names()
    return shop(name)


def visit(locale: str = "en-US") -> Visit:
    return Visit("events", locale, year="2026")


def typed(page: Visit, name: str, kind: str = "picture", product: str | None = "LAMP") -> Visit:
    """Fill in the form and send it."""
    page.app.selectbox("events_kind").set_value(kind)
    page.app.text_input("events_who").set_value("Zhou")
    [field] = [each for each in page.app.text_input if str(each.key).startswith("events_name_")]
    field.set_value(name)
    page.app.selectbox("events_product").set_value(product)
    page.app.date_input("events_first").set_value(date(2026, 6, 8))
    page.submit("Record the event")
    assert page.errors == []
    return page


def pasted(page: Visit, text: str) -> Visit:
    page.app.session_state["events_source"] = "pasted"
    page.app.run()
    [field] = [each for each in page.app.text_area if str(each.key).startswith("events_text_")]
    field.set_value(text)
    page.submit("Record the events")
    assert page.errors == []
    return page


def test_an_empty_book_says_what_events_are_good_for(full: Desk) -> None:
    page = visit()
    assert "No event of the shop is recorded in 2026." in page.said
    assert "somebody's merit" in page.said
    assert "618 opening" in page.said


def test_a_typed_event_is_saved_at_once_listed_and_taken_back(full: Desk) -> None:
    page = typed(visit(), "White <b>background</b>")
    [event] = recorded(book(full.shop))
    assert (event.kind, event.product, event.first, event.last, event.origin, event.who) == (
        *("picture", "LAMP", date(2026, 6, 8), date(2026, 6, 8), "typed", "Zhou"),
    )
    assert "1 event was recorded." in page.said
    assert "White &lt;b&gt;background" in page.html
    assert "White <b>" not in page.html
    page.app.selectbox("events_chosen").set_value(event)
    page.app.text_input("events_why").set_value("It never took place").run()
    page.press("events_withdraw")
    assert page.errors == []
    assert recorded(book(full.shop)) == []
    assert book(full.shop).entries("event")[-1].why == "It never took place"
    assert "its entry stays in the book" in page.said


@pytest.mark.usefixtures("full")
def test_what_is_missing_in_the_form_is_said_together() -> None:
    page = typed(visit(), "", product=None)
    assert "Say what happened." in page.said
    assert "A new picture or title needs its product." in page.said


def test_a_pasted_table_with_faults_records_nothing_and_keeps_the_text(full: Desk) -> None:
    text = "date,kind,product,name\n2026-06-08,picture,LAMPE,White\nsoon,rain,,\n"
    page = pasted(visit(), text)
    for piece in ("“LAMPE”; LAMP is.", "Row 3: “soon”", "Row 3: “rain”", "Row 3: what happened"):
        assert piece in page.said
    assert recorded(book(full.shop)) == []
    [field] = [each for each in page.app.text_area if str(each.key).startswith("events_text_")]
    assert field.value == text
    pasted(page, "日期\t类型\t商品\t内容\n2026-06-08\t换图\tlamp\t白底\n")
    assert [each.origin for each in recorded(book(full.shop))] == ["pasted"]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", list(KINDS))
def test_the_names_of_kinds_on_the_page_are_understood_in_a_table(name: str, language: str) -> None:
    st.session_state["view_lang"] = language
    assert kind(kind_name(name)) == name


def test_a_suggestion_is_recorded_when_somebody_says_so(demo: Desk) -> None:
    page = Visit("events", "zh-CN", year="2026")
    assert page.errors == []
    assert r"58\.00 → " in page.said
    [button] = [each for each in page.app.button if str(each.key).startswith("take_unit_cost_HT-04")]
    button.click().run()
    assert page.errors == []
    assert not [each for each in page.app.button if str(each.key).startswith("take_")]
    assert recorded(book(the_demo()))[2].origin == "found"


def test_the_card_of_the_demo_finds_the_picture_that_works(demo: Desk) -> None:
    told: dict[str, Any] = json.loads((SAMPLE / "truth.json").read_text("utf-8"))["story"]["new_picture"]
    assert (told["product"], told["day"], told["clicks_per_impression"]) == (
        *(NEW_PICTURE[0], f"{NEW_PICTURE[1]}", NEW_PICTURE[2]),
    )
    found = {(each.change.product, each.change.first): each for each in cards(Scope(the_demo()))}
    rates = [each.change for each in found[NEW_PICTURE[:2]].measures if each.name == "ctr"]
    assert len(rates) == 2
    for change in rates:
        assert change.direction == "up"
        assert change.low is not None
        assert change.high is not None
        assert change.low < NEW_PICTURE[2] - 1 < change.high
    without = found["HT-11", date(2026, 7, 20)]
    assert [each.change.direction for each in without.measures if each.name == "ctr"] == [None]


def test_the_page_of_the_demo_leads_with_the_lower_bound_and_the_tag(demo: Desk) -> None:
    page = visit()
    assert re.search(r"Click rate \(Pinduoduo, ads\) rose by at least <b>\d+\.\d%</b>", page.html)
    assert "season not taken out" in page.said
    assert "Only the ads tell how often a product was shown" in page.said
    assert "Only 2 days on each side can be compared" in page.said
    assert "proves" not in page.said


def test_the_weeks_of_the_week_page_carry_their_marks(demo: Desk) -> None:
    page = Visit("week", "en-US", week="2026-11-09")
    assert "Double 11 10/20–11/11" in re.sub(r"<[^>]+>", "", page.html)
    [chart] = [each for each in page.all("plotly_chart") if "by week" in each.proto.alt]
    layout = json.loads(chart.proto.spec)["layout"]
    assert [each["text"] for each in layout["annotations"]] == [str(n + 1) for n in range(len(layout["annotations"]))]
    assert any(each["type"] == "rect" for each in layout["shapes"])


def happened(name: str, first: str, last: str = "", kind: str = "promotion", season: str = "") -> Event:
    days = [date.fromisoformat(f"2026-{each}") for each in (first, last or first)]
    return Event(kind, name, days[0], days[1], origin="typed", season=season)


def test_windows_of_one_promotion_are_one_mark_and_marks_end_with_the_axis() -> None:
    found = [
        happened("a", "05-24", "05-30", season="618"),
        happened("b", "06-15", "06-20", season="618"),
        happened("c", "06-02", kind="rule"),
        happened("d", "07-10"),
    ]
    told = marks(found, date(2026, 5, 25), date(2026, 7, 5))
    spans = ((date(2026, 5, 25), date(2026, 5, 30)), (date(2026, 6, 15), date(2026, 6, 20)))
    assert [(each.first, each.last, each.is_band) for each in told] == [
        (spans[0][0], spans[1][1], True),
        (date(2026, 6, 2), date(2026, 6, 2), False),
    ]
    assert isinstance(told[0], Mark)
    assert told[0].spans == spans


def test_a_day_stands_on_the_axis_of_weeks_and_of_months() -> None:
    weeks = weeks_axis([date(2026, 6, 1), date(2026, 6, 8)])
    assert [weeks(date(2026, 6, 1)), weeks(date(2026, 6, 8)), weeks(date(2026, 6, 15))] == [-0.5, 0.5, 1.5]
    gap = weeks_axis([date(2026, 6, 1), date(2026, 6, 15)])
    assert [gap(date(2026, 6, 10)), gap(date(2026, 6, 15)), gap(date(2026, 5, 1))] == [0.5, 0.5, -0.5]
    months = months_axis([date(2025, 12, 1), date(2026, 1, 1)])
    assert [months(date(2025, 12, 1)), months(date(2026, 1, 1)), months(date(2026, 2, 1))] == [-0.5, 0.5, 1.5]
