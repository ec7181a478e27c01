"""The weekly figures of two builds against each other: each told by the formulas of the version that made it."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from reports.metric import BASES, Figures, UnknownFormula, by, metrics, plain
from reports.scope import Scope
from reports.weekly import weekly
from warehouse import MissingTable, Reader, Shop

BOOKS = ("cleaned", "claimed")
FORMULAS = "select name[8:] as name, said from staging.definitions where starts_with(name, 'figure.')"


def compared(shop: Shop, before: Reader, after: Reader) -> list[dict[str, Any]] | None:
    """Per basis of refunds and book the weeks whose figures differ; None where this version cannot read the earlier build.

    A figure that the earlier version did not know is not known on its side.
    Both sides hold what is agreed today against their own rows. Ratios follow from the sums and are left out.
    """
    try:
        formulas = _formulas(before)
        with by(formulas):
            earlier = {basis: _told(shop, before, *basis) for basis in _bases()}
    except (MissingTable, UnknownFormula):
        return None
    unheard = metrics().keys() - formulas.keys() if formulas else set()
    for basis in _bases():
        earlier[basis] = {week: figures | dict.fromkeys(unheard) for week, figures in earlier[basis].items()}
    now = {basis: _told(shop, after, *basis) for basis in _bases()}
    return [
        {"refunds": basis[0], "book": basis[1], "weeks": _differences(earlier[basis], now[basis])} for basis in _bases()
    ]


def _bases() -> list[tuple[str, str]]:
    return [(refunds, book) for refunds in BASES for book in BOOKS]


def _formulas(source: Reader) -> dict[str, Mapping[str, Any]]:
    """The formulas that a build was made with; none where its version kept none: then today's tell it."""
    try:
        return {each["name"]: json.loads(each["said"]) for each in source.rows(FORMULAS)}
    except MissingTable:
        return {}


def _told(shop: Shop, source: Reader, refunds: str, book: str) -> dict[date, Figures]:
    answer = weekly(Scope(shop, refunds=refunds, book=book, source=source))
    return {week.week_start: week.figures for week in answer.weeks}


def _differences(before: Mapping[date, Figures], after: Mapping[date, Figures]) -> dict[str, dict[str, list[Any]]]:
    found = {}
    for week in sorted(before.keys() | after.keys()):
        both = {
            name: [plain(side.get(week, {}).get(name), metric.unit) for side in (before, after)]
            for name, metric in metrics().items()
            if not metric.over
        }
        if differing := {name: pair for name, pair in both.items() if pair[0] != pair[1]}:
            found[week.isoformat()] = differing
    return found
