"""One order and its whole life, and money split without losing a fen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from data.sample.story import Product

FEN = Decimal("0.01")
ZERO = Decimal("0.00")
DECIDING = timedelta(hours=36)  # between asking for a refund and getting it


@dataclass(frozen=True)
class Line:
    """One product of an order; `payable` is after discounts and without freight."""

    product: Product
    quantity: int
    payable: Decimal
    refund: Decimal = ZERO
    is_refund_asked: bool = False  # asked for, not yet decided: no money moved


@dataclass(frozen=True)
class Order:
    """One order with its whole life; `seen` cuts that life at a moment."""

    platform: str
    number: str
    serial: int
    created_at: datetime
    lines: tuple[Line, ...]
    buyer: int
    place: str
    freight: Decimal = ZERO
    discounts: tuple[Decimal, Decimal, Decimal] = (ZERO, ZERO, ZERO)  # Pinduoduo: shop, platform, payment
    is_presale: bool = False
    paid_at: datetime | None = None
    shipped_at: datetime | None = None
    completed_at: datetime | None = None
    refunded_at: datetime | None = None
    refund: Decimal = ZERO

    @property
    def payable(self) -> Decimal:
        """What the goods cost the buyer."""
        return sum((line.payable for line in self.lines), ZERO)

    @property
    def gross(self) -> Decimal:
        """What the shop is owed: goods and freight."""
        return self.payable + self.freight

    @property
    def is_refunded_in_full(self) -> bool:
        """Whether everything, freight included, went back."""
        return ZERO < self.refund == self.gross

    def seen(self, moment: datetime) -> "Order":
        """The order as an export of that moment shows it: what comes later has not happened."""

        def past(at: datetime | None) -> datetime | None:
            return at if at and at < moment else None

        order = replace(
            self, paid_at=past(self.paid_at), shipped_at=past(self.shipped_at), completed_at=past(self.completed_at)
        )
        if past(self.refunded_at):
            return order
        is_asked = bool(self.refunded_at and order.paid_at and self.refunded_at - DECIDING < moment)
        lines = tuple(replace(line, refund=ZERO, is_refund_asked=is_asked and line.refund > 0) for line in self.lines)
        return replace(order, refund=ZERO, lines=lines)


def fen(amount: Decimal) -> Decimal:
    """Round half up to two decimals."""
    return amount.quantize(FEN, ROUND_HALF_UP)


def split(total: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """Parts of `total` in proportion to `weights`, as differences of rounded cumulative amounts: no fen is lost."""
    whole, so_far, before, parts = sum(weights), Decimal(0), ZERO, []
    for weight in weights:
        so_far += weight
        after = fen(total * so_far / whole)
        parts.append(after - before)
        before = after
    return parts
