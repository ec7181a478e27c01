"""What the figures must be: `figures.md` once more in plain Python, over the very texts that are loaded.

Nothing here is taken from the code under test: `csv`, `Decimal` and loops only.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

FEN = Decimal("0.01")
ZERO = Decimal(0)
RANKS = (("等待买家付款", 1), ("待支付", 1), ("买家已付款", 2), ("待发货", 2), ("交易关闭", 5), ("已取消", 5),
         ("卖家已发货", 3), ("待签收", 3), ("交易成功", 4), ("已收货", 4))  # fmt: skip
MOMENT = re.compile(r"(20\d{10})")
File = tuple[str, str]  # name, text
Row = dict[str, str]
State = tuple[str, str, int, Decimal, str]
Entry = tuple[date, str, Decimal]  # day, figure, amount


@dataclass(frozen=True)
class Line:
    """One line of one order in its newest state, with its share of what is known of the whole order."""

    platform: str
    order: str
    product: str | None
    quantity: int | None
    gross: Decimal
    refund: Decimal
    ordered: str
    paid: str
    completed: str
    is_back: bool  # refunded in full and never shipped


# --- reading --------------------------------------------------------------------------------------


def rows_of(text: str) -> list[Row]:
    return [{name.strip(): cell.strip() for name, cell in row.items()} for row in csv.DictReader(io.StringIO(text))]


def money(cell: str) -> Decimal:
    return ZERO if cell in ("", "-", "无退款申请") else Decimal(cell.replace(",", ""))


def moment(cell: str) -> str:
    return "" if cell in ("", "-") else cell


def refund_of(row: Row) -> Decimal:
    counts = "退款成功" in row.get("退款状态", "退款成功")
    return money(row["退款金额"]) if counts else ZERO


def state(name: str, text: str, row: Row, refund: Decimal) -> State:
    """How new a row is: its file's export time or its own latest moment, that moment, its status, its refund, its file."""
    latest = max(
        moment(row.get(clock, ""))
        for clock in ("订单创建时间", "订单付款时间", "发货时间", "确认收货时间", "订单成交时间")
    )
    stated = MOMENT.search(name)
    exported = (
        f"{stated[1][:4]}-{stated[1][4:6]}-{stated[1][6:8]} {stated[1][8:10]}:{stated[1][10:]}:00" if stated else latest
    )
    rank = next((rank for word, rank in RANKS if word in row["订单状态"]), 0)
    return exported, latest, rank, refund, hashlib.sha256(text.encode()).hexdigest()


def split(total: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """Each part is the difference of two cumulative amounts, each rounded half up: no fen lost."""
    ends = [total * sum(weights[: n + 1]) / sum(weights) for n in range(len(weights))]
    return [after - before for before, after in pairwise([ZERO, *(end.quantize(FEN, ROUND_HALF_UP) for end in ends)])]


# --- the lines ------------------------------------------------------------------------------------


def taobao(orders: Sequence[File], items: Sequence[File]) -> Iterator[Line]:
    """Lines of the order report (A1) and the item report (A2), each order once."""
    newest: dict[str, tuple[State, Row]] = {}
    for name, text in orders:
        for row in rows_of(text):
            said = state(name, text, row, refund_of(row)), row
            newest[row["订单编号"]] = max(newest.get(row["订单编号"], said), said, key=lambda each: each[0])
    lines: dict[tuple[str, str], tuple[State, int, Row]] = {}
    for name, text in items:
        places: dict[str, int] = defaultdict(int)
        for row in rows_of(text):
            places[row["主订单编号"]] += 1
            key = row["主订单编号"], row["子订单编号"]
            line = state(name, text, row, refund_of(row)), places[key[0]], row
            lines[key] = max(lines.get(key, line), line, key=lambda each: each[0])
    by_order: dict[str, list[Row]] = defaultdict(list)
    for (order, _), (_, _, row) in sorted(lines.items(), key=lambda each: (each[0][0], each[1][1], each[0][1])):
        by_order[order].append(row)
    for number in newest.keys() | by_order.keys():
        own = by_order.get(number, [])
        is_paid_below = any(row["订单付款时间"] and money(row["买家实际支付金额"]) + refund_of(row) for row in own)
        if number in newest and (newest[number][1]["订单付款时间"] or not is_paid_below):
            yield from _split_order(newest[number][1], own)
        else:
            yield from (_lone(row) for row in own)


def _lone(row: Row) -> Line:
    gross, refund = money(row["买家实际支付金额"]) + refund_of(row), refund_of(row)
    back = ZERO < gross <= refund and not row["发货时间"]
    times = row["订单创建时间"], row["订单付款时间"], ""
    return Line("taobao", row["主订单编号"], row["商家编码"] or None, int(row["购买数量"]), gross, refund, *times, back)


def _split_order(order: Row, own: Sequence[Row]) -> Iterator[Line]:
    gross, refund = money(order["买家实际支付金额"]) + refund_of(order), refund_of(order)
    times = order["订单创建时间"], order["订单付款时间"], order["确认收货时间"]
    if not own:
        back = ZERO < gross <= refund and not order["发货时间"]
        yield Line("taobao", order["订单编号"], None, None, gross, refund, *times, back)
        return
    payable = [money(row["买家应付货款"]) for row in own]
    refunded = [refund_of(row) for row in own]
    even = [Decimal(1)] * len(own)
    grosses = split(gross, payable if sum(payable) else even)
    refunds = split(max(refund, sum(refunded, ZERO)), refunded if sum(refunded) else payable if sum(payable) else even)
    for row, part, given in zip(own, grosses, refunds, strict=True):
        is_back = ZERO < part <= given and not order["发货时间"] and not row["发货时间"]
        yield Line(
            "taobao", order["订单编号"], row["商家编码"] or None, int(row["购买数量"]), part, given, *times, is_back
        )


def pinduoduo(files: Sequence[File]) -> Iterator[Line]:
    """Lines of the Pinduoduo export (A8): equal lines of one file are different lines, across files the most of them count."""
    newest: dict[tuple[str, str, int], tuple[State, Row]] = {}
    for name, text in files:
        counted: dict[tuple[str, str], int] = defaultdict(int)
        for row in rows_of(text):
            counted[row["订单号"], row["样式ID"]] += 1
            key = row["订单号"], row["样式ID"], counted[row["订单号"], row["样式ID"]]
            refund = money(row["商家实收金额(元)"]) if _is_refunded(row) else ZERO
            said = state(name, text, row, refund), row
            newest[key] = max(newest.get(key, said), said, key=lambda each: each[0])
    for _, row in newest.values():
        gross, dealt = money(row["商家实收金额(元)"]), moment(row["订单成交时间"])
        refund = gross if _is_refunded(row) else ZERO
        is_unpaid = row["订单状态"] in ("待支付", "已取消") or not dealt
        ordered = dealt or f"20{row['订单号'][:2]}-{row['订单号'][2:4]}-{row['订单号'][4:6]}"
        back = ZERO < gross <= refund and not moment(row["发货时间"])
        times = ordered, "" if is_unpaid else dealt, moment(row["确认收货时间"])
        yield Line(
            "pinduoduo",
            row["订单号"],
            row["商家编码-规格维度"] or None,
            int(row["商品数量(件)"]),
            gross,
            refund,
            *times,
            back,
        )


def _is_refunded(row: Row) -> bool:
    return "退款成功" in row["订单状态"] or "退款成功" in row["售后状态"]


# --- the figures ----------------------------------------------------------------------------------


def unit_costs(files: Sequence[File]) -> dict[tuple[str, str], Decimal]:
    """(product, first day) → unit cost; of several for one product and day the last row of the last upload counts."""
    return {
        (row["商家编码"], row.get("生效日期", "")): Decimal(row["成本价"]) for _, text in files for row in rows_of(text)
    }


def entries(lines: Iterable[Line], costs: dict[tuple[str, str], Decimal]) -> Iterator[Entry]:
    """Every figure of every line on its own day."""
    first_paid: dict[tuple[str, str], str] = {}
    unpaid = set()
    for line in lines:
        if not line.paid:
            unpaid.add((line.platform, line.order, line.ordered[:10]))
            continue
        key = line.platform, line.order
        first_paid[key] = min(first_paid.get(key, line.paid), line.paid)
        paid, refunded = day(line.paid), day(line.completed or line.paid)
        known = [
            (since, unit)
            for (product, since), unit in costs.items()
            if product == line.product and since <= line.paid[:10]
        ]
        unit = max(known)[1] if known and line.quantity is not None else None
        cost = (unit * (line.quantity or 0)).quantize(FEN, ROUND_HALF_UP) if unit is not None else ZERO
        yield paid, "units", Decimal(line.quantity or 0)
        yield paid, "gross_sales", line.gross
        yield paid, "refunds/order", line.refund
        yield refunded, "refunds/accounting", line.refund
        yield paid, "sales_without_cost", line.gross if unit is None else ZERO
        yield paid, "product_cost/order", cost if not line.is_back else ZERO
        yield paid, "product_cost/accounting", cost
        yield refunded, "product_cost/accounting", -cost if line.is_back else ZERO
    yield from ((day(paid), "orders", Decimal(1)) for paid in first_paid.values())
    yield from ((day(ordered), "unpaid_orders", Decimal(1)) for _, _, ordered in unpaid)


def ad_spend(files: Sequence[File], spend: str, key: Sequence[str]) -> Iterator[Entry]:
    """Spend of overlapping reports: equal keys of one file are numbered, across files the newest state counts."""
    newest: dict[tuple[str, ...], tuple[tuple[str, Decimal, str], Row]] = {}
    for name, text in files:
        rows = rows_of(text)
        stated = MOMENT.search(name)
        exported = stated[1] if stated else max(row["日期"] for row in rows).replace("-", "") + "0000"
        counted: dict[tuple[str, ...], int] = defaultdict(int)
        for row in rows:
            named = tuple(row[column] for column in key)
            counted[named] += 1
            numbered = (*named, str(counted[named]))
            said = (exported, money(row[spend]), hashlib.sha256(text.encode()).hexdigest()), row
            newest[numbered] = max(newest.get(numbered, said), said, key=lambda each: each[0])
    yield from ((day(row["日期"]), "ad_spend", money(row[spend])) for _, row in newest.values())


def day(text: str) -> date:
    return date.fromisoformat(text[:10])


def by_week(some: Iterable[Entry]) -> dict[date, dict[str, Decimal]]:
    """Sums per figure and week, weeks named by their Monday."""
    weeks: dict[date, dict[str, Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    for on, figure, amount in some:
        weeks[on - timedelta(days=on.weekday())][figure] += amount
    return {monday: dict(figures) for monday, figures in weeks.items()}
