"""A small shop's life whose truth is known: every upload is a list of plain facts, and every figure follows from them in Decimals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

from book.engagement import Engagement, Person
from etl import pipeline
from reports.scope import Scope, monday
from tests.etl.test_refunds import HEADER, REFUNDS, STATEMENT
from tests.made import Desk, cost, sheet, taobao_line, typed_cost, wanxiangtai_day

AGREED = Engagement(people=(Person("阿代", "agency"), Person("店主", "merchant")))
START = date(2026, 6, 1)
DAYS = 28
FEN = Decimal("0.01")
SETTLED = STATEMENT.replace("pinduoduo", "taobao") + '[values.fee_kind]\n"goods" = "goods"\n"fee" = "service_fee"\n'
Facts = list[tuple[Any, ...]]
Truth = dict[str, Decimal]
NAMES = (
    "orders", "units", "gross_sales", "refunds", "product_cost", "sales_without_cost", "platform_fees", "ad_spend", "other_costs",
)  # fmt: skip


def rounded(amount: Decimal) -> Decimal:
    return amount.quantize(FEN, ROUND_HALF_UP)


@dataclass
class Life:
    """What was loaded and not taken out again, in the order in which it came."""

    desk: Desk
    loaded: dict[int, Facts] = field(default_factory=dict)
    number: int = 0

    def _keep(self, numbers: list[int], facts: Facts) -> int:
        [upload] = numbers
        self.loaded[upload] = facts
        return upload

    def _name(self, what: str) -> str:
        self.number += 1
        return f"{what}-{self.number}.csv"

    def orders(self, facts: Iterable[tuple[str, date, str, int, str]]) -> int:
        """(order, day, product, units, gross): one line each, never refunded by the export itself."""
        rows = [taobao_line(o, o, pay, product, str(units), f"{day}") for o, day, product, units, pay in facts]
        return self._keep(self.desk.accept((self._name("orders"), sheet(rows))), [("order", *each) for each in facts])

    def refunds(self, facts: Iterable[tuple[str, str, date, str, str]]) -> int:
        """(refund, order, day, amount, "return" or "money")."""
        rows = [f"{number},{order},,done,{kind},{day} 08:00:00,{amount}" for number, order, day, amount, kind in facts]
        text = HEADER + "\n".join(rows) + "\n"
        return self._keep(
            self.desk.accept((self._name("refunds"), text), map=REFUNDS), [("refund", *each) for each in facts]
        )

    def costs(self, facts: Iterable[tuple[str, str, date]]) -> int:
        """(product, unit cost, valid from)."""
        rows = [cost(product, amount, f"{since}") for product, amount, since in facts]
        return self._keep(self.desk.accept((self._name("costs"), sheet(rows))), [("cost", *each) for each in facts])

    def fee_rate(self, rate: str) -> int:
        row = typed_cost("platform_fee_rate", cost_platform="taobao", rate=rate, start_date=f"{START}")
        return self._keep(self.desk.accept((self._name("typed"), sheet([row]))), [("rate", rate)])

    def ads(self, facts: Iterable[tuple[date, str]]) -> int:
        """(day, spend) of a campaign that no other upload tells of."""
        rows = [wanxiangtai_day(spend, f"{day}", campaign=str(100 + self.number)) for day, spend in facts]
        return self._keep(self.desk.accept((self._name("ads"), sheet(rows))), [("ad", *each) for each in facts])

    def brushing(self, orders: Mapping[str, tuple[date, str]]) -> int:
        """The merchant's own list: order → day, commission paid."""
        rows = [
            {"下单日期": f"{day}", "订单号": order, "本金": "1.00", "佣金": fee, "平台费": ""}
            for order, (day, fee) in orders.items()
        ]
        facts: Facts = [("brushing", order, day, fee) for order, (day, fee) in orders.items()]
        return self._keep(self.desk.accept((self._name("brushing"), sheet(rows))), facts)

    def settlement(self, first: date, last: date, fees: Iterable[tuple[date, str]]) -> int:
        """A statement of some days: what it charged, and goods at both ends, so that it covers them."""
        rows = [f",{first} 01:00:00,goods,1.00,", f",{last} 02:00:00,goods,1.00,"]
        rows += [f",{day} 0{place % 9}:30:0{self.number % 9},fee,,{amount}" for place, (day, amount) in enumerate(fees)]
        text = "order,at,what,in,out\n" + "\n".join(rows) + "\n"
        facts: Facts = [("covers", first, last), *(("fee", day, amount) for day, amount in fees)]
        return self._keep(self.desk.accept((self._name("settled"), text), map=SETTLED), facts)

    def undo(self, upload: int) -> None:
        pipeline.undo(self.desk.shop, upload)
        del self.loaded[upload]

    def scope(self, **said: Any) -> Scope:
        return Scope(self.desk.shop, **said)

    # --- the truth ------------------------------------------------------------------------------------

    def _of(self, kind: str) -> list[tuple[Any, ...]]:
        return [fact[1:] for facts in self.loaded.values() for fact in facts if fact[0] == kind]

    def _cost(self, product: str, day: date) -> Decimal | None:
        known: dict[date, Decimal] = {}
        for name, amount, since in self._of("cost"):
            if name == product and since <= day:
                known[since] = Decimal(amount)
        return known[max(known)] if known else None

    def truth(self, book: str = "cleaned") -> dict[date, Truth]:
        """Every summed figure of every week."""
        weeks: dict[date, Truth] = {}

        def add(day: date, name: str, amount: Decimal | int) -> None:
            figures = weeks.setdefault(monday(day), dict.fromkeys(NAMES, Decimal(0)))
            figures[name] += amount

        rates = self._of("rate")
        rate = Decimal(rates[-1][0]) if rates else None
        settled = {first + timedelta(n) for first, last in self._of("covers") for n in range((last - first).days + 1)}
        listed = {order for order, *_ in self._of("brushing")}
        orders = {order: rest for order, *rest in self._of("order") if book == "claimed" or order not in listed}
        for day, product, units, pay in orders.values():
            gross, unit = Decimal(pay), self._cost(product, day)
            add(day, "orders", 1)
            add(day, "units", units)
            add(day, "gross_sales", gross)
            if unit is None:
                add(day, "sales_without_cost", gross)
            else:
                add(day, "product_cost", rounded(units * unit))
            if rate is not None and day not in settled:
                add(day, "platform_fees", rounded(gross * rate))
        self._give_back(orders, rate, settled, add)
        for day, spend in self._of("ad"):
            add(day, "ad_spend", Decimal(spend))
        for day, amount in self._of("fee"):
            add(day, "platform_fees", Decimal(amount))
        for _order, day, fee in {each[0]: each for each in self._of("brushing")}.values():
            add(day, "other_costs", Decimal(fee))
        return weeks

    def _give_back(self, orders: Mapping[str, Any], rate: Decimal | None, settled: set[date], add: Any) -> None:
        refunds = {number: rest for number, *rest in self._of("refund")}
        so_far: dict[str, tuple[Decimal, Decimal]] = {}
        for order, day, amount_text, kind in sorted(refunds.values(), key=lambda each: each[1]):
            if order not in orders:
                continue
            paid_day, product, units, pay = orders[order]
            gross, amount = Decimal(pay), Decimal(amount_text)
            money, goods = so_far.get(order, (Decimal(0), Decimal(0)))
            add(day, "refunds", amount)
            unit = self._cost(product, paid_day)
            if kind == "return":
                if unit is not None:
                    whole = rounded(units * unit)
                    back = rounded(whole * (goods + amount) / gross) - rounded(whole * goods / gross)
                    add(day, "product_cost", -back)
                goods += amount
            if rate is not None and day not in settled:
                left = gross - money
                add(day, "platform_fees", rounded((left - amount) * rate) - rounded(left * rate))
            so_far[order] = (money + amount, goods)


def begun(desk: Desk, dice: Random) -> Life:
    """Four whole weeks of orders, refunds, ads, costs and a fee rate; every day is covered."""
    life = Life(desk)
    life.costs([("LAMP", "30.005", START), ("CUP", "3.335", START)])
    life.fee_rate("0.05")
    life.orders(some_orders(dice, "A", 12))
    life.ads([(START + timedelta(n), "10.01") for n in range(DAYS)])
    return life


def some_orders(dice: Random, mark: str, number: int) -> list[tuple[str, date, str, int, str]]:
    """Orders on random days, one on the first and one on the last, so that all days are covered."""
    days = [0, DAYS - 1, *(dice.randrange(DAYS) for _ in range(number - 2))]
    return [
        (f"{mark}{place}", START + timedelta(day), dice.choice(("LAMP", "CUP")), dice.randrange(1, 4), f"{dice.randrange(1001, 20000) / 100:.2f}")
        for place, day in enumerate(days)
    ]  # fmt: skip
