"""The page of the day: three figures that lead to their rows, what needs a decision, who can supply what is late."""

from datetime import date

import pytest

from tests.made import Desk
from tests.pages.visit import Visit
from tests.reports.weekshop import make
from views import numbers


@pytest.fixture
def told(bare: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    from reports import today

    monkeypatch.setattr(today, "now", lambda: date(2026, 6, 17))
    monkeypatch.setattr(numbers, "today", lambda: date(2026, 6, 17))
    return make(bare)


def test_the_figures_of_the_newest_day_lead_to_their_rows(told: Desk) -> None:
    visit = Visit("today", "en-US", shop=told.name)
    assert visit.errors == []
    assert visit.figure("ad_spend") == "¥2.00"
    assert visit.figure("net_profit") == "−¥2.00"
    assert "since=2026-06-14&amp;until=2026-06-14" in visit.html
    for said in ("Newest day:", "2 days are missing since.", "against Sun 06/07 a week before"):
        assert said in visit.said
    for said in ("¥165.15", "¥534.85 less than the ¥700.00 of these days.", "23.6% of the target so far"):
        assert said in visit.said
    assert "orders</b> of Taobao/Tmall: nothing since 06/14, 2 days missing; the merchant usually" in visit.html


def test_what_needs_a_decision_is_one_line_each_and_can_be_seen(told: Desk) -> None:
    visit = Visit("today", "zh-CN", shop=told.name)
    assert visit.errors == []
    lines = [each.label for each in visit.app.expander]
    assert any("拿货价偏高" in line for line in lines), "NEW costs 6.00 of 5.05"
    [seen, *_] = [each.key for each in visit.app.button if each.key and each.key.startswith("seen_")]
    visit.press(seen)
    assert len(visit.app.expander) == len(lines) - 1


def test_a_shop_without_a_file_says_what_to_do(bare: Desk) -> None:
    visit = Visit("today", "en-US", shop=bare.name)
    assert visit.errors == []
    assert "Begin with the order export" in visit.said
