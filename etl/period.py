"""When a file was exported, and which days it says it covers: read from its name and the rows above its header."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

MOMENT = re.compile(
    r"(?<!\d)(20\d\d)[-_./年]?(0[1-9]|1[0-2])[-_./月]?([0-2]\d|3[01])日?[-_ T]?([01]\d|2[0-3])[-_:]?([0-5]\d)(?:[-_:]?([0-5]\d))?(?!\d)"
)
DAY = r"(20\d\d)[-_./年]?(0[1-9]|1[0-2])[-_./月]?([0-2]\d|3[01])日?"
SPAN = re.compile(rf"(?<!\d){DAY}(?:[ T_]?00:00(?::00)?)?[^\d]{{1,12}}{DAY}( 00:00:00)?(?!\d)")
EXPORTED = re.compile(r"导出时间|下载时间|exported", re.IGNORECASE)


def exported_at(name: str, preamble: Sequence[Sequence[str]]) -> datetime | None:
    """The moment a file was exported, from its name or a line that says so; None when it does not say."""
    lines = [" ".join(row) for row in preamble]
    texts = [name.rsplit("/", 1)[-1], *(line for line in lines if EXPORTED.search(line))]
    for text in texts:
        # Of several moments the last counts: 订单报表_20260601_20260630_20260701120000
        for found in reversed(list(MOMENT.finditer(text))):
            year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
            try:
                return datetime(year, month, day, hour, minute, second)
            except ValueError:
                continue
    return None


def stated_period(name: str, preamble: Sequence[Sequence[str]], rows: tuple[str, str] | None) -> tuple[str, str] | None:
    """The first and last day that a file covers: what its name or preamble states, else its rows' own days.

    A stated span that does not hold all rows is not believed.
    """
    for text in (name.rsplit("/", 1)[-1], *(" ".join(row) for row in preamble)):
        for found in SPAN.finditer(text):
            parts = [int(part) for part in found.groups()[:6]]
            try:
                first, last = date(*parts[:3]), date(*parts[3:])
            except ValueError:
                continue
            if found[7]:  # a span that ends at midnight ends with the day before
                last -= timedelta(days=1)
            if first <= last and (not rows or (first.isoformat() <= rows[0] and rows[1] <= last.isoformat())):
                return first.isoformat(), last.isoformat()
    return rows
