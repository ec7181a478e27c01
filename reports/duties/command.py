"""`python -m reports duties`: what each side owes, what was late, delivered, worked and approved."""

import argparse
from collections.abc import Callable
from datetime import date
from typing import Any

import warehouse
from reports.duties.duties import Duties, duties
from reports.duties.moment import shown
from reports.out import give

Call = Callable[..., argparse.ArgumentParser]
HEADER = ("part", "what", "side", "state", "due", "owed", "done", "hours", "entry")


def add_duties(call: Call, calls: Any) -> None:
    """The call and its option."""
    made = call(calls, "duties", _duties, "what each side owes by when, delivered, worked and approved", period=False)
    made.add_argument("--day", metavar="D", type=date.fromisoformat, help="a day of the week and month asked for")


def _duties(asked: argparse.Namespace) -> int:
    found = duties(warehouse.shop(asked.shop), asked.day)
    return give(asked, found.as_json, HEADER, rows(found))


def rows(found: Duties) -> list[list[Any]]:
    """The answer as rows of HEADER."""
    table: list[list[Any]] = [
        [
            "request",
            each.about,
            each.asked_side,
            one.state,
            one.due.isoformat(timespec="minutes"),
            None,
            None,
            shown(one.late_hours),
            each.number,
        ]
        for each in found.requests
        for one in each.running
    ]
    table += [
        ["overdue", str(month), side, None, None, None, None, shown(each.hours), None]
        for month, sides in found.months.items()
        for side, each in sides.items()
    ]
    table += [
        ["deliverable", each.kind, "agency", each.unit, each.last.isoformat(), each.owed, each.done, None, None]
        for each in (*found.of_week, *found.of_month)
    ]
    table += [["minutes", step, "agency", None, None, None, minutes, None, None] for step, minutes in found.minutes.by_step]  # fmt: skip
    table += [["minutes", who, "agency", None, None, None, minutes, None, None] for who, minutes in found.minutes.by_person]  # fmt: skip
    table += [["approval", each.subject, "merchant", each.state, None, None, None, None, each.number] for each in found.approvals]  # fmt: skip
    return table
