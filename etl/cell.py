"""One text → one value: SQL expressions that read a cell by the type of its staging column.

Everything here returns DuckDB expressions over a text expression, so that millions of cells are read in one scan. A cell
that means "nothing" becomes null before it is read; a cell that means something and cannot be read is a problem, never a
null. `try_cast` alone is not enough: it takes `1e3` and `1_000` for amounts and rounds 1.999 without a word. Nearly every
cell is written plainly, and there `guess` and `held` are several times faster than cleaning it and asking the grammar.
"""

from collections.abc import Sequence
from datetime import date, timedelta

NOTHING = ("", "-", "--", "—", "NULL", "null", "#NULL!", "无", "None", "nan", "NaT", "/", "0000-00-00 00:00:00")
BOM = "\ufeff"
BLANKS = " \\t\\r\\n\u00a0\u3000\ufeff\u200b"
WRAPPERS = BLANKS + "\"=`''"  # ="123", '123, `123: how exports keep a spreadsheet program from touching an id
FULL_WIDTH = ("０１２３４５６７８９．，－＋（）−：／　", "0123456789.,-+()-:/ ")

PLAIN_AMOUNT = r"-?[0-9]{1,15}(\.[0-9]{1,2})?"
AMOUNT = r"-?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?"
WHOLE = r"-?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.0+)?"
# An id that was kept as a float is written with an exponent, or with decimals.
LOST_DIGITS = r"[0-9](\.[0-9]+)?[eE]\+?[0-9]{2}|[0-9]{16,}\.0+"
DATE_LIKE = r"[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}( [0-9:.]+)?|[0-9]{1,2}月[0-9]{1,2}日"
YEARLESS = r"([0-9]{1,2})[-/月]([0-9]{1,2})日?"
SERIAL_DAY = r"[0-9]{5}(\.[0-9]+)?"
DAY_MONTH_YEAR = r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.][0-9]{4}( .*)?"
# A moment with what the formats do not know: a sixtieth second, parts of a second, an offset from UTC.
MOMENT = (
    r"^([0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2})[ T]+([0-9]{1,2}:[0-9]{2})(:[0-9]{2})?(?:[.,][0-9]{1,9})?"
    r" ?(?:Z|UTC|[+-][0-9]{2}:?[0-9]{2})?$"
)

LEAP_SECOND = r"^(.*[0-9]:[0-5][0-9]:|[0-9]{12})60"  # as it is written; no clock of a database knows it

LENGTH = {  # what a cell is that a plain value can be written in
    "decimal(18, 2)": "strlen({}) <= 19",
    "decimal(14, 2)": "strlen({}) <= 19",
    "bigint": "strlen({}) <= 19",
    "timestamp": "strlen({}) = 19",
    "date": "strlen({}) = 10",
}
TIME_FORMATS = {
    "ymd": ["%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d",
            "%Y%m%d", "%Y%m%d%H%M%S",
            "%Y年%m月%d日 %H:%M:%S", "%Y年%m月%d日", "%Y.%m.%d"],
    "dmy": ["%d-%m-%Y %H:%M:%S", "%d-%m-%Y %H:%M", "%d-%m-%Y", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y",
            "%d.%m.%Y %H:%M", "%d.%m.%Y", "%d/%m/%y", "%m/%d/%Y %I:%M:%S %p"],  # clocks of 12 hours are American
    "mdy": ["%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%m/%d/%Y", "%m-%d-%Y %H:%M", "%m-%d-%Y", "%m/%d/%y",
            "%m/%d/%Y %I:%M:%S %p"],
}  # fmt: skip


def quoted(text: str) -> str:
    """A SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def guess(raw: str, kind: str, missing: Sequence[str] = ()) -> str:
    """What DuckDB makes of a cell that begins with a digit or a minus and a digit; only `held` says whether it is so.

    Anything else is not even tried, for a cast that fails costs more than the whole grammar.
    """
    said = f" and {raw} not in ({listed(missing)})" if missing else ""
    return f"case when {raw} >= '-0' and {raw} < ':' and {LENGTH[_plain(kind)].format(raw)}{said} then try_cast({raw} as {_plain(kind)}) end"


def held(raw: str, guessed: str, kind: str) -> str:
    """The guess where it is written exactly like the cell: nothing was skipped, rounded or made up. Else null."""
    written = f"cast({guessed} as varchar)"
    if not kind.startswith("decimal"):
        return f"case when {written} = {raw} then {guessed} end"
    return f"case when {written} = {raw} or {written} = {raw} || '.00' or {written} = {raw} || '0' then {guessed} end"


def _plain(kind: str) -> str:
    """The type that a plain cell is tried as: money with two digits, an id as the number it looks like."""
    if kind.startswith("decimal") and kind.endswith("6)"):  # as many digits before the point as its column has room for
        return "decimal(14, 2)"
    return "decimal(18, 2)" if kind.startswith("decimal") else "bigint" if kind == "varchar" else kind


def unwrapped(raw: str, *, is_id: bool = False, is_text: bool = True) -> str:
    """The cell without blanks, and an id without quotes, at its ends.

    DuckDB trims a text that a column repeats once; each of many different ones costs a new set of characters, and asking
    first whether there is anything to trim is four times faster.
    """
    chars = WRAPPERS if is_id else BLANKS
    trimmed = f"trim({raw}, {quoted_chars(chars)})"
    if is_text:
        return trimmed
    return f"case when regexp_matches({raw}, e'^[{chars}]|[{chars}]$') then {trimmed} else {raw} end"


def nothing(kind: str, more: Sequence[str] = ()) -> tuple[str, ...]:
    """The words that mean "nothing" in a column of this type; an amount that says it is no number is one too many."""
    return (*(word for word in NOTHING if word != "nan" or not kind.startswith("decimal")), *more)


def meant(text: str, words: Sequence[str] = NOTHING) -> str:
    """An unwrapped cell; null where it means nothing."""
    return f"case when {text} in ({listed(words)}) then null else {text} end"


def listed(words: Sequence[str]) -> str:
    """A list of SQL string literals."""
    return ", ".join(map(quoted, words))


def quoted_chars(chars: str) -> str:
    """A SQL literal with escapes, for sets of characters."""
    return "e'" + chars + "'"


def with_year(text: str, first: date, last: date) -> str:
    """A day without a year in the year that puts it nearest to the middle of the days from first to last."""
    begin = first + (last - first) / 2 - timedelta(182)
    month, day = (f"lpad(regexp_extract({text}, '^{YEARLESS}$', {part}), 2, '0')" for part in (1, 2))
    year = f"case when {month} || '-' || {day} < '{begin:%m-%d}' then '{begin.year + 1}-' else '{begin.year}-' end"
    is_short = f"strlen({text}) <= 10 and regexp_full_match({text}, '{YEARLESS}')"
    return f"case when {is_short} then {year} || {month} || '-' || {day} else {text} end"


def read(text: str, kind: str, *, date_order: str | None = None) -> str:
    """The value of a cleaned cell by its SQL type; null where it cannot be read."""
    if kind.startswith("decimal"):
        return _decimal(text, kind)
    if kind == "bigint":
        return f"case when regexp_full_match({text}, '{WHOLE}') then try_cast(replace({text}, ',', '')::decimal(38, 6) as bigint) end"
    if kind == "timestamp":
        return f"coalesce({_timestamp(text, date_order)}, {_spoken(text)})"
    if kind == "date":
        return f"cast({_timestamp(text, date_order)} as date)"
    return text


def needs_rounding(text: str, kind: str) -> str:
    """Whether reading the cell as money drops digits after the second."""
    return f"regexp_matches({text}, '\\.[0-9][0-9]+[1-9]')" if kind == "decimal(18, 2)" else "false"


def _decimal(text: str, kind: str) -> str:
    """Plain amounts on the short way; ¥, 元, thousands commas, full-width digits and (1.00) on the long one.

    More digits than the column keeps are rounded half away from zero, once, here.
    """
    usual = f"translate({text}, '{FULL_WIDTH[0]}', '{FULL_WIDTH[1]}')"
    bare = f"regexp_replace(regexp_replace({usual}, '^([-+]?) *(¥|￥|\\$|CNY|RMB) *', '\\1'), ' *元$', '')"
    signed = f"regexp_replace(regexp_replace(regexp_replace({bare}, '^\\((.+)\\)$', '-\\1'), '^([^-].*?) *-$', '-\\1'), '^\\+', '')"
    cut = f"regexp_replace({signed}, '^(-?) *(¥|￥|\\$) *', '\\1')"
    long = f"case when regexp_full_match({cut}, '{AMOUNT}') then try_cast(round(try_cast(replace({cut}, ',', '') as decimal(38, 12)), {_scale(kind)}) as {kind}) end"
    return f"case when regexp_full_match({text}, '{PLAIN_AMOUNT}') then try_cast({text} as {kind}) else {long} end"


def _scale(kind: str) -> int:
    return int(kind.rstrip(")").rsplit(",", 1)[1])


def _spoken(text: str) -> str:
    """Amazon's way: Jun 1, 2026 10:22:33 PM PDT. The zone says whose clock it was."""
    moment = f"regexp_extract({text}, '^([A-Z][a-z]{{2}} [0-9]{{1,2}}, [0-9]{{4}} [0-9:]+ [AP]M)( [A-Z]{{3,4}})?$', 1)"
    return f"try_strptime({_without_leap_second(moment)}, '%b %d, %Y %I:%M:%S %p')"


def _timestamp(text: str, date_order: str | None) -> str:
    order = date_order or "ymd"
    iso = f"(length({text}) in (10, 19) and {text}[5:5] = '-' and {text}[8:8] = '-' and {text}[17:17] in ('', ':'))"
    serial = (
        f"case when regexp_full_match({text}, '{SERIAL_DAY}') and try_cast({text} as double) between 36526 and 73050 "
        f"then date_trunc('second', timestamp '1899-12-30' + to_microseconds(cast(round(try_cast({text} as double) * 86400) * 1000000 as bigint))) end"
    )
    formats = ", ".join(
        quoted(each) for each in TIME_FORMATS[order] + ([] if order == "ymd" else TIME_FORMATS["ymd"][:5])
    )
    usual = _without_leap_second(f"translate({text}, '{FULL_WIDTH[0]}', '{FULL_WIDTH[1]}')")
    unusual = f"case when {usual} <> {text} then try_strptime({usual}, [{formats}]) end"
    # Without the digit in front DuckDB reads words such as "epoch" as a time.
    other = (
        f"case when {text}[1:1] between '0' and '9' or {text}[1:1] between '０' and '９' "
        f"then coalesce(try_strptime({text}, [{formats}]), {serial}, {unusual}, {_moment(usual)}) end"
    )
    return f"coalesce(case when {iso} then try_cast({text} as timestamp) end, {other})"


def _without_leap_second(text: str) -> str:
    """Second 60 counts as the 59th: it belongs to the day and the month that its text names."""
    return f"regexp_replace({text}, '{LEAP_SECOND}', '\\159')"


def _moment(text: str) -> str:
    """The shop's time of a moment written with an offset, which is dropped, not converted."""
    day, clock, second = (f"regexp_extract({text}, '{MOMENT}', {group})" for group in range(1, 4))
    plain = f"try_strptime(translate({day}, '/.', '--') || ' ' || {clock}, '%Y-%m-%d %H:%M')"
    seconds = f"coalesce(try_cast({second}[2:] as integer), 0)"
    return f"case when {seconds} < 60 then {plain} + to_seconds({seconds}) end"
