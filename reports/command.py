"""The reports' command line: stdout is data, stderr is narration."""

import argparse
import csv
import sys
from collections.abc import Sequence
from datetime import date
from typing import Any

import warehouse
from reports.contract import contract
from reports.metric import LADDER, metrics, plain
from reports.month import Month
from reports.products import PRODUCT_FIGURES, products
from reports.scope import Scope
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
    call = _call(calls, "contract", _contract, "a month under the contract: target, fee, refund clauses", period=False)
    call.add_argument("--month", metavar="YYYY-MM", type=Month.named, required=True)
    call = _call(calls, "trace", _trace, "the source rows behind a figure; their sum is the figure")
    call.add_argument("--week", metavar="D", type=date.fromisoformat, help="any day of the week")
    call.add_argument("--figure", metavar="NAME", required=True)
    call.add_argument("--product", metavar="KEY", help="only this product's rows")
    return parser


def _call(calls: Any, name: str, run: Any, text: str, *, period: bool = True) -> argparse.ArgumentParser:
    call: argparse.ArgumentParser = calls.add_parser(name, help=text, description=text)
    call.set_defaults(run=run)
    call.add_argument("--shop", required=True, metavar="SHOP")
    if period:
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


def _contract(asked: argparse.Namespace) -> int:
    scope = Scope(warehouse.shop(asked.shop), refunds=asked.refunds, book=asked.book)
    answer = contract(scope, asked.month).as_json()
    if asked.json:
        print_json(answer)
        return 0
    fee, said = answer["fee"], answer["attainment"]
    _table(
        ["what", "amount", "state", "sentence"],
        [
            ["target", answer["target"] or "", "", ""],
            ["sales", answer["sales"] or "", "" if said is None else f"{said:.4f}", ""],
            *([line["kind"], line["amount"], "", line["sentence"]] for line in fee["lines"]),
            ["fee", fee["total"], "settled" if answer["settled"] else "not settled", ""],
            *([each["kind"], each["amount"], each["state"], each["sentence"]] for each in answer["clauses"]),
        ],
    )
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
