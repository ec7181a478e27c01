"""Every cell of a table that could not be read, with the class of problem that says why."""

from etl import cell, doubt, errors
from etl.cause import cause
from etl.errors import Problem
from etl.raw import MOST_PROBLEMS
from etl.reading import MONEY, Reading
from warehouse import Build


def problems(build: Build, reading: Reading) -> list[Problem]:
    """Every cell of a bad row that could not be read, with the class that says why."""
    told = {*reading.places, *reading.format.constants, *reading.format.money, *reading.defaults}
    absent = [choice for choice in reading.entity.required if not told & set(choice)]
    if any({"period_from", "settled_at"} & set(choice) for choice in absent):
        return [errors.NoSuchPeriod()]
    if absent:
        missing = ", ".join(" / ".join(choice) for choice in absent)
        return [errors.WrongFormat(fields={"format": reading.format.name, "missing": missing})]
    questions = _settle(build, reading)
    found = [*questions, *_unreadable(build, reading, {problem.column for problem in questions})]
    clock = reading.entity.clock
    times = _headers(reading, "timestamp", "date") if clock else {}
    ids = {column: header for column, header in _headers(reading, "varchar").items() if column.endswith("_id")}
    found += doubt.implausible(build, times, ids)
    if not found:
        money = [column for column in ("paid_amount", "line_amount", "spend") if column in reading.places]
        reading.notes = doubt.notes(build, clock if clock in reading.places else None, money)
    return sorted(found, key=lambda problem: (problem.row or 0, problem.column or ""))


def _headers(reading: Reading, *kinds: str) -> dict[str, str]:
    """The mapped columns of these types and what stands over them in the file."""
    return {c: reading.raw.header[p[0]].strip() for c, p in reading.places.items() if p and reading.types[c] in kinds}


def _settle(build: Build, reading: Reading) -> list[Problem]:
    """Where rows are bad: what only the whole column can tell, then their values once more. The open questions."""
    if not _bad_rows(build):
        return []
    known = reading.format.date_order or reading.defaults.get("date_order")
    reading.orders, questions = doubt.date_orders(build, {} if known else _headers(reading, "timestamp", "date"))
    if reading.orders:
        build.execute(f"create or replace temp table parsed as {reading.parsed()}")
    keys = [column for choice in reading.wanted() for column in choice if column in reading.places]
    if len(keys) == 1 and not questions:
        doubt.nameless_total(build, keys[0], list(_headers(reading, MONEY)))
    return questions


def _bad_rows(build: Build) -> int:
    [(bad,)] = build.execute("select count(*) from parsed where is_bad")
    return int(bad)


def _unreadable(build: Build, reading: Reading, asked: set[str | None]) -> list[Problem]:
    """The cells of bad rows that could not be read, those of columns left out for which a question is open."""
    if not _bad_rows(build):
        return []
    found: list[Problem] = []
    build.execute("create or replace temp table bad_rows as select source_row from parsed where is_bad")
    for column, positions in reading.places.items():
        kind = reading.types[column]
        header = reading.raw.header[positions[0]].strip()
        if header in asked:
            continue
        fields = {"format": reading.format.name, "target": column}
        value = reading.read(column)
        if column.endswith("_id"):
            test = f"regexp_full_match({column}, '{cell.LOST_DIGITS}')"
        else:
            test = "false" if kind == "varchar" else f"{column} is not null and {value} is null"
        for choice in reading.wanted():
            if column == next(c for c in choice if c in reading.places):
                test = f"({test}) or ({reading.absent(choice)})"
        wrong = build.execute(
            f"select row, {column}, count(*) over () from cells semi join bad_rows on row = source_row "
            f"where row_sort = 'data' and ({test}) order by row limit {MOST_PROBLEMS}"
        )
        found += [
            cause(kind, column, text, is_clock=column == reading.entity.clock)(
                row=row, column=header, value=text, fields=fields
            )
            for row, text, _ in wrong
        ]
        found += doubt.more_of_them(header, wrong[0][2] if wrong else 0)
    return found
