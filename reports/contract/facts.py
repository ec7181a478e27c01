"""What a contract is measured against, by day: sales in both books, traffic, and which days are known at all."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import accumulate
from typing import Any, Generic, TypeVar

from reports.metric import metrics
from reports.scope import days
from warehouse import Reader

METRICS = ("gross_sales", "net_sales", "net_sales_of_orders")  # the last: refunds in the month of their order


N = TypeVar("N", Decimal, int)


class Series(Generic[N]):
    """Numbers by day, whose sum over any span is two look-ups."""

    def __init__(self, by_day: Mapping[date, N]) -> None:
        self.days = sorted(by_day)
        self.totals: list[N] = list(accumulate(by_day[day] for day in self.days))

    def sum(self, first: date, last: date) -> N | None:
        """The sum of a span; None where no day of it is known."""
        start, end = bisect_left(self.days, first), bisect_right(self.days, last)
        if start >= end:
            return None
        if not start:
            return self.totals[end - 1]
        found: N = self.totals[end - 1] - self.totals[start - 1]
        return found


@dataclass(frozen=True)
class Facts:
    """Sums by day. Without `covered` every day counts as known."""

    sales: Mapping[tuple[str, str], Mapping[date, Decimal]]  # (book, metric) → day → amount
    traffic: Mapping[str, Mapping[date, int]] = field(default_factory=dict)  # visitors, page_views → day → number
    ads: Mapping[date, Decimal] = field(default_factory=dict)  # what was spent
    invoiced: Mapping[date, Decimal] = field(default_factory=dict)  # typed service fees, spread over their days
    withheld: Mapping[date, Decimal] = field(default_factory=dict)  # what platforms took for the agency, by settlement
    covered: frozenset[date] | None = None  # the days that an export of orders covers, on every platform of the shop
    today: date = date.max  # later days are still to come, not missing

    @cached_property
    def _sold(self) -> dict[tuple[str, str], Series[Decimal]]:
        return {name: Series(by_day) for name, by_day in self.sales.items()}

    @cached_property
    def _seen(self) -> dict[str, Series[int]]:
        return {name: Series(by_day) for name, by_day in self.traffic.items()}

    @cached_property
    def _known(self) -> Series[int]:
        return Series(dict.fromkeys(self.covered or (), 1))

    @cached_property
    def _spent(self) -> Series[Decimal]:
        return Series(self.ads)

    def sold(self, book: str, metric: str, first: date, last: date) -> Decimal | None:
        """Sales of a span; None where nothing is known of any of its days."""
        series = self._sold.get((book, metric))
        found = series.sum(first, last) if series else None
        if found is not None:
            return found
        is_known = self.covered is None or self._known.sum(first, last) is not None
        return Decimal("0.00") if is_known else None

    def spent(self, first: date, last: date) -> Decimal:
        """Ad money of a span."""
        return self._spent.sum(first, last) or Decimal("0.00")

    def billed(self, first: date, last: date) -> Decimal | None:
        """What the agency's typed invoices say of a span; None where none was typed."""
        return Series(self.invoiced).sum(first, last)

    def taken(self, first: date, last: date) -> Decimal | None:
        """What platforms took out of settlements for the agency in a span; None where nothing was."""
        return Series(self.withheld).sum(first, last)

    def seen(self, metric: str, first: date, last: date) -> int | None:
        """Traffic of a span; None where nothing is known of it."""
        series = self._seen.get(metric)
        return series.sum(first, last) if series else None

    def missing(self, first: date, last: date) -> tuple[date, ...]:
        """The days of a span that some platform's orders do not cover, as far as they are over."""
        if self.covered is None or last < first:
            return ()
        return tuple(day for day in days(first, last) if day not in self.covered and day <= self.today)

    @staticmethod
    def supposing(day: date, amount: Fraction) -> "Facts":
        """What would be if so much were sold on one day, and nothing else."""
        exact = Decimal(amount.numerator) / Decimal(amount.denominator)
        return Facts({(book, metric): {day: exact} for book in ("cleaned", "claimed") for metric in METRICS})


TRAFFIC = """
select traffic_date as day, cast(sum(visitors) as bigint) as visitors, cast(sum(page_views) as bigint) as page_views
from facts.traffic
where grain = 'shop'
group by traffic_date
"""
# A day is known where every platform of the shop has an export of orders that covers it.
COVERED = """
select day
from marts.coverage
where source = 'orders'
group by day
having count(distinct platform) = (select count(distinct platform) from marts.coverage where source = 'orders')
"""


def facts(
    source: Reader,
    first: date = date.min,
    *,
    traffic: bool = False,
    covered: bool = True,
    refunds: str = "accounting",
    today: date = date.max,
) -> Facts:
    """What the warehouse knows from a day on, summed by day in one query; traffic and covered days only where they are asked for.

    `refunds`: whether net sales are less by a refund in the month of the refund (accounting) or of its order (order).
    """
    rows = source.rows(_sums(), [first])
    return Facts(
        sales=_sales(rows, refunds),
        traffic=_traffic(source) if traffic else {},
        ads=_by_day(rows, "ad_spend"),
        invoiced=_by_day(rows, "service_fee"),
        withheld=_by_day(rows, "agency_settled"),
        covered=frozenset(row["day"] for row in source.rows(COVERED)) if covered else None,
        today=today,
    )


def _sums() -> str:
    named = {
        "gross": _columns("gross_sales", "accounting"),
        "refunds": _columns("refunds", "accounting"),
        "refunds_of_orders": _columns("refunds", "order"),
    }
    sums = (
        f"{' + '.join(f'coalesce(sum({each}), 0)' for each in columns)} as {name}" for name, columns in named.items()
    )
    return (
        f"select day, is_brushing, {', '.join(sums)}, sum(ad_spend) as ad_spend, sum(service_fee) as service_fee, "
        "sum(agency_settled) as agency_settled "
        "from marts.daily where day >= $1 group by day, is_brushing"
    )


def _sales(rows: Iterable[Mapping[str, Any]], refunds: str) -> dict[tuple[str, str], dict[date, Decimal]]:
    found: dict[tuple[str, str], dict[date, Decimal]] = {}
    for row in rows:
        of_orders = row["gross"] - row["refunds_of_orders"]
        net = of_orders if refunds == "order" else row["gross"] - row["refunds"]
        for book in ("claimed",) if row["is_brushing"] else ("claimed", "cleaned"):
            for metric, amount in zip(METRICS, (row["gross"], net, of_orders), strict=True):
                _add(found.setdefault((book, metric), {}), row["day"], amount)
    return found


def _by_day(rows: Iterable[Mapping[str, Any]], name: str) -> dict[date, Decimal]:
    found: dict[date, Decimal] = {}
    for row in rows:
        if row[name] is not None:
            _add(found, row["day"], row[name])
    return found


def _columns(metric: str, basis: str) -> Iterable[str]:
    sums = metrics()[metric].sums
    assert sums is not None
    return sums[basis]


def _add(by_day: dict[date, Decimal], day: date, amount: Decimal) -> None:
    by_day[day] = by_day.get(day, Decimal("0.00")) + amount


def _traffic(source: Reader) -> dict[str, dict[date, int]]:
    rows: list[dict[str, Any]] = source.rows(TRAFFIC)
    return {
        metric: {row["day"]: row[metric] for row in rows if row[metric] is not None}
        for metric in ("visitors", "page_views")
    }
