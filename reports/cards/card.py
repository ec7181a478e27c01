"""The change cards of a shop: each picture or title change with its days, its ratios and their intervals."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from reports.cards.measure import Covered, Measure, Mix, measures, mix
from reports.cards.windows import DAYS, Change, Windows, changes, windows
from reports.events.event import events
from reports.scope import Scope, span
from warehouse import NoBuild, Reader

FEWEST = 3  # days on each side; with fewer nothing is said


@dataclass(frozen=True)
class Card:
    """One change. Without `measures` there is nothing to compare, and `refusal` says why."""

    change: Change
    product_name: str
    windows: Windows
    measures: tuple[Measure, ...]
    mix: Mix | None
    refusal: str | None  # too_few_days, no_figures

    def as_json(self) -> dict[str, Any]:
        """One card of `reports events --json`."""
        sides = {
            name: {"from": days[0].isoformat(), "to": days[-1].isoformat(), "days": len(days)} if days else None
            for name, days in (("before", self.windows.before), ("after", self.windows.after))
        }
        return {
            "product": self.change.product,
            "name": self.product_name,
            "changed": [each.as_json() for each in self.change.events],
            **sides,
            "days_left_out": self.windows.left_out,
            "beside": [each.as_json() for each in self.windows.beside],
            "measures": [each.as_json() for each in self.measures],
            "mix": self.mix.as_json() if self.mix else None,
            "refusal": self.refusal,
            "season_removed": False,
        }


def cards(scope: Scope, days: int = DAYS) -> list[Card]:
    """A card for each picture or title change of a product in the scope's days, the newest first.

    Raises BookUnreachable. An empty shop has none.
    """
    try:
        reader = scope.reader
    except NoBuild:
        return []
    known = span(reader)
    if not known:
        return []
    found = events(scope.shop, *known)
    wanted = [
        each
        for each in changes(found)
        if (scope.first or known[0]) <= each.first and each.last <= (scope.last or known[1])
    ]
    products = sorted({each.product for each in wanted})
    if not products:
        return []
    rows = reader.rows((Path(__file__).parent / "figures.sql").read_text("utf-8"), [products])
    names, covered = _names(reader, products), _covered(reader)
    return [
        _card(each, names.get(each.product, ""), windows(each, found, known, days), rows, covered)
        for each in reversed(wanted)
    ]


def _card(change: Change, name: str, sides: Windows, rows: list[dict[str, Any]], covered: Covered) -> Card:
    if sides.days < FEWEST:
        return Card(change, name, sides, (), None, "too_few_days")
    found = measures((row for row in rows if row["product"] == change.product), sides, covered)
    return Card(change, name, sides, tuple(found), mix(found), None if found else "no_figures")


def _names(reader: Reader, products: list[str]) -> dict[str, str]:
    asked = "select product_key, max(product_name) as name from facts.order_lines where list_contains($1, product_key) group by 1"
    return {row["product_key"]: row["name"] or "" for row in reader.rows(asked, [products])}


def _covered(reader: Reader) -> Covered:
    found: dict[tuple[str, str], set[date]] = {}
    for row in reader.rows("select source, platform, day from marts.coverage where source in ('ads', 'traffic')"):
        found.setdefault((row["source"], row["platform"]), set()).add(row["day"])
    return {key: frozenset(days) for key, days in found.items()}
