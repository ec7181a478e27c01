"""`python -m reports compare`: before and after the service of one figure; a refusal to judge is an answer."""

import argparse
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import warehouse
from reports.compare.compare import DAYS, compare
from reports.compare.comparison import Comparison, Side
from reports.metric import catalogue
from reports.out import exact, give
from reports.scope import Scope

Call = Callable[..., argparse.ArgumentParser]


def add_compare(call: Call, calls: Any) -> None:
    """The call and its options."""
    added = call(calls, "compare", _compare, "a figure before and after the service began", period=False)
    added.set_defaults(refunds="order")
    added.add_argument("--metric", metavar="M", choices=list(catalogue()), required=True)
    said = "by default as the engagement says"
    added.add_argument("--service-start", metavar="D", type=_day, help=f"the first day of the service; {said}")
    added.add_argument("--service-end", metavar="D", type=_day, help=f"its last day; {said}")
    added.add_argument("--baseline-from", metavar="D", type=_day, help="leave out the days before this one")


def _day(said: str) -> date:
    day = date.fromisoformat(said)
    if day not in DAYS:
        raise ValueError(said)
    return day


def _compare(asked: argparse.Namespace) -> int:
    scope = Scope(warehouse.shop(asked.shop), refunds=asked.refunds, book=asked.book)
    found = compare(scope, asked.metric, asked.service_start, asked.service_end, asked.baseline_from)
    return give(asked, found.as_json, ["what", "from", "to", "days", "value", "per_day"], _rows(found))


def _rows(found: Comparison) -> list[list[Any]]:
    """The answer as a table: the two sides, the change, what the model says, the sentence."""
    rows = [_side("before", found.before), _side("after", found.after), _line("raw_change", found.raw_change)]
    if found.lift and not found.verdict.is_refusal:
        rows += [_line("lift", found.lift.lift), _line("low", found.lift.low), _line("high", found.lift.high)]
    rows += [_line(bar.name, bar.amount) for bar in (found.split.bridge.bars if found.split else ())]
    return [*rows, _line(found.verdict.kind, found.verdict.whole.in_english(found.currency))]


def _side(name: str, side: Side) -> list[Any]:
    return [name, side.period.first, side.period.last, side.known_days, exact(side.value, side.unit), side.per_day]


def _line(name: str, value: Decimal | float | str | None) -> list[Any]:
    return [name, None, None, None, value, None]
