"""One claim against what is proven: the verdict, the difference, and what of it is explained."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from reports.claims.explained import Explanation, explain
from reports.claims.proven import Proof
from reports.claims.record import Claim
from reports.claims.word import claimable
from reports.metric import FEN, metrics

NONE = Decimal(0)
# What the digits of an amount let pass where the shop agreed on nothing else: a yuan, no share of it.
USUAL = {"money": Decimal("1.00"), "count": NONE, "rate": NONE, "ratio": NONE}


@dataclass(frozen=True)
class Limit:
    """How far a claim may lie beside the proven figure: its own digits, and the larger of an amount and a share."""

    rounding: Decimal
    amount: Decimal
    share: Decimal

    def of(self, proven: Decimal) -> Decimal:
        """All of it."""
        return self.rounding + max(self.amount, self.share * abs(proven))


@dataclass(frozen=True)
class Verdict:
    """proven, within_tolerance, contradicted or not_provable. `difference` is claimed − proven, exactly.

    After timing is taken off, what is left decides; what neither timing, brushing nor definition explains is `unexplained`
    and, above the limit, the one thing that alarms.
    """

    word: str
    limit: Limit
    difference: Decimal | None = None
    explained: tuple[Explanation, ...] = ()
    missing: tuple[str, ...] = ()
    missing_days: tuple[date, ...] = ()

    @property
    def unexplained(self) -> Decimal | None:
        """What remains of the difference."""
        return None if self.difference is None else self.difference - sum((e.amount for e in self.explained), NONE)

    @property
    def is_alarm(self) -> bool:
        """Whether somebody has to look at it."""
        return self.word == "contradicted" and abs(self.unexplained or NONE) > self.limit.of(NONE)

    @property
    def is_hit(self) -> bool:
        """Whether the claim held."""
        return self.word in ("proven", "within_tolerance")


def judge(claim: Claim, proof: Proof, tolerances: Mapping[str, Mapping[str, Decimal]]) -> Verdict:
    """Hold a claim against the exports."""
    agreed = tolerances.get(claim.metric, {})
    unit = claimable()[claim.metric].unit
    limit = Limit(claim.rounding, agreed.get("amount", NONE if agreed else USUAL[unit]), agreed.get("rate", NONE))
    proven = proof.value(claim.metric)
    missing, days = missing_of(proof, claim.metric)
    if proven is None:
        return _in_range(claim, proof, limit, missing, days)
    apart = claim.value - proven
    if missing:
        return _with_gaps(claim, apart, limit, limit.of(proven), missing, days)
    if not apart:
        return Verdict("proven", limit, apart)
    if abs(apart) <= limit.of(proven):
        return Verdict("within_tolerance", limit, apart)
    reasons = explain(proof, claim.metric, claim.value, limit.of(proven), claim.said_on)
    left = apart - sum((each.amount for each in reasons if each.is_timing), NONE)
    word = "contradicted" if abs(left) > limit.of(proven) else "within_tolerance" if left else "proven"
    return Verdict(word, limit, apart, reasons)


def missing_of(proof: Proof, metric: str) -> tuple[tuple[str, ...], tuple[date, ...]]:
    """The sources that a figure needs and that do not tell of every day, and the days."""
    ladder = proof.ladder("cleaned", proof.basis)
    needs = claimable()[metric].needs
    gaps = [gap for gap in ladder.gaps if gap.source in needs]
    names = [need for need in needs if any(gap.source == need for gap in gaps)]
    if "costs" in needs and ladder.figures["sales_without_cost"]:
        names.append("costs")
    if not names and proof.value(metric) is None:
        own = metrics()[metric].source if metric in metrics() else None
        names = [own] if own else [needs[-1]] if needs else [metric]
    days = sorted({day for gap in gaps for day in gap.days})
    return tuple(names), tuple(days)


def _with_gaps(
    claim: Claim, apart: Decimal, limit: Limit, most: Decimal, missing: tuple[str, ...], days: tuple[date, ...]
) -> Verdict:
    """Days are missing: a figure that can only grow is contradicted when the days that are there exceed the claim."""
    if claimable()[claim.metric].grows and apart < -most:
        return Verdict("contradicted", limit, apart, (), missing, days)
    if claim.metric == "ad_spend" and apart > most:
        tail = Explanation("ad_tail", apart, "ad_tail", {"days": days})
        return Verdict("not_provable", limit, apart, (tail,), missing, days)
    return Verdict("not_provable", limit, None, (), missing, days)


def _in_range(claim: Claim, proof: Proof, limit: Limit, missing: tuple[str, ...], days: tuple[date, ...]) -> Verdict:
    """A net profit of which only the range is known is contradicted outside it."""
    low, high = proof.value("net_profit_low"), proof.value("net_profit_high")
    if claim.metric == "net_profit" and missing == ("costs",) and low is not None and high is not None:
        bound = min(max(claim.value, low), high)
        if abs(claim.value - bound) > limit.of(bound):
            return Verdict("contradicted", limit, claim.value - bound, (), missing, days)
    return Verdict("not_provable", limit, None, (), missing, days)


def rounded(value: Decimal | None, unit: str) -> Decimal | None:
    """An exact figure as it is printed: money to the fen, counts whole, shares and ratios to six decimals."""
    if value is None:
        return None
    place = {"money": FEN, "count": Decimal(1)}.get(unit, Decimal("0.000001"))
    return value.quantize(place, ROUND_HALF_UP)
