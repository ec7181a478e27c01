"""A made shop whose refunds come late, with every refund's day known: what a nowcast is held against."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from tests.made import Desk, Row, sheet, taobao_order

START = date(2026, 1, 5)  # a Monday
HORIZON = 60


@dataclass(frozen=True)
class Life:
    """Orders by day, and refunds by day and delay, however late."""

    orders: npt.NDArray[np.int64]
    refunds: npt.NDArray[np.int64]

    def known(self, day: int) -> npt.NDArray[np.int64]:
        """The refunds that had come by the end of a day, for the days up to it."""
        age = day - np.arange(day + 1)
        return np.where(np.arange(HORIZON + 1) <= age[:, None], self.refunds[: day + 1], 0)


def life(seed: int, weeks: int = 26, a_day: float = 20.0, rate: float = 0.1) -> Life:
    """Half of the refunds come within days, the others after two weeks or more; no two weeks have the same rate."""
    dice = np.random.default_rng(seed)
    orders = dice.poisson(a_day * np.exp(dice.normal(0, 0.25, weeks * 7)))
    rates = rate * np.exp(np.repeat(dice.normal(0, 0.25, weeks), 7))
    refunds = np.zeros((weeks * 7, HORIZON + 1), np.int64)
    for day, number in enumerate(dice.binomial(orders, np.minimum(rates, 0.8))):
        soon = np.minimum(dice.geometric(0.45, number) - 1, HORIZON)
        late = np.minimum((dice.gamma(2.2, 6.0, number) + 2).astype(int), HORIZON)
        refunds[day] = np.bincount(np.where(dice.random(number) < 0.55, soon, late), minlength=HORIZON + 1)
    return Life(orders, refunds)


def load_life(desk: Desk, told: Life, dated: bool = True) -> date:
    """The life as an order export and, where its days are told, a refund export, both of the last day; returns that day."""
    orders: list[Row] = []
    refunds: list[Row] = []
    last = START + timedelta(days=len(told.orders) - 1)
    for day, number in enumerate(told.orders):
        paid = START + timedelta(days=day)
        delays = np.repeat(np.arange(HORIZON + 1), told.refunds[day])
        for place in range(number):
            order = f"{day:03}{place:04}"
            refunded = paid + timedelta(days=int(delays[place])) if place < len(delays) else None
            is_known = refunded is not None and refunded <= last
            # The report's paid column is what is left after the refund.
            left, back = ("75.00", "25.00") if is_known else ("100.00", "0.00")
            orders.append(taobao_order(order, paid=left, refund=back, day=paid.isoformat()))
            if refunded and is_known:
                refunds.append(refund(order, back, refunded))
    # A refund of nothing on the last day says how far the export reaches.
    refunds.append({**refund(orders[-1]["订单编号"], "0.01", last), "退款状态": "退款关闭"})
    desk.accept(("orders.csv", sheet(orders)), *([("refunds.csv", sheet(refunds))] if dated else []))
    return last


def refund(order: str, amount: str, day: date) -> Row:
    """A row of the refund export (A5)."""
    return {
        "退款编号": f"R{order}", "订单编号": order, "退款状态": "退款成功", "买家退款金额": amount, "是否需要退货": "否",
        "退款的申请时间": f"{day} 11:00:00", "退款完结时间": f"{day} 12:00:00",
    }  # fmt: skip
