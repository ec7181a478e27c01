"""The reports' command line: stdout is data, stderr is narration."""

import argparse
import csv
import sys
from collections.abc import Sequence
from datetime import date
from typing import Any

import warehouse
from reports.metric import LADDER, metrics, plain
from reports.products import PRODUCT_FIGURES, products
from reports.scope import Scope, jsonable
from reports.settle import BUCKETS, rows_behind, settle
from reports.trace import trace, week_of
from reports.weekly import weekly
from warehouse import guarded, print_json


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one call; the exit code: 0 done, 1 not there, 2 wrong usage."""
    asked = _parser().parse_args(arguments)
    return guarded(lambda: int(asked.run(asked)), json_wanted=asked.json)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m reports", description="Answers from a shop's warehouse.")
    calls = parser.add_subparsers(required=True, metavar="CALL")
    _call(calls, "weekly", _weekly, "the profit ladder by week")
    _call(calls, "products", _products, "the profit ladder by product in a period")
    call = _call(calls, "settle", _settle, "orders against settlement, fees, withdrawals, ads, suppliers")
    call.add_argument("--as-of", metavar="D", type=date.fromisoformat, help="count and age up to this day")
    call.add_argument("--bucket", metavar="NAME", choices=BUCKETS, help="print the rows of both sides behind a bucket")
    call = _call(calls, "trace", _trace, "the source rows behind a figure; their sum is the figure")
    call.add_argument("--week", metavar="D", type=date.fromisoformat, help="any day of the week")
    call.add_argument("--figure", metavar="NAME", required=True)
    call.add_argument("--product", metavar="KEY", help="only this product's rows")
    return parser


def _call(calls: Any, name: str, run: Any, text: str) -> argparse.ArgumentParser:
    call: argparse.ArgumentParser = calls.add_parser(name, help=text, description=text)
    call.set_defaults(run=run)
    call.add_argument("--shop", required=True, metavar="SHOP")
    call.add_argument("--from", dest="first", metavar="D", type=date.fromisoformat)
    call.add_argument("--to", dest="last", metavar="D", type=date.fromisoformat)
    call.add_argument("--refunds", choices=("accounting", "order"), default="accounting")
    call.add_argument("--book", choices=("cleaned", "claimed"), default="cleaned")
    call.add_argument("--json", action="store_true", help="print one JSON object")
    return call


def _scope(asked: argparse.Namespace) -> Scope:
    return Scope(warehouse.shop(asked.shop), asked.first, asked.last, asked.refunds, asked.book)


def _weekly(asked: argparse.Namespace) -> int:
    answer = weekly(_scope(asked))
    if asked.json:
        print_json(answer.as_json())
        return 0
    rows = [
        [week.week_start.isoformat(), week.state, *(_cell(week.figures, name) for name in LADDER)]
        for week in answer.weeks
    ]
    _table(["week", "state", *LADDER], [*rows, ["total", "", *(_cell(answer.total, name) for name in LADDER)]])
    return 0


def _products(asked: argparse.Namespace) -> int:
    answer = products(_scope(asked)).as_json()
    if asked.json:
        print_json(answer)
        return 0
    _table(
        ["product", "name", *PRODUCT_FIGURES],
        [
            [row["product"] or "", row["name"] or "", *(row[name] for name in PRODUCT_FIGURES)]
            for row in answer["products"]
        ],
    )
    return 0


def _settle(asked: argparse.Namespace) -> int:
    scope = _scope(asked)
    if asked.bucket:
        rows = rows_behind(scope, asked.bucket, asked.as_of)
        if asked.json:
            print_json({"bucket": asked.bucket, "rows": jsonable(rows.to_pylist())})
        else:
            _table(rows.column_names, [list(jsonable(row).values()) for row in rows.to_pylist()])
        return 0
    answer = settle(scope, asked.as_of)
    if asked.json:
        print_json(answer.as_json())
        return 0
    amounts = ("units", "expected", "settled", "difference", "apart")
    parts = (("bucket", answer.buckets), ("unsettled for days", answer.ages))
    _table(
        ["part", "name", *amounts],
        [[part, name, *vars(each).values()] for part, named in parts for name, each in named.items()],
    )
    for part, rows in answer.funds.parts().items():
        listed = rows["largest"] if isinstance(rows, dict) else rows
        if listed:
            print()
            _table([part, *listed[0]], [["", *jsonable(list(row.values()))] for row in listed])
    return 0


def _trace(asked: argparse.Namespace) -> int:
    first, last = (
        week_of(asked.week) if asked.week else (asked.first or date(1, 1, 1), asked.last or date(9999, 12, 31))
    )
    scope = Scope(
        warehouse.shop(asked.shop),
        max(first, asked.first or first),
        min(last, asked.last or last),
        asked.refunds,
        asked.book,
    )
    answer = trace(scope, asked.figure, asked.product).as_json()
    if asked.json:
        print_json(answer)
        return 0
    _table(
        ["upload", "file", "sheet", "row", "amount", "subject", "part"],
        [
            [row[name] for name in ("upload", "file", "sheet", "row", "amount", "subject", "part")]
            for row in answer["rows"]
        ],
    )
    print(f"{answer['figure']} = {answer['sum']}", file=sys.stderr)
    return 0


def _cell(figures: Any, name: str) -> Any:
    value = plain(figures[name], metrics()[name].unit)
    return "" if value is None else value


def _table(header: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    writer = csv.writer(sys.stdout)
    writer.writerow(header)
    writer.writerows(rows)
