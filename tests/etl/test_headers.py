"""Every header row that export-formats.md prints is recognised as exactly its format, or as none that is built."""

import csv
import re
from pathlib import Path

import pytest

from etl.errors import Refused
from etl.formatfile import formats
from etl.recognise import recognise

DOCUMENT = Path("/work/shared/design/export-formats.md")
# The document's sections whose exports are built, and the format of each of their header rows, in order.
OURS = {
    "A1": ["taobao__orders", "taobao__orders"],
    "A2": ["taobao__order_lines", "taobao__order_lines"],
    "A3": ["qianniu__orders"],
    "A4": ["qianniu__order_lines"],
    "A5": ["taobao__refunds"],
    "A6": ["jd__orders"],
    "A8": ["pinduoduo__orders"],
    "A10": ["douyin__orders", "douyin__orders"],
    "A11": ["douyin__refunds"],
    "A12": ["kuaishou__orders"],
    "A13": ["xiaohongshu__orders"],
    "A14": ["wechat__orders"],
    "A15": ["1688__purchases"],
    "A16": ["shopify__orders"],
    "A17": ["woocommerce__orders"],
    "A18": ["amazon__orders"],
    "B1": ["wanxiangtai__ad_spend"],
    "B5": ["pinduoduo__ad_spend"],
    "B6": ["qianchuan__standard_ad_spend", "qianchuan__ad_spend"],
    "B4": ["jingzhuntong__ad_spend"],
    "B8": ["google__ad_spend"],
    "B9": ["meta__ad_spend"],
    "E1": ["shengyicanmou__traffic", "shengyicanmou__shop_traffic"],
    "E2": ["jingdongshangzhi__traffic"],
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
    "A4 goods money": ("子订单号,订单号,数量,订单实际金额（元）,退款金额（元）,商品名称", "taobao__goods_settlements"),
    "A5 split": ("订单编号,退款编号,支付宝交易号,退款总额,退给买家金额,退给平台金额,退款状态", "taobao__refunds"),
    "A6 new": (
        "订单号,商品ID,商品名称,订购数量,下单时间,京东价,订单金额,应付金额,订单状态,商家SKUID,商家应收,快递单号",
        "jd__orders",
    ),
    "A7": ("服务单号,订单号,商品名称,退款金额,客户期望,一级申请原因,审核时间,商家首次处理时间", "jd__refunds"),
    "A7 marketing": (
        "订单编号,订单下单时间,商品编号,商品名称,商品数量,优惠类型,优惠活动名称,优惠活动ID,京东承担金额,商家承担金额,政府承担金额",
        "jd__order_subsidies",
    ),
    "A9": ("售后编号,订单编号,交易金额,售后状态,退款类型,退款金额,申请时间", "pinduoduo__refunds"),
    "A13 after-sale": (
        "售后单号,订单号,商品名称,售后类型,申请售后金额(元),原因,退货创建时间,商家确认收货时间",
        "xiaohongshu__refunds",
    ),
    "A19": ("Order ID,Order Status,Order Substatus,Seller SKU,Quantity,Created Time", "tiktok__orders"),
    "B1 campaigns": (
        "日期,场景ID,场景名字,计划ID,计划名字,展现量,点击量,花费,点击率,总成交金额,总成交笔数",
        "wanxiangtai__ad_spend",
    ),
    "B5 account": (
        "日期,交易额(元),实际投产比,总花费(元),成交笔数,每笔成交金额(元),曝光量,点击量",
        "pinduoduo__ad_spend",
    ),
    "B5 old account": ("日期,花费(元),交易额(元),投入产出比,成交笔数,店铺关注量,曝光量,点击量", "pinduoduo__ad_spend"),
    "B2 Zhitongche account": (
        "日期,展现量,点击量,花费,点击率,平均点击花费,千次展现花费,总收藏数,宝贝收藏数,店铺收藏数,总购物车数,宝贝收藏转化率,总成交金额",
        "zhitongche__ad_spend",
    ),
    "B2 Zhitongche campaign": (
        "日期,计划id,计划名称,推广类型,展现量,点击量,花费,平均点击花费,总成交金额",
        "zhitongche__ad_spend",
    ),
    "B2 Zhitongche unit": (
        "日期,计划id,计划名称,单元id,单元名称,商品id,展现量,点击量,花费,平均点击花费,总成交金额",
        "zhitongche__ad_spend",
    ),
    "B2 old Wanxiangtai": (
        "日期,优化目标,效果模型,统计口径,转化周期,消耗,曝光量,点击量,点击率,点击成本,收藏量,总成交金额,roi",
        "wanxiangtai__old_ad_spend",
    ),
    "B2 Yinlimofang": (
        "日期,计划组,计划,主体类型,主体名称,商品id,消耗,展现量,点击量,成交订单量,成交订单金额,投资回报率",
        "yinlimofang__ad_spend",
    ),
    "B2 Taobaoke products": (
        "商品名称,商品id,商品链接,付款佣金支出(元),付款佣金率,付款金额(元),付款笔数",
        "taobaoke__ad_spend",
    ),
    "B2 Taobaoke orders": (
        "确认收货时间,账户支出时间,淘客结算时间,创建时间,计划名称,商品id,商品名称,实际成交价格,成交商品数,佣金比例,佣金,服务费率,服务费金额,淘宝父订单编号,淘宝子订单编号",
        "taobaoke__order_ad_spend",
    ),
    "B2 Damopan": (
        "宝贝ID,宝贝名称,日期,货品成长阶段,支付金额,IPV,营销推广IPV,营销推广消耗,营销推广ROI,收藏率,支付转化率",
        "damopan__ad_spend",
    ),
    "B7": (
        "账户名称,账户ID,时间,账户类型,快手昵称,快手ID,总花费(元),当日累计GMV(元),当日累计ROI",
        "cili__ad_spend",
    ),
    "B9 French": ("Jour;Nom de la campagne;Montant dépensé (USD)".replace(";", ","), "meta__ad_spend"),
    "D1 Jushuitan orders": (
        "内部订单号,线上订单号,店铺名称,下单时间,应付金额,已付金额,状态,快递单号,订单类型,旗帜,平台站点,子订单编号,线上子订单编号,"
        "原始线上订单号,商品编码,商品名称,数量,商品单价,商品金额,原价,买家实付,收入运费,支出运费,成本价",
        "jushuitan__unit_costs",
    ),
    "D1 Jushuitan products": (
        "款式编码,商品编码,商品名称,颜色及规格,基本售价,成本价,商品简称,商品分类,虚拟分类,商品标签,重量,实际库存数",
        "jushuitan__product_unit_costs",
    ),
    "D2 Wangdiantong": (
        "订单编号,店铺,子单原始单号,订单状态,订单退款状态,交易时间,付款时间,发货时间,收件人,买家实付,应收金额,货品名称,实发数量,分摊后总价",
        "wangdiantong__shipments",
    ),
    "D2 Wanliniu": ("系统单号,原订单号,商品编码,数量,快递单号,发货时间", "wanliniu__shipments"),
    "D3 brushing": ("下单日期,付款日期,店铺,订单号,本金,佣金,平台费,本金核对,付款平台,平台账号,备注", "brushing"),
    "D3 dropshipping": ("下单日期,店铺,付款日期,订单号,订单金额,代购成本", "dropshipping"),
    "D3 SF Express": (
        "序号,日期,运单号码,寄件地区,到件地区,计费重量,产品类型,付款方式,应付金额",
        "shunfeng__shipments",
    ),
    "D3 ZTO Express": ("账单日期,运单号,结算重量,金额,合计,目的省,目的市", "zhongtong__shipments"),
    "E1 sources": (
        "流量来源,来源明细,访客数,浏览量,支付金额,浏览量占比,店内跳转人数,跳出本店人数,收藏人数,加购人数,下单买家数,下单转化率,支付件数,支付买家数,支付转化率",
        "shengyicanmou__source_traffic",
    ),
    "E3": (
        "日期,商品访客数,商品浏览数,支付买家数,支付订单数,支付金额,支付转化率,客单价,UV价值,商品收藏用户数,商品收藏率,退款金额",
        "pinduoduo__traffic",
    ),
    "E3 old": ("日期,商品访客数,商品浏览数,成交买家数,成交订单数,成交金额", "pinduoduo__traffic"),
    "own bank statement": ("交易日期,收入金额,支出金额,账户余额,对方户名,对方账号,摘要", "bank_statement"),
    "own bank statement, signed": ("记账日期,借贷标志,发生额,余额,对方名称,用途", "bank_statement"),
    "own supplier payments": ("付款日期,供应商,付款金额,付款方", "supplier_payments"),
    "own supplier payments due": ("供应商,应付金额,到期日,账期", "supplier_payments"),
    "own stock": ("商品编码,商品名称,仓库,库存", "stock"),
    "own stock with costs": ("商品编码,商品名称,库存,成本价", "unit_costs"),
    "own reviews": ("评价时间,订单号,商品编码,评分", "reviews"),
    "own reviews by kind": ("评价时间,商品ID,好中差", "reviews"),
    "own bundles": ("组合编码,子件编码,数量", "bundles"),
    "own bundles with costs": ("组合编码,商品编码,数量,成本价", "bundles"),
    "own day totals": ("日期,支付金额,退款金额", "day_totals"),
    "own day totals in English": ("day,platform,orders,units,gross_sales,refunds", "day_totals"),
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
    "C7 affiliates": "订单id,商品id,预估佣金支出",
    "C7 leaders": "订单id,预估服务费收入,出单机构",
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
    assert {each.name for each in formats().values() if each.fits(row.split(","))} == {wanted}


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
