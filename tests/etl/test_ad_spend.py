"""Every yuan of ad spend once: reports overlap, repeat themselves per window, and know the same money at several grains."""

from datetime import date
from decimal import Decimal

import pytest

from tests.made import Desk, pinduoduo_ads, sheet, wanxiangtai_day

QIANCHUAN = "日期,素材ID,整体展现次数,整体点击次数,整体消耗,整体支付ROI,整体成交金额,整体成交订单数\n2026-06-01,m1,10,1,100.00,2,200,2\n"
STANDARD = (
    "日期,账户,消耗(元),展示次数,点击次数,直接成交订单数,直接成交金额(元),直接支付ROI\n2026-06-01,甲,300.00,9,1,1,5,1\n"
)


def spend(desk: Desk) -> Decimal:
    assert desk.one("sum(spend)", "facts.ad_spend") == desk.one("sum(ad_spend)", "marts.daily")
    return Decimal(desk.one("sum(spend)", "facts.ad_spend"))


def test_overlapping_reports_count_once_and_the_newest_state_wins(desk: Desk) -> None:
    old = sheet([wanxiangtai_day("1.00", "2026-06-01"), wanxiangtai_day("2.00", "2026-06-02")])
    new = sheet([wanxiangtai_day("2.50", "2026-06-02"), wanxiangtai_day("4.00", "2026-06-03")])
    desk.accept(("商品报表_20260604_101112.csv", new))
    desk.accept(("商品报表_20260603_101112.csv", old))
    assert spend(desk) == Decimal("7.50")


def test_rows_that_are_equal_in_everything_are_different_rows(desk: Desk) -> None:
    desk.accept(("a.csv", sheet([wanxiangtai_day("1.00")] * 2)), ("b.csv", sheet([wanxiangtai_day("1.00")] * 3)))
    assert spend(desk) == 3


def test_a_report_repeated_per_window_is_spent_once(desk: Desk) -> None:
    rows = [
        wanxiangtai_day("5.00", window=window, 总成交金额=sales) for window, sales in (("1天", "10"), ("15天", "30"))
    ]
    desk.accept(("a.csv", sheet(rows)))
    assert spend(desk) == 5
    assert desk.one("sum(attributed_sales)", "facts.ad_spend") == 30


@pytest.mark.parametrize("windows", [("15天", "30天"), ("1天", "15天"), ("15天", "")])
def test_two_reports_with_different_windows_are_spent_once(windows: tuple[str, str], desk: Desk) -> None:
    for n, window in enumerate(windows):
        desk.accept((f"{n}.csv", sheet([wanxiangtai_day("5.00", window=window, 点击量=str(n))])))
    assert spend(desk) == 5


def test_what_the_account_paid_beyond_its_items_stays_unallocated(desk: Desk) -> None:
    items = [pinduoduo_ads("10.50", item="9001"), pinduoduo_ads("4.25", item="9002")]
    desk.accept(("items.csv", sheet(items)), ("account.csv", sheet([pinduoduo_ads("20.00")])))
    assert spend(desk) == 20
    assert desk.rows("select item_id, spend from facts.ad_spend where is_remainder") == [
        {"item_id": None, "spend": Decimal("5.25")}
    ]
    [unnamed] = [each for each in products(desk) if each["product"] is None]
    assert unnamed["ad_spend"] == "20.00"  # no order names these items, so nothing can be given to a product


def products(desk: Desk) -> list[dict[str, str]]:
    from reports.products import products as by_product
    from reports.scope import Scope

    return list(by_product(Scope(desk.shop)).as_json()["products"])


def test_a_day_known_for_the_account_only_counts_whole(desk: Desk) -> None:
    desk.accept(("items.csv", sheet([pinduoduo_ads("10.00", item="9001")])))
    desk.accept(("account.csv", sheet([pinduoduo_ads("10.00"), pinduoduo_ads("7.00", "2026-06-02")])))
    assert spend(desk) == 17


def test_the_campaign_report_and_the_item_report_are_the_same_money(desk: Desk) -> None:
    items = [wanxiangtai_day("3.00", item="7001"), wanxiangtai_day("4.00", item="7002")]
    campaigns = [wanxiangtai_day("7.50", item="", 主体名称="")]
    desk.accept(("items.csv", sheet(items)), ("campaigns.csv", sheet(campaigns)))
    assert spend(desk) == Decimal("7.50")


def test_a_row_without_an_item_in_an_item_report_is_money_of_its_own(desk: Desk) -> None:
    rows = [wanxiangtai_day("100.00"), wanxiangtai_day("30.00", campaign="12", item="-", 主体名称="-")]
    desk.accept(("a.csv", sheet(rows)))
    assert spend(desk) == 130


def test_two_ad_products_of_one_platform_are_added(desk: Desk) -> None:
    """全域 and 标准 are two ways to spend on Douyin; neither contains the other."""
    desk.accept(("全域.csv", QIANCHUAN), ("标准.csv", STANDARD))
    assert spend(desk) == 400


def test_the_creative_report_and_the_product_report_are_the_same_money(desk: Desk) -> None:
    product = QIANCHUAN.replace("素材ID", "商品ID").replace("m1", "36001").replace("100.00", "90.00")
    desk.accept(("素材.csv", QIANCHUAN), ("商品.csv", product))
    assert spend(desk) == 100
    assert desk.one("sum(spend)", "facts.ad_spend where item_id = '36001'") == 90


def test_two_accounts_of_one_report_are_added(desk: Desk) -> None:
    rows = STANDARD + STANDARD.split("\n")[1].replace("甲", "乙") + "\n"
    desk.accept(("标准.csv", rows), ("标准-2.csv", STANDARD.replace("甲", "乙")))
    assert spend(desk) == 600


def test_the_total_row_is_dropped_and_held_against_the_rows(desk: Desk) -> None:
    rows = [pinduoduo_ads("1.00", item="9001"), pinduoduo_ads("9.00", "总计", "-")]
    [loaded] = desk.load(("a.csv", sheet(rows)))
    assert (loaded.rows, loaded.rejected, spend(desk)) == (1, 1, Decimal(1))
    assert [(each.rows, each.broken) for each in loaded.identities] == [(1, 1)]


def test_spend_with_more_than_two_decimals_is_rounded_half_up_once_per_row(desk: Desk) -> None:
    rows = [
        wanxiangtai_day("0.005", "2026-06-01"),
        wanxiangtai_day("1.994999", "2026-06-02"),
        wanxiangtai_day("2.50", "2026-06-03"),
    ]
    [loaded] = desk.load(("a.csv", sheet(rows)))
    assert loaded.rounded == 2
    assert spend(desk) == Decimal("4.50")


def test_a_report_without_any_day_is_refused(desk: Desk) -> None:
    rows = [{name: cell for name, cell in pinduoduo_ads("1.00", item="9001").items() if name != "日期"}]
    [refused] = desk.load(("商品推广.csv", sheet(rows)))
    assert [problem.kind for problem in refused.problems] == ["no_period"]


def test_a_report_by_period_is_put_on_no_day(desk: Desk) -> None:
    """The period stands in the file's name only; its money is known, and it is on none of its days."""
    rows = [{name: cell for name, cell in pinduoduo_ads("1.00", item="9001").items() if name != "日期"}]
    [loaded] = desk.load(("商品推广_20260601_20260630.csv", sheet(rows)))
    assert (loaded.status, loaded.period, loaded.sum) == ("loaded", ("2026-06-01", "2026-06-30"), Decimal("1.00"))
    assert desk.rows("select * from facts.ad_spend") == []
    assert desk.rows("select spend, period_from, period_to from facts.ad_periods") == [
        {"spend": Decimal("1.00"), "period_from": date(2026, 6, 1), "period_to": date(2026, 6, 30)}
    ]


def test_a_report_of_one_day_is_that_days(desk: Desk) -> None:
    rows = [{name: cell for name, cell in pinduoduo_ads("1.00", item="9001").items() if name != "日期"}]
    desk.accept(("商品推广_20260601_20260601.csv", sheet(rows)))
    assert desk.rows("select ad_date, spend from facts.ad_spend") == [
        {"ad_date": date(2026, 6, 1), "spend": Decimal("1.00")}
    ]


SETTLED = "账户支出时间,淘客结算时间,商品ID,佣金,服务费金额,淘宝父订单编号,淘宝子订单编号\n"


def test_overlapping_lists_of_commissions_count_each_order_line_once(desk: Desk) -> None:
    line = "2026-06-01 10:00:00,2026-06-16,7001,{},{},{}01,{}01\n".format
    one = SETTLED + line("1.00", "0.10", 1, 1) + line("2.00", "-", 2, 2)
    other = SETTLED + line("2.00", "-", 2, 2) + line("4.00", "0.40", 3, 3)
    desk.accept(("a.csv", one), ("b.csv", other), ("items.csv", sheet([wanxiangtai_day("5.00")])))
    assert spend(desk) == Decimal("12.50")


def test_an_overview_counts_where_no_report_tells_the_day(desk: Desk) -> None:
    overview = "宝贝ID,日期,营销推广消耗\n7001,20260601,5.00\n7001,20260602,6.00\n"
    desk.accept(("单品.csv", overview), ("items.csv", sheet([wanxiangtai_day("5.50")])))
    assert spend(desk) == Decimal("11.50")


def test_reports_of_different_products_of_one_platform_are_different_money(desk: Desk) -> None:
    old = "日期,展现量,点击量,花费,总成交金额,宝贝收藏数,平均点击花费\n2026-06-01,1,1,100.00,0,0,1\n"
    desk.accept(("直通车.csv", old), ("items.csv", sheet([wanxiangtai_day("5.00")])))
    assert spend(desk) == 105


KINDS = """entity = "ad_spend"
platform = "taobao"
[columns]
ad_date = "day"
spend = "spend"
[constants]
ad_kind = "{}"
"""


def test_what_tells_the_same_spend_again_counts_where_the_reports_are_silent(desk: Desk) -> None:
    """Reports beat overviews, overviews the account's ledger; affiliates are other money, told twice as well."""
    spends = {
        "report": "1.00",
        "overview": "20.00",
        "ledger": "300.00",
        "affiliate": "4000.00",
        "affiliate_overview": "50000.00",
    }
    days = {"report": 1, "overview": 2, "ledger": 3, "affiliate": 1, "affiliate_overview": 2}
    for kind, spend in spends.items():
        rows = "".join(f"2026-06-0{day},{spend}\n" for day in range(days[kind], 4) if day >= 1)
        desk.accept(
            (f"{kind}.csv", f"day,spend\n{rows if kind != 'report' else f'2026-06-01,{spend}'}\n"),
            map=KINDS.format(kind),
        )
    found = desk.rows("select ad_date, sum(spend) as spend from facts.ad_spend group by ad_date order by ad_date")
    assert [row["spend"] for row in found] == [Decimal("4001.00"), Decimal("4020.00"), Decimal("4020.00")]
