"""The cap on a product's ads and the month's budget: what fires, what is within, what it costs and what stopping saves."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest

from reports.command import main
from tests import made
from tests.made import Desk
from tests.reports.alerts.agreed import agree, fired, number


def ads(desk: Desk, *days: tuple[str, str, str]) -> None:
    """Load an ad report: (day, item, spend)."""
    rows = [made.wanxiangtai_day(spend, day=day, item=item) for day, item, spend in days]
    desk.accept(("ads.csv", made.sheet(rows)))


def test_the_cap_itself_is_within_and_a_fen_more_is_not(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    ads(desk, ("2026-06-01", "7001", "500.00"), ("2026-06-02", "7001", "500.01"), ("2026-06-02", "7002", "499.99"))
    assert fired(desk, "ad_spend_over_cap") == []  # nothing was agreed
    agree(desk, guards__ad_cap_per_product_day="500.00")
    assert main(["alerts", "--shop", desk.name, "--json"]) == 0
    [alert] = [each for each in json.loads(capsys.readouterr().out)["alerts"] if each["rule"] == "ad_spend_over_cap"]
    [row] = alert.pop("rows")
    assert alert == {
        "rule": "ad_spend_over_cap",
        "subject": "7001",
        "date": "2026-06-02",
        "value": "500.01",
        "threshold": "500.00",
        "money": "0.01",
        "sentence": "On 2026-06-02 ¥500.01 was spent on ads for 商品7001 (7001); the cap is ¥500.00 a product and day. "
        "That is ¥0.01 too much.",
    }
    assert (row["file"], row["row"]) == ("ads.csv", 3)


def test_campaigns_and_items_of_one_product_add_up(desk: Desk) -> None:
    """Two items under one code: 300 and 250 are 550 for the product; nothing else is above 500."""
    line = {n: made.taobao_line(n, f"L{n}", "10.00", "LAMP", 商品ID=item) for n, item in (("1", "7001"), ("2", "7002"))}
    desk.accept(
        ("orders.csv", made.sheet([made.taobao_order("1"), made.taobao_order("2")])),
        ("items.csv", made.sheet(list(line.values()))),
    )
    ads(desk, ("2026-06-01", "7001", "300.00"), ("2026-06-01", "7002", "250.00"))
    agree(desk, guards__ad_cap_per_product_day="500.00")
    [alert] = fired(desk, "ad_spend_over_cap")
    assert (alert.subject, alert.value, alert.money) == ("LAMP", Decimal("550.00"), Decimal("50.00"))
    assert len(alert.behind) == 2
    number(desk, "ad_spend_over_cap", "550.00", "product:LAMP")
    assert fired(desk, "ad_spend_over_cap") == []


def test_the_seeds_two_thousand_saved(desk: Desk) -> None:
    """B19: one product ran 400 above its cap for five days; looking on the first evening saves the other four."""
    ads(desk, *((f"2026-06-0{n}", "7001", "900.00") for n in range(1, 6)), ("2026-06-06", "7001", "500.00"))
    agree(desk, guards__ad_cap_per_product_day="500.00")
    found = fired(desk, "ad_spend_over_cap")
    assert [each.day.day for each in found] == [1, 2, 3, 4, 5]
    assert sum(each.money or 0 for each in found) == Decimal("2000.00")
    assert sum(each.money or 0 for each in found[1:]) == Decimal("1600.00")
    in_days = fired(desk, "ad_spend_over_cap", first=date(2026, 6, 2), last=date(2026, 6, 3))
    assert [each.id for each in in_days] == [each.id for each in found[1:3]]


def test_the_seeds_ten_thousand_over(desk: Desk) -> None:
    """B32: 2,000 a day against 50,000 a month. 80 % is reached on the 20th exactly, all of it on the 25th exactly; the month ends
    10,000 above, which stopping on the 25th saves whole, and on the 20th twice over.
    """
    ads(desk, *((f"2026-06-{n:02}", "7001", "2000.00") for n in range(1, 31)))
    agree(desk, budget__total_per_month="50000.00")
    near, full = fired(desk, "month_budget")
    assert (near.day, near.value, near.threshold) == (date(2026, 6, 20), Decimal("40000.00"), Decimal("40000.00"))
    assert near.said.fields["runs_out"] == date(2026, 6, 25)
    assert (near.said.fields["saved"], near.money) == (Decimal("20000.00"), Decimal("10000.00"))
    assert (full.day, full.value, full.threshold) == (date(2026, 6, 25), Decimal("50000.00"), Decimal("50000.00"))
    assert (full.said.fields["saved"], full.money) == (Decimal("10000.00"), Decimal("10000.00"))
    assert full.subject == near.subject == "2026-06"


def test_a_fen_below_eighty_per_cent_is_quiet_and_both_on_one_day_are_told_once(desk: Desk) -> None:
    ads(desk, ("2026-05-31", "7001", "79.99"), ("2026-06-30", "7001", "100.00"))
    agree(desk, budget__total_per_month="100.00")
    [alert] = fired(desk, "month_budget")
    assert (alert.day, alert.threshold, alert.money) == (date(2026, 6, 30), Decimal("100.00"), Decimal("0.00"))


def test_the_budget_holds_fee_ads_and_goods(desk: Desk) -> None:
    """July: a fee of 3,100 is 100 a day; two lamps at 30 on the 1st and ads of 40 on the 10th. By the 10th: 1,000 + 60 + 40."""
    days = [f"{date(2026, 7, 1) + timedelta(days=n)}" for n in range(10)]
    orders = [made.taobao_order(f"{n}", "90.00", day=day) for n, day in enumerate(days)]
    lines = [made.taobao_line(f"{n}", f"L{n}", "90.00", "LAMP" if n == 0 else "BULB", "2" if n == 0 else "1", day=day) for n, day in enumerate(days)]  # fmt: skip
    costs = [made.cost("LAMP", "30.00", "2026-01-01"), made.cost("BULB", "0.00", "2026-01-01")]
    desk.accept(("orders.csv", made.sheet(orders)), ("items.csv", made.sheet(lines)), ("costs.csv", made.sheet(costs)))
    ads(desk, (days[-1], "7001", "40.00"))
    agree(
        desk,
        engagement__service_start="2026-07-01",
        clauses=[{"kind": "fixed", "amount": "3100.00"}],
        budget__total_per_month="1100.00",
    )
    near, full = fired(desk, "month_budget")
    # 9 days of fee and the goods are 960, 8 are 860: 880 is passed on the 9th, 1,100 is reached on the 10th.
    assert (near.day.day, near.value) == (9, Decimal("960.00"))
    assert (full.day.day, full.value) == (10, Decimal("1100.00"))
    # At the pace of ten days the month of 31 comes to 3,410.
    assert full.money == Decimal("2310.00")
