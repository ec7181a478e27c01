"""The page of selection and supply: what is said first, and everything typed kept at once."""

import pytest

from book import book
from book.engagement import engagement
from reports.assortment import category, reviewed
from reports.duties.approvals import by_product
from reports.goods import plan, quote
from reports.goods.round import rounds
from tests.made import Desk
from tests.pages.visit import Visit
from tests.reports.alerts.agreed import agree
from tests.reports.goods import test_restock, test_trial


@pytest.fixture
def supplied(bare: Desk) -> Desk:
    """50 lamps are there, 60 are needed; see the reports' own tests."""
    test_restock.shop(bare)
    return bare


def test_quantities_are_asked_for_and_only_the_merchant_approves(supplied: Desk) -> None:
    agree(supplied, people=[{"name": "店主", "side": "merchant"}, {"name": "小周", "side": "agency"}])
    visit = Visit("goods", "en-US")
    assert visit.errors == []
    for said in ("1 product has to be reordered.", "14 in 7 days", "25 days", "¥33.35", "0 quotes, three are wanted"):
        assert said in visit.said

    def decide(state: str, who: str) -> None:
        visit.app.multiselect("approval_products").set_value(["LAMP"])
        visit.app.selectbox("approval_state").set_value(state)
        visit.app.text_input("approval_who").set_value(who)
        visit.submit("Save the decision")

    decide("asked", "小周")
    assert "asked, waits for the merchant" in visit.said
    decide("approved", "小周")
    assert "小周 is on the other side" in visit.said
    decide("approved", "店主")
    assert visit.errors == []
    assert "approved by the merchant" in visit.said
    [held] = by_product(book(supplied.shop), "restock").values()
    assert (held.product, held.value, held.state, held.decided_by) == ("LAMP", 10, "approved", "店主")


def test_a_quote_is_kept_or_said_to_be_none(supplied: Desk) -> None:
    visit = Visit("goods", "en-US")

    def enter(price: str) -> None:
        visit.app.selectbox("quote_product").set_value("LAMP")
        visit.app.text_input("quote_supplier").set_value("甲厂")
        visit.app.text_input("quote_price").set_value(price)
        visit.app.selectbox("quote_role").set_value("main")
        visit.submit("Save the quote")

    enter("twelve")
    assert "Nothing was saved" in visit.said
    enter("4.90")
    assert visit.errors == []
    assert "甲厂 · ¥4.90" in visit.said
    assert "For pieces that were sold" in visit.said
    [held] = quote.quotes(book(supplied.shop))
    assert (held.supplier, f"{held.unit_price}", held.role, held.when_sold) == ("甲厂", "4.90", "main", True)


def test_a_round_is_begun_and_a_product_chosen(bare: Desk) -> None:
    test_trial.shop(bare)
    visit = Visit("goods", "en-US")
    visit.app.text_input("trial_name").set_value("首轮")
    visit.app.date_input("trial_first").set_value(test_trial.FIRST)
    visit.app.date_input("trial_last").set_value(test_trial.LAST)
    visit.app.multiselect("trial_products").set_value(["LAMP", "7002", "7004"])
    visit.app.text_input("trial_least").set_value("2%")
    visit.submit("Begin the round")
    assert visit.errors == []
    for said in ("1 of 2 judged products succeeded (50.00%).", "2.00%", "too few to choose", "chance may explain it"):
        assert said in visit.said
    [held] = rounds(book(bare.shop))
    visit.app.multiselect(f"choose_products_{held.number}").set_value(["LAMP"])
    visit.submit("Save the decision")
    assert visit.errors == []
    assert rounds(book(bare.shop))[0].choices == {"LAMP": "chosen"}


def test_packs_categories_and_reviews(supplied: Desk) -> None:
    ledger = book(supplied.shop)
    plan.put(ledger, {"LAMP": {"pack": 6}}, "店主")
    category.put(ledger, {"LAMP": "灯具"}, "店主")
    visit = Visit("goods", "en-US")
    assert "¥40.02" in visit.said
    visit.app.text_input("reviews_month").set_value("2026-05")
    visit.app.number_input("reviews_rated").set_value(100)
    visit.app.number_input("reviews_bad").set_value(101)
    visit.submit("Save the count")
    assert "not more bad reviews than reviews" in visit.said
    visit.app.number_input("reviews_bad").set_value(20)
    visit.submit("Save the count")
    assert visit.errors == []
    assert [(each.month, each.rated, each.bad) for each in reviewed.reviewed(ledger)] == [("2026-05", 100, 20)]
    assert engagement(ledger).categories == ()
