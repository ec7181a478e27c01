"""`python -m reports alerts`: which rules fire, on what, since when; with --notify the list is sent."""

import argparse
from datetime import datetime
from typing import Any

from reports.alerts.alert import plain
from reports.alerts.alerts import alerts
from reports.alerts.notify.addresses import kinds
from reports.alerts.notify.daily import Sent, deliver
from reports.alerts.notify.words import problem
from reports.alerts.rule import rules
from reports.out import give, scope_of
from reports.tongue import Tongue
from warehouse import shop, tell

HEADER = ("rule", "subject", "name", "date", "until", "value", "threshold", "money", "state", "owner", "sentence")


def add_alerts(add: Any, calls: Any) -> None:
    """The call and its options."""
    call = add(calls, "alerts", _alerts, "which rules fire, on what, since when")
    call.add_argument("--notify", action="store_true", help="send what is new of the last four weeks to the addresses of the page “Alerts”, now")  # fmt: skip


def _alerts(asked: argparse.Namespace) -> int:
    sent = _sent(asked) if asked.notify else []
    found = alerts(scope_of(asked))
    rows = [
        [
            each.rule,
            each.subject,
            each.name,
            each.day.isoformat(),
            each.until.isoformat(),
            plain(each.value),
            plain(each.threshold),
            each.money,
            found.state(each).on(found.today),
            found.state(each).owner,
            each.said.in_english(found.currency),
        ]
        for each in found.alerts
    ]
    for each in found.unsure:
        tell(f"Too few orders: {each.said.in_english(found.currency)}")
    if found.asleep:
        tell("Rules without a number, which watch nothing: " + ", ".join(rules()[name].name for name in found.asleep))
    give(asked, lambda: found.as_json() | ({"sent": list(map(_as_json, sent))} if asked.notify else {}), HEADER, rows)
    return 1 if asked.notify and (not sent or any(each.sending.problem for each in sent)) else 0


def _sent(asked: argparse.Namespace) -> list[Sent]:
    sent = deliver(shop(asked.shop), datetime.now())  # noqa: DTZ005 — times of day are this computer's
    if not sent:
        tell("Nobody gets the list: add an address on the page “Alerts”.")
    for each in sent:
        tell(f"{each.address.name} ({kinds()[each.address.kind].label}): {_became(each)}")
    return sent


def _became(each: Sent) -> str:
    if each.sending.problem:
        return problem(each.sending.problem, Tongue("en"))
    return f"things sent: {each.sending.things}." if each.sending.things else "nothing new."


def _as_json(each: Sent) -> dict[str, Any]:
    return {
        "to": each.address.name,
        "kind": each.address.kind,
        "things": each.sending.things,
        "problem": each.sending.problem.kind if each.sending.problem else None,
    }
