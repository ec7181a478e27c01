"""What no cell shows alone: which number is the month, days that cannot be, ids without their last digits, sums.

Columns are given by their staging name, with the header that stands over them in the file; all of it is asked of the
in-memory tables `cells` (texts) and `parsed` (values) of one upload.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, timezone

from etl import cell, errors
from etl.errors import Problem
from warehouse import Build

Headers = Mapping[str, str]
FIRST_DAY = date(2000, 1, 1)
LATEST_DAYS = 400  # further ahead nothing is sold or advertised yet
AHEAD_DAYS = 2  # so far a clock may be wrong, and time zones apart
LONG_ID = 18  # digits; a float keeps 15 to 17 of them and writes zeros for the rest
FEWEST_IDS = 4  # that four all end in 00 by chance: one in a hundred million
MOST_PROBLEMS = 100
SHOP_TIME = timezone(timedelta(hours=8))  # Asia/Shanghai, all year


def today() -> date:
    """The day it is in the shop."""
    return datetime.now(SHOP_TIME).date()


def date_orders(build: Build, times: Headers) -> tuple[dict[str, str], list[Problem]]:
    """Day or month first (dmy, mdy) for the columns that write 25/06/2026, by a number above 12; a question where there is none.

    A column that does not tell is read like the others of its file, if those agree.
    """
    orders: dict[str, str] = {}
    open_questions: dict[str, tuple[int, str]] = {}
    for column in times:
        first, second = (f"regexp_extract({column}, '{cell.DAY_MONTH_YEAR}', {n})::integer" for n in (1, 2))
        [(count, largest, next_largest, row, text)] = build.execute(
            f"select count(*), max({first}), max({second}), min(row), arg_min({column}, row) from cells "
            f"where row_sort = 'data' and regexp_full_match({column}, '{cell.DAY_MONTH_YEAR}')"
        )
        if count and max(largest, next_largest) > 12:
            orders[column] = "dmy" if largest > 12 else "mdy"
        elif count:
            open_questions[column] = (row, text)
    if len(set(orders.values())) == 1:
        [agreed] = set(orders.values())
        return orders | dict.fromkeys(open_questions, agreed), []
    return orders, [_question(times[column], row, text) for column, (row, text) in open_questions.items()]


def _question(header: str, row: int, text: str) -> Problem:
    one, two, year = re.split("[-/.]", text.split(" ", 1)[0])
    fields = {
        "day_first": f"{year}-{int(two):02}-{int(one):02}",
        "month_first": f"{year}-{int(one):02}-{int(two):02}",
    }
    return errors.AmbiguousDate(row=row, column=header, value=text, fields=fields)


def nameless_total(build: Build, key: str, money: Sequence[str]) -> bool:
    """Whether the last row has no key and is the sum of all others; if so it counts as a total from now on."""
    if not money:
        return False
    sums = ", ".join(
        f"sum({column}) filter (where {key} is not null), any_value({column}) filter (where {key} is null)"
        for column in money
    )
    [(nameless, others, is_last, *amounts)] = build.execute(
        f"select count(*) filter (where {key} is null), count({key}), "
        f"max(source_row) filter (where {key} is null) = max(source_row), {sums} from parsed where row_sort = 'data'"
    )
    told = [(total, said) for total, said in zip(amounts[::2], amounts[1::2], strict=True) if said]
    if nameless != 1 or not others or not is_last or not told or any(total != said for total, said in told):
        return False
    nameless_rows = f"select source_row from parsed where row_sort = 'data' and {key} is null"
    if build.execute(f"select 1 from cells where row in ({nameless_rows}) and {key} is not null"):
        return False  # something stands in the key that cannot be read: a row that was touched, no total
    build.execute(f"update parsed set row_sort = 'total', is_bad = false where row_sort = 'data' and {key} is null")
    return True


def implausible(build: Build, times: Headers, ids: Headers) -> list[Problem]:
    """Values that can be read and cannot be right: days before 2000 or far ahead, ids that all end in zeros."""
    longs = {c: f"strlen({c}) >= {LONG_ID} and {c} < ':' and {c} >= '0'" for c in ids}
    asked = [f"min({c}), max({c})" for c in times]
    asked += [f"count_if({is_long}), count_if(suffix({c}, '00') and {is_long})" for c, is_long in longs.items()]
    if not asked:
        return []
    [found] = build.execute(f"select {', '.join(asked)} from parsed where row_sort = 'data'")
    pairs = list(zip(found[::2], found[1::2], strict=True))
    last = today() + timedelta(LATEST_DAYS)
    problems: list[Problem] = []
    for (column, header), (first, final) in zip(times.items(), pairs, strict=False):
        fields = {"today": today().isoformat(), "days": LATEST_DAYS}
        if first is not None and first < type(first)(2000, 1, 1):
            problems += _told(build, column, header, f"{column} < date '{FIRST_DAY}'", errors.PastDate, {})
        if final is not None and (final.date() if hasattr(final, "date") else final) > last:
            problems += _told(
                build, column, header, f"cast({column} as date) > date '{last}'", errors.FutureDate, fields
            )
    for (column, header), (long, zeros) in zip(ids.items(), pairs[len(times) :], strict=True):
        if long and long == zeros and _are_many(build, column, longs[column]):
            problems += _told(build, column, header, longs[column], errors.DamagedId, {})
    return problems


def _are_many(build: Build, column: str, test: str) -> bool:
    [(different,)] = build.execute(f"select count(distinct {column}) from parsed where row_sort = 'data' and {test}")
    return int(different) >= FEWEST_IDS


def _told(
    build: Build, column: str, header: str, test: str, kind: type[Problem], fields: Mapping[str, object]
) -> list[Problem]:
    rows = build.execute(
        f"select source_row, cast({column} as varchar), count(*) over () from parsed "
        f"where row_sort = 'data' and {test} order by source_row limit {MOST_PROBLEMS}"
    )
    found: list[Problem] = [kind(row=row, column=header, value=value, fields=dict(fields)) for row, value, _ in rows]
    return found + more_of_them(header, rows[0][2] if rows else 0)


def more_of_them(header: str, count: int) -> list[Problem]:
    """Says how many there are where only the first are listed."""
    if count <= MOST_PROBLEMS:
        return []
    return [errors.MoreOfThem(column=header, fields={"count": count, "shown": MOST_PROBLEMS})]


def notes(build: Build, clock: str | None, money: Sequence[str]) -> tuple[str, ...]:
    """What the reader should know of rows that are counted: future_dates:2, negative_amounts:3, total_differs:12.00."""
    said: list[str] = []
    if clock:
        test = f"cast({clock} as date) > date '{today() + timedelta(AHEAD_DAYS)}'"
        said += _counted(build, "future_dates", test)
    if money:
        said += _counted(build, "negative_amounts", " or ".join(f"{column} < 0" for column in money))
        said += _total(build, money)
    return tuple(said)


def _counted(build: Build, name: str, test: str) -> list[str]:
    [(count,)] = build.execute(f"select count(*) from parsed where row_sort = 'data' and ({test})")
    return [f"{name}:{count}"] if count else []


def _total(build: Build, money: Sequence[str]) -> list[str]:
    """How far the one total that a file states is from its rows, where it is not theirs."""
    sums = ", ".join(
        f"sum({c}) filter (where row_sort = 'data'), sum({c}) filter (where row_sort = 'total')" for c in money
    )
    [(totals, *amounts)] = build.execute(f"select count(*) filter (where row_sort = 'total'), {sums} from parsed")
    told = [(own or 0, said) for own, said in zip(amounts[::2], amounts[1::2], strict=True) if said is not None]
    if totals != 1 or not told:
        return []
    apart = max((abs(own - said) for own, said in told), default=0)
    return [f"total_differs:{apart}"] if apart else []
