"""Which days each source of a shop speaks for, which are missing, and who supplied the source last."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from etl import register
from etl.entity import entities
from etl.formatfile import formats
from warehouse import NoBuild, Reader, Shop, reader

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Supplier:
    """Who brought the newest file of a source, by what the register says of it."""

    origin: str  # one of register.FROM_FILES, or another word where the register does not know
    day: str
    by: str
    back_office: str  # where its export is found; empty when the format does not say


@dataclass(frozen=True)
class Lane:
    """One source of one platform: the days it speaks for, within the first and last day of which any source does."""

    source: str
    platform: str
    days: frozenset[date]
    first: date
    last: date
    supplier: Supplier


@dataclass(frozen=True)
class Gap:
    """Days in a row of which one source of one platform says nothing."""

    source: str
    platform: str
    first: date
    last: date
    supplier: Supplier

    def __len__(self) -> int:
        return (self.last - self.first).days + 1

    def as_json(self) -> dict[str, str]:
        """One entry of `coverage --json`."""
        who = self.supplier
        return {
            "source": self.source,
            "platform": self.platform,
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "last_origin": who.origin,
            "last_at": who.day,
            "last_by": who.by,
            "back_office": who.back_office,
        }


NOBODY = Supplier("", "", "", "")


def coverage(shop: Shop, first: date | None = None, last: date | None = None) -> list[dict[str, Any]]:
    """Per day, for every source the shop has: present, partial (a platform is missing) or missing. Empty without files."""
    known = lanes(shop)
    if not known:
        return []
    sources = sorted({lane.source for lane in known})
    first, last = first or known[0].first, last or known[0].last
    return [
        {
            "day": day.isoformat(),
            "sources": {
                source: _state([day in lane.days for lane in known if lane.source == source]) for source in sources
            },
        }
        for day in _days(first, last)
    ]


def lanes(shop: Shop) -> list[Lane]:
    """Every source of every platform that the shop has, in the order of their names; empty without files."""
    try:
        source = reader(shop)
    except NoBuild:
        return []
    covered = source.rows(
        "select source, platform, list(distinct day) as days from marts.coverage group by all order by all"
    )
    if not covered:
        return []
    first = min(min(each["days"]) for each in covered)
    last = max(max(each["days"]) for each in covered)
    suppliers = _suppliers(shop, source)
    return [
        Lane(
            each["source"],
            each["platform"],
            frozenset(each["days"]),
            first,
            last,
            suppliers.get((each["source"], each["platform"]), NOBODY),
        )
        for each in covered
    ]


def _suppliers(shop: Shop, source: Reader) -> dict[tuple[str, str], Supplier]:
    """Source and platform → who brought the newest of its uploads that count."""
    uploads = {each.upload: each for each in register.active(shop)}
    found = {}
    for each in source.rows("select entity, platform, upload from staging.uploads order by upload"):
        if upload := uploads.get(each["upload"]):
            where = formats()[upload.format].where if upload.format in formats() else ()
            key = entities()[each["entity"]].source or "", each["platform"]
            found[key] = Supplier(upload.origin, upload.at[:10], upload.by, next(iter(where), ""))
    return found


def gaps(known: Iterable[Lane]) -> list[Gap]:
    """What is missing, as spans of days: the newest first."""
    found = []
    for lane in known:
        missing = [day for day in _days(lane.first, lane.last) if day not in lane.days]
        for _, run in groupby(enumerate(missing), lambda each: each[1] - each[0] * DAY):
            days = [day for _, day in run]
            found.append(Gap(lane.source, lane.platform, days[0], days[-1], lane.supplier))
    return sorted(found, key=lambda gap: (gap.last, gap.first, gap.source, gap.platform), reverse=True)


def _days(first: date, last: date) -> list[date]:
    return [first + DAY * n for n in range((last - first).days + 1)]


def _state(present: list[bool]) -> str:
    return "present" if all(present) else "partial" if any(present) else "missing"
