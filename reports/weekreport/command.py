"""`python -m reports weekreport`: the weekly report as data; its documents are made on the page."""

import argparse
from collections.abc import Callable
from datetime import date
from typing import Any

from reports.metric import LADDER, metrics
from reports.out import exact, give, scope_of
from reports.weekreport.items import LISTS
from reports.weekreport.report import WeekReport, week_report

Call = Callable[..., argparse.ArgumentParser]
HEADER = ("part", "what", "value", "before", "remark")


def add_weekreport(call: Call, calls: Any) -> None:
    """The call and its option."""
    added = call(
        calls, "weekreport", _weekreport, "a week's report: figures, target, done, changed, next, needed", period=False
    )
    added.add_argument("--week", metavar="D", type=date.fromisoformat, required=True, help="any day of the week")
    added.set_defaults(first=None, last=None)


def _weekreport(asked: argparse.Namespace) -> int:
    found = week_report(scope_of(asked), asked.week)
    return give(asked, found.as_json, HEADER, rows(found))


def rows(found: WeekReport) -> list[list[Any]]:
    """The report as rows of HEADER."""
    before = found.before.figures if found.before else {}
    table: list[list[Any]] = [
        ["figure", name, exact(found.week.figures[name], unit), exact(before.get(name), unit), None]
        for name in LADDER
        for unit in [metrics()[name].unit]
    ]
    for name, part in (("week", found.of_week), ("month so far", found.of_month)):
        if part:
            days = f"{part.first} – {part.last}"
            table += [["target", name, part.target, None, days], ["sales", name, part.sales, None, days]]
    table += [
        [name, each.text, None, None, f"{each.side}: {each.who}"] for name in LISTS for each in found.listed(name)
    ]
    table += [["event", each.name, None, None, f"{each.first} – {each.last}"] for each in found.of_days()]
    table += [["product", each.key or "others", each.now, each.before, each.name] for each in found.movers]
    table += [["difference", each.line.figure, _plain(each), None, each.state] for each in found.differences]
    return table


def _plain(each: Any) -> Any:
    return exact(each.unexplained, "money") if each.line.unit == "money" else str(each.unexplained)
