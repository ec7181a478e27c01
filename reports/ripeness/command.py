"""`python -m reports ripeness`: how much of the refunds of each week's orders has arrived, and what is expected."""

import argparse
from collections.abc import Callable
from datetime import date
from typing import Any

from reports.out import give, scope_of
from reports.ripeness.ripeness import ripeness

COLUMNS = (
    *("week_start", "orders", "refunded_orders", "expected_refunded_orders", "low", "high"),
    *("share_arrived", "refund_rate", "expected_refund_rate", "settled", "settles_on", "refused"),
)


def add_ripeness(call: Callable[..., argparse.ArgumentParser], calls: Any) -> None:
    """The call and its option."""
    added = call(calls, "ripeness", _ripeness, "refunds that arrived and refunds still expected, by week of the order")
    added.add_argument("--as-of", metavar="D", type=date.fromisoformat, help="as known on this day")


def _ripeness(asked: argparse.Namespace) -> int:
    scope = scope_of(asked)
    found = ripeness(scope, asked.as_of)
    weeks = [week.as_json() for week in found.between(scope.first, scope.last)]
    answer = found.as_json() | {"weeks": weeks}
    return give(asked, lambda: answer, COLUMNS, [[week[name] for name in COLUMNS] for week in weeks])
