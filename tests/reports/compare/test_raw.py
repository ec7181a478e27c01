"""The raw table of a made shop, every figure worked by hand: four days before, four after, ads missing on the last.

Before (1–4 June): 5 orders of 10.00 a day. After (5–8 June): 6 orders of 12.50 a day. One piece each, cost 4.00, fee 5 %.
4.00 of an order of 3 June is given back on 6 June. Ads 6.00, 100 shown, 5 clicked a day; after 8.00, 100 shown, 10 clicked.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from book import record, toml
from reports.compare.period import Period
from reports.compare.raw import COUNTED, COVERED, FEW, NOTHING, SEASON, UNVALUED, WITHOUT_COST, raw
from reports.compare.table import Row, Table
from reports.scope import Scope
from tests.etl.test_refunds import HEADER, REFUNDS
from tests.made import Desk, cost, counted, sheet, shop_visits, taobao_line, taobao_order, typed_cost, wanxiangtai_day

BEFORE, AFTER = Period(date(2026, 6, 1), date(2026, 6, 4)), Period(date(2026, 6, 5), date(2026, 6, 8))
PLAIN = frozenset(date(2026, 6, day) for day in (1, 2, 5, 6))


def orders() -> Iterator[tuple[str, str, str]]:
    """Number, day and amount."""
    for day in range(1, 9):
        for n in range(5 if day <= 4 else 6):
            yield f"{day}0{n}", f"2026-06-0{day}", "10.00" if day <= 4 else "12.50"


def ads(day: int) -> dict[str, str]:
    spend, clicks = ("6.00", "5") if day <= 4 else ("8.00", "10")
    return dict(wanxiangtai_day(spend, f"2026-06-0{day}", 点击量=clicks))


def visits(day: int) -> dict[str, str]:
    visitors, buyers = ("100", "5") if day <= 4 else ("120", "6")
    return dict(shop_visits(f"2026-06-0{day}", visitors, buyers))


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("told")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DUIZHANG_DATA", str(folder / "data"))
        desk = Desk(folder)
        fill(desk)
        yield desk


@pytest.fixture
def sold(told: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The shop of this module; no test changes it."""
    monkeypatch.setenv("DUIZHANG_DATA", str(told.folder / "data"))
    return told


def fill(desk: Desk) -> None:
    desk.accept(
        ("orders.csv", sheet([taobao_order(number, paid, day=day) for number, day, paid in orders()])),
        ("lines.csv", sheet([taobao_line(number, f"{number}-1", paid, day=day) for number, day, paid in orders()])),
        ("ads.csv", sheet([ads(day) for day in range(1, 8)])),
        ("costs.csv", sheet([cost("LAMP", "4.00", "2026-01-01")])),
        ("rates.csv", sheet([typed_cost("platform_fee_rate", rate="0.05")])),
        ("宏观监控.csv", sheet([visits(day) for day in range(1, 9)])),
        ("stock.csv", sheet([counted("LAMP", "10", "2026-06-02"), counted("LAMP", "7", "2026-06-07"), counted("B", "3", "2026-06-07")])),
    )  # fmt: skip
    desk.accept(("refunds.csv", HEADER + "R1,300,300-1,done,money,2026-06-06 08:00:00,4.00\n"), map=REFUNDS)


def table(desk: Desk, **said: str) -> Table:
    return raw(Scope(desk.shop, **said), BEFORE, AFTER, PLAIN)  # type: ignore[arg-type]


def sides(row: Row) -> tuple[object, object]:
    return row.before.value, row.after.value


def test_sums_before_and_after(sold: Desk) -> None:
    found = table(sold)
    wanted = {
        ("gross_sales", ""): ("200.00", "300.00"),
        ("refunds", "order"): ("4.00", "0.00"),
        ("refunds", "accounting"): ("0.00", "4.00"),
        ("net_sales", "order"): ("196.00", "300.00"),
        ("net_sales", "accounting"): ("200.00", "296.00"),
        ("ad_spend", ""): ("24.00", "24.00"),  # four days, then three
        ("stock_value", ""): ("40.00", "28.00"),
        # 196 − 20·4 − 24 − (10 − .20 given back with 4 of 10); three days: 225 − 72 − 24 − 18·.63
        ("net_profit", "order"): ("82.20", "117.66"),
        ("net_profit", "accounting"): ("86.00", "113.86"),
    }
    for (name, basis), amounts in wanted.items():
        row = found.row(name, basis or None)
        assert (name, basis, *sides(row)) == (name, basis, *map(Decimal, amounts))
    assert sides(found.row("orders")) == (20, 24)
    assert sides(found.row("visitors")) == (400, 480)
    assert sides(found.row("page_views")) == (1200, 1200)
    assert found.row("gross_sales").change == pytest.approx(0.5)


def test_days_that_are_not_covered_are_left_out_and_named(sold: Desk) -> None:
    found = table(sold)
    spent = found.row("ad_spend")
    assert (spent.before.days, spent.after.days) == (4, 3)
    assert (spent.before.per_day, spent.after.per_day) == (Decimal("6.00"), Decimal("8.00"))
    assert spent.change == pytest.approx(1 / 3)
    profit = found.row("net_profit", "order")
    assert (profit.after.days, profit.after.per_day) == (3, Decimal("39.22"))
    assert profit.change == pytest.approx((117.66 / 3) / (82.20 / 4) - 1)
    assert [each.template for each in spent.note] == [COVERED]
    assert spent.note[0].fields == {"before": 4, "after": 3, "before_all": 4, "after_all": 4}
    missing = {(each.side, each.source, each.platform): len(each.days) for each in found.missing}
    # the refund export speaks for the day of its one refund; every other refund is told by the orders
    refunds = {("before", "refunds", "taobao"): 4, ("after", "refunds", "taobao"): 3}
    assert missing == {("after", "ads", "taobao"): 1} | refunds
    assert COVERED not in [each.template for each in found.row("gross_sales").note]


def test_shares_are_sums_over_sums_with_their_range(sold: Desk) -> None:
    found = table(sold)
    ctr = found.row("ctr")
    assert (*sides(ctr), ctr.before.above, ctr.before.below, ctr.after.below) == (0.05, 0.10, 20, 400, 300)
    assert ctr.change == pytest.approx(1.0)
    assert ctr.low is not None and ctr.high is not None and ctr.low < 1.0 < ctr.high  # noqa: PT018
    assert [each.template for each in ctr.note] == [COVERED, SEASON]
    conversion = found.row("conversion")
    assert sides(conversion) == (0.05, 0.05)
    assert conversion.change == pytest.approx(0)
    assert sides(found.row("average_order_value")) == (Decimal("10.00"), Decimal("12.50"))
    assert found.row("average_order_value").change == pytest.approx(0.25)
    assert sides(found.row("ad_share", "order")) == (24 / 196, 24 / 225)
    assert sides(found.row("ad_share", "accounting")) == (24 / 200, 24 / 221)


def test_one_refund_is_too_few_for_a_change(sold: Desk) -> None:
    found = table(sold)
    for basis, shares in {"order": (0.02, 0.0), "accounting": (0.0, 4 / 300)}.items():
        row = found.row("refund_rate", basis)
        assert sides(row) == shares
        assert (row.counts_only, row.change, row.low) == (True, None, None)
        assert FEW in [each.template for each in row.note]


def test_plain_days_alone(sold: Desk) -> None:
    found = table(sold)
    assert found.plain_days == {"before": 2, "after": 2}
    gross = found.row("gross_sales", plain=True)
    assert (*sides(gross), gross.before.days) == (Decimal("100.00"), Decimal("150.00"), 2)
    assert found.row("refunds", "order", plain=True).before.value == 0
    assert raw(Scope(sold.shop), BEFORE, AFTER).plain is None


def test_stock_is_what_was_counted_last(sold: Desk) -> None:
    row = table(sold).row("stock_value")
    assert [each.template for each in row.note] == [COUNTED, UNVALUED]
    assert row.note[0].fields == {"before": date(2026, 6, 2), "after": date(2026, 6, 7)}
    assert row.note[1].fields == {"before": 0, "after": 3}
    earlier = raw(Scope(sold.shop), Period(date(2026, 5, 1), date(2026, 5, 30)), AFTER).row("stock_value")
    assert (earlier.before.value, earlier.change, earlier.note[0].template) == (None, None, NOTHING)


def test_profit_is_a_range_where_a_cost_is_missing(desk: Desk) -> None:
    fill(desk)
    desk.accept(
        ("o2.csv", sheet([taobao_order("900", "20.00", day="2026-06-05")])),
        ("l2.csv", sheet([taobao_line("900", "900-1", "20.00", "B", day="2026-06-05")])),
    )
    found = table(desk)
    profit = found.row("net_profit", "order")
    assert sides(profit) == (Decimal("82.20"), None)
    assert WITHOUT_COST in [each.template for each in profit.note]
    # 20.00 more, 1.00 fee; then as if the piece had cost all of it
    assert sides(found.row("net_profit_high", "order")) == (Decimal("82.20"), Decimal("136.66"))
    assert sides(found.row("net_profit_low", "order")) == (Decimal("82.20"), Decimal("116.66"))


TERMS = """
[engagement]
service_start = 2026-06-05
[[clauses]]
kind = "fixed"
amount = "3000.00"
[[clauses]]
kind = "included_ads"
amount = "15.00"
"""


def test_the_contract_enters_profit_and_ad_share_by_day(desk: Desk) -> None:
    """26 of June's 30 days are served: 100.00 a day of fee; 13.00 of ads are the agency's: 8.00 on the 5th, 5.00 on the 6th."""
    fill(desk)
    record.replace(desk.shop, toml.read(TERMS), "王")
    found = table(desk)
    # three covered days: 117.66 + 13.00 − 300.00
    assert sides(found.row("net_profit", "order")) == (Decimal("82.20"), Decimal("-169.34"))
    share = found.row("ad_share", "order")
    assert sides(share) == (24 / 196, 11 / 225)
    assert share.change == pytest.approx((11 / 225) / (24 / 196) - 1)
    # of the plain days two are served; nothing accrues on the others
    plain = found.row("net_profit", "order", plain=True)
    assert plain.after.value == Decimal("150.00") - 48 - (16 - 13) - 12 * Decimal("0.63") - 200


def test_what_was_never_exported_is_not_zero(desk: Desk) -> None:
    desk.accept(("orders.csv", sheet([taobao_order(number, paid, day=day) for number, day, paid in orders()])))
    found = table(desk)
    for name in ("visitors", "ctr", "conversion", "ad_share", "ad_spend", "stock_value"):
        row = found.row(name, "order")
        assert (name, *sides(row), row.note[0].template) == (name, None, None, NOTHING)
    assert sides(found.row("orders")) == (20, 24)


def test_no_fen_is_lost_between_the_sides(sold: Desk) -> None:
    found = table(sold)
    total = sold.one("sum(gross_sales)", "marts.daily")
    gross = found.row("gross_sales")
    assert Decimal(gross.before.value or 0) + Decimal(gross.after.value or 0) == total == Decimal("500.00")
    together = raw(Scope(sold.shop), Period(BEFORE.first, AFTER.last), AFTER)
    for name in ("gross_sales", "net_sales", "refunds"):
        whole, parts = together.row(name, "order").before.value, found.row(name, "order")
        assert whole == Decimal(parts.before.value or 0) + Decimal(parts.after.value or 0)


def test_as_json_holds_money_as_text(sold: Desk) -> None:
    said = table(sold, refunds="order").as_json()
    gross = said["rows"][0]
    assert (gross["metric"], gross["before"]) == ("gross_sales", {"value": "200.00", "days": 4, "per_day": "50.00"})
    ctr = next(row for row in said["rows"] if row["metric"] == "ctr")
    assert (ctr["before"]["value"], ctr["before"]["above"], ctr["before"]["below"]) == (0.05, 20, 400)
    assert said["before"] == {"from": "2026-06-01", "to": "2026-06-04", "days": 4}
    assert {"side": "after", "source": "ads", "platform": "taobao", "days": ["2026-06-08"]} in said["missing"]
