"""Missing files, suppliers, orders worth a question; own numbers by scope; what people do about an alert."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from benchmarks.purchases import MAP
from book import ChangedMeanwhile, book
from book.value import Wrong
from reports.alerts.alerts import alerts
from reports.alerts.handled import Handled, handle
from reports.alerts.own import own, say, tag, take_back
from reports.alerts.rule import rules
from reports.alerts.watch import WATCHED
from reports.scope import Scope
from tests import made
from tests.made import Desk
from tests.reports.alerts.agreed import TODAY, agree, fired, number
from tests.reports.test_brushing import order, ordinary


def test_every_rule_of_the_file_is_judged_and_none_without_its_words() -> None:
    assert list(rules()) == list(WATCHED)


def test_days_without_a_file(desk: Desk) -> None:
    """Ads of the 1st and the 4th; orders to the 5th: the 2nd and 3rd are missing, and the 5th."""
    desk.accept(("orders.csv", made.sheet([made.taobao_order(f"{n}", day=f"2026-06-0{n}") for n in range(1, 6)])))
    for day in ("2026-06-01", "2026-06-04"):
        desk.accept((f"{day}.csv", made.sheet([made.wanxiangtai_day("1.00", day=day)])))
    first, second = fired(desk, "data_missing")
    assert (first.day, first.until, first.value) == (date(2026, 6, 2), date(2026, 6, 3), 2)
    assert (second.day, second.value) == (date(2026, 6, 5), 1)
    number(desk, "data_missing", "1")
    assert [each.id for each in fired(desk, "data_missing")] == [first.id]
    number(desk, "data_missing", "2")
    assert fired(desk, "data_missing") == []


def test_who_paid_the_supplier_and_how_many_there_are(desk: Desk) -> None:
    """Lamps come from one supplier, paid by the agency once; bulbs from two, which is enough; nobody sells rugs."""
    desk.accept(
        ("orders.csv", made.sheet([made.taobao_order("1"), made.taobao_order("2")])),
        ("items.csv", made.sheet([made.taobao_line("1", "L1"), made.taobao_line("2", "L2", product="BULB")])),
    )
    paid = [
        ("甲厂", "LAMP", "50000.00", "托管方", "2026-06-03"),
        ("甲厂", "BULB", "10.00", "商家", "2026-06-04"),
        ("乙厂", "BULB", "10.00", "商家", "2026-06-05"),
        ("乙厂", "RUG", "10.00", "商家", "2026-06-05"),
    ]
    rows = [
        {"供应商": who, "商品编码": product, "付款金额": amount, "付款方": payer, "付款日期": day}
        for who, product, amount, payer, day in paid
    ]
    desk.accept(("suppliers.csv", made.sheet(rows)))
    [alert] = fired(desk, "supplier_paid_through_agency")
    assert (alert.subject, alert.day, alert.value) == ("甲厂", date(2026, 6, 3), Decimal("50000.00"))
    assert (alert.money, len(alert.behind)) == (Decimal("50000.00"), 1)
    number(desk, "supplier_paid_through_agency", "50000.00")
    assert fired(desk, "supplier_paid_through_agency") == []
    [alert] = fired(desk, "single_supplier")
    assert (alert.subject, alert.value, alert.threshold, alert.money) == ("LAMP", 1, 2, None)
    number(desk, "single_supplier", "1")
    assert fired(desk, "single_supplier") == []


def test_orders_worth_a_question(desk: Desk) -> None:
    """Two orders of one day that were sent to nobody and noted as such, 50.00 each."""
    day = datetime(2026, 4, 2, 12)
    odd = [order(f"ODD{n}", day + timedelta(hours=n), 揽收时间="", 确认收货时间="", 订单备注="补单") for n in range(2)]
    desk.load(("orders.csv", made.sheet([*ordinary(), *odd])), map=MAP)
    [alert] = fired(desk, "brushing_suspected")
    assert (alert.day, alert.value, alert.money) == (date(2026, 4, 2), 2, Decimal("100.00"))
    assert len(alert.behind) == 2
    number(desk, "brushing_suspected", "2")
    assert fired(desk, "brushing_suspected") == []


def test_a_product_goes_before_its_tags_and_these_before_the_shop(desk: Desk) -> None:
    rows = [made.wanxiangtai_day(f"{n}00.00", item=f"700{n}") for n in range(1, 7)]
    desk.accept(("ads.csv", made.sheet(rows)))
    agree(desk, guards__ad_cap_per_product_day="500.00")
    ledger = book(desk.shop)

    def subjects() -> list[str]:
        return [each.subject for each in fired(desk, "ad_spend_over_cap")]

    assert subjects() == ["7006"]
    number(desk, "ad_spend_over_cap", "350.00")
    assert subjects() == ["7004", "7005", "7006"]
    tag(ledger, {"7003": ["新品"], "7004": ["新品", "清仓"], "7005": ["清仓"]}, "店主")
    number(desk, "ad_spend_over_cap", "250.00", "tag:新品")
    number(desk, "ad_spend_over_cap", "900.00", "tag:清仓")
    assert subjects() == ["7003", "7004", "7006"]  # of two tags the stricter one
    number(desk, "ad_spend_over_cap", None, "product:7006")
    assert subjects() == ["7003", "7004"]
    [said] = [each for each in own(ledger) if each.scope == "product:7006"]
    take_back(ledger, said, "店主")
    assert subjects() == ["7003", "7004", "7006"]
    with pytest.raises(Wrong):
        say(ledger, "ad_spend_over_cap", "product: ", "1.00", "店主")
    with pytest.raises(Wrong):
        say(ledger, "ad_spend_over_cap", "*", "many", "店主")


def test_what_was_seen_stays_and_what_was_put_off_comes_back(desk: Desk) -> None:
    desk.accept(("ads.csv", made.sheet([made.wanxiangtai_day("600.00"), made.wanxiangtai_day("700.00", item="7002")])))
    agree(desk, guards__ad_cap_per_product_day="500.00")
    larger, smaller = alerts(Scope(desk.shop), TODAY).alerts
    assert [larger.money, smaller.money] == [Decimal("200.00"), Decimal("100.00")]
    ledger = book(desk.shop)
    tomorrow = TODAY + timedelta(days=1)
    handle(ledger, [(larger.id, Handled("acknowledged", note="谈过了", owner="小周"))], "店主")
    handle(ledger, [(smaller.id, Handled("snoozed", tomorrow))], "店主")
    today, then = alerts(Scope(desk.shop), TODAY), alerts(Scope(desk.shop), tomorrow)
    assert (today.standing("open"), today.standing("acknowledged"), today.standing("snoozed")) == ([], [larger], [smaller])  # fmt: skip
    assert (then.standing("open"), then.standing("acknowledged")) == ([smaller], [larger])
    assert today.as_json()["handled"][0] == {
        "rule": "ad_spend_over_cap",
        "subject": "7002",
        "date": "2026-06-01",
        "state": "acknowledged",
        "until": None,
        "owner": "小周",
        "note": "谈过了",
    }
    with pytest.raises(ChangedMeanwhile):
        handle(ledger, [(larger.id, Handled("open"))], "店主")  # somebody else was first
    with pytest.raises(ValueError, match="snoozed"):
        handle(ledger, [(larger.id, Handled("snoozed"))], "店主")
