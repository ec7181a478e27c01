"""Orders against settlement, with files whose truth is known: every bucket, its money, its rows. Plain Decimals only."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest

from book import Change, book
from reports.scope import Scope
from reports.settlement.settle import Settle, rows_behind, settle
from tests.made import Desk, Row, pinduoduo_order, sheet, taobao_line, taobao_order

END = date(2026, 6, 30)  # the last day that the settlement covers
NO = Decimal("0.00")
STATEMENT = """entity = "settlements"
platform = "PLATFORM"
[constants]
account = "wallet"
[columns]
order_id = "order"
parent_id = "parent"
line_id = "line"
settled_at = "at"
ordered_at = "ordered"
fee_kind = "what"
fee_name = "what"
settled_amount = "amount"
"""


def day(number: int) -> str:
    """So many days before the end of the settlement."""
    return (END - timedelta(days=number)).isoformat()


@dataclass
class Files:
    """The order report, the refund report and the Alipay ledger of a shop, and what they come to by bucket."""

    orders: list[Row] = field(default_factory=list)
    refunds: list[Row] = field(default_factory=list)
    ledger: list[Row] = field(default_factory=list)
    units: Counter[str] = field(default_factory=Counter)
    money: dict[str, list[Decimal]] = field(default_factory=lambda: defaultdict(lambda: [NO, NO]))
    fees: Decimal = NO
    number: int = 4_000_000_000_000_000_000

    def order(self, gross: Decimal, paid: int, completed: int | None) -> str:
        """An order paid and completed so many days before the end; its number."""
        self.number += 1
        done = f"{day(completed)} 12:00:00" if completed is not None else ""
        status = "交易成功" if done else "卖家已发货,等待买家确认"
        self.orders.append(
            taobao_order(str(self.number), str(gross), day=day(paid), 确认收货时间=done, 发货时间=f"{day(paid)} 18:00:00", 订单状态=status)
        )  # fmt: skip
        return str(self.number)

    def refund(self, order: str, amount: Decimal, days: int) -> None:
        at = f"{day(days)} 10:00:00"
        self.refunds.append(
            {"订单编号": order, "退款编号": f"R{len(self.refunds)}", "商品编码": "", "退款完结时间": at, "宝贝标题": "", "买家退款金额": str(amount),
             "售后类型": "", "是否需要退货": "不需要退货", "退款的申请时间": at, "退款状态": "退款成功"}
        )  # fmt: skip

    def settled(self, order: str, amount: Decimal, days: int, kind: str = "交易付款") -> None:
        """A row of the ledger; without an order where its number is empty."""
        said = (
            {"收入金额（+元）": str(amount), "支出金额（-元）": ""}
            if amount > 0
            else {"收入金额（+元）": "", "支出金额（-元）": str(amount)}
        )
        self.ledger.append(
            {"账务流水号": f"{len(self.ledger) + 1:010}", "业务流水号": "", "商户订单号": f"T200P{order}" if order else "", "商品名称": "",
             "发生时间": f"{day(days)} 13:00:00", **said, "账户余额（元）": "", "业务类型": kind, "备注": ""}
        )  # fmt: skip

    def expect(self, bucket: str, expected: Decimal, settled: Decimal) -> None:
        self.units[bucket] += 1
        self.money[bucket][0] += expected
        self.money[bucket][1] += settled

    def load(self, desk: Desk) -> Settle:
        """Everything is loaded; the ledger speaks of its first to its last row, both of no order."""
        first = [{**taobao_order("1", "0.00", day=day(90), 订单付款时间=""), "订单状态": "等待买家付款"}]
        last = [{**taobao_order("2", "0.00", day=day(0), 订单付款时间=""), "订单状态": "等待买家付款"}]
        self.settled("", Decimal("-3.00"), 90, "服务费")
        self.settled("", Decimal("-2.00"), 0, "服务费")
        files = [("orders.csv", sheet([*first, *self.orders, *last])), ("alipay.csv", sheet(self.ledger))]
        if self.refunds:
            files.append(("refunds.csv", sheet(self.refunds)))
        desk.accept(*files)
        return settle(Scope(desk.shop))


def planted(files: Files, chance: Random) -> None:
    """One order of a kind drawn at random, with what it must come to."""
    gross = Decimal(chance.randrange(1000, 100_000)) / 100
    part = (gross / 4).quantize(Decimal("0.01"))
    paid, done = chance.randrange(45, 55), chance.randrange(35, 44)
    kind = chance.choice(KINDS)
    if kind in ("young", "young partly"):
        order = files.order(gross, chance.randrange(0, 25), None)
        if kind == "young partly":
            files.settled(order, part, 0)
        files.expect("in_transit", gross, part if kind == "young partly" else NO)
        return
    if kind == "unknown":
        files.number += 1
        files.settled(str(files.number), gross, done)
        files.expect("only_in_settlement", NO, gross)
        return
    order = files.order(gross, paid, done)
    if kind == "missing":
        files.expect("only_in_orders", gross, NO)
    elif kind == "partly":
        files.settled(order, part, done)
        files.expect("amount_differs", gross, part)
    elif kind == "several rows":
        for piece in (part, part, gross - 2 * part):
            files.settled(order, piece, done)
        files.expect("matched", gross, gross)
    elif kind == "doubled":
        files.settled(order, gross, done)
        files.settled(order, gross, done - 2)
        files.expect("doubled", gross, 2 * gross)
    elif kind == "late refund":
        files.settled(order, gross, done)
        files.refund(order, part, 20)
        files.settled(order, -part, 19, "交易退款")
        files.expect("matched", gross - part, gross - part)
    elif kind == "fresh refund":
        files.settled(order, gross, done)
        files.refund(order, part, 1)
        files.expect("in_transit", gross - part, gross)
    elif kind == "refund not taken":
        files.settled(order, gross, done)
        files.refund(order, part, 20)
        files.expect("amount_differs", gross - part, gross)
    else:
        files.settled(order, gross, done)
        files.settled(order, -part, done, "服务费")
        files.fees += part
        files.expect("matched", gross, gross)


KINDS = ("exact", "young", "young partly", "unknown", "missing", "partly", "several rows", "doubled", "late refund",
         "fresh refund", "refund not taken")  # fmt: skip


def in_buckets(answer: Settle) -> dict[str, tuple[int, Decimal, Decimal]]:
    return {name: (each.units, each.expected, each.settled) for name, each in answer.buckets.items() if each.units}


@pytest.mark.parametrize("seed", [1, 2])
def test_every_planted_order_is_in_its_bucket_to_the_fen(seed: int, desk: Desk) -> None:
    files, chance = Files(), Random(seed)
    for _ in range(150):
        planted(files, chance)
    answer = files.load(desk)
    assert in_buckets(answer) == {name: (n, *files.money[name]) for name, n in files.units.items()}
    assert answer.as_of == {"taobao": END}
    assert set(files.units) == {"matched", "amount_differs", "doubled", "only_in_orders", "only_in_settlement", "in_transit"}  # fmt: skip
    open_units = files.units["in_transit"] + files.units["only_in_orders"]
    assert sum(each.units for each in answer.ages.values()) == open_units
    assert answer.ages["over 30"].units >= files.units["only_in_orders"]
    [fee] = [row for row in answer.funds.fees if row["fee_kind"] == "service_fee"]
    assert (fee["amount"], fee["amount_without_order"]) == (files.fees + 5, Decimal("5.00"))
    assert [(row["amount"], row["row"]) for row in answer.funds.deductions] == [
        (Decimal("-3.00"), len(files.ledger)),
        (Decimal("-2.00"), len(files.ledger) + 1),
    ]
    for name, (expected, settled) in files.money.items():
        rows = rows_behind(Scope(desk.shop), name).to_pylist()
        sums = {side: sum((r["amount"] for r in rows if r["side"] == side), NO) for side in ("orders", "settlement")}
        assert sums == {"orders": expected, "settlement": settled}, name
        assert {row["file"] for row in rows} <= {"orders.csv", "alipay.csv", "refunds.csv"}
        assert all(row["row"] > 1 for row in rows)


def test_a_week_of_orders_on_their_way_raises_no_alarm_and_one_missing_order_does(desk: Desk, other_desk: Desk) -> None:
    files = Files()
    for n in range(20):
        files.order(Decimal("10.00"), n % 7, None)
    answer = files.load(desk)
    assert answer.alarms.units == 0
    assert answer.buckets["in_transit"].units == 20
    assert answer.ages["0-7"].difference == Decimal("-200.00")
    files.order(Decimal("9.99"), 20, 10)
    answer = files.load(other_desk)
    assert (answer.alarms.units, answer.alarms.difference) == (1, Decimal("-9.99"))
    [missing] = answer.of("only_in_orders")
    assert (missing["unit"], missing["age"]) == (str(files.number), 10)
    assert answer.ages["8-15"].units == 1


def test_tolerance_swallows_and_says_so(desk: Desk) -> None:
    files = Files()
    for amount in ("99.97", "100.02", "99.00"):
        files.settled(files.order(Decimal("100.00"), 50, 40), Decimal(amount), 40)
    assert files.load(desk).buckets["amount_differs"].units == 3
    answer = settle(Scope(desk.shop), tolerances={"settled": (Decimal("0.05"), Decimal(0))})
    assert (answer.buckets["matched"].units, answer.buckets["matched"].difference) == (2, Decimal("-0.01"))
    assert answer.swallowed == (2, Decimal("0.05"))
    by_share = settle(Scope(desk.shop), tolerances={"settled": (Decimal(0), Decimal("0.01"))})
    assert by_share.swallowed == (3, Decimal("1.05"))
    book(desk.shop).append([Change("engagement", "tolerances.settled", {"amount": "0.05"})], "店主")
    assert settle(Scope(desk.shop)).swallowed == (2, Decimal("0.05"))


def test_days_that_no_settlement_covers_are_not_judged(desk: Desk) -> None:
    """Completed before the ledger begins, or settled for orders older than the order files: nobody can say."""
    files = Files()
    files.order(Decimal("10.00"), 100, 91)
    files.number += 1
    files.settled(str(files.number), Decimal("7.00"), 80)
    answer = files.load(desk)
    assert answer.alarms.units == 0
    assert answer.buckets["not_covered"].units == 2


def test_the_question_can_be_of_some_days_and_of_an_earlier_day(desk: Desk) -> None:
    files = Files()
    order = files.order(Decimal("10.00"), 50, 40)
    files.settled(order, Decimal("10.00"), 38)
    files.order(Decimal("20.00"), 10, 9)
    files.load(desk)
    scope = Scope(desk.shop, END - timedelta(days=60), END - timedelta(days=30))
    assert in_buckets(settle(scope)) == {"matched": (1, Decimal("10.00"), Decimal("10.00"))}
    then = settle(scope, as_of=END - timedelta(days=39))
    assert in_buckets(then) == {"in_transit": (1, Decimal("10.00"), NO)}


def statement(platform: str, *rows: str) -> tuple[str, str]:
    header = "order,parent,line,at,ordered,what,amount\n"
    ends = f",,,{day(90)},,服务费,-1.00\n,,,{day(0)},,服务费,-1.00\n"
    return header + ends + "".join(f"{row}\n" for row in rows), STATEMENT.replace("PLATFORM", platform)


def test_one_amount_for_several_orders_and_for_a_parent(desk: Desk) -> None:
    """Two orders named in one cell; two orders whose parent was settled; a part of an order that the platform split."""
    orders = [pinduoduo_order(f"P{n}", amount, day(40), 确认收货时间=f"{day(35)} 10:00:00") for n, amount in
              enumerate(("10.00", "20.00", "30.00", "40.00", "50.00"))]  # fmt: skip
    desk.accept(("p.csv", sheet(orders)))
    text, said = statement(
        "pinduoduo",
        f"P0;P1,,,{day(30)},,货款,30.00",
        f"PARENT,,,{day(30)},,货款,69.00",
        f"P2,PARENT,,{day(30)},,佣金,-1.00",
        f"P3,PARENT,,{day(30)},,佣金,-1.00",
        f"CHILD-1,P4,,{day(30)},,货款,20.00",
        f"CHILD-2,P4,,{day(30)},,货款,30.00",
    )
    desk.accept(("bill.csv", text), map=said)
    answer = settle(Scope(desk.shop))
    assert in_buckets(answer) == {
        "matched": (2, Decimal("80.00"), Decimal("80.00")),
        "amount_differs": (1, Decimal("70.00"), Decimal("69.00")),
    }
    rows = rows_behind(Scope(desk.shop), "amount_differs").to_pylist()
    assert [(row["side"], row["order_id"], row["amount"]) for row in rows] == [
        ("orders", "P2", Decimal("30.00")),
        ("orders", "P3", Decimal("40.00")),
        ("settlement", "PARENT", Decimal("69.00")),
    ]


def test_lines_are_matched_where_the_settlement_names_them(desk: Desk) -> None:
    """One line of two is settled; the other one is missing, and only that one."""
    lines = [taobao_line("T1", "L1", "30.00", day=day(40)), taobao_line("T1", "L2", "20.00", day=day(40))]
    lines += [taobao_line("T2", "L3", "5.00", day=day(40)), taobao_line("T2", "L4", "6.00", day=day(40))]
    desk.accept(("lines.csv", sheet(lines)))
    text, said = statement(
        "taobao",
        f"T1,,L1,{day(30)},,货款,30.00",
        f"L3,,,{day(30)},,货款,11.00",  # a line's number in the place of the order's: the whole order
    )
    desk.accept(("bill.csv", text), map=said)
    answer = settle(Scope(desk.shop))
    assert in_buckets(answer) == {
        "matched": (2, Decimal("41.00"), Decimal("41.00")),
        "only_in_orders": (1, Decimal("20.00"), NO),
    }
    [missing] = answer.of("only_in_orders")
    assert (missing["unit"], missing["line"]) == ("T1", "L2")


def test_a_shop_without_any_settlement_is_told_so_and_alarms_nothing(desk: Desk) -> None:
    desk.accept(("p.csv", sheet([pinduoduo_order("P1")])))
    answer = settle(Scope(desk.shop))
    assert (answer.without_settlement, answer.alarms.units) == (("pinduoduo",), 0)
    assert answer.buckets["not_covered"].units == 1
