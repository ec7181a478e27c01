"""Orders against settlement: what was paid out for which order, what is still on its way, and what nobody can explain."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import pyarrow as pa

from book.engagement import engagement
from reports.scope import Scope, currency, jsonable
from reports.settlement.funds import FOLDER, Funds, funds, query
from warehouse import Reader

BUCKETS = (
    "matched",
    "amount_differs",
    "doubled",
    "only_in_orders",
    "only_in_settlement",
    "in_transit",
    "not_covered",
)
ALARMING = ("amount_differs", "doubled", "only_in_orders", "only_in_settlement")  # what no timing explains
AGES = ("0-7", "8-15", "16-30", "over 30")  # days from completion, else payment
UNIT = (
    "platform",
    "unit",
    "line",
    "bucket",
    "cause",
    "expected",
    "settled",
    "difference",
    "base_day",
    "first_day",
    "age",
)
ZERO = Decimal("0.00")
EVER = (date(1, 1, 1), date(9999, 12, 31))
Tolerances = Mapping[str, tuple[Decimal, Decimal]]  # figure → (amount, share of what is expected); the larger one holds


@dataclass(frozen=True)
class Amounts:
    """How many orders (or lines) stand somewhere, and their money: settled − expected = difference.

    `apart` is the sum of the sizes of their differences: what came too much and what is missing do not make up for each other.
    """

    units: int = 0
    expected: Decimal = ZERO
    settled: Decimal = ZERO
    difference: Decimal = ZERO
    apart: Decimal = ZERO

    def __add__(self, other: "Amounts") -> "Amounts":
        return Amounts(
            self.units + other.units,
            self.expected + other.expected,
            self.settled + other.settled,
            self.difference + other.difference,
            self.apart + other.apart,
        )


@dataclass(frozen=True)
class Settle:
    """The answer. `differences` holds at most 50 rows of each bucket, the largest first."""

    shop: str
    currency: str
    first: date | None
    last: date | None
    as_of: Mapping[str, date]  # platform → the day up to which its settlements speak
    buckets: Mapping[str, Amounts]
    by_platform: Mapping[tuple[str, str], Amounts]  # (platform, bucket)
    ages: Mapping[str, Amounts]  # of what is not settled yet: in transit and only in orders
    swallowed: tuple[int, Decimal]  # orders matched within the tolerance only, and the sum of their differences' sizes
    differences: Sequence[Mapping[str, Any]]
    without_settlement: tuple[str, ...]  # platforms with orders of which no settlement was ever loaded
    funds: Funds

    @property
    def alarms(self) -> Amounts:
        """Everything that no timing explains."""
        return sum((self.buckets[name] for name in ALARMING), Amounts())

    def of(self, bucket: str) -> list[Mapping[str, Any]]:
        """The largest differences of one bucket."""
        return [row for row in self.differences if row["bucket"] == bucket]

    def as_json(self) -> dict[str, Any]:
        """The answer of `reports settle --json`."""
        said: dict[str, Any] = jsonable(
            {
                "shop": self.shop,
                "currency": self.currency,
                "from": self.first,
                "to": self.last,
                "as_of": dict(self.as_of),
                "buckets": {name: vars(each) for name, each in self.buckets.items()},
                "by_platform": [
                    {"platform": platform, "bucket": bucket, **vars(each)}
                    for (platform, bucket), each in self.by_platform.items()
                ],
                "ageing": {age: vars(each) for age, each in self.ages.items()},
                "tolerance": {"swallowed": self.swallowed[0], "swallowed_amount": self.swallowed[1]},
                "differences": [dict(row) for row in self.differences],
                "without_settlement": list(self.without_settlement),
                **self.funds.parts(),
            }
        )
        return said


def settle(scope: Scope, as_of: date | None = None, tolerances: Tolerances | None = None) -> Settle:
    """Every order paid in the scope's days, and what was settled in them for orders nobody knows, in its bucket.

    `as_of` cuts what is known and sets the ages; without it each platform is asked up to the last day its settlements cover.
    `tolerances`: those that were agreed, where none are given. Raises NoBuild, BookUnreachable.
    """
    source, tolerances = scope.reader, _agreed(scope) if tolerances is None else tolerances
    asked = _asked(scope, as_of, tolerances)
    found = source.rows(_units() + query("answer"), asked)
    sums = [row for row in found if row["part"] == "sum"]
    by_platform: dict[tuple[str, str], Amounts] = {}
    ages = dict.fromkeys(AGES, Amounts())
    for row in sums:
        amounts = Amounts(*(row[name] for name in ("units", "expected", "settled", "difference", "apart")))
        key = row["platform"], row["bucket"]
        by_platform[key] = by_platform.get(key, Amounts()) + amounts
        if row["ages"]:
            ages[row["ages"]] += amounts
    return Settle(
        shop=scope.shop.name,
        currency=currency(source),
        first=scope.first,
        last=scope.last,
        as_of=_as_of(source, as_of),
        buckets={
            name: sum((each for (_, bucket), each in by_platform.items() if bucket == name), Amounts())
            for name in BUCKETS
        },
        by_platform=dict(sorted(by_platform.items(), key=lambda each: (each[0][0], BUCKETS.index(each[0][1])))),
        ages=ages,
        swallowed=(
            sum(row["swallowed"] for row in sums),
            sum((row["apart"] for row in sums if row["bucket"] == "matched"), ZERO),
        ),
        differences=[{name: row[name] for name in UNIT} for row in found if row["part"] == "unit"],
        without_settlement=_without_settlement(source),
        funds=funds(source, asked[0], asked[1], as_of, usual_days()["bank"]["after_completion"], tolerances),
    )


def rows_behind(
    scope: Scope,
    bucket: str,
    as_of: date | None = None,
    tolerances: Tolerances | None = None,
    *,
    platform: str | None = None,
    unit: str | None = None,
    line: str | None = None,
) -> pa.Table:
    """The rows of both sides behind a bucket, a platform's part of it, or one order: side, order, amount, file, sheet, row.

    Orders and refunds (negative) sum to what is expected, settlements to what was settled. Raises NoBuild.
    """
    tolerances = _agreed(scope) if tolerances is None else tolerances
    asked = [*_asked(scope, as_of, tolerances), bucket, platform, unit, line]
    return scope.reader.arrow(_units() + query("rows"), asked)


def _agreed(scope: Scope) -> Tolerances:
    said = engagement(scope.shop).tolerances
    return {name: (limit.get("amount", ZERO), limit.get("rate", ZERO)) for name, limit in said.items()}


def _asked(scope: Scope, as_of: date | None, tolerances: Tolerances) -> list[Any]:
    amount, share = tolerances.get("settled", (ZERO, ZERO))
    return [scope.first or EVER[0], scope.last or EVER[1], as_of, amount, share]


@cache
def usual_days() -> dict[str, dict[str, int]]:
    """Platform → after how many days its money usually stands in the settlement; "other" holds for all that are not named."""
    return tomllib.loads((FOLDER / "settling.toml").read_text("utf-8"))


@cache
def _units() -> str:
    """The query up to its last step `units`: one row per order or line in its bucket."""
    usual = ", ".join(
        f"('{platform}', {days['after_completion']}, {days['after_payment']})"
        for platform, days in usual_days().items()
    )
    return query("units").replace("{usual}", usual)


def _as_of(source: Reader, as_of: date | None) -> dict[str, date]:
    rows = source.rows(
        "select platform, max(day) as day from marts.coverage where source = 'settlement' group by platform order by platform"
    )
    return {row["platform"]: as_of or row["day"] for row in rows}


def _without_settlement(source: Reader) -> tuple[str, ...]:
    rows = source.rows(
        "select distinct platform from facts.order_lines where is_counted and platform not in "
        "(select platform from marts.coverage where source = 'settlement') order by platform"
    )
    return tuple(row["platform"] for row in rows)
