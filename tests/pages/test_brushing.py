"""The page of orders worth a question: why each is listed, what is decided about it, and what that does to the cleaned book."""

from book import book
from reports.brushing.decided import decisions
from tests.made import Desk
from tests.pages.visit import Visit
from tests.reports.test_brushing import two_signals


def decide(visit: Visit, state: str, note: str) -> Visit:
    visit.app.multiselect("brushing_orders").set_value(["taobao X"])
    visit.app.selectbox("brushing_state").set_value(state)
    visit.app.text_input("brushing_note").set_value(note)
    return visit.submit("保存结论")


def test_an_order_is_asked_about_confirmed_and_left_out(bare: Desk) -> None:
    two_signals(bare)
    visit = Visit("brushing")
    assert visit.errors == []
    for said in (
        "有1单值得问一问",
        "¥80.00",
        "72小时后仍无包裹",
        "凌晨付款",
        "orders.csv",
        "付款时间在凌晨0点到6点之间。",
    ):
        assert said in visit.said
    decide(visit, "explained", "")
    assert "请写下说明" in visit.said
    assert decisions(book(bare.shop)) == {}
    decide(visit, "confirmed", "运营承认")
    assert "没有待处理的" in visit.said
    assert "¥80.00）已剔除" in visit.said
    assert "运营承认" in visit.said
    decide(visit, "cleared", "团购")
    assert "刷单名单上" not in visit.said
    assert bare.rows("select order_id from facts.brushing") == []


def test_a_list_of_nothing_says_what_it_cannot_see(orders_only: Desk) -> None:
    visit = Visit("brushing", "en-US", shop=orders_only.name)
    assert "No order of these weeks shows two uncommon signals." in visit.said
    assert "a clean list is no clean bill" in visit.said
