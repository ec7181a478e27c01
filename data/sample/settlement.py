"""What the platforms settled: money for goods a few days after completion, refunds, fees, withdrawals, and the faults."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from data.sample import story
from data.sample.demand import days
from data.sample.order import ZERO, Order, fen

FEES = ("commission", "affiliate", "insurance", "technical_fee", "technical_fee_back", "deduction")


@dataclass(frozen=True)
class Entry:
    """One movement of a platform's account; what came in is positive. `order` is empty where it belongs to none."""

    at: datetime
    platform: str
    kind: str  # goods | refund | withdrawal | one of FEES
    amount: Decimal
    order: str = ""


@dataclass(frozen=True)
class Settled:
    """The ledgers' movements by time, and which order met which fault."""

    entries: tuple[Entry, ...]
    faults: dict[str, story.Fault]

    def of(self, platform: str) -> list[Entry]:
        """One platform's movements by time."""
        return [entry for entry in self.entries if entry.platform == platform]


def settled(orders: list[Order]) -> Settled:
    """Everything that the accounts of both platforms tell from FIRST_SETTLED to LAST_DAY."""
    rng, faults = Random(f"{story.SEED}/settlement"), {_faulty(orders, each): each for each in story.FAULTS}
    at, amount = story.DEDUCTION
    entries = [Entry(at, "taobao", "deduction", amount)]
    for order in orders:
        if order.completed_at:
            paid_at = order.completed_at + timedelta(days=rng.choice(story.PAYOUT_DAYS))
            entries += _of_order(rng, order, paid_at, faults.get(order.number))
    entries = [entry for entry in entries if story.FIRST_SETTLED <= entry.at.date() <= story.LAST_DAY]
    entries.sort(key=lambda entry: (entry.at, entry.order))
    for platform in story.OPENING:
        entries += list(_withdrawals(platform, [entry for entry in entries if entry.platform == platform]))
    return Settled(tuple(sorted(entries, key=lambda entry: (entry.at, entry.order))), faults)


def _faulty(orders: list[Order], fault: story.Fault) -> str:
    """The first ordinary order of that platform that was completed on the fault's day."""
    return next(
        order.number
        for order in orders
        if order.platform == fault.platform
        and not order.refund
        and order.completed_at
        and order.completed_at.date() == fault.completed
    )


def _of_order(rng: Random, order: Order, paid_at: datetime, fault: story.Fault | None) -> Iterator[Entry]:
    """What goes back before the money comes is never paid out; a part for a fault of the goods is taken afterwards."""
    tax = list(_taobao_fees(rng, order)) if order.platform == "taobao" else _pinduoduo_fees(order)
    is_gone = order.is_refunded_in_full and order.refunded_at is not None and order.refunded_at <= paid_at
    if is_gone or (fault and fault.kind == "never_paid"):
        return
    is_part = ZERO < order.refund < order.gross
    is_netted = is_part and any(line.refund == line.payable for line in order.lines)
    goods = order.gross - order.refund if is_netted else order.gross
    wrong = fault.amount if fault else ZERO
    yield Entry(paid_at, order.platform, "goods", goods + wrong, order.number)
    yield from (Entry(paid_at, order.platform, kind, -fee, order.number) for kind, fee in tax)
    if fault and fault.kind == "paid_twice":
        yield Entry(paid_at + timedelta(days=1), order.platform, "goods", goods, order.number)
    if is_part and not is_netted:
        yield Entry(paid_at + timedelta(minutes=2), order.platform, "refund", -order.refund, order.number)
    if order.is_refunded_in_full and order.refunded_at:
        yield Entry(order.refunded_at, order.platform, "refund", -order.refund, order.number)
        yield from (Entry(order.refunded_at, order.platform, f"{kind}_back", fee, order.number) for kind, fee in tax)


def _taobao_fees(rng: Random, order: Order) -> Iterator[tuple[str, Decimal]]:
    net = order.gross - order.refund
    yield "commission", fen(net * story.COMMISSION)
    yield "insurance", rng.choice(story.INSURANCE)
    if rng.random() < story.AFFILIATE_CHANCE:
        yield "affiliate", fen(net * story.AFFILIATE_RATE)


def _pinduoduo_fees(order: Order) -> list[tuple[str, Decimal]]:
    return [("technical_fee", fen(order.gross * story.TECHNICAL_FEE))]


def _withdrawals(platform: str, entries: list[Entry]) -> Iterator[Entry]:
    """Whole hundreds, every so many days, as far as the account holds more than is kept."""
    balance, rest = story.OPENING[platform], entries
    step = story.WITHDRAWN_EVERY[platform]
    for day in list(days(story.FIRST_SETTLED, story.LAST_DAY))[::step]:
        at = datetime.combine(day, time(10, 20, 5))
        balance += sum((entry.amount for entry in rest if entry.at <= at), ZERO)
        rest = [entry for entry in rest if entry.at > at]
        amount = (balance - story.KEPT[platform]) // 100 * 100
        if amount > 0:
            balance -= amount
            yield Entry(at, platform, "withdrawal", -fen(amount))


def settled_refund_days(entries: tuple[Entry, ...]) -> dict[str, date]:
    """Orders of Pinduoduo, whose export names no refunded amount: there the ledger's day is the refund's."""
    return {
        entry.order: entry.at.date() for entry in entries if entry.platform == "pinduoduo" and entry.kind == "refund"
    }
