"""Files that nobody of this project wrote, where they are; none of them goes into the project."""

import csv
import gzip
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from etl.loaded import Loaded
from etl.pipeline import Asked, load
from reports.ripeness.ripeness import ripeness
from reports.scope import Scope
from tests.made import Desk

DATA = Path("/work/shared/data")
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the real files are not on this computer")
RETAIL = """entity = "order_lines"
platform = "retail"
[columns]
order_id = "InvoiceNo"
item_id = "StockCode"
product_name = "Description"
quantity = "Quantity"
unit_price = "UnitPrice"
ordered_at = "InvoiceDate"
[money]
line_amount = "quantity * unit_price"
[rows]
refund_when = { column = "InvoiceNo", prefix = "C" }
skip_when = { column = "InvoiceNo", prefix = "A" }
"""
ACCOUNT = """entity = "ad_spend"
platform = "facebook"
[columns]
ad_date = "Date"
campaign_id = "fb_campaign_id"
item_id = "ad_id"
spend = "Spent"
impressions = "Impressions"
clicks = "Clicks"
[dates]
order = "dmy"
"""
MARKETING = """entity = "ad_spend"
platform = "google"
[columns]
ad_date = "Date"
spend = "Online_Spend"
[dates]
order = "mdy"
"""
MERCHANDISE = """entity = "order_lines"
platform = "google"
[columns]
order_id = "Transaction_ID"
item_id = "Product_SKU"
quantity = "Quantity"
unit_price = "Avg_Price"
freight_amount = "Delivery_Charges"
ordered_at = "Transaction_Date"
[money]
line_amount = "quantity * unit_price"
[dates]
order = "mdy"
"""


def brought(desk: Desk, path: Path, mapped: str | None = None) -> Loaded:
    [loaded] = load(desk.shop, [(path, path.name)], Asked(map=mapped))[0]
    return loaded


def test_the_tmall_orders_of_february_2020(desk: Desk) -> None:
    loaded = brought(desk, DATA / "tmall_order_report.csv")
    assert loaded.format is not None
    assert (loaded.status, loaded.format.name, loaded.rows) == ("loaded", "taobao__orders", 28010)
    assert [(each.rows, each.broken) for each in loaded.identities] == [(24087, 0)]
    for basis in ("accounting", "order"):
        total = desk.weekly(refunds=basis).total
        assert (total["gross_sales"], total["refunds"]) == (Decimal("2474823.07"), Decimal("572335.92"))
        assert (total["net_sales"], total["orders"], total["unpaid_orders"]) == (Decimal("1902487.15"), 24087, 3923)
    late = ripeness(Scope(desk.shop))
    assert late.refused == "undated"  # no refund in it has a day
    with (DATA / "tmall_order_report.csv").open(encoding="utf-8-sig") as file:
        rows = [{name.strip(): cell for name, cell in row.items()} for row in csv.DictReader(file)]
    # The file tells of the orders placed up to its last day; six of them were paid after it.
    last = max(row["订单创建时间"][:10] for row in rows)
    assert sum(week.orders for week in late.weeks.values()) == sum(
        "" < row["订单付款时间"][:10] <= last for row in rows
    )


def test_the_online_retail_lines_by_a_map(desk: Desk) -> None:
    path = desk.write("online_retail.csv", gzip.decompress((DATA / "online_retail_2010_2011.csv.gz").read_bytes()))
    loaded = brought(desk, path, RETAIL)
    total = desk.weekly().total
    assert (loaded.rows, total["orders"]) == (541909, 19959)
    assert (total["gross_sales"], total["refunds"]) == (Decimal("10655622.48"), Decimal("896812.49"))
    assert (loaded.other_rows, loaded.other_amount) == (2518, Decimal("-11062.06"))
    assert ripeness(Scope(desk.shop)).refused == "apart"  # its cancellations name no order


def test_a_real_ad_account_by_a_map(desk: Desk) -> None:
    path = DATA / "kag_facebook_conversion.csv"
    loaded = brought(desk, path, ACCOUNT)
    with path.open(encoding="utf-8") as file:
        exact = [Decimal(row["Spent"]) for row in csv.DictReader(file)]
    assert sum(exact, Decimal(0)).quantize(Decimal("0.01")) == Decimal("58705.23")
    rounded = [each.quantize(Decimal("0.01"), ROUND_HALF_UP) for each in exact]
    [row] = desk.rows("select sum(spend) as spend, sum(impressions) as seen, sum(clicks) as clicks from facts.ad_spend")
    assert row == {"spend": sum(rounded), "seen": 213434828, "clicks": 38165}
    assert (loaded.rows, loaded.rounded) == (1143, sum(a != b for a, b in zip(exact, rounded, strict=True)))


def test_spend_with_semicolons_and_american_dates(desk: Desk) -> None:
    path = DATA / "google_merch_marketing_spend.csv"
    loaded = brought(desk, path, MARKETING)
    with path.open(encoding="utf-8-sig") as file:
        wanted = sum(Decimal(row["Online_Spend"]) for row in csv.DictReader(file, delimiter=";"))
    assert (loaded.rows, loaded.period) == (365, ("2019-01-01", "2019-12-31"))
    assert desk.one("sum(spend)", "facts.ad_spend") == wanted


@pytest.mark.parametrize("name", ["alipay", "wechat", "jd"])
def test_bills_of_a_person_are_refused(name: str, desk: Desk) -> None:
    refused = brought(desk, DATA / f"{name}_personal_bill_example.csv")
    assert [problem.kind for problem in refused.problems] == ["personal_bill"]


def test_an_export_without_rows_is_recognised(desk: Desk) -> None:
    loaded = brought(desk, DATA / "shopify_orders_header_2026.csv")
    assert loaded.format is not None
    assert (loaded.status, loaded.format.name, loaded.rows) == ("loaded", "shopify__orders", 0)


def test_a_file_that_excel_damaged_is_refused_and_the_damage_is_counted(desk: Desk) -> None:
    refused = brought(desk, DATA / "google_merch_sales_excel_damaged.xlsx", MERCHANDISE)
    assert refused.status == "refused"
    assert {(problem.kind, problem.column) for problem in refused.problems} >= {
        ("date_in_money", "Avg_Price"),
        ("date_in_money", "Delivery_Charges"),
    }
    told = " ".join(problem.message for problem in refused.problems).replace(",", "")
    assert "6065" in told, "the count of damaged cells is named (data/README.md)"
    assert "16437" in told
