"""The page of the alerts: what waits and what is done about it, and numbers of one's own, each kept at once."""

from decimal import Decimal

import pytest

from book import Change, book
from reports.alerts.handled import handled
from reports.alerts.own import own, tags
from tests import made
from tests.made import Desk
from tests.pages.visit import Visit


@pytest.fixture
def spent(bare: Desk) -> Desk:
    """A shop whose ads went above their cap: one item by 400 and 100, another by 50."""
    rows = [("900.00", "2026-06-01", "7001"), ("600.00", "2026-06-02", "7001"), ("550.00", "2026-06-01", "7002")]
    bare.accept(("ads.csv", made.sheet([made.wanxiangtai_day(*row) for row in rows])))
    book(bare.shop).append([Change("engagement", "guards.ad_cap_per_product_day", "500.00")], "店主")
    return bare


def keys(visit: Visit, begin: str) -> list[str]:
    return [button.key for button in visit.app.button if button.key and button.key.startswith(begin)]


def fill(visit: Visit, **typed: str) -> Visit:
    """Type into the fields of a form, which are read when it is submitted."""
    for key, text in typed.items():
        visit.app.text_input(key).set_value(text)
    return visit


def test_what_waits_is_seen_put_off_and_opened_again(spent: Desk) -> None:
    visit = Visit("alerts", "en-US")
    assert visit.errors == []
    assert "2 things of the last four weeks wait; the largest is about <b>¥500.00</b>." in visit.html
    assert "It fired 2 times since 2026/06/01; told is the largest." in visit.said
    seen, other = keys(visit, "seen_")
    visit.press(seen)
    found = handled(book(spent.shop))
    assert {name: each.state for name, each in found.items()} == {
        "ad_spend_over_cap 2026-06-01 7001": "acknowledged",
        "ad_spend_over_cap 2026-06-02 7001": "acknowledged",
    }
    assert keys(visit, "seen_") == [other]
    visit.press(other.replace("seen_", "tomorrow_"))
    assert "Nothing needs you" in visit.said
    assert handled(book(spent.shop))["ad_spend_over_cap 2026-06-01 7002"].state == "snoozed"

    one = Visit("alerts", "en-US", alert="ad_spend_over_cap 2026-06-02 7001")
    assert "On 2026/06/02 ¥600.00 was spent on ads" in one.said
    assert "ads.csv" in one.said
    fill(one, owner_detail="小周", note_detail="谈过了").submit("Save")
    held = handled(book(spent.shop))["ad_spend_over_cap 2026-06-02 7001"]
    assert (held.state, held.owner, held.note) == ("acknowledged", "小周", "谈过了")
    one.press("open_detail")
    assert handled(book(spent.shop))["ad_spend_over_cap 2026-06-02 7001"].state == "open"
    assert "does not fire any more" in Visit("alerts", "en-US", alert="nonsense").said


def test_a_number_of_ones_own(spent: Desk) -> None:
    visit = Visit("alerts", "en-US")
    visit.choose("threshold_level_ad_spend_over_cap", "product")
    visit.app.selectbox("threshold_of_product").set_value("7001")
    fill(visit, threshold_number_ad_spend_over_cap="much").submit("Save the number")
    assert "Nothing was saved" in visit.said
    visit.app.selectbox("threshold_of_product").set_value("7001")
    fill(visit, threshold_number_ad_spend_over_cap="700").submit("Save the number")
    [said] = own(book(spent.shop))
    assert (said.rule, said.scope, said.threshold) == ("ad_spend_over_cap", "product:7001", Decimal("700.00"))
    assert "the largest is about <b>¥200.00</b>" in visit.html
    visit.choose("threshold_back", said).press("threshold_undo")
    assert own(book(spent.shop)) == []
    visit.choose("threshold_rule", "refund_rate_high")
    fill(visit, threshold_number_refund_rate_high="8").submit("Save the number")
    assert [each.threshold for each in own(book(spent.shop))] == [Decimal("0.08")]
    visit.app.multiselect("tag_products").set_value(["7001"])
    fill(visit, tag_name="新品").submit("Save the tag")
    assert tags(book(spent.shop)) == {"新品": ["7001"]}
