"""Change cards: the days on both sides, the ratios of a hand-made advertising report, the mix of placements."""

from datetime import date, timedelta

import pytest

from book import book
from reports.cards.card import Card, cards
from reports.cards.measure import Measure, mix
from reports.cards.windows import Change, Windows, changes, windows
from reports.compare.ratio import changed
from reports.events.event import Event
from reports.events.record import record
from reports.scope import Scope
from tests.made import Desk, Row, sheet, taobao_line, taobao_order, wanxiangtai_day

PICTURE = Event("picture", "主图换白底", date(2026, 7, 20), date(2026, 7, 20), product="LAMP", origin="typed")
KNOWN = date(2026, 7, 1), date(2026, 8, 12)


def event(kind: str, first: str, last: str = "", product: str | None = "LAMP") -> Event:
    """An event of 2026, `MM-DD`."""
    days = [date.fromisoformat(f"2026-{day}") for day in (first, last or first)]
    return Event(kind, kind, days[0], days[1], product=product, origin="typed")


def sides(*found: Event, known: tuple[date, date] = KNOWN) -> Windows:
    [change] = [each for each in changes(found) if each.first == PICTURE.first]
    return windows(change, found, known)


def ends(days: tuple[date, ...]) -> str:
    return f"{days[0]:%m-%d}..{days[-1]:%m-%d} {len(days)}" if days else ""


def test_fourteen_days_on_both_sides_without_the_day_itself() -> None:
    found = sides(PICTURE)
    assert (ends(found.before), ends(found.after)) == ("07-06..07-19 14", "07-21..08-03 14")
    assert (found.left_out, found.cut_before, found.cut_after, found.beside) == (0, None, None, ())


def test_the_neighbouring_changes_cut_and_both_sides_stay_equal() -> None:
    title, price = event("title", "07-29"), event("price", "07-04")
    found = sides(PICTURE, title, price)
    assert (ends(found.before), ends(found.after)) == ("07-12..07-19 8", "07-21..07-28 8")
    assert found.cut_after == title
    assert sides(PICTURE, event("price", "07-15")).days == 4
    assert sides(PICTURE, event("title", "07-29", product="OTHER")).days == 14


def test_promotions_and_empty_shelves_are_left_out_and_further_days_taken() -> None:
    found = sides(PICTURE, event("promotion", "07-10", "07-12", None), event("stock_out", "07-22", "07-23"))
    assert (ends(found.before), ends(found.after)) == ("07-03..07-19 14", "07-21..08-05 14")
    assert found.left_out == 5
    assert sides(PICTURE, known=(date(2026, 7, 1), date(2026, 7, 23))).days == 3, "no day is made up"
    assert sides(PICTURE, known=(date(2026, 7, 1), date(2026, 7, 20))).days == 0


def test_what_else_happened_is_named() -> None:
    staff, price = event("staff", "07-21", product=None), event("price", "07-20")
    found = sides(PICTURE, staff, price, event("rule", "06-01", product=None))
    assert found.beside == (staff, price)
    assert found.days == 14


def test_changes_that_share_a_day_are_one() -> None:
    both = changes([event("title", "07-22"), event("picture", "07-20", "07-25"), event("picture", "07-26")])
    assert [(f"{each.first:%m-%d}", f"{each.last:%m-%d}", len(each.events)) for each in both] == [
        ("07-20", "07-25", 2),
        ("07-26", "07-26", 1),
    ]
    assert changes([event("picture", "07-20", product=None), event("price", "07-20")]) == []


def test_the_mix_and_the_rates_add_up_to_the_difference() -> None:
    """10 of 100 and 90 of 3000 before, 30 of 300 and 30 of 1000 after: no rate moved, but the mix did."""
    days = [
        Measure("ctr", "ads", "taobao", "search", changed([10] * 2, [100] * 2, [30] * 2, [300] * 2)),
        Measure("ctr", "ads", "taobao", "feed", changed([90] * 2, [3000] * 2, [30] * 2, [1000] * 2)),
    ]
    found = mix(days)
    assert found is not None
    assert found.before == pytest.approx(100 / 3100)
    assert found.after == pytest.approx(60 / 1300)
    assert found.within == pytest.approx(0)
    assert found.mix == pytest.approx(60 / 1300 - 100 / 3100)
    assert found.moved
    assert mix(days[:1]) is None


@pytest.fixture
def advertised(desk: Desk) -> Desk:
    """A lamp sold once, advertised from 1 July to 12 August: 5 clicks of 100, from 20 July on 8; an order every tenth."""
    days = [date(2026, 7, 1) + timedelta(n) for n in range(43)]
    ads = [ad(day, "8" if day >= PICTURE.first else "5", "1" if day >= PICTURE.first else "0") for day in days]
    desk.accept(
        ("orders.csv", sheet([taobao_order("1", day="2026-07-01")])),
        ("lines.csv", sheet([taobao_line("1", "1", day="2026-07-01", 商品ID="7001")])),
        ("ads.csv", sheet(ads)),
    )
    return desk


def ad(day: date, clicks: str, orders: str) -> Row:
    return wanxiangtai_day("4.00", f"{day}", 点击量=clicks, 总成交笔数=orders)


def only(desk: Desk, *found: Event) -> Card:
    record(book(desk.shop), found, "小周")
    [card] = cards(Scope(desk.shop))
    return card


def test_a_card_of_a_hand_made_report(advertised: Desk) -> None:
    card = only(advertised, PICTURE)
    assert (card.refusal, card.mix, card.product_name) == (None, None, "LAMP")
    assert (ends(card.windows.before), ends(card.windows.after)) == ("07-06..07-19 14", "07-21..08-03 14")
    ctr, conversion, cost = card.measures
    assert [each.name for each in card.measures] == ["ctr", "conversion", "cost_per_order"]
    assert {(each.source, each.platform, each.placement) for each in card.measures} == {("ads", "taobao", "关键词推广")}
    assert (ctr.change.k0, ctr.change.n0, ctr.change.k1, ctr.change.n1) == (70, 1400, 112, 1400)
    assert (ctr.change.before, ctr.change.after) == (0.05, 0.08)
    assert ctr.change.change == pytest.approx(0.6)
    assert ctr.change.direction == "up"
    assert (conversion.change.counts_only, conversion.change.k0, conversion.change.k1) == (True, 0, 14)
    assert (cost.change.counts_only, cost.change.before, cost.change.after) == (True, None, 4.0)
    assert (cost.change.k1, cost.change.n1) == (56, 14)
    said = card.as_json()
    asked = cards(Scope(advertised.shop, date(2026, 7, 13), date(2026, 7, 26)))
    assert asked == [card], "its windows reach further than the days asked for"
    assert cards(Scope(advertised.shop, date(2026, 8, 1), date(2026, 8, 12))) == []
    assert card.change == Change("LAMP", PICTURE.first, PICTURE.last, card.change.events)
    assert (said["before"], said["season_removed"]) == ({"from": "2026-07-06", "to": "2026-07-19", "days": 14}, False)


def test_a_card_without_days_or_figures_says_so_and_an_item_may_be_called_by_its_id(advertised: Desk) -> None:
    late = Event("title", "新标题", date(2026, 8, 11), date(2026, 8, 11), product="LAMP", origin="typed")
    assert only(advertised, late).refusal == "too_few_days"
    other = Event("title", "新标题", date(2026, 7, 20), date(2026, 7, 20), product="VASE", origin="typed")
    by_item = Event("picture", "主图", date(2026, 7, 20), date(2026, 7, 20), product="7001", origin="typed")
    record(book(advertised.shop), [other, by_item], "小周")
    found = {each.change.product: each for each in cards(Scope(advertised.shop))}
    assert found["VASE"].refusal == "no_figures"
    assert found["7001"].measures[0].change.k1 == 112


def test_money_per_order_is_turned_over(advertised: Desk) -> None:
    """Ten orders a day at 1.00 each before, five at 2.00 after: twice as dear, and the bounds lie around it."""
    rows = [
        wanxiangtai_day("10.00", f"{date(2026, 7, 1) + timedelta(n)}", 点击量="90", 总成交笔数="10" if n < 19 else "5")
        for n in range(43)
    ]
    advertised.accept(("商品报表_20260901_101112.csv", sheet(rows)))
    cost = only(advertised, PICTURE).measures[-1]
    assert (cost.name, cost.change.before, cost.change.after) == ("cost_per_order", 1.0, 2.0)
    assert cost.change.change == pytest.approx(1.0)
    assert cost.change.low is not None
    assert cost.change.high is not None
    assert 0 < cost.change.low < 1 < cost.change.high


def test_an_empty_shop_has_no_cards(desk: Desk) -> None:
    assert cards(Scope(desk.shop)) == []
