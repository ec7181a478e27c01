"""The two settlement exports: Alipay's 账务明细 (C1) for Taobao and Pinduoduo's 账务明细 (C6), a file for each month."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from data.sample import story
from data.sample.container import Cell, columns, csv_bytes, write_zip
from data.sample.order import ZERO
from data.sample.settlement import Entry, Settled

ALIPAY_HEADER = columns(
    "账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注,业务描述,"
    "业务基础订单号,业务订单号,业务账单来源"
)
ALIPAY_WORDS = {
    "goods": ("在线支付", "0010001|交易收款-交易收款"),
    "refund": ("退款（交易退款）", "0020001|交易退款-交易退款"),
    "commission": ("收费", "0030001|技术&服务费-天猫佣金"),
    "affiliate": ("收费", "0060011|营销支出-淘宝客佣金"),
    "insurance": ("收费", "0070011|保险支出-运费险"),
    "deduction": ("其它", "0090002|其他支出-活动服务费扣款"),
    "withdrawal": ("提现", ""),
}
PINDUODUO_HEADER = columns("商户订单号,发生时间,收入金额（+元）,支出金额（-元）,账务类型,备注,业务描述")
PINDUODUO_WORDS = {
    "goods": ("交易收入", "0010002|交易收入-订单收入"),
    "refund": ("退款", "0020002|交易退款-订单退款"),
    "technical_fee": ("技术服务费", "0030002|技术服务费-基础技术服务费"),
    "technical_fee_back": ("技术服务费", "0030003|技术服务费-技术服务费返还"),
    "withdrawal": ("提现", ""),
}
EXPORTED = datetime.fromisoformat("2026-11-16 09:10")


def write_ledgers(folder: Path, settled: Settled) -> None:
    """`alipay_settlements.zip` and `pinduoduo_settlements.zip`."""
    alipay, pinduoduo, balance = [], [], story.OPENING["taobao"]
    for number, (first, last) in enumerate(months(story.FIRST_SETTLED, story.LAST_DAY), 1):
        entries = [entry for entry in settled.of("taobao") if first <= entry.at.date() <= last]
        name = f"20885000000000010156_{first:%Y%m%d}_{last:%Y%m%d}_账务明细.csv"
        alipay.append((name, EXPORTED, _alipay(first, last, entries, balance)))
        balance += sum((entry.amount for entry in entries), ZERO)
        bills = [entry for entry in settled.of("pinduoduo") if first <= entry.at.date() <= last]
        name = f"pdd-mall-bill-detail(100000001)_{EXPORTED:%Y%m%d}_{number}.csv"
        pinduoduo.append((name, EXPORTED, _pinduoduo(first, last, bills)))
    write_zip(folder / "alipay_settlements.zip", alipay)
    write_zip(folder / "pinduoduo_settlements.zip", pinduoduo)


def months(first: date, last: date) -> Iterator[tuple[date, date]]:
    """The span cut at the ends of months, as the platforms hand their ledgers out."""
    while first <= last:
        following = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        yield first, min(last, following - timedelta(days=1))
        first = following


def _alipay(first: date, last: date, entries: list[Entry], balance: Decimal) -> bytes:
    rows = []
    for number, entry in enumerate(entries, 1):
        balance += entry.amount
        rows.append(_alipay_row(entry, f"{entry.at:%Y%m%d}{number:05d}", balance))
    head = (
        "#支付宝账务明细查询\r\n#账号：[20885000000000010156]\r\n"
        f"#起始日期：[{first:%Y年%m月%d日} 00:00:00]   终止日期：[{last + timedelta(days=1):%Y年%m月%d日} 00:00:00]\r\n"
        "#-----------------------------账务明细列表----------------------------\r\n"
    )
    income, expense = _sums(entries)
    tail = (
        "#-----------------------------账务明细列表结束------------------------\r\n"
        f"#支出合计：{expense[0]}笔，共{expense[1]}元\r\n#收入合计：{income[0]}笔，共{income[1]}元\r\n"
        f"#导出时间：[{EXPORTED:%Y年%m月%d日 %H:%M:%S}]\r\n"
    )
    return head.encode("gb18030") + csv_bytes(ALIPAY_HEADER, rows, "gb18030") + tail.encode("gb18030")


def _alipay_row(entry: Entry, number: str, balance: Decimal) -> dict[str, Cell]:
    """A tab keeps spreadsheets from spoiling the numbers; only money for goods and refunds name a trade."""
    kind, description = ALIPAY_WORDS[entry.kind]
    is_trade = entry.kind in ("goods", "refund")
    return {
        "账务流水号": f"{number}\t",
        "业务流水号": f"{number[:8]}2200{number[8:]}\t",
        "商户订单号": f"T200P{entry.order}\t" if is_trade else "\t",
        "发生时间": f"{entry.at:%Y-%m-%d %H:%M:%S}",
        "对方账号": "\t",
        "收入金额（+元）": max(entry.amount, ZERO),
        "支出金额（-元）": min(entry.amount, ZERO),
        "账户余额（元）": balance,
        "交易渠道": "支付宝\t",
        "业务类型": f"{kind}\t",
        "备注": "\t",
        "业务描述": f"{description}\t",
        "业务基础订单号": f"{entry.order}\t",
    }


def _pinduoduo(first: date, last: date, entries: list[Entry]) -> bytes:
    head = (
        f"拼多多店铺账务明细查询\r\n\r\n起始时间：{first} 00:00:00  终止时间：{last} 23:59:59\r\n"
        "----------交易记录明细列表---------\r\n"
    )
    income, expense = _sums(entries)
    tail = (
        "----------交易记录明细列表结束---------\r\n"
        f"#支出合计：{expense[0]}笔{expense[1]}元\r\n#收入合计：{income[0]}笔{income[1]}元\r\n"
    )
    rows = [_pinduoduo_row(entry) for entry in entries]
    return head.encode("gb18030") + csv_bytes(PINDUODUO_HEADER, rows, "gb18030") + tail.encode("gb18030")


def _pinduoduo_row(entry: Entry) -> dict[str, Cell]:
    kind, description = PINDUODUO_WORDS[entry.kind]
    return {
        "商户订单号": f"{entry.order}\t",
        "发生时间": f"{entry.at:%Y-%m-%d %H:%M:%S}",
        "收入金额（+元）": max(entry.amount, ZERO),
        "支出金额（-元）": min(entry.amount, ZERO),
        "账务类型": kind,
        "业务描述": description,
    }


def _sums(entries: list[Entry]) -> tuple[tuple[int, Decimal], tuple[int, Decimal]]:
    """(rows, sum) of what came in and of what went out."""
    income = [entry.amount for entry in entries if entry.amount > 0]
    expense = [entry.amount for entry in entries if entry.amount < 0]
    return (len(income), sum(income, ZERO)), (len(expense), sum(expense, ZERO))
