"""Phrases of weekly reports, typed by hand, with what they claim; what is unclear is listed and never guessed."""

from datetime import date
from decimal import Decimal

import pytest

from reports.claims.claimed import Claimed, one, understood
from reports.claims.table import tabled
from reports.claims.word import claimable, meanings
from reports.metric import metrics

WEEK = date(2026, 6, 1)

# The phrase; what it claims of the week as (figure, value, half of the last digit's place).
PHRASES = [
    ("本周销售额12.34万", [("gross_sales", "123400", "50")]),
    ("销售额12.34万元", [("gross_sales", "123400", "50")]),
    ("销售额：123,456.78元", [("gross_sales", "123456.78", "0")]),
    ("销售额为¥123,456.78", [("gross_sales", "123456.78", "0")]),
    ("销售额达到 1.2 亿", [("gross_sales", "120000000", "5000000")]),
    ("销售额共12345", [("gross_sales", "12345", "0.5")]),
    ("销售额１２３４５．６元", [("gross_sales", "12345.6", "0.05")]),
    ("￥１２，３４５．６０ 支付金额", [("gross_sales", "12345.60", "0")]),
    ("支付金额 98765.4", [("gross_sales", "98765.4", "0.05")]),
    ("成交额9.9w", [("gross_sales", "99000", "500")]),
    ("GMV 12.34w 单量1244", [("gross_sales", "123400", "50"), ("orders", "1244", "0")]),
    ("营业额：8k", [("gross_sales", "8000", "500")]),
    ("流水5千元", [("gross_sales", "5000", "500")]),
    ("成交12.34万元", [("gross_sales", "123400", "50")]),
    ("成交1244单", [("orders", "1244", "0")]),
    ("成交1244件", [("units", "1244", "0")]),
    ("净销售额11.8万", [("net_sales", "118000", "500")]),
    ("实收 118,000.00 元", [("net_sales", "118000.00", "0")]),
    ("实收金额117,999.5", [("net_sales", "117999.5", "0.05")]),
    ("下单金额13万", [("ordered_sales", "130000", "5000")]),
    ("下单数1300单", [("ordered_orders", "1300", "0")]),
    ("订单1244单", [("orders", "1244", "0")]),
    ("订单数：1,244", [("orders", "1244", "0")]),
    ("支付订单数1244笔", [("orders", "1244", "0")]),
    ("共1244单", [("orders", "1244", "0")]),
    ("本周一共1244单", [("orders", "1244", "0")]),
    ("销量2,050件", [("units", "2050", "0")]),
    ("退款3000元", [("refunds", "3000", "0.5")]),
    ("退款金额 -", []),
    ("退款8.2%", [("refund_rate", "0.082", "0.0005")]),
    ("退款率8.2%", [("refund_rate", "0.082", "0.0005")]),
    ("退款率约８％", [("refund_rate", "0.08", "0.005")]),
    ("推广花费17300元", [("ad_spend", "17300", "0.5")]),
    ("推广费约17300", [("ad_spend", "17300", "50")]),
    ("推广费17300左右", [("ad_spend", "17300", "50")]),
    ("推广费（元）：300", [("ad_spend", "300", "0.5")]),
    ("推广费 - 300", [("ad_spend", "300", "0.5")]),
    ("广告消耗1.73万", [("ad_spend", "17300", "50")]),
    ("推广占比14%", [("ad_share", "0.14", "0.005")]),
    ("ROI 3.2", [("roas", "3.2", "0.05")]),
    ("投产比1:3.25", [("roas", "3.25", "0.005")]),
    ("推广成交额5.5万", [("attributed_sales", "55000", "500")]),
    ("货款6.5万", [("product_cost", "65000", "500")]),
    ("毛利3.1万", [("gross_profit", "31000", "500")]),
    ("平台扣点1,234.5元", [("platform_fees", "1234.5", "0.05")]),
    ("快递费895.70", [("fulfilment_cost", "895.70", "0")]),
    ("托管服务费5000元", [("service_fee", "5000", "0.5")]),
    ("总成本9.87万", [("total_cost", "98700", "50")]),
    ("净利润约2.47万", [("net_profit", "24700", "50")]),
    ("净利润：-1,200", [("net_profit", "-1200", "0.5")]),
    ("亏损1200元", [("net_profit", "-1200", "0.5")]),
    ("净利率 20%", [("net_margin", "0.2", "0.005")]),
    ("客单价99.2元", [("average_order_value", "99.2", "0.05")]),
    ("访客 23,456", [("visitors", "23456", "0")]),
    ("访客2.3万人", [("visitors", "23000", "500")]),
    ("转化率5.30%", [("conversion", "0.053", "0.00005")]),
    ("支付买家数1,180人", [("buyers", "1180", "0")]),
    ("到账金额8.8万", [("settled_money", "88000", "500")]),
    ("Sales 12,345, orders 1,244", [("gross_sales", "12345", "0.5"), ("orders", "1244", "0")]),
    ("1,244 orders", [("orders", "1244", "0")]),
    ("We had 1,244 orders and ad spend of about 17.3k", [("orders", "1244", "0"), ("ad_spend", "17300", "50")]),
    ("Net profit of ¥24,700.50", [("net_profit", "24700.50", "0")]),
    ("Net sales were RMB 118,000", [("net_sales", "118000", "0.5")]),
    ("Refund rate: 8.2%", [("refund_rate", "0.082", "0.0005")]),
    ("Ad spend ~ 17,300 yuan", [("ad_spend", "17300", "50")]),
    ("Net loss 1,200.00", [("net_profit", "-1200.00", "0")]),
    ("Revenue: 1.2m", [("gross_sales", "1200000", "50000")]),
    ("ROAS = 3.2", [("roas", "3.2", "0.05")]),
    ("average order value 99.20", [("average_order_value", "99.20", "0")]),
    ("1. 销售额：12.3万", [("gross_sales", "123000", "500")]),
    ("③ 订单 15 单", [("orders", "15", "0")]),
    ("- 访客数 880", [("visitors", "880", "0")]),
    ("销售额12.34万，比上周增长5%", [("gross_sales", "123400", "50")]),
    ("销售额12.34万（环比+5%）", [("gross_sales", "123400", "50")]),
]  # fmt: skip

# What holds a number and is no claim, and why.
UNCLEAR = [
    ("销售额环比增长12%", "comparison"),
    ("销售额较上周提升12%", "comparison"),
    ("目标销售额10万", "aim"),
    ("下周预计推广费2万", "aim"),
    ("本月销售额50万", "other_period"),
    ("昨日订单30单", "other_period"),
    ("近7天访客3000", "other_period"),
    ("退款率8.2", "unit"),
    ("销售额8.2%", "unit"),
    ("订单12.5单", "unit"),
    ("推广费-300", "unit"),
    ("退款30单", "unit"),
    ("净利润2.4-2.5万", "unclear"),
    ("ROI 3.2-3.5", "unclear"),
    ("销售额12万多", "unclear"),
    ("销售额十二万", "unclear"),
    ("销售额12，345元", "unclear"),
    ("销售额1,23,456元", "unclear"),
    ("成交12.34万", "unclear"),
    ("直通车花费300", "unclear"),
    ("日均销售额1.7万", "unclear"),
    ("淘宝销售额5万", "unclear"),
    ("退款订单30单", "two_words"),
    ("优化标题5个", "unclear"),
    ("12.34万", "no_word"),
    ("sales up 12%", "comparison"),
    ("target sales 100,000", "aim"),
    ("sales last month 50k", "other_period"),
]


def said(claims: tuple[Claimed, ...]) -> list[tuple[str, Decimal, Decimal]]:
    return [(each.metric, each.value, each.rounding) for each in claims]


@pytest.mark.parametrize(("phrase", "expected"), PHRASES)
def test_a_phrase_claims_what_it_says(phrase: str, expected: list[tuple[str, str, str]]) -> None:
    found = understood(phrase, WEEK)
    assert said(found.claims) == [(name, Decimal(value), Decimal(rounding)) for name, value, rounding in expected]
    assert {(each.first, each.last) for each in found.claims} <= {(WEEK, date(2026, 6, 7))}


@pytest.mark.parametrize(("phrase", "why"), UNCLEAR)
def test_what_is_unclear_is_listed_and_never_guessed(phrase: str, why: str) -> None:
    found = understood(phrase, WEEK)
    assert found.claims == ()
    assert [each.why for each in found.unread] == [why]
    assert found.unread[0].text == phrase


def test_a_whole_report_in_one_sentence() -> None:
    text = "本周销售额12.34万，订单1244单，推广花费17300元，退款率8.2%，净利润约2.47万，ROI 3.2, 访客 23,456"
    found = understood(text, WEEK)
    assert said(found.claims) == [
        ("gross_sales", Decimal(123400), Decimal(50)),
        ("orders", Decimal(1244), Decimal(0)),
        ("ad_spend", Decimal(17300), Decimal("0.5")),
        ("refund_rate", Decimal("0.082"), Decimal("0.0005")),
        ("net_profit", Decimal(24700), Decimal(50)),
        ("roas", Decimal("3.2"), Decimal("0.05")),
        ("visitors", Decimal(23456), Decimal(0)),
    ]
    assert found.unread == ()
    assert [each.given for each in found.claims][:2] == ["本周销售额12.34万", "订单1244单"]


def test_text_without_numbers_is_no_claim_and_no_complaint() -> None:
    assert understood("本周整体表现不错，退款率下降明显。\nThanks for the good work!", WEEK).unread == ()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("上周销售额10万", "2026-05-25", "2026-05-31"),
        ("6月3日销售额1200", "2026-06-03", "2026-06-03"),
        ("6/3 销售额1200", "2026-06-03", "2026-06-03"),
        ("2026-06-03 销售额1200", "2026-06-03", "2026-06-03"),
        ("周三销售额1200", "2026-06-03", "2026-06-03"),
        ("本周日销售额1200", "2026-06-07", "2026-06-07"),
        ("上周三销售额1200", "2026-05-27", "2026-05-27"),
        ("周报（6.1-6.7）\n销售额1200", "2026-06-01", "2026-06-07"),
        ("2026年5月25日至5月31日\n\n销售额1200", "2026-05-25", "2026-05-31"),
        ("1,244 orders last week", "2026-05-25", "2026-05-31"),
        ("Wednesday sales 1,200", "2026-06-03", "2026-06-03"),
    ],
)
def test_a_claim_is_about_the_days_that_the_report_names(text: str, first: str, last: str) -> None:
    [claim] = understood(text, WEEK).claims
    assert (claim.first.isoformat(), claim.last.isoformat()) == (first, last)


def test_days_named_within_a_line_hold_to_its_end_only() -> None:
    found = understood("本月：销售额50万，订单5000单\n推广费300元", WEEK)
    assert said(found.claims) == [("ad_spend", Decimal(300), Decimal("0.5"))]
    assert [each.why for each in found.unread] == ["other_period", "other_period"]


def test_a_figure_claimed_twice_with_two_values_is_not_understood() -> None:
    found = understood("销售额12万\n订单5单\n销售额13万", WEEK)
    assert [each.metric for each in found.claims] == ["orders"]
    assert [(each.why, each.text) for each in found.unread] == [("twice", "销售额12万 / 销售额13万")]
    assert len(understood("销售额12万\n销售额120000", WEEK).claims) == 1


def test_a_claim_as_the_book_keeps_it() -> None:
    [sales, orders, share] = understood("销售额12.34万，订单1,244单，退款率8.20%", WEEK).claims
    assert sales.subject == "2026-06-01..2026-06-07 gross_sales"
    assert sales.as_json() == {
        "metric": "gross_sales", "from": "2026-06-01", "to": "2026-06-07", "value": "123400.00", "unit": "money", "rounding": "50",
        "given": "销售额12.34万",
    }  # fmt: skip
    assert (orders.as_json()["value"], share.as_json()["value"]) == ("1244", "0.082")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [["指标", "本周", "上周"], ["销售额", "12.34万", "11万"], ["退款率(%)", "8.2", ""]],
            [("gross_sales", "06-01", "123400"), ("gross_sales", "05-25", "110000"), ("refund_rate", "06-01", "0.082")],
        ),
        (
            [["日期", "销售额", "订单数"], ["2026-06-01", "100", "3"], ["2026/6/2", "200.50", "4"], ["合计", "300.50", "7"]],
            [
                ("gross_sales", "06-01", "100"), ("orders", "06-01", "3"), ("gross_sales", "06-02", "200.50"), ("orders", "06-02", "4"),
                ("gross_sales", "06-01", "300.50"), ("orders", "06-01", "7"),
            ],
        ),
        ([["销售额", "12345.60"], ["净利润", "-20"]], [("gross_sales", "06-01", "12345.60"), ("net_profit", "06-01", "-20")]),
        ([["Metric", "Value"], ["Refund rate", "0.082"]], [("refund_rate", "06-01", "0.082")]),
        ([["销售额（元）", "订单数（单）"], ["123", "4"]], [("gross_sales", "06-01", "123"), ("orders", "06-01", "4")]),
        ([["本周销售额12万，订单5单"]], [("gross_sales", "06-01", "120000"), ("orders", "06-01", "5")]),
    ],
)  # fmt: skip
def test_a_table_is_read_down_or_across(rows: list[list[str]], expected: list[tuple[str, str, str]]) -> None:
    found = tabled(rows, WEEK)
    assert [(each.metric, f"{each.first:%m-%d}", each.value) for each in found.claims] == [
        (name, day, Decimal(value)) for name, day, value in expected
    ]
    assert found.unread == ()


def test_of_two_columns_without_a_title_none_is_taken() -> None:
    found = tabled([["销售额", "100", "200"]], WEEK)
    assert found.claims == ()
    assert [each.why for each in found.unread] == ["unclear", "unclear"]
    [unit] = tabled([["指标", "数值"], ["退款率", "8.2"]], WEEK).unread
    assert unit.why == "unit"


@pytest.mark.parametrize(
    ("metric", "text", "value"),
    [("gross_sales", "12.34万", "123400"), ("refund_rate", "8.2", "0.082"), ("orders", "１２", "12"), ("orders", "12 x", None), ("orders", "", None)],
)  # fmt: skip
def test_one_typed_value(metric: str, text: str, value: str | None) -> None:
    found = one(metric, text, (WEEK, date(2026, 6, 7)))
    assert (found and found.value) == (value and Decimal(value))


def test_the_words_are_of_figures_that_exist() -> None:
    for name, figure in claimable().items():
        assert figure.label
        assert set(figure.others) <= {*metrics(), *claimable(), "conversion_of_orders"}, name
    # A word of several figures is told apart by the number's unit.
    for word, meant in meanings().items():
        units = [claimable()[metric].unit for metric, _ in meant]
        assert len(set(units)) == len(units) or word == "成交", word
