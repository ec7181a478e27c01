"""Columns are proposed by name and by content, never a personal one, and a date order only where the cells decide it."""

import csv
import gzip
import io
from itertools import islice
from pathlib import Path

import pytest

from etl.content import content, date_order
from etl.entity import columns_of, entities
from etl.personal import is_personal
from etl.propose import (
    contents,
    kinds,
    likely_entity,
    likely_header,
    main_columns,
    needed,
    propose,
    said,
)

DATA = Path("/work/shared/data")
real = pytest.mark.skipif(not DATA.is_dir(), reason="the real files are not on this computer")
Rows = list[list[str]]


def rows(text: str) -> Rows:
    return list(csv.reader(io.StringIO(text.strip())))


def proposed(table: Rows) -> tuple[str, dict[str, str]]:
    """The kind of table and our column → their header."""
    header, samples = table[likely_header(table)], table[likely_header(table) + 1 :]
    entity = likely_entity(header, samples)
    return entity, {column: each.header for column, each in propose(entity, header, samples).items()}


INVENTED = {
    "orders": (
        "台灯专卖 六月流水,,,,,\n\n订单号,下单时间,实付金额（元）,商品名称,数量,收货人电话\n"
        "202606010001,2026/6/1 10:00,12.50,台灯,1,13800000000\n202606010002,2026/6/2 10:00,22.50,台灯,2,13800000001",
        {"order_id": "订单号", "ordered_at": "下单时间", "paid_amount": "实付金额（元）", "product_name": "商品名称", "quantity": "数量"},
    ),
    "order_lines": (
        "Order ID,Order Date,SKU,Qty,Unit Price,Customer Name\n1001,2026-04-03,A,1,9.9,Bob\n1001,2026-04-03,B,2,1.5,Bob",
        {"order_id": "Order ID", "ordered_at": "Order Date", "product_key": "SKU", "quantity": "Qty", "unit_price": "Unit Price"},
    ),
    "refunds": (
        "退款单号,订单编号,退款额,退款时间,买家昵称\nT1,202606010001,3.00,2026-06-03,张三",
        {"refund_id": "退款单号", "order_id": "订单编号", "refund_amount": "退款额", "refunded_at": "退款时间"},
    ),
    "ad_spend": (
        "日期,计划,消耗,曝光,点击,点击率\n2026-06-01,甲,12.3,1000,20,2%",
        {"ad_date": "日期", "campaign_name": "计划", "spend": "消耗", "impressions": "曝光", "clicks": "点击"},
    ),
    "unit_costs": ("SKU,成本\nA,1.2\nB,2.3", {"product_key": "SKU", "unit_cost": "成本"}),
    "cost_entries": ("日期,项目,金额\n2026-06-01,房租,3000", {"start_date": "日期", "label": "项目", "amount": "金额"}),
    "settlements": (
        "结算时间,业务类型,收入金额,支出金额,订单号\n2026-06-01,交易收款,10.00,0,202606010001",
        {"settled_at": "结算时间", "fee_kind": "业务类型", "income_amount": "收入金额", "expense_amount": "支出金额", "order_id": "订单号"},
    ),
    "traffic": (
        "日期,访客数,浏览量,支付买家数\n2026-06-01,10,20,3",
        {"traffic_date": "日期", "visitors": "访客数", "page_views": "浏览量", "buyers": "支付买家数"},
    ),
    "stock": ("商品编码,仓库,可用库存\nA,杭州,3", {"product_key": "商品编码", "warehouse": "仓库", "quantity": "可用库存"}),
    "bank_statement": (
        "记账时间,转入,转出,结余,对方\n2026-06-01,10.00,,110.00,某某公司\n2026-06-02,,5.00,105.00,某某公司",
        {"settled_at": "记账时间", "income_amount": "转入", "expense_amount": "转出", "balance": "结余"},
    ),
    "supplier_payments": (
        "付款日,供货商,货款金额,谁付的\n2026-06-01,甲厂,10.00,商家",
        {"paid_date": "付款日", "supplier": "供货商", "paid_amount": "货款金额", "paid_by": "谁付的"},
    ),
    "reviews": (
        "评价时间,订单号,星级\n2026-06-01 10:00:00,202606010001,5",
        {"reviewed_at": "评价时间", "order_id": "订单号", "score": "星级"},
    ),
    "bundles": ("组合编码,组成\nTZ-01,A+B*2", {"bundle_key": "组合编码", "product_key": "组成"}),
    "brushing": (
        "刷单订单号,本金,佣金\n202606010001,33,5",
        {"order_id": "刷单订单号", "principal_amount": "本金", "commission_amount": "佣金"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("entity", list(INVENTED))
def test_an_invented_table_is_understood(entity: str) -> None:
    text, wanted = INVENTED[entity]
    assert proposed(rows(text)) == (entity, wanted)


def test_without_a_telling_name_what_stands_in_the_cells_decides() -> None:
    header = ["甲", "乙", "丙"]
    samples = [["202606010001", "2026-06-01", "55.50"], ["202606010002", "2026-06-02", "56.50"]]
    found = propose("orders", header, samples)
    assert {column: (each.header, each.reason) for column, each in found.items()} == {
        "order_id": ("甲", "content"),
        "ordered_at": ("乙", "content"),
        "paid_amount": ("丙", "content"),
    }


def test_of_two_columns_that_look_alike_neither_is_proposed() -> None:
    found = propose("orders", ["甲", "乙"], [["1.50", "2.50"], ["3.10", "4.10"]])
    assert found == {}


def test_a_name_whose_cells_say_otherwise_is_not_proposed() -> None:
    assert "quantity" not in propose("orders", ["订单号", "数量"], [["1001", "2026-06-01"], ["1002", "2026-06-02"]])


@pytest.mark.parametrize("entity", kinds())
def test_a_personal_column_is_proposed_for_nothing(entity: str) -> None:
    header = ["收货人", "联系电话", "Customer Name", "CustomerID", "买家会员名", "billing_city", "Email", "客户"]
    assert all(map(is_personal, header))
    assert propose(entity, header, [["202606010001", "13800000000", "Bob", "17850", "a", "b", "c", "d"]]) == {}
    assert contents(header, [["x"] * len(header)]) == {}


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["2026-06-01", "2026/6/2 10:00"], "ymd"),
        (["31-08-2023"], "dmy"),
        (["1/1/2019", "1/13/2019"], "mdy"),
        (["1/2/2019", "3/4/2019"], "ambiguous"),
        (["13/1/2019", "1/13/2019"], "ambiguous"),
    ],
)
def test_the_order_of_a_date_is_told_where_a_number_above_12_decides(cells: list[str], order: str) -> None:
    assert date_order(cells) == order


def test_what_cells_look_like() -> None:
    assert content(["¥1,234.50", "（元）", "—", "12.00元"]).amounts == pytest.approx(2 / 3)
    assert content(["3%", "4%"]).percents == 1
    assert content(["202606010001"]).long_ids == 1
    assert content(["", "-", "7"]).filled == pytest.approx(1 / 3)
    assert content(["45123"]).fits("date")
    assert not content(["45123"]).looks("date")


def test_the_words_name_columns_that_there_are() -> None:
    columns = {column for entity in entities() for column in columns_of(entity)}
    assert set(said()["names"]) <= columns
    for entity in kinds():
        known = columns_of(entity)
        assert set(main_columns(entity)) <= set(known)
        assert {column for choice in needed(entity) for column in choice} <= set(known)


@real
def test_the_online_retail_lines() -> None:
    with gzip.open(DATA / "online_retail_2010_2011.csv.gz", "rt", encoding="utf-8") as file:
        entity, found = proposed(list(islice(csv.reader(file), 40)))
    assert entity == "order_lines"
    assert found == {
        "order_id": "InvoiceNo",
        "product_key": "StockCode",
        "product_name": "Description",
        "quantity": "Quantity",
        "unit_price": "UnitPrice",
        "ordered_at": "InvoiceDate",
    }


@real
def test_the_marketing_spend_with_american_dates() -> None:
    with (DATA / "google_merch_marketing_spend.csv").open(encoding="utf-8-sig") as file:
        table = list(islice(csv.reader(file, delimiter=";"), 40))
    entity, found = proposed(table)
    assert (entity, found["ad_date"], found["spend"]) == ("ad_spend", "Date", "Online_Spend")
    assert contents(table[0], table[1:])["Date"].dates == "mdy"


@real
def test_the_ad_account() -> None:
    with (DATA / "kag_facebook_conversion.csv").open(encoding="utf-8") as file:
        table = list(islice(csv.reader(file), 40))
    entity, found = proposed(table)
    assert entity == "ad_spend"
    wanted = {"ad_date": "Date", "spend": "Spent", "impressions": "Impressions", "clicks": "Clicks", "item_id": "ad_id"}
    assert found == found | wanted
    assert "age" not in found.values()
    assert contents(table[0], table[1:])["Date"].dates == "dmy"
