"""`python -m reports state`, `restatements` and `sign`: where the weeks stand, what changed since, and the next step."""

import argparse
from collections.abc import Callable
from datetime import date
from typing import Any

import warehouse
from reports.out import give
from reports.restate import restatements
from reports.scope import Scope, monday
from reports.signatures import STEPS
from reports.signing import people, sign, states

CHANGED = ("week", "version", "figure", "cause", "known", "amount", "subjects")


def add_calls(calls: Any, call: Callable[..., argparse.ArgumentParser]) -> None:
    """The three calls and their options; `call` adds one with the options that all reports share."""
    call(calls, "state", _state, "where each week stands: open, complete, submitted, returned, confirmed")
    call(calls, "restatements", _restatements, "what changed in the signed weeks since they were signed")
    added = call(calls, "sign", _sign, "submit, confirm or return a week")
    added.add_argument("--week", metavar="D", type=date.fromisoformat, required=True, help="any day of the week")
    added.add_argument("--step", choices=STEPS, required=True)
    added.add_argument("--signer", metavar="NAME", required=True, help="one of the people of the engagement")
    why = "the reason of a return, or of submitting an incomplete week"
    added.add_argument("--why", metavar="TEXT", default="", help=why)


def scope_of(asked: argparse.Namespace) -> Scope:
    """The scope that a call's shared options name. Raises NoSuchShop."""
    return Scope(warehouse.shop(asked.shop), asked.first, asked.last, asked.refunds, asked.book)


def _state(asked: argparse.Namespace) -> int:
    found = [each.as_json() for each in states(scope_of(asked))]
    rows = [[each["week_start"], each["state"], each["version"], " ".join(each["missing"])] for each in found]
    return give(asked, lambda: {"shop": asked.shop, "weeks": found}, ["week", "state", "version", "missing"], rows)


def _restatements(asked: argparse.Namespace) -> int:
    found = [each.as_json() for each in restatements(scope_of(asked))]
    rows = [
        [each["week_start"], each["version"], *(line[name] for name in CHANGED[2:])]
        for each in found
        for line in each["lines"]
    ]
    return give(asked, lambda: {"shop": asked.shop, "weeks": found}, CHANGED, rows)


def _sign(asked: argparse.Namespace) -> int:
    scope = scope_of(asked)
    signed = sign(scope, monday(asked.week), asked.step, asked.signer, people(scope.shop), asked.why)
    said = {
        "shop": asked.shop,
        "week_start": signed.week_start.isoformat(),
        "step": signed.step,
        "version": signed.version,
        "signer": signed.signer,
        "fingerprint": signed.fingerprint,
        "entry": signed.entry.number,
    }
    return give(asked, lambda: said, list(said), [list(said.values())])
