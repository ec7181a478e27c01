"""A weekly report as a table → what it claims: figures down the side, or across the top with one row per day or week."""

import re
from collections.abc import Sequence
from datetime import date

from reports.claims.claimed import Claimed, Report, Unread, claim_of, reported, understood
from reports.claims.number import Number, narrow, number_at
from reports.claims.period import periods, whole_week
from reports.claims.word import claimable, meanings, plain_word

Row = Sequence[str]
Days = tuple[date, date]
UNIT = re.compile(r"[(（]\s*(.*?)\s*[)）]\s*$")
TOTAL = re.compile(r"合计|总计|本周|汇总|total|sum|this week|week", re.IGNORECASE)


def tabled(rows: Sequence[Row], week: date) -> Report:
    """What a table claims of a week, or of days that it names; rows that are no part of a table are read as words."""
    found: list[Claimed] = []
    unread: list[Unread] = []
    header: Row = ()
    for row in rows:
        cells = [narrow(str(cell)).strip() for cell in row]
        names = [figures_of(cell) for cell in cells]
        values = [place for place, cell in enumerate(cells) if _value(cell)]
        if sum(map(bool, names)) >= 2 and not values:
            header = cells
        elif header and values and sum(map(bool, map(figures_of, header))) >= 1 and not any(names):
            _across(header, cells, week, found, unread)
        elif sum(map(bool, names)) == 1 and values and min(values) > names.index(next(filter(None, names))):
            _down(header, cells, week, found, unread)
        elif values or any(periods(cell, week) for cell in cells):
            header = cells if not values else header
            said = understood("，".join(cell for cell in cells if cell), week)
            found += said.claims
            unread += said.unread
        elif any(cells):
            header = cells
    return reported(found, unread)


def figures_of(cell: str) -> tuple[tuple[str, int], ...]:
    """The figures that a cell names, the unit in brackets behind it left out; none when it holds anything else."""
    return meanings().get(plain_word(UNIT.sub("", cell)), ())


def _value(cell: str) -> Number | None:
    read = number_at(cell, 0) if cell else None
    return read[0] if read and not cell[read[1] :].strip() else None


def _across(header: Row, cells: Row, week: date, found: list[Claimed], unread: list[Unread]) -> None:
    """One row under a header of figures; another cell of it may say which days it is about."""
    others = [
        cell for place, cell in enumerate(cells) if cell and not (place < len(header) and figures_of(header[place]))
    ]
    days = _days(others, week)
    for place, cell in enumerate(cells[: len(header)]):
        meant = figures_of(header[place])
        if not meant or not cell:
            continue
        claim = _claim(meant, header[place], cell, days) if days else None
        if claim:
            found.append(claim)
        else:
            unread.append(Unread(f"{header[place]} {cell}", "unit" if days else "other_period"))


def _down(header: Row, cells: Row, week: date, found: list[Claimed], unread: list[Unread]) -> None:
    """A figure and its values; of several columns the header says which are claims."""
    place = next(at for at, cell in enumerate(cells) if figures_of(cell))
    meant = figures_of(cells[place])
    values = [at for at in range(place + 1, len(cells)) if _value(cells[at])]
    for at in values:
        title = header[at] if at < len(header) else ""
        days = whole_week(week) if len(values) == 1 and not title else _days([title] if title else [], week)
        given = f"{cells[place]} {cells[at]}"
        if len(values) > 1 and not title:
            unread.append(Unread(given, "unclear"))
        elif days is None:
            unread.append(Unread(f"{title} · {given}", "other_period"))
        elif claim := _claim(meant, cells[place], cells[at], days):
            found.append(claim)
        else:
            unread.append(Unread(given, "unit"))


def _days(said: Sequence[str], week: date) -> Days | None:
    """The days that cells beside the values name; the week where they say nothing or "total"; None where it is unclear."""
    for cell in said:
        named = periods(cell, week)
        if named:
            return named[-1].days
    if not said or any(
        TOTAL.search(cell) or re.search("数值|数据|金额|结果|实际|value|amount|actual", cell, re.IGNORECASE)
        for cell in said
    ):
        return whole_week(week)
    return None


def _claim(meant: Sequence[tuple[str, int]], title: str, cell: str, days: Days) -> Claimed | None:
    """A cell as a claim; the unit may stand in the title: 退款率(%)."""
    unit = found[1] if (found := UNIT.search(title)) else ""
    number = _value(cell if number_has_unit(cell) else cell + unit) or _value(cell)
    if number is None:
        return None
    if (
        number.unit == ""
        and any(claimable()[metric].unit == "rate" for metric, _ in meant)
        and 0 < abs(number.value) < 1
    ):
        number = Number(number.value, number.rounding, "%", number.is_about)  # how a workbook keeps a share
    fitting = [claim for metric, sign in meant if (claim := claim_of(metric, sign, number, days, f"{title} {cell}"))]
    return fitting[0] if len(fitting) == 1 else None


def number_has_unit(cell: str) -> bool:
    """Whether a cell says its own unit."""
    number = _value(cell)
    return bool(number and number.unit)
