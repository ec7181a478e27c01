"""Net sales of the orders paid in a period, with the refunds that are still expected beside them."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from reports.metric import FEN, columns, metrics, plain, summed
from reports.ripeness.ripeness import Days, Ripeness, WeekRipeness, ripeness
from reports.ripeness.triangle import Learnt
from reports.scope import Scope


@dataclass(frozen=True)
class ExpectedNet:
    """Net sales of a period's orders: proven so far, and expected in the end. An estimate is never added to a proven figure.

    `net` = gross − refunds known. `expected_net` = `net` − refunds still expected; its ends are those of the 90 % interval.
    None where nothing is estimated; `ripe.refused` says why.
    """

    gross: Decimal
    refunds: Decimal
    still_expected: Decimal | None
    expected_net: Decimal | None
    low: Decimal | None
    high: Decimal | None
    ripe: WeekRipeness

    @property
    def net(self) -> Decimal:
        """What the rows prove."""
        return self.gross - self.refunds

    def as_json(self) -> dict[str, Any]:
        """Money as text; null where nothing is estimated."""
        names = ("gross", "refunds", "net", "still_expected", "expected_net", "low", "high")
        return {
            **{name: plain(getattr(self, name), "money") for name in names},
            "share_arrived": self.ripe.share,
            "refused": self.ripe.refused,
        }


def expected_net(scope: Scope, period: Days, known: Ripeness | None = None) -> ExpectedNet:
    """The net sales of the orders paid in a period; `known` saves asking again for the same shop and book. Raises NoBuild.

    The refunds to come are orders × the money that a refunded order of the last weeks gave back, rounded half up once.
    """
    known = known or ripeness(scope)
    ripe = known.of(period.first, period.last)
    gross, refunds = _sums(scope, period)
    if ripe.expected is None or ripe.low is None or ripe.high is None:
        return ExpectedNet(gross, refunds, None, None, None, None, ripe)
    learnt = known.known.learnt
    to_come, least, most = (_money(value - ripe.arrived, learnt) for value in (ripe.expected, ripe.low, ripe.high))
    net = gross - refunds
    return ExpectedNet(gross, refunds, to_come, net - to_come, net - most, net - least, ripe)


def _money(orders: float, learnt: Learnt) -> Decimal:
    if not orders or not learnt.refunds:
        return Decimal("0.00")
    return (Decimal(orders) * learnt.amount / learnt.refunds).quantize(FEN, ROUND_HALF_UP)


def _sums(scope: Scope, period: Days) -> tuple[Decimal, Decimal]:
    names = columns(("gross_sales", "refunds"), "order")
    [row] = scope.reader.rows(
        f"select {', '.join(f'sum({name}) as {name}' for name in names)} from marts.daily "
        f"where day between $1 and $2 and {scope.counted}",
        [period.first, period.last],
    )
    gross, refunds = (summed(metrics()[name], row, "order") for name in ("gross_sales", "refunds"))
    return Decimal(gross or 0), Decimal(refunds or 0)
