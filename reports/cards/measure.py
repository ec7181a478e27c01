"""The ratios of a product on both sides of a change, per placement, and what the mix of placements did to the whole."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from reports.cards.windows import Windows
from reports.compare.ratio import RatioChange, changed

Row = Mapping[str, Any]  # source, platform, placement, product, day and the sums
Covered = Mapping[tuple[str, str], frozenset[date]]  # source and platform → the days that its exports cover
# name → numerator, denominator, turned over: the numerator is what is counted, so that few of them are seen as few.
RATIOS = {
    "ads": {
        "ctr": ("clicks", "impressions", False),
        "conversion": ("orders", "clicks", False),
        "cost_per_order": ("orders", "spend", True),
    },
    "traffic": {
        "ctr": ("clicks", "impressions", False),
        "conversion": ("orders", "visitors", False),
    },
}


@dataclass(frozen=True)
class Measure:
    """One ratio of one placement before and after."""

    name: str  # ctr, conversion, cost_per_order (in the shop's currency)
    source: str  # ads, traffic
    platform: str
    placement: str  # as the export names it; "" where it names none
    change: RatioChange

    def as_json(self) -> dict[str, Any]:
        """One measure of a card."""
        said = {"name": self.name, "source": self.source, "platform": self.platform, "placement": self.placement}
        return said | self.change.as_json()


@dataclass(frozen=True)
class Mix:
    """Why the click rate of all placements together moved: `within` them, and by the `mix` of impressions among them."""

    before: float
    after: float
    within: float
    mix: float

    @property
    def moved(self) -> bool:
        """Whether the mix weighs: at least a tenth of the rate before."""
        return abs(self.mix) >= self.before / 10

    def as_json(self) -> dict[str, float]:
        """The two bars between the rates before and after."""
        return {"before": self.before, "after": self.after, "within": self.within, "mix": self.mix}


def measures(rows: Iterable[Row], sides: Windows, covered: Covered) -> list[Measure]:
    """Every ratio of which both sides have a denominator, the click rate first."""
    found = []
    for (source, platform, placement), mine in _placements(rows).items():
        days = covered.get((source, platform), frozenset())
        before, after = ([day for day in side if day in days] for side in (sides.before, sides.after))
        for name, (above, below, is_turned) in RATIOS[source].items():
            if not any(row[above] is not None for row in mine.values()):
                continue  # the export does not tell it
            k0, n0, k1, n1 = (_of(mine, side, column) for side in (before, after) for column in (above, below))
            if sum(n0) and sum(n1):
                change = changed(k0, n0, k1, n1)
                found.append(Measure(name, source, platform, placement, _turned(change) if is_turned else change))
    order = list(RATIOS["ads"])
    return sorted(found, key=lambda each: (order.index(each.name), each.source, each.platform, each.placement))


def mix(found: Sequence[Measure]) -> Mix | None:
    """How the click rate over all ads came about; None with one placement. The two parts add up to the difference."""
    rates = [each.change for each in found if each.name == "ctr" and each.source == "ads"]
    n0, n1 = (sum(getattr(each, name) for each in rates) for name in ("n0", "n1"))
    if len(rates) < 2:
        return None
    before, after = sum(each.k0 for each in rates) / n0, sum(each.k1 for each in rates) / n1
    within = sum((each.k1 / each.n1 - each.k0 / each.n0) * (each.n0 / n0 + each.n1 / n1) / 2 for each in rates)
    return Mix(before, after, within, after - before - within)


def _placements(rows: Iterable[Row]) -> dict[tuple[str, str, str], dict[date, Row]]:
    found: dict[tuple[str, str, str], dict[date, Row]] = {}
    for row in rows:
        found.setdefault((row["source"], row["platform"], row["placement"]), {})[row["day"]] = row
    return found


def _of(mine: Mapping[date, Row], days: Iterable[date], column: str) -> list[int | Decimal]:
    return [(mine[day][column] or 0) if day in mine else 0 for day in days]


def _turned(found: RatioChange) -> RatioChange:
    """Money per order from orders per money."""
    low, high = found.low, found.high
    return replace(
        found,
        before=1 / found.before if found.before else None,
        after=1 / found.after if found.after else None,
        change=None if found.change is None else 1 / (1 + found.change) - 1,
        low=None if high is None else 1 / (1 + high) - 1,
        high=None if low is None else 1 / (1 + low) - 1,
        k0=found.n0,
        n0=found.k0,
        k1=found.n1,
        n1=found.k1,
    )
