"""`python -m reports reconcile` and `claim`: the week's three columns, and claims read from a text."""

import argparse
import csv
import getpass
import sys
from datetime import date
from pathlib import Path
from typing import Any

import warehouse
from book import book
from reports.claims.claimed import understood
from reports.claims.reconcile import reconcile
from reports.claims.record import record
from reports.scope import Scope, monday
from warehouse import print_json, tell


def add_calls(calls: Any) -> None:
    """The two calls and their options."""
    call = _call(calls, "reconcile", _reconcile, "promised, claimed and proven per figure of a week, with a verdict")
    call.add_argument("--refunds", choices=("accounting", "order"), default="accounting")
    call = _call(calls, "claim", _claim, "record what an operator's weekly report claims")
    call.add_argument("--text", required=True, metavar="FILE", help="the report as text; - reads it from stdin")
    call.add_argument(
        "--said-on", metavar="D", type=date.fromisoformat, help="the day of the report; today where it is not said"
    )
    call.add_argument("--who", metavar="NAME", help="who brings the report")
    call.add_argument("--dry-run", action="store_true", help="say what was understood and record nothing")


def _call(calls: Any, name: str, run: Any, text: str) -> argparse.ArgumentParser:
    call: argparse.ArgumentParser = calls.add_parser(name, help=text, description=text)
    call.set_defaults(run=run)
    call.add_argument("--shop", required=True, metavar="SHOP")
    call.add_argument("--week", required=True, metavar="D", type=date.fromisoformat, help="any day of the week")
    call.add_argument("--json", action="store_true", help="print one JSON object")
    return call


def _reconcile(asked: argparse.Namespace) -> int:
    answer = reconcile(Scope(warehouse.shop(asked.shop), refunds=asked.refunds), asked.week).as_json()
    if asked.json:
        print_json(answer)
        return 0
    names = ("figure", "from", "to", "promised", "claimed", "proven", "verdict", "difference", "unexplained")
    writer = csv.writer(sys.stdout)
    writer.writerow([*names, "why"])
    for line in answer["figures"]:
        why = [each["sentence"] for each in line["explained"]] + [f"missing: {name}" for name in line["missing"]]
        writer.writerow([*(line[name] for name in names), " ".join(why)])
    hit_rate = answer["hit_rate"]
    tell(f"{hit_rate['hits']} of {hit_rate['judged']} claims held")
    return 0


def _claim(asked: argparse.Namespace) -> int:
    shop = warehouse.shop(asked.shop)
    text = sys.stdin.read() if asked.text == "-" else Path(asked.text).read_text("utf-8-sig")
    found = understood(text, monday(asked.week))
    written = []
    if not asked.dry_run:
        day = asked.said_on or date.today()  # noqa: DTZ011 — the day on the clock of whoever brings the report
        written = record(book(shop), found.claims, asked.who or getpass.getuser(), "pasted", day)
    answer: dict[str, Any] = {
        "week_start": monday(asked.week).isoformat(),
        "claims": [claim.as_json() for claim in found.claims],
        "not_understood": [{"text": each.text, "why": each.why} for each in found.unread],
        "recorded": len(written),
    }
    if asked.json:
        print_json(answer)
        return 0
    writer = csv.writer(sys.stdout)
    names = ("metric", "from", "to", "value", "unit", "given")
    writer.writerow(names)
    writer.writerows([claim[name] for name in names] for claim in answer["claims"])
    for each in found.unread:
        tell(f"not understood ({each.why}): {each.text}")
    return 0
