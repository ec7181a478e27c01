"""The summary of a service, worked by hand; advice by its rules; the card that names nobody."""

import json
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from book import record, toml
from book.engagement import engagement
from reports.command import main
from reports.compare.compare import NoServiceStart
from reports.contract.month import Month
from reports.review.card import name_category, tier
from reports.review.promises import measured, promise
from reports.review.rules import NamesSomebody, UnknownPerson, WordsNeeded
from reports.review.summary import Summary, summary
from reports.scope import Scope
from tests.made import Desk, cost, sheet, taobao_line, wanxiangtai_day

AGREED = """
[engagement]
agency = "启航代运营"
merchant = "陈女士"
service_start = 2026-04-01
service_end = 2026-06-30
[[people]]
name = "小周"
side = "agency"
[[people]]
name = "陈女士"
side = "merchant"
[targets]
"2026-04" = "3000.00"
"2026-05" = "3000.00"
"2026-06" = "4000.00"
[[clauses]]
kind = "fixed"
amount = "300.00"
[[clauses]]
kind = "refund_if_streak"
months = 2
below = "0.80"
refund = "0.50"
"""
TODAY = date(2026, 9, 1)


@pytest.fixture
def served(desk: Desk) -> Desk:
    """A lamp a day at 100.00, cost 40.00, from January on; in service also a cup at 10.00, without a cost; ads 20.00 a day in service."""
    days = [date(2026, 1, 1) + timedelta(n) for n in range(181)]
    lines = [taobao_line(f"L{day:%m%d}", f"L{day:%m%d}", "100.00", "LAMP", day=f"{day}", 标题="台灯") for day in days]
    lines += [
        taobao_line(f"C{day:%m%d}", f"C{day:%m%d}", "10.00", "CUP", day=f"{day}", 标题="杯子")
        for day in days
        if day.month > 3
    ]
    ads = [wanxiangtai_day("20.00", f"{day}", item="") for day in days if day.month > 3]
    desk.accept(
        ("ExportOrderDetailList202607010900.csv", sheet(lines)),
        ("costs.csv", sheet([cost("LAMP", "40.00")])),
        ("ads.csv", sheet(ads)),
    )
    record.replace(desk.shop, toml.read(AGREED.encode()), "王")
    return desk


def asked(desk: Desk) -> Summary:
    return summary(Scope(desk.shop), TODAY)


def test_the_months_by_hand(served: Desk) -> None:
    """30, 31, 30 days of 110.00; profit at most 110 − 40 − 20 − 10 (fee of 300 over 30 days) a day in April."""
    found = asked(served)
    assert [each.contract.sales for each in found.months] == [
        Decimal("3300.00"),
        Decimal("3410.00"),
        Decimal("3300.00"),
    ]
    assert (found.total("sales"), found.total("fee"), found.total("given_back")) == (
        Decimal("10010.00"),
        Decimal("900.00"),
        Decimal("0.00"),
    )
    assert found.met == (2, 3)
    assert found.is_over
    april = found.months[0]
    assert (april.profit, april.profit_high, april.profit_low) == (None, Decimal("1200.00"), Decimal("900.00"))
    assert found.profit == (Decimal("3650.00") - Decimal("910.00"), Decimal("3650.00")), (
        "91 days × 50.00 − 900.00, less 91 cups"
    )


def test_before_and_after_are_thirteen_weeks_each(served: Desk) -> None:
    found = asked(served).comparison
    assert found
    assert (found.after.period.first, found.after.period.days, found.before.period.days) == (date(2026, 4, 1), 91, 91)
    assert found.after.value == Decimal("10010.00")
    assert found.before.known_days == 90, "the files begin on 1 January"


def test_advice_has_its_figures(served: Desk) -> None:
    said = {each.kind: each.said.in_english() for each in asked(served).advice}
    assert said["costs_unknown"].startswith("Find out what 杯子 cost: ¥910.00, 9.1% of the sales")
    assert said["ads_dependence"].startswith("Sales lean on ads: ¥1,820.00, 18.2% of net sales")
    assert said["one_product"].startswith(
        "One product carries the shop: 台灯 makes 90.9% of gross sales (more than 30%)"
    )
    assert "refunds_high" not in said
    assert "stock_piles_up" not in said


def test_promises_and_their_share(served: Desk) -> None:
    agreed = engagement(served.shop)
    for value in ("3300.00", "3300.01"):
        how = measured("gross_sales", "at_least", value)
        promise(served.shop, Month(2026, 3), "销售额", "小周", "agency", date(2026, 4, 30), agreed, how)
    promise(served.shop, Month(2026, 5), "上新", "小周", "agency", date(2026, 6, 30), agreed)
    found = asked(served)
    assert (found.count("kept"), found.count("missed"), found.count("open")) == (1, 1, 1)
    assert (found.hits, found.judged) == (0, 0)


@pytest.mark.parametrize(
    ("sales", "wanted"),
    [
        (("99999.99", "99999.99", "999999"), "small"),
        (("0", "100000.00", "999999"), "middle"),
        (("500000.00", "500000.00", "500000.00"), "middle"),
        (("500000.01", "500000.01", "0"), "large"),
        (("9", "9", "500000.01", "500000.01", "500000.01"), "large"),
        (("500000.01", "500000.01"), None),
    ],
)
def test_the_tier_is_that_of_the_median_of_the_last_three_months(sales: tuple[str, ...], wanted: str | None) -> None:
    assert tier([Decimal(each) for each in sales]) == wanted


def test_the_card_names_nobody(served: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    agreed = engagement(served.shop)
    for words, fault in (("灯具店的灯", NamesSomebody), ("启航代运营做的灯具", NamesSomebody), (" ", WordsNeeded)):
        with pytest.raises(fault):
            name_category(served.shop, words, "小周", agreed)
    with pytest.raises(UnknownPerson):
        name_category(served.shop, "灯具", "路人", agreed)
    before = asked(served).card
    name_category(served.shop, "灯具", "小周", agreed)
    card = asked(served).card
    assert card
    assert before
    assert card.category == "灯具"
    assert card.fingerprint != before.fingerprint
    assert card.fingerprint == asked(served).card.fingerprint  # type: ignore[union-attr]
    assert (card.sales_before, card.sales_after) == (Decimal("3000.00"), Decimal("3300.00")), "of thirty days"
    text = json.dumps(card.as_json(), ensure_ascii=False)
    assert [each for each in ("灯具店", "台灯", "杯子", "LAMP", "CUP", "小周", "陈女士", "启航") if each in text] == []
    assert main(["summary", "--shop", served.name, "--json"]) == 0
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert said["card"]["fingerprint"] == card.fingerprint
    assert said["total"]["targets_met"] == 2
    assert Fraction(said["total"]["sales"]) == 10010


def test_without_a_start_there_is_no_service(desk: Desk) -> None:
    record.replace(desk.shop, toml.read(b'[engagement]\nmerchant = "\xe9\x99\x88"\n'), "王")
    with pytest.raises(NoServiceStart):
        asked(desk)


def test_a_service_without_a_file_is_no_error(desk: Desk) -> None:
    record.replace(desk.shop, toml.read(AGREED.encode()), "王")
    found = asked(desk)
    assert (found.comparison, found.card, found.advice, found.profit) == (None, None, (), None)
    assert [each.days for each in found.months] == [None, None, None]
