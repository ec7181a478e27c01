"""Numbers that an export counts through: which of them are missing inside the file."""

from dataclasses import dataclass

from etl.names import normalised
from etl.raw import Raw
from warehouse import Build

# Columns whose cells run 1, 2, 3 … within one export: Alipay's row number, and Shopify's order number with its "#".
COUNTING = {"序号": "", "name": "#"}
NUMBER = "([0-9]{1,15})"
LISTED = 5


@dataclass(frozen=True)
class Holes:
    """Numbers between the first and the last of a column that no row has."""

    column: str
    missing: int
    first: tuple[int, ...]  # the lowest few of them


def holes(build: Build, raw: Raw) -> Holes | None:
    """The holes of the first column that counts; None where none counts, or where nothing is missing.

    A column of which more numbers are missing than there counts something else, and is left alone.
    """
    for i in raw.kept:
        sign = COUNTING.get(normalised(raw.header[i]))
        if sign is None:
            continue
        wrapping = "[`=\"''\\s]*"
        cells = f"regexp_extract(c{i}, '^{wrapping}{sign}{NUMBER}{wrapping}$', 1)"
        build.execute(
            f"create or replace temp table counted as select distinct cast(nullif({cells}, '') as bigint) as n "
            f"from read_parquet($1) where {cells} <> ''",
            [str(raw.path)],
        )
        [(present, lowest, highest)] = build.execute("select count(*), min(n), max(n) from counted")
        missing = highest - lowest + 1 - present if present else 0
        if not 0 < missing <= present:
            continue
        first = build.execute(
            "select n from (select unnest(generate_series($1, $2)) as n) anti join counted using (n) order by n limit $3",
            [lowest, highest, LISTED],
        )
        return Holes(raw.header[i].strip(), missing, tuple(n for (n,) in first))
    return None
