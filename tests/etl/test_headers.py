"""Every header row that export-formats.md prints is recognised as exactly its format, or as none that is built."""

import csv
import re
from pathlib import Path

import pytest

from etl.errors import Refused
from etl.format import formats
from etl.recognise import recognise

DOCUMENT = Path("/work/shared/design/export-formats.md")
# The document's sections whose exports are built, and the format of each of their header rows, in order.
OURS = {
    "A1": ["taobao__orders", "taobao__orders"],
    "A2": ["taobao__order_lines", "taobao__order_lines"],
    "A3": ["qianniu__orders"],
    "A4": ["qianniu__order_lines"],
    "A8": ["pinduoduo__orders"],
    "A10": ["douyin__orders", "douyin__orders"],
    "B1": ["wanxiangtai__ad_spend"],
    "B5": ["pinduoduo__ad_spend"],
    "B6": ["qianchuan__standard_ad_spend", "qianchuan__ad_spend"],
    "C1": ["alipay__settlements"],
    "C2": ["alipay__combined_settlements"],
    "C4": ["wechat_pay__settlements", "wechat_pay__fund_settlements"],
    "C5": ["jd__settlements", "jd__settlements_v2", "jd__summary_settlements"],
    "C6": ["pinduoduo__settlements"],
    "C7": ["douyin__settlements", "douyin__order_settlements"],
    "C8": ["kuaishou__settlements"],
    "C12": ["amazon__settlements"],
}
# Header rows that the document prints inside its running text.
ALSO = {
    "qianniu A1 2022": (
        "订单编号,买家会员昵称,虚拟号过期时间,买家应付货款,总金额,买家实际支付金额,订单创建时间,订单付款时间",
        "taobao__orders",
    ),
    "B1 campaigns": (
        "日期,场景ID,场景名字,计划ID,计划名字,展现量,点击量,花费,点击率,总成交金额,总成交笔数",
        "wanxiangtai__ad_spend",
    ),
    "B5 account": (
        "日期,交易额(元),实际投产比,总花费(元),成交笔数,每笔成交金额(元),曝光量,点击量",
        "pinduoduo__ad_spend",
    ),
    "B5 old account": ("日期,花费(元),交易额(元),投入产出比,成交笔数,店铺关注量,曝光量,点击量", "pinduoduo__ad_spend"),
    "B3 ledger": ("记账时间,交易日期,收支类型,交易类型,操作金额(元),操作后余额(元),备注", "alimama__ad_spend"),
    "C2 trades": (
        "商户订单号,支付宝交易号,交易状态,创建时间,商家实收(元),商家实退(元),服务费(元),退服务费(元),付款备注",
        "alipay__trade_settlements",
    ),
    "C3": (
        "入账时间,支付流水号,淘宝订单编号,入账类型,收入金额（元）,支出金额,业务描述,备注",
        "taobao__wechat_settlements",
    ),
    "C3 old": (
        "商家昵称,入帐日期,入帐时间,支付流水号,主订单id,子订单id,入帐类型,收入金额(元),支出金额(元),业务描述,备注,收/付渠道,数据创建时间,数据修改时间",
        "taobao__wechat_settlements",
    ),
    "C3 deposit": (
        "完成时间,操作类型,原因,币种,收支金额(元),来源账户,去向账户,出资类型,业务描述,业务编号,订单编号,备注",
        "taobao__deposit_settlements",
    ),
    "C5 third, fees": (
        "商家ID,公司ID,公司名称,钱包账户,订单编号,业务单据编号,父单号,订单状态,下单时间,完成时间,商品编号,商品名称,商品单价,商品数量,"
        "(预计)结算时间,商户订单号,资金动账备注,费用名称,费用分类,金额,结算主体",
        "jd__fee_settlements",
    ),
    "C5 oldest": ("订单编号,费用结算时间,金额,单据类型,费用项,收支方向", "jd__oldest_settlements"),
    "C7 ledger": (
        "动账流水号,关联订单号,关联子订单号,动账时间,账户方向,动账金额(元),动账场景,账户余额(元),备注",
        "douyin__ledger_settlements",
    ),
    "C7 insurance": (
        "投保单号,订单编号,下单时间,承保时间,保险名称,承保保司,保费来源,支付保费,保费状态,动账时间,动账流水号,保险交易单号,"
        "平台优惠【营销补贴】,保障额度,保障状态,备注,平台优惠【特殊活动】,平台优惠",
        "douyin__insurance_settlements",
    ),
    "C7 inspection": (
        "结算单号,订单码,关联订单号,关联运单号,费用项,服务商,QIC仓,结算金额,计费参数,计费完成时间,业务节点,业务发生时间,结算时间,状态,动账账户,动账流水号,备注",
        "douyin__inspection_settlements",
    ),
    "C8 ledger": (
        "账务流水号,关联业务单号,入账时间,账务方向,发生额（元）,期末余额（元）,业务类型,描述,备注",
        "kuaishou__ledger_settlements",
    ),
    "C8 insurance": (
        "订单编号,服务费用（元）,商家承担服务费用（元）,平台补贴费用（元）,生效时间,收费编号",
        "kuaishou__insurance_settlements",
    ),
    "C9": (
        "订单号,售后单号,下单时间,结算时间,交易类型,结算账户,动账金额,计佣基数,商品实付/实退,运费实付/实退,平台优惠补贴,平台运费补贴,跨境税代缴,"
        "商品税金,运费税金,佣金,支付渠道费,分销佣金,代运营服务商佣金,代开发服务商佣金,花呗分期手续费,国补订单毛保金额,备注",
        "xiaohongshu__settlements",
    ),
    "C9 services": (
        "业务款项,订单号,业务单据号,结算时间,结算账户,交易类型,动账金额,备注",
        "xiaohongshu__service_settlements",
    ),
    "C9 ledger": (
        "创建时间,交易类型描述,收入（元）,支出（元）,账户余额（元）,业务单号,备注",
        "xiaohongshu__ledger_settlements",
    ),
    "C10": (
        "流水单号,记账时间,动帐类型,收支类型,收支金额,账户余额,关联订单号,关联售后单号,关联提现单号,关联保单号,关联礼物单号,详情",
        "wechat__settlements",
    ),
    "C11": (
        "Transaction Date,Type,Order,Card Brand,Card Source,Payout Status,Payout Date,Available On,Amount,Fee,Net,Checkout,"
        "Payment Method Name,Presentment Amount,Presentment Currency,Currency",
        "shopify__settlements",
    ),
    "C11 payouts": (
        "Payout Date,Status,Charges,Refunds,Adjustments,Reserved Funds,Fees,Retried Amount,Total,Currency",
        "shopify__payout_settlements",
    ),
    "C12 V1": (
        "settlement-id,settlement-start-date,settlement-end-date,deposit-date,total-amount,currency,transaction-type,order-id,shipment-fee-type,"
        "shipment-fee-amount,order-fee-type,order-fee-amount,posted-date,order-item-code,price-type,price-amount,item-related-fee-type,"
        "item-related-fee-amount,misc-fee-amount,other-fee-amount,promotion-type,promotion-amount,direct-payment-type,direct-payment-amount,other-amount",
        "amazon__settlements_v1",
    ),
    "C12 range": (
        "date/time,settlement id,type,order id,sku,description,quantity,marketplace,account type,fulfillment,order city,order state,order postal,total",
        "amazon__range_settlements",
    ),
    "D3 simple": ("型号,成本价", "unit_costs"),
    "D3 english": ("SKU,ProductName,Category,COGS,ShippingCost,Supplier", "unit_costs"),
    "D3 full-width": ("商家编码 ,成本价（元）,生效日期", "unit_costs"),
}
NOT_BUILT = {
    "A7 marketing": "订单编号,订单下单时间,商品编号,商品名称,商品数量,优惠类型,京东承担金额,商家承担金额",
    "A9 after-sale": "售后编号,订单编号,交易金额,售后状态,退款类型,退款金额,申请时间",
    "A4 goods money": "子订单号,订单号,数量,订单实际金额（元）,退款金额（元）,商品名称",
    "B2 old wanxiangtai": "日期,优化目标,效果模型,统计口径,转化周期,消耗,曝光量,点击量,总成交金额",
    "B7": "账户名称,账户ID,时间,账户类型,快手昵称,快手ID,总花费(元),当日累计GMV(元),当日累计ROI",
    "D1 jushuitan": "内部订单号,线上订单号,店铺名称,下单时间,应付金额,已付金额,状态,商品编码,商品名称,数量,商品单价,原价,买家实付,成本价",
    "D2 wangdiantong": "订单编号,店铺,子单原始单号,订单状态,订单退款状态,交易时间,付款时间,买家实付,应收金额,货品名称,实发数量",
}


def blocks() -> list[tuple[str, int, str]]:
    """(section, its n-th header, header row) of the document; empty where the document is absent."""
    if not DOCUMENT.exists():
        return []
    found, section, number = [], "", 0
    for part in re.finditer(
        r"^### (\w+)\.|```header\n(.*?)\n```", DOCUMENT.read_text("utf-8"), re.MULTILINE | re.DOTALL
    ):
        if part[1]:
            section, number = part[1], 0
        else:
            found.append((section, number, part[2]))
            number += 1
    return found


def variants(row: str) -> list[list[str]]:
    """The header with and without its bracketed columns; `…` stands for columns nobody has seen."""
    [cells] = csv.reader([row])
    cells = [cell for cell in cells if cell.strip("[]") != "…"]
    return [[cell.strip("[]") for cell in cells], [cell for cell in cells if not cell.startswith("[")]]


BLOCKS = [pytest.param(*block, id=f"{block[0]}-{block[1]}") for block in blocks()]
if not BLOCKS:
    BLOCKS = [pytest.param("", 0, "", marks=pytest.mark.skip(reason="export-formats.md is not here"))]


def named(header: list[str]) -> str | None:
    """The format a header is recognised as; None when it is none of ours."""
    try:
        return recognise([header]).format.name
    except Refused as refused:
        kind = refused.problems[0].kind
    return None if kind in ("unknown_format", "no_header") else kind


@pytest.mark.parametrize(("section", "number", "row"), BLOCKS)
def test_a_printed_header_is_exactly_its_format_or_none_of_ours(section: str, number: int, row: str) -> None:
    wanted = OURS[section][number] if section in OURS else None
    for header in variants(row):
        assert named(header) == wanted
        assert {each.name for each in formats().values() if each.fits(header)} == ({wanted} if wanted else set())


@pytest.mark.skipif(not DOCUMENT.exists(), reason="export-formats.md is not here")
def test_the_document_prints_the_headers_we_know_of() -> None:
    assert len(blocks()) >= 41
    counted: dict[str, int] = {}
    for section, _, _ in blocks():
        counted[section] = counted.get(section, 0) + 1
    assert {section: counted[section] for section in OURS} == {section: len(names) for section, names in OURS.items()}


@pytest.mark.parametrize(("row", "wanted"), ALSO.values(), ids=ALSO)
def test_other_known_headers_are_recognised(row: str, wanted: str) -> None:
    assert named(row.split(",")) == wanted


@pytest.mark.parametrize("row", NOT_BUILT.values(), ids=NOT_BUILT)
def test_exports_that_are_not_built_are_none_of_ours(row: str) -> None:
    assert named(row.split(",")) is None


def test_a_header_may_stand_below_titles_and_be_written_in_any_width() -> None:
    header = ["\ufeff订单编号", "买家实际支付金额 ", "订单创建时间\t", "总金额"]
    assert recognise([["订单报表"], [], ["说明", "2026-06"], header]).header_index == 3
    pinduoduo = ["订 单号", "订单状态", "商家实收金额（元）", "用户实付金额（元）"]
    assert recognise([pinduoduo]).format.name == "pinduoduo__orders"


def test_no_platform_export_is_a_cost_table() -> None:
    for name in ("商家编码,成本价,订单编号", "商品编码,成本,线上订单号", "sku,cogs,花费"):
        assert not formats()["unit_costs"].fits(name.split(","))
