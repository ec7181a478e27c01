"""Why one cell could not be read: the class of problem that says it best."""

import re
from datetime import date

from etl import cell, errors
from etl.errors import Problem

SPREADSHEET_ERROR = re.compile(r"#(NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|SPILL!|CALC!)")
ROUNDED = re.compile(r"[^0-9]*[0-9０-９][0-9０-９.,．，]*\s*[+余多]?(万|亿|千|百|[wWkK])\+?元?")
DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})(?![0-9])")


def cause(kind: str, column: str, text: str | None) -> type[Problem]:
    """The problem of a cell that is not of its column's SQL type, by its cleaned text."""
    if text is None:
        return errors.MissingValue
    if SPREADSHEET_ERROR.fullmatch(text):
        return errors.ErrorCell
    if column.endswith("_id"):
        return errors.DamagedId
    if kind.startswith("decimal"):
        if re.fullmatch(cell.DATE_LIKE, text):
            return errors.DateInMoney
        return errors.RoundedAmount if ROUNDED.fullmatch(text) else errors.NotAnAmount
    if kind == "bigint":
        return errors.NotANumber
    return errors.NoSuchDate if _is_no_day(text) else errors.NotATime


def _is_no_day(text: str) -> bool:
    found = DAY.match(text)
    if not found:
        return False
    try:
        date(*map(int, found.groups()))
    except ValueError:
        return True
    return False
