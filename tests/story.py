"""A made-up shop's life, told in export files that overlap: the same seed, the same files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from tests import made, oracle

START = datetime(2026, 6, 1, 8)
PRODUCTS = ("LAMP", "CUP", "0012", "")
File = tuple[str, str]


@dataclass(frozen=True)
class Order:
    """One order with all that will ever happen to it."""

    number: str
    created: datetime
    paid: datetime | None
    shipped: datetime | None
    completed: datetime | None
    refunded: datetime | None
    lines: tuple[tuple[str, str, int, Decimal], ...]  # id, product, quantity, payable
    freight: Decimal
    refund: Decimal

    @property
    def total(self) -> Decimal:
        return sum((payable for *_, payable in self.lines), self.freight)


@dataclass(frozen=True)
class Story:
    """The files of a shop, by export."""

    orders: tuple[File, ...]
    items: tuple[File, ...]
    pinduoduo: tuple[File, ...]
    ads: tuple[File, ...]
    costs: tuple[File, ...]

    @property
    def files(self) -> list[File]:
        return [*self.orders, *self.items, *self.pinduoduo, *self.ads, *self.costs]

    def entries(self) -> Iterator[oracle.Entry]:
        """What the oracle says about these files."""
        return told(self.files)


def kind(file: File) -> str:
    """Which export a file is, by its name."""
    return file[0].split("-")[0]


def told(files: Sequence[File]) -> Iterator[oracle.Entry]:
    """What the oracle says about any of a story's files, in the order of their uploads."""
    of = {name: [file for file in files if kind(file) == name] for name in ("orders", "items", "pdd", "ads", "costs")}
    lines = [*oracle.taobao(of["orders"], of["items"]), *oracle.pinduoduo(of["pdd"])]
    yield from oracle.entries(lines, oracle.unit_costs(of["costs"]))
    yield from oracle.ad_spend(of["ads"], "花费", ("日期", "场景名字", "计划ID", "主体ID"))


def make(seed: int, orders: int = 30) -> Story:
    """A shop of about three weeks; every second story's files say when they were exported."""
    dice = Random(seed)
    stamped = seed % 2 == 0
    lives = [_order(dice, number) for number in range(orders)]
    exports = [START + timedelta(days=days) for days in (12, 30)]
    seen = [[order for order in lives if order.created < at] for at in exports]
    # Each export leaves some orders out: periods overlap, they do not contain each other.
    seen = [dice.sample(known, k=max(1, len(known) * 4 // 5)) for known in seen]
    pairs = list(zip(exports, seen, strict=True))
    return Story(
        tuple((_name("orders", at, stamped), made.sheet([order_row(each, at) for each in known])) for at, known in pairs),
        tuple(
            (_name("items", at, stamped), made.sheet([row for each in known for row in line_rows(each, at)]))
            for at, known in pairs[dice.randrange(2) :]
        ),
        tuple((_name("pdd", at, stamped), made.sheet(_pinduoduo(Random(seed), at))) for at in exports),
        tuple((_name("ads", at, stamped), made.sheet(_ads(dice, at))) for at in (exports[0], exports[0] + timedelta(days=7))),
        (("costs-1.csv", made.sheet([made.cost("LAMP", "3.335", "2026-06-01"), made.cost("CUP", "1.005", "2026-06-08")])),
         ("costs-2.csv", made.sheet([made.cost("LAMP", "4.1", "2026-06-10"), made.cost("0012", "0.5", "2026-01-01")]))),
    )  # fmt: skip


def _name(what: str, at: datetime, stamped: bool) -> str:
    return f"{what}-{at:%Y%m%d%H%M}.csv" if stamped else f"{what}-{at:%d}.csv"


def _order(dice: Random, number: int) -> Order:
    created = START + timedelta(minutes=dice.randrange(21 * 24 * 60))
    paid = created + timedelta(hours=dice.choice((0, 1, 30))) if dice.random() < 0.85 else None
    shipped = paid + timedelta(days=dice.randrange(1, 4)) if paid and dice.random() < 0.85 else None
    completed = shipped + timedelta(days=dice.randrange(2, 9)) if shipped and dice.random() < 0.9 else None
    lines = tuple(
        (
            f"{7000 + number}{n}",
            dice.choice(PRODUCTS),
            dice.randrange(1, 4),
            Decimal(dice.choice((0, 1, 333, 999, 1001, 10050))) / 100,
        )
        for n in range(dice.randrange(1, 5))
    )
    if len(lines) == 1:
        lines = ((f"{7000 + number}", *lines[0][1:]),)
    freight = Decimal(dice.choice((0, 0, 601))) / 100
    total = sum((payable for *_, payable in lines), freight)
    refund = dice.choice((Decimal(0), Decimal(0), total, (total / 3).quantize(oracle.FEN))) if paid else Decimal(0)
    refunded = (completed or shipped or paid) if paid and refund else None
    return Order(f"{7000 + number}", created, paid, shipped, completed, refunded, lines, freight, refund)


def _shown(event: datetime | None, at: datetime) -> str:
    return f"{event:%Y-%m-%d %H:%M:%S}" if event and event <= at else ""


def _status(order: Order, at: datetime) -> str:
    refund = order.refund if _shown(order.refunded, at) else Decimal(0)
    if refund and refund == order.total:
        return "交易关闭"
    words = (
        (order.completed, "交易成功"),
        (order.shipped, "卖家已发货，等待买家确认"),
        (order.paid, "买家已付款,等待卖家发货"),
    )
    return next(
        (word for event, word in words if _shown(event, at)),
        "等待买家付款" if at - order.created < timedelta(3) else "交易关闭",
    )


def order_row(order: Order, at: datetime) -> made.Row:
    """The order report's row (A1) as it stands at that moment."""
    refund = order.refund if _shown(order.refunded, at) else Decimal(0)
    paid = order.total - refund if _shown(order.paid, at) else Decimal(0)
    return made.taobao_order(
        order.number, f"{paid:.2f}", f"{refund:.2f}" if refund else "无退款申请", 总金额=f"{order.total:.2f}", 订单状态=_status(order, at),
        订单创建时间=_shown(order.created, at), 订单付款时间=_shown(order.paid, at), 发货时间=_shown(order.shipped, at),
        确认收货时间=_shown(order.completed, at),
    )  # fmt: skip


def line_rows(order: Order, at: datetime) -> list[made.Row]:
    """The item report's rows (A2): of a refund in full every line's own, of another one nothing or the first line's."""
    refund = order.refund if _shown(order.refunded, at) else Decimal(0)
    rows = []
    for place, (line, product, quantity, payable) in enumerate(order.lines):
        own = (
            payable
            if refund == order.total
            else min(refund, payable)
            if place == 0 and int(order.number) % 2
            else Decimal(0)
        )
        own = own if refund else Decimal(0)
        rows.append(
            made.taobao_line(
                order.number, line, f"{payable:.2f}", product, str(quantity), 退款金额=f"{own:.2f}", 订单状态=_status(order, at),
                买家实际支付金额=f"{payable - own if _shown(order.paid, at) else Decimal(0):.2f}", 退款状态="退款成功" if own else "没有申请退款",
                订单创建时间=_shown(order.created, at), 订单付款时间=_shown(order.paid, at), 发货时间=_shown(order.shipped, at),
            )
        )  # fmt: skip
    return rows


def _pinduoduo(dice: Random, at: datetime) -> list[made.Row]:
    rows = []
    for number in range(12):
        dealt = START + timedelta(minutes=dice.randrange(20 * 24 * 60))
        state, after = dice.choice(
            (
                ("已收货", "-"),
                ("已取消，退款成功", "退款成功"),
                ("已取消", "-"),
                ("待签收", "-"),
                ("已收货", "退款成功"),
            )
        )
        shipped, completed = dealt + timedelta(days=1), dealt + timedelta(days=5)
        is_shown, repeats = dealt < at and dice.random() < 0.9, dice.choice((1, 1, 2))
        if is_shown:
            row = made.pinduoduo_order(
                f"{dealt:%y%m%d}-{number:015d}", f"{Decimal(dice.randrange(1, 9999)) / 100:.2f}", 订单状态=state, 售后状态=after,
                订单成交时间=_shown(dealt, at), 发货时间="-" if "取消" in state else _shown(shipped, at) or "-",
                确认收货时间=(_shown(completed, at) or "-") if "收货" in state else "-",
            )  # fmt: skip
            rows += [row] * repeats
    return rows or [made.pinduoduo_order("260601-000000000000999")]


def _ads(dice: Random, at: datetime) -> list[made.Row]:
    days = [START + timedelta(days=n) for n in range((at - START).days)]
    return [
        made.wanxiangtai_day(f"{Decimal(dice.randrange(0, 5000)) / 100:.2f}", f"{each:%Y-%m-%d}", item)
        for each in days for item in dice.choice((("7001",), ("7001", "7002"), ("7001", "7001")))
    ]  # fmt: skip
