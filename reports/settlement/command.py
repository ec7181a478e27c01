"""`python -m reports settle`: orders against settlement, in buckets and by age; the rows behind a bucket."""

import argparse
from collections.abc import Callable
from datetime import date
from typing import Any

from reports.out import give, scope_of
from reports.scope import jsonable
from reports.settlement.settle import BUCKETS, rows_behind, settle

AMOUNTS = ("units", "expected", "settled", "difference", "apart")


def add_settle(call: Callable[..., argparse.ArgumentParser], calls: Any) -> None:
    """The call and its options. Fees, withdrawals, ads and suppliers stand in its JSON."""
    added = call(calls, "settle", _settle, "orders against settlement, fees, withdrawals, ads, suppliers")
    added.add_argument("--as-of", metavar="D", type=date.fromisoformat, help="count and age up to this day")
    added.add_argument("--bucket", metavar="NAME", choices=BUCKETS, help="the rows of both sides behind a bucket")


def _settle(asked: argparse.Namespace) -> int:
    scope = scope_of(asked)
    if asked.bucket:
        found = rows_behind(scope, asked.bucket, asked.as_of)
        rows = found.to_pylist()
        answer = {"bucket": asked.bucket, "rows": jsonable(rows)}
        return give(asked, lambda: answer, found.column_names, [list(row.values()) for row in rows])
    said = settle(scope, asked.as_of)
    parts = (("bucket", said.buckets), ("unsettled for days", said.ages))
    table = [[part, name, *vars(each).values()] for part, named in parts for name, each in named.items()]
    return give(asked, said.as_json, ["part", "name", *AMOUNTS], table)
