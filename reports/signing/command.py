"""`python -m reports sign | state | restatements`: sign a week, see where each stands, and what changed in the signed ones."""

import argparse
from collections.abc import Callable
from datetime import date
from typing import Any

from book.engagement import engagement
from reports.metric import metrics
from reports.out import exact, give, scope_of
from reports.scope import monday
from reports.signing.restate import restatements
from reports.signing.sign import sign, states
from reports.signing.signatures import STEPS

Call = Callable[[Any, str, Any, str], argparse.ArgumentParser]


def add_signing(call: Call, calls: Any) -> None:
    """The three calls and their options."""
    call(calls, "state", _state, "where each week stands: open, complete, submitted, returned, confirmed")
    call(calls, "restatements", _restatements, "what changed in the signed weeks since they were signed")
    signing = call(calls, "sign", _sign, "submit, confirm or return a week")
    signing.add_argument("--week", metavar="D", type=date.fromisoformat, required=True, help="any day of the week")
    signing.add_argument("--step", choices=STEPS, required=True)
    signing.add_argument("--signer", metavar="NAME", required=True, help="one of the people of the engagement")
    signing.add_argument(
        "--why", metavar="TEXT", default="", help="the reason of a return, or of submitting an incomplete week"
    )


def _state(asked: argparse.Namespace) -> int:
    found = states(scope_of(asked))
    rows = [[each.week_start, each.state, each.signed.version or None, " ".join(each.missing)] for each in found]
    answer = {"shop": asked.shop, "weeks": [each.as_json() for each in found]}
    return give(asked, lambda: answer, ["week", "state", "version", "missing"], rows)


def _restatements(asked: argparse.Namespace) -> int:
    found = restatements(scope_of(asked))
    rows = [
        [
            each.week_start,
            each.signature.version,
            line.figure,
            line.cause,
            line.known,
            exact(line.amount, metrics()[line.figure].unit),
            line.subjects,
        ]
        for each in found
        for line in each.lines
    ]
    answer = {"shop": asked.shop, "weeks": [each.as_json() for each in found]}
    return give(asked, lambda: answer, ["week", "version", "figure", "cause", "known", "amount", "subjects"], rows)


def _sign(asked: argparse.Namespace) -> int:
    scope = scope_of(asked)
    agreed = engagement(scope.shop)
    signed = sign(scope, monday(asked.week), asked.step, asked.signer, agreed, asked.why)
    answer = {
        "shop": asked.shop,
        "week_start": signed.week_start.isoformat(),
        "step": signed.step,
        "version": signed.version,
        "signer": signed.signer,
        "fingerprint": signed.fingerprint,
        "entry": signed.entry.number,
    }
    return give(asked, lambda: answer, list(answer), [list(answer.values())])
