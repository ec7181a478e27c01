"""What the tests of the alerts share: agreeing on numbers, and asking."""

from datetime import date
from typing import Any

from book import Change, book
from reports.alerts.alert import Alert
from reports.alerts.alerts import alerts
from reports.alerts.own import SHOP, say
from reports.scope import Scope
from tests.made import Desk

TODAY = date(2026, 11, 22)


def agree(desk: Desk, **said: Any) -> None:
    """Write what was agreed: `guards__stock_threshold=50`, `budget__total_per_month="100.00"`."""
    changes = [Change("engagement", name.replace("__", "."), value) for name, value in said.items()]
    book(desk.shop).append(changes, "店主")


def number(desk: Desk, rule: str, threshold: str | None, scope: str = SHOP) -> None:
    """Type an own number of a rule."""
    say(book(desk.shop), rule, scope, threshold, "店主")


def fired(desk: Desk, rule: str, *, sure: bool = True, **scope: Any) -> list[Alert]:
    """The alerts of one rule, the oldest first."""
    found = alerts(Scope(desk.shop, **scope), TODAY, [rule])
    return sorted(found.alerts if sure else found.unsure, key=lambda each: (each.day, each.subject))
