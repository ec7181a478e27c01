"""`python -m reports brushing`: the orders worth a question, with their signals and what was decided about them."""

import argparse
from typing import Any

from reports.brushing.queue import queue
from reports.brushing.visits import beyond
from reports.out import give, scope_of
from warehouse import tell

HEADER = ("platform", "order", "day", "amount", "signals", "state", "file", "row")


def add_brushing(add: Any, calls: Any) -> None:
    """The call and its options."""
    add(calls, "brushing", _brushing, "orders with two or more uncommon signals, and what was decided about them")


def _brushing(asked: argparse.Namespace) -> int:
    found = queue(scope_of(asked))
    if found is None:
        tell("No order is known yet.")
        return give(asked, lambda: {"from": None, "to": None, "orders": 0, "suspects": [], "beyond": []}, HEADER, [])
    rows = [
        [
            each.platform,
            each.order,
            each.day.isoformat(),
            each.amount,
            " ".join(each.signals),
            each.state,
            each.file,
            each.row,
        ]
        for each in found.suspects
    ]
    more = beyond(scope_of(asked), found.first, found.last)
    for each in more:
        tell(
            f"{each.platform} {each.name} {each.first} – {each.last}: {each.orders} orders of {each.came} {each.of}; "
            f"usual are {each.usual}, hardly ever more than {each.most}."
        )
    return give(asked, lambda: found.as_json() | {"beyond": [each.as_json() for each in more]}, HEADER, rows)
