"""The merchant's own lists beside the platforms' files: brushing orders, the bank's statement, payments to suppliers."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from data.sample import story
from data.sample.container import Cell, columns, write_xlsx
from data.sample.demand import days
from data.sample.order import Order
from data.sample.settlement import Settled

BRUSHING_HEADER = columns("下单日期,付款日期,店铺,订单号,本金,佣金,平台费,本金核对,备注")
BANK_HEADER = columns(
    "账号,交易时间,借方发生额（支取）,贷方发生额（收入）,余额,币种,对方户名,摘要,账户明细编号-交易流水号"
)
SUPPLIER_HEADER = columns("付款日期,供应商,金额,付款方,采购单号,商品编码,商品名称,账期,到期日")
PAYERS = {"taobao": "支付宝（中国）网络技术有限公司", "pinduoduo": "上海寻梦信息技术有限公司"}
WRITTEN = datetime.fromisoformat("2026-11-16 09:00")


@dataclass(frozen=True)
class Brushing:
    """One invented purchase, with what it cost to have it made."""

    order: Order
    commission: Decimal


def brushing(orders: list[Order], faulty: dict[str, story.Fault]) -> list[Brushing]:
    """Some cheap, ordinary Taobao orders of two weeks, evenly picked: the exports cannot tell them from others."""
    picked = []
    for monday in story.BRUSHED_WEEKS:
        plain = [order for order in orders if _is_plain(order, monday) and order.number not in faulty]
        step = len(plain) // story.BRUSHED_A_WEEK
        picked += plain[step // 2 :: step][: story.BRUSHED_A_WEEK]
    return [Brushing(order, story.BRUSHING_COMMISSION[order.gross >= 80]) for order in picked]


def _is_plain(order: Order, monday: date) -> bool:
    is_week = order.paid_at is not None and monday <= order.paid_at.date() < monday + timedelta(days=7)
    is_cheap = len(order.lines) == 1 and order.gross < 140 and not order.freight
    return is_week and is_cheap and order.platform == "taobao" and not order.refund and not order.is_presale


def write_brushing(folder: Path, listed: list[Brushing]) -> None:
    """`刷单登记.xlsx`, with a total below."""
    rows: list[list[Cell]] = [
        [
            f"{each.order.created_at:%Y-%m-%d}",
            f"{each.order.paid_at:%Y-%m-%d}",
            story.SHOP_ZH,
            each.order.number,
            each.order.gross,
            each.commission,
            story.BRUSHING_FEE,
            "已返",
            "",
        ]
        for each in listed
    ]
    principal = sum(each.order.gross for each in listed)
    commission = sum(each.commission for each in listed)
    total: list[Cell] = ["合计", "", "", "", principal, commission, story.BRUSHING_FEE * len(listed), "", ""]
    write_xlsx(folder / "刷单登记.xlsx", "登记", [BRUSHING_HEADER, *rows, total], WRITTEN)


def write_bank(folder: Path, settled: Settled) -> None:
    """`银行流水.xlsx`: withdrawals a day after they left, but for the lost one, and what the shop pays."""
    movements = sorted([*_arrivals(settled), *_payments(), *_to_suppliers()], key=lambda each: each[0])
    rows, balance = [], story.BANK_OPENING
    for number, (at, amount, whom, why) in enumerate(movements, 1):
        balance += amount
        sides: list[Cell] = [-amount if amount < 0 else "", amount if amount > 0 else ""]
        rows.append(
            ["6222********0018", f"{at:%Y-%m-%d %H:%M:%S}", *sides, balance, "人民币元", whom, why, f"26-{number:03d}"]
        )
    write_xlsx(folder / "银行流水.xlsx", "明细", [BANK_HEADER, *rows], WRITTEN)


Movement = tuple[datetime, Decimal, str, str]


def _arrivals(settled: Settled) -> list[Movement]:
    gone = [entry for entry in settled.entries if entry.kind == "withdrawal"]
    kept = [entry for entry in gone if (entry.platform, entry.at.date()) != ("taobao", story.LOST_WITHDRAWAL)]
    return [(entry.at + timedelta(hours=23), -entry.amount, PAYERS[entry.platform], "提现") for entry in kept]


def _payments() -> list[Movement]:
    return [
        (datetime.combine(day, time(15, 30)), -amount, whom, why)
        for day in days(story.FIRST_SETTLED, story.LAST_DAY)
        for of_month, whom, why, amount in story.BANK_PAYMENTS
        if day.day == of_month
    ]


def _to_suppliers() -> list[Movement]:
    """The merchant's payments leave this account; the agency's never pass it."""
    return [
        (datetime.combine(date.fromisoformat(paid), time(11)), -Decimal(amount), supplier, "货款")
        for paid, supplier, amount, payer, *_ in story.SUPPLIER_PAYMENTS
        if payer == "商家"
    ]


def write_suppliers(folder: Path) -> None:
    """`供应商付款.xlsx`: what was paid, by whom, and what is still due."""
    titles = {product.code: product.title for product in story.PRODUCTS}
    rows = [
        [paid, supplier, Decimal(amount), payer, f"CG-{number:03d}", code, titles[code], terms, due]
        for number, (paid, supplier, amount, payer, code, terms, due) in enumerate(story.SUPPLIER_PAYMENTS, 1)
    ]
    write_xlsx(folder / "供应商付款.xlsx", "付款", [SUPPLIER_HEADER, *rows], WRITTEN)
