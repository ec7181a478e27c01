"""Which days each source of a shop speaks for."""

from datetime import date, timedelta
from typing import Any

from warehouse import NoBuild, Shop, reader


def coverage(shop: Shop, first: date | None = None, last: date | None = None) -> list[dict[str, Any]]:
    """Per day, for every source the shop has: present, partial (a platform is missing) or missing. Empty without files."""
    try:
        covered = reader(shop).rows("select source, platform, day from marts.coverage")
    except NoBuild:
        return []
    if not covered:
        return []
    platforms: dict[str, set[str]] = {}
    days: dict[date, dict[str, set[str]]] = {}
    for each in covered:
        platforms.setdefault(each["source"], set()).add(each["platform"])
        days.setdefault(each["day"], {}).setdefault(each["source"], set()).add(each["platform"])
    first, last = first or min(days), last or max(days)
    return [
        {
            "day": day.isoformat(),
            "sources": {
                source: _state(days.get(day, {}).get(source, set()), wanted)
                for source, wanted in sorted(platforms.items())
            },
        }
        for day in (first + timedelta(n) for n in range((last - first).days + 1))
    ]


def _state(present: set[str], wanted: set[str]) -> str:
    return "present" if present == wanted else "partial" if present else "missing"
