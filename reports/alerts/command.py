"""`python -m reports alerts`: which rules fire, on what, since when."""

import argparse
from typing import Any

from reports.alerts.alert import plain
from reports.alerts.alerts import alerts
from reports.alerts.rule import rules
from reports.out import give, scope_of
from warehouse import tell

HEADER = ("rule", "subject", "name", "date", "until", "value", "threshold", "money", "state", "owner", "sentence")


def add_alerts(add: Any, calls: Any) -> None:
    """The call and its options."""
    add(calls, "alerts", _alerts, "which rules fire, on what, since when")


def _alerts(asked: argparse.Namespace) -> int:
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
    return give(asked, found.as_json, HEADER, rows)
