"""The reports' command line: stdout is data, stderr is narration."""

import argparse
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import warehouse
from reports.alerts.command import add_alerts
from reports.brushing.command import add_brushing
from reports.cards.command import add_events
from reports.claims import command as claimcommand
from reports.compare.command import add_compare
from reports.contract.month import Month
from reports.contract.monthly import contract
from reports.duties.command import add_duties
from reports.goods.command import add_goods
from reports.metric import LADDER, Figure, Figures, metrics, plain
from reports.out import exact, give, offer, scope_of
from reports.products import PRODUCT_FIGURES, products
from reports.review.command import add_review
from reports.ripeness.command import add_ripeness
from reports.scope import Scope
from reports.settlement.command import add_settle
from reports.signing.command import add_signing
from reports.signing.signed import signed_weekly
from reports.today import today
from reports.trace import trace, week_of
from reports.weekreport.command import add_weekreport
from warehouse import guarded, tell


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one call; the exit code: 0 done, 1 not there, 2 wrong usage."""
    asked = _parser().parse_args(arguments)
    return guarded(lambda: int(asked.run(asked)), json_wanted=asked.json)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m reports", description="Answers from a shop's warehouse.")
    calls = parser.add_subparsers(required=True, metavar="CALL")
    _call(calls, "weekly", _weekly, "the profit ladder by week")
    _call(calls, "today", _today, "the newest day, which source is late, and how the week goes", period=False)
    _call(calls, "products", _products, "the profit ladder by product in a period")
    call = _call(calls, "contract", _contract, "a month under the contract: target, fee, refund clauses", period=False)
    call.add_argument("--month", metavar="YYYY-MM", type=Month.named, required=True)
    add_compare(_call, calls)
    add_settle(_call, calls)
    add_ripeness(_call, calls)
    add_review(_call, calls)
    add_brushing(_call, calls)
    add_alerts(_call, calls)
    add_duties(_call, calls)
    add_goods(_call, calls)
    call = _call(calls, "trace", _trace, "the source rows behind a figure; their sum is the figure")
    call.add_argument("--week", metavar="D", type=date.fromisoformat, help="any day of the week")
    call.add_argument("--figure", metavar="NAME", required=True)
    call.add_argument("--product", metavar="KEY", help="only this product's rows")
    claimcommand.add_calls(calls)
    add_signing(_call, calls)
    add_events(_call, calls)
    add_weekreport(_call, calls)
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
    offer(call)
    return call


def _today(asked: argparse.Namespace) -> int:
    answer = today(Scope(warehouse.shop(asked.shop), refunds=asked.refunds, book=asked.book))
    if answer is None:
        tell("No order is known yet.")
        return give(asked, lambda: {"day": None}, [], [])
    spans = ((answer.day, answer.day, answer.figures), (answer.week.first, answer.week.last, answer.so_far))
    rows = [[first.isoformat(), last.isoformat(), *_cells(figures, LADDER)] for first, last, figures in spans]
    for each in answer.late:
        tell(f"{each.source} of {each.platform}: nothing since {each.last}, days missing: {each.days}")
    return give(asked, answer.as_json, ["from", "to", *LADDER], rows)


def _weekly(asked: argparse.Namespace) -> int:
    answer = signed_weekly(scope_of(asked), carrying=True)
    rows = [[week.week_start.isoformat(), week.state, *_cells(week.figures, LADDER)] for week in answer.weeks]
    total = ["total", "", *_cells(answer.total, LADDER)]
    return give(asked, answer.as_json, ["week", "state", *LADDER], [*rows, total])


def _products(asked: argparse.Namespace) -> int:
    answer = products(scope_of(asked))
    rows = [[each.key, each.name, *_cells(each.figures, PRODUCT_FIGURES)] for each in answer.products]
    return give(asked, answer.as_json, ["product", "name", *PRODUCT_FIGURES], rows)


def _contract(asked: argparse.Namespace) -> int:
    scope = Scope(warehouse.shop(asked.shop), refunds=asked.refunds, book=asked.book)
    found = contract(scope, asked.month)
    answer = found.as_json()
    fee, said = answer["fee"], answer["attainment"]
    rows = [
        ["target", _amount(answer["target"]), None, None],
        ["sales", _amount(answer["sales"]), None if said is None else f"{said:.4f}", None],
        *([line["kind"], _amount(line["amount"]), None, line["sentence"]] for line in fee["lines"]),
        ["fee", _amount(fee["total"]), "settled" if answer["settled"] else "not settled", None],
        *([each["kind"], _amount(each["amount"]), each["state"], each["sentence"]] for each in answer["clauses"]),
    ]
    return give(asked, lambda: answer, ["what", "amount", "state", "sentence"], rows)


def _amount(said: str | None) -> Decimal | None:
    return None if said is None else Decimal(said)


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
    answer = trace(scope, asked.figure, asked.product)
    unit = metrics()[answer.figure].unit
    header = ["upload", "file", "sheet", "row", "amount", "subject", "part"]
    found = answer.rows.select(header).to_pylist()
    rows = ([exact(value, unit) if name == "amount" else value for name, value in row.items()] for row in found)
    code = give(asked, answer.as_json, header, rows)
    if not asked.json:
        tell(f"{answer.figure} = {plain(answer.sum, unit)}")
    return code


def _cells(figures: Figures, names: Sequence[str]) -> list[Figure]:
    return [exact(figures[name], metrics()[name].unit) for name in names]
