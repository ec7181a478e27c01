"""The page of the alerts, where one says who gets the list: adding, trying, sending, taking away; no secret on any page."""

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

import apprise
import pytest

from book import Change, book
from reports.alerts.notify.addresses import add, addresses, times
from reports.alerts.notify.memory import Sending, past, remember
from reports.alerts.notify.post import Problem
from reports.alerts.notify.target import ROBOTS, hook, robot
from tests import made
from tests.made import Desk
from tests.pages.visit import PAGES, Visit
from tests.reports.alerts.receivers import Hooks, serving

CANARY, SIGN = "CanaryToken0123456789", "SECcanary0123456789"


@pytest.fixture
def spent(bare: Desk) -> Desk:
    """A shop whose ads went above their cap, by 400.00."""
    bare.accept(("ads.csv", made.sheet([made.wanxiangtai_day("900.00", "2026-06-01", "7001")])))
    book(bare.shop).append([Change("engagement", "guards.ad_cap_per_product_day", "500.00")], "店主")
    return bare


@pytest.fixture
def hooks(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hooks]:
    """A receiver in the place of DingTalk's server."""
    plugin: Any = type(apprise.Apprise.instantiate(robot("dingtalk", CANARY).url))
    with serving(Hooks()) as found:
        monkeypatch.setattr(plugin, "notify_url", f"http://{found.address}/robot/send?access_token={{token}}")
        yield found


def key(visit: Visit, begin: str) -> str:
    [found] = [each.key for each in visit.app.button if each.key and each.key.startswith(begin)]
    return str(found)


def test_an_address_from_the_form_to_its_end(spent: Desk, hooks: Hooks) -> None:
    visit = Visit("alerts", "en-US")
    assert visit.errors == []
    assert "Once a day from 09:00 on" in visit.said
    visit.app.segmented_control("delivery_kind").set_value("dingtalk").run()
    visit.app.text_input("delivery_name_dingtalk_0").set_value("老板")
    visit.app.text_input("delivery_hook_dingtalk_0").set_value("https://example.com/no-robot")
    visit.submit("Save the address")
    assert "Nothing was saved. Wanted: a name, and the webhook" in visit.said
    assert addresses(spent.shop) == []
    visit.app.text_input("delivery_name_dingtalk_0").set_value("老板 <b>")
    visit.app.text_input("delivery_hook_dingtalk_0").set_value(ROBOTS["dingtalk"][0] + CANARY)
    visit.app.text_input("delivery_sign_dingtalk_0").set_value(SIGN)
    visit.submit("Save the address")
    [address] = addresses(spent.shop)
    assert (address.kind, address.name, address.shown, address.language) == ("dingtalk", "老板 <b>", "…789", "en")
    assert "老板 &lt;b&gt;" in visit.html
    assert "No list was sent yet." in visit.said

    visit.press(key(visit, "delivery_test_"))
    assert "took the test message." in visit.said
    hooks.answers = [(200, {"errcode": 310000, "errmsg": f"keywords not in content {CANARY}"})]
    visit.press(key(visit, "delivery_test_"))
    assert "The receiver refused the message (310000 keywords not in content •••)." in visit.said
    visit.press("delivery_now")
    assert "1 thing sent." in visit.said
    assert hooks.got[-1][1]["text"]["content"].startswith(
        f"{spent.shop.title}: 1 thing needs somebody, the largest about ¥400.00"
    )
    visit.press("delivery_now")
    assert "nothing new, no message." in visit.said
    assert len(hooks.got) == 3
    visit.press(key(visit, "delivery_remove_"))
    assert addresses(spent.shop) == []
    assert CANARY not in (spent.shop.folder / "delivery.secret").read_text("utf-8")


def test_a_failure_stands_on_the_page_until_it_arrives(spent: Desk) -> None:
    name = add(spent.shop, robot("dingtalk", CANARY), "老板", "zh", "店主")
    remember(spent.shop, Sending(name, datetime(2026, 6, 2, 9), 3))
    remember(spent.shop, Sending(name, datetime(2026, 6, 3, 9), problem=Problem("refused", "HTTP 500 <i>")))
    assert past(spent.shop)[name].failures == 1
    visit = Visit("alerts", "en-US")
    assert "2026/06/03 09:00: not sent. It is tried again from 2026/06/03 09:01 on." in visit.said
    assert "The receiver refused the message (HTTP 500 <i>)." in visit.said
    assert "2026/06/02 09:00: 3 things sent." in visit.said


def test_the_times(spent: Desk) -> None:
    visit = Visit("alerts", "en-US")
    visit.app.time_input("delivery_at_0").set_value(time(23, 0))
    visit.submit("Save the times")
    assert "Nothing was saved" in visit.said
    visit.app.time_input("delivery_at_0").set_value(time(18, 0))
    visit.submit("Save the times")
    assert times(book(spent.shop)).at == time(18)
    assert "Once a day from 18:00 on" in visit.said


def test_no_page_shows_a_secret(spent: Desk, hooks: Hooks) -> None:
    add(spent.shop, robot("dingtalk", CANARY, SIGN), "老板", "zh", "店主")
    add(spent.shop, hook(f"json://{hooks.address}/{CANARY}"), "二", "en", "店主")
    for page in PAGES:
        visit = Visit(page, "en-US")
        shown = f"{visit.html} {visit.said} {visit.app.main} {visit.app.sidebar} {visit.app.session_state}"
        assert CANARY not in shown
        assert SIGN not in shown
