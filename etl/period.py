"""When a file was exported, and which days it says it covers: read from its name and the rows above its header."""

import calendar
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

# A second day in the time's place ("2026-06-01_2026-06-30") is no time.
MOMENT = re.compile(
    r"(?<!\d)(20\d\d)[-_./年]?(0[1-9]|1[0-2])[-_./月]?([0-2]\d|3[01])日?[-_ T]?(?!20\d\d[-_./年]\d)([01]\d|2[0-3])[-_:]?([0-5]\d)(?:[-_:]?([0-5]\d))?(?!\d)"
)
DAY = r"(20\d\d)[-_./年]?(0[1-9]|1[0-2])[-_./月]?([0-2]\d|3[01])日?"
SPAN = re.compile(rf"(?<!\d){DAY}(?:[ T_]?00:00(?::00)?)?[^\d]{{1,12}}{DAY}( 00:00:00)?(?!\d)")
MONTH_SPAN = re.compile(r"(?<!\d)(20\d\d)-?(0[1-9]|1[0-2])[-_至~]+(20\d\d)-?(0[1-9]|1[0-2])(?!\d)")
MONTH = re.compile(r"(?<!\d)(20\d\d)(?:[-_./]?(0[1-9]|1[0-2])(?!\d)|年(\d{1,2})月)")
YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
EXPORTED = re.compile(r"导出时间|下载时间|exported", re.IGNORECASE)

MONTHS = (
    "jan(?:uary)?", "feb(?:ruary)?", "mar(?:ch)?", "apr(?:il)?", "may", "june?",
    "july?", "aug(?:ust)?", "sept?(?:ember)?", "oct(?:ober)?", "nov(?:ember)?", "dec(?:ember)?",
)  # fmt: skip
NAMED = f"(?P<name>{'|'.join(MONTHS)})"
WORDED = [
    re.compile(rf"(?<![a-z]){NAMED}[ .,_-]*(?P<day>\d{{1,2}})[ .,_-]+(?P<year>20\d\d)(?!\d)", re.IGNORECASE),
    re.compile(rf"(?<!\d)(?P<day>\d{{1,2}})[ ._-]+{NAMED}[ .,_-]+(?P<year>20\d\d)(?!\d)", re.IGNORECASE),
    re.compile(r"(?P<year>20\d\d)年(?P<month>\d{1,2})月(?P<day>\d{1,2})日"),
]


def exported_at(name: str, preamble: Sequence[Sequence[str]]) -> datetime | None:
    """The moment a file was exported, from its name or a line that says so; None when it does not say."""
    lines = [" ".join(row) for row in preamble]
    texts = [name.rsplit("/", 1)[-1], *(line for line in lines if EXPORTED.search(line))]
    for text in texts:
        # Of several moments the last counts: 订单报表_20260601_20260630_20260701120000; 202301_202301 is none.
        for found in reversed(list(MOMENT.finditer(MONTH_SPAN.sub(" ", text)))):
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
    for text in _texts(name, preamble):
        for first, last in _spans(text):
            if first <= last and (not rows or (first.isoformat() <= rows[0] and rows[1] <= last.isoformat())):
                return first.isoformat(), last.isoformat()
    return rows


def _spans(text: str) -> Iterator[tuple[date, date]]:
    """The spans of days, then those of whole months, that a text names."""
    for found in SPAN.finditer(text):
        parts = [int(part) for part in found.groups()[:6]]
        try:
            first, last = date(*parts[:3]), date(*parts[3:])
        except ValueError:
            continue
        yield (
            first,
            last - timedelta(days=1) if found[7] else last,
        )  # one that ends at midnight ends with the day before
    for found in MONTH_SPAN.finditer(text):
        year, month, last_year, last_month = (int(part) for part in found.groups())
        end = calendar.monthrange(last_year, last_month)[1]
        yield date(year, month, 1), date(last_year, last_month, end)


def spoken_of(name: str, preamble: Sequence[Sequence[str]]) -> tuple[str, str] | None:
    """The first and last day of the month, else of the year, that a file's name or titles speak of.

    Not what the file covers, but enough to know the year of dates that have none.
    """
    texts = _texts(name, preamble)
    for text in texts:
        for found in MONTH.finditer(text):
            year, month = int(found[1]), int(found[2] or found[3])
            if 1 <= month <= 12:
                following = date(year + month // 12, month % 12 + 1, 1)
                return date(year, month, 1).isoformat(), (following - timedelta(1)).isoformat()
    years = [year for text in texts for year in YEAR.findall(text)]
    return (f"{years[0]}-01-01", f"{years[0]}-12-31") if years else None


def _texts(name: str, preamble: Iterable[Sequence[str]]) -> list[str]:
    """The texts that may name days, those in words written in digits: "June 1, 2026", "2026年6月1日"."""
    texts = [name.rsplit("/", 1)[-1], *(" ".join(row) for row in preamble)]
    for worded in WORDED:
        texts = [worded.sub(_in_digits, text) for text in texts]
    return texts


def _in_digits(found: re.Match[str]) -> str:
    said = found.groupdict()
    month = said.get("month") or 1 + next(
        place for place, name in enumerate(MONTHS) if re.fullmatch(name, said["name"], re.IGNORECASE)
    )
    return f"{said['year']}-{int(month):02}-{int(said['day']):02}"
