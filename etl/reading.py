"""How one format reads one table: raw cells → cleaned text → values, and every cell that could not be read."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from etl import cell, errors
from etl.condition import asked_as, bare_as, conditions
from etl.entity import entities, types_of
from etl.errors import Refused
from etl.format import Format, positions_of
from etl.formatfile import UNITS
from etl.raw import Raw
from etl.rowsort import row_sort

MONEY = "decimal(18, 2)"
CURRENCY = re.compile(r"\(([A-Z]{3})\)\s*$")


class Reading:
    """How one format reads one table: the SQL of each step."""

    def __init__(
        self,
        format: Format,
        raw: Raw,
        defaults: Mapping[str, str],
        spoken_of: tuple[str, str] | None = None,
    ) -> None:
        self.format = format
        self.raw = raw
        self.defaults = defaults
        self.spoken_of = spoken_of
        self.entity = entities()[format.entity]
        self.places = {
            column: [i for i in positions if i in raw.kept] for column, positions in format.places(raw.header).items()
        }
        self.keyed = [column for column in raw.keyed if column in types_of(format.entity)]
        self.entries = self._entries()
        named = [column for column in format.columns if column not in types_of(format.entity)]
        self.types = types_of(format.entity) | dict.fromkeys([*self._entry_columns(), *named], MONEY)
        self.refund_rows = self._conditions("refund_when")
        self.skipped_rows = self._conditions("skip_when")
        self.unpaid_rows = self._conditions("unpaid_when")
        self.ignored_rows = self._conditions("ignore_when")
        self.total_rows = self._conditions("total_when")
        self.orders: dict[str, str] = {}  # time column → dmy or mdy, where its cells tell
        self.notes: tuple[str, ...] = ()  # what the reader should know of rows that are counted
        tests = (*self.refund_rows, *self.skipped_rows, *self.unpaid_rows, *self.ignored_rows, *self.total_rows)
        self.asked = sorted({name for name, _, _ in tests})

    def _conditions(self, rule: str) -> list[tuple[str, str, str]]:
        """The tests of a rule of [rows]; an export may lack a column that it had in other years, a map may not."""
        tests = conditions(self.format.rows.get(rule))
        return [test for test in tests if self.format.grade == "map" or self._place(test[0]) is not None]

    def _entries(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The kinds of fee among the row's own columns: (kind, [(sign, column)]), each column put into `places`."""
        found: dict[str, list[tuple[str, str]]] = {}
        for kind, headers in ((each.fee_kind, each.amounts) for each in self.format.entries):
            for header in headers:
                positions = [i for i in positions_of([header.lstrip("-")], self.raw.header) if i in self.raw.kept][:1]
                if positions:
                    column = f"entry_{positions[0]}"
                    self.places[column] = positions
                    found.setdefault(kind, []).append(("-" if header.startswith("-") else "+", column))
        return list(found.items())

    def _entry_columns(self) -> list[str]:
        return [column for _, columns in self.entries for _, column in columns]

    def currency(self) -> str | None:
        """The currency that the header of a money column names: `Amount spent (USD)`."""
        headers = [self.raw.header[p[0]] for column, p in self.places.items() if self.types[column] == MONEY]
        return next((found[1] for header in headers if (found := CURRENCY.search(header))), None)

    # --- cells: cleaned text under the names of the staging table ---------------------------------

    def cells(self) -> str:
        """The cells of every mapped column: their value where they are plainly written, else their text; the sort of each row.

        Each step is a select of its own, so that DuckDB does nothing twice.
        """
        tried = {column: self.types[column] for column in self.places if self._may_be_plain(column)}
        first = {column: f"c{positions[0]}" for column, positions in self.places.items()}
        source = self._source()
        for step in (
            [f"{cell.guess(first[c], kind, self._nothing(c))} as guess_{c}" for c, kind in tried.items()],
            [f"{cell.held(first[c], f'guess_{c}', kind)} as plain_{c}" for c, kind in tried.items()],
            [f"{sql} as {name}" for column in self.places for name, sql in self._bare(column).items()]
            + [f"{cell.unwrapped(self._named(name))} as {bare_as(name)}" for name in self.asked],
        ):
            source = f"(select {', '.join(['*', *step])} from {source})"
        columns = [f"{self._text(column)} as {column}" for column in self.places]
        columns += [f"plain_{column}" for column in tried]
        columns += self.keyed
        columns += [f"{cell.meant(bare_as(name))} as {asked_as(name)}" for name in self.asked]
        return f"select row, {', '.join(columns)}, {row_sort(self.raw, self.format, self.places, self.ignored_rows, self.total_rows)} as row_sort from {source}"

    def _source(self) -> str:
        """The raw rows; cells that stand on the first of several rows only are filled down.

        The first of their names opens a group with every cell of its own; what a group leaves empty stays empty.
        """
        source = f"read_parquet({cell.quoted(str(self.raw.path))})"
        below = [i for i in positions_of(self.format.rows.get("fill_down", ()), self.raw.header) if i in self.raw.kept]
        if not below:
            return source
        groups = f"(select *, count({_filled(below[0])}) over (order by row) as opened from {source})"
        # An empty row stays empty.
        says = f"concat_ws('', {', '.join(f'{_filled(i)}' for i in self.raw.kept)}) <> ''"
        firsts = ", ".join(f"case when {says} then first_value(c{i}) over whole else c{i} end as c{i}" for i in below)
        return f"(select * replace ({firsts}) from {groups} window whole as (partition by opened order by row))"

    def _may_be_plain(self, column: str) -> bool:
        """Whether a cell of the column can be written as a number or a time is: worth a try before it is cleaned."""
        return (
            column not in self.format.values
            and column not in self.format.extract
            and (self.types[column] != "varchar" or column.endswith("_id"))
        )

    def _nothing(self, column: str) -> Sequence[str]:
        return self.format.missing.get(column, ())

    def _bare(self, column: str) -> dict[str, str]:
        """The column's cells without their wrapping; those left out that are plain, or nothing as they stand."""
        is_id = column.endswith(("_id", "_key")) or self.types[column] != "varchar"
        if not self._may_be_plain(column):
            return {f"bare_{column}_{i}": cell.unwrapped(f"c{i}", is_id=is_id) for i in self.places[column]}
        words = cell.listed(cell.nothing(self.types[column], self._nothing(column)))
        return {
            f"bare_{column}_{i}": f"case when plain_{column} is null and c{i} not in ({words}) "
            f"then {cell.unwrapped(f'c{i}', is_id=is_id, is_text=False)} end"
            for i in self.places[column]
        }

    def _text(self, column: str) -> str:
        """The cleaned text of the first of the column's cells that says anything; null where a number or time is plain."""
        if column in self.format.extract:
            return self._extracted(column)
        words = cell.nothing(self.types[column], self._nothing(column))
        texts = [cell.meant(bare, words) for bare in self._bare(column)]
        text = texts[0] if len(texts) == 1 else f"coalesce({', '.join(texts)})"
        if column == self.entity.clock and self.spoken_of:
            text = cell.with_year(text, *map(date.fromisoformat, self.spoken_of))
        if column.endswith("_id") and self._may_be_plain(column):
            return f"case when plain_{column} is not null then c{self.places[column][0]} else {text} end"
        return text

    def _extracted(self, column: str) -> str:
        """The part of a cell that a pattern picks out, the first pattern that finds one; else the column's own cells."""
        found = []
        for headers, pattern in self.format.extract[column]:
            looked = [i for name in headers for i in positions_of([name], self.raw.header)[:1] if i in self.raw.kept]
            if len(looked) == len(headers):
                cells = ", ".join(cell.unwrapped(f"c{i}", is_id=True) for i in looked)
                found.append(f"nullif(regexp_extract(concat_ws('|', {cells}), {cell.quoted(pattern)}, 1), '')")
        own = positions_of(self.format.columns.get(column, ()), self.raw.header)
        found += [
            cell.meant(cell.unwrapped(f"c{i}", is_id=True), cell.nothing(self.types[column], self._nothing(column)))
            for i in own
            if i in self.raw.kept
        ]
        return f"coalesce({', '.join([*found, 'null'])})"

    def _named(self, name: str) -> str:
        """The raw cell under a header or a staging column's name."""
        place = self._place(name)
        if place is None:
            raise Refused([errors.BadMap(fields={"found": f"[rows] names the column {name}, which is not there"})])
        return f"c{place}"

    def _place(self, name: str) -> int | None:
        """Where a staging column or a header stands; None where the table has neither."""
        found = self.places.get(name) or [i for i in positions_of([name], self.raw.header) if i in self.raw.kept]
        return found[0] if found else None

    # --- parsed: values, and a flag on rows with a cell that could not be read ---------------------

    def parsed(self) -> str:
        """The typed values of the mapped columns, on every row."""
        values = ", ".join(f"{self._value(column)} as value_{column}" for column in self.places)
        kept = ", ".join([*(f"{self._or_default(column)} as {column}" for column in self.places), *self.keyed])
        asked = "".join(f", {asked_as(name)}" for name in self.asked)
        return (
            f"select row as source_row, {kept}{asked}, row_sort, is_fully_refunded, refund_counts, "
            f"row_sort = 'data' and ({' or '.join(self._bad())}) as is_bad, ({' or '.join(self._rounded())}) as is_rounded "
            f"from (select *, {values}, {self._full_refund()} as is_fully_refunded, "
            f"{self._refund_counts()} as refund_counts from {self.worded_cells()})"
        )

    def worded_cells(self) -> str:
        """`cells`, and beside each column of words how its words are compared: in lower case, with half-width commas.

        A step of its own, for DuckDB works it out again at every word it is compared with.
        """
        words = [f"replace(lower({c}), '，', ',') as words_{c}" for c in self.format.values if c in self.places]
        return f"(select {', '.join(['*', *words])} from cells)"

    def _value(self, column: str) -> str:
        kind = self.types[column]
        if scaled := self._scaled(column):
            return f"cast(round({scaled}, {6 if kind.endswith('6)') else 2}) as {kind})"
        value = self.word(column) if column in self.format.values else self.read(column)
        if kind != "varchar" and self._may_be_plain(column):
            value = f"case when plain_{column} is not null then plain_{column} else {value} end"
        return value if kind == "varchar" else f"cast({value} as {kind})"

    def _scaled(self, column: str) -> str:
        """The exact amount in yuan where the table counts in another unit; "" elsewhere."""
        unit = str(self.format.money.get("unit", "yuan"))
        if unit == "yuan" or not (self.types[column] == MONEY or column in ("unit_price", "unit_cost")):
            return ""
        amount = cell.read(column, "decimal(24, 10)")
        return f"coalesce(cast(plain_{column} as decimal(24, 10)), {amount}) * {UNITS[unit]}"

    def read(self, column: str) -> str:
        """SQL: the value of the column's cleaned text; null where it cannot be read."""
        order = self.defaults.get("date_order") or self.format.date_order or self.orders.get(column)
        return cell.read(column, self.types[column], date_order=order)

    def _or_default(self, column: str) -> str:
        if column not in self.defaults:
            return f"value_{column}"
        return f"coalesce(value_{column}, cast({cell.quoted(self.defaults[column])} as {self.types[column]}))"

    def _bad(self) -> list[str]:
        """Tests of a row, one per column that may be wrong: a damaged id, a cell that is no value, one that is not there."""
        tests = ["false"]
        for column in self.places:
            if column.endswith("_id"):
                plain = f"plain_{column} is null and " if self._may_be_plain(column) else ""
                tests.append(f"({plain}regexp_full_match({column}, '{cell.LOST_DIGITS}'))")
            elif self.types[column] != "varchar":
                tests.append(f"({column} is not null and value_{column} is null)")
        return tests + [f"({self.absent(choice)})" for choice in self.wanted()]

    def absent(self, choice: Sequence[str]) -> str:
        """Whether none of these columns is filled in a row."""
        return " and ".join(
            f"{column} is null" + (f" and plain_{column} is null" if self._may_be_plain(column) else "")
            for column in choice
            if column in self.places
        )

    def wanted(self) -> list[tuple[str, ...]]:
        """The choices of columns without which a row means nothing, as far as the table has them; money may be empty."""
        given = {*self.defaults, *self.format.constants}
        return [
            choice
            for choice in self.entity.required
            if any(column in self.places for column in choice)
            and not given & set(choice)
            and not self.types.get(choice[0], "").startswith("decimal")
        ]

    def _rounded(self) -> list[str]:
        scaled = {column: self._scaled(column) for column in self.places}
        return ["false"] + [
            f"({scaled[column]} <> round({scaled[column]}, 2))"
            if scaled[column]
            else f"({cell.needs_rounding(column, kind)})"
            for column, kind in self.types.items()
            if kind == MONEY and column in self.places and self._may_be_plain(column)
        ]

    def word(self, column: str) -> str:
        """The field's word for the platform's, by what the cell contains; a word nobody knows stays visible."""
        whens = " ".join(
            f"when contains(words_{column}, {cell.quoted(word.lower().replace('，', ','))}) then {cell.quoted(state)}"
            for word, state in self.format.values[column].items()
        )
        return f"case when {column} is null then null {whens} else 'unknown' end"

    def _full_refund(self) -> str:
        """Whether the row's words mean that all of its money went back, without an amount."""
        said: Mapping[str, Sequence[str]] = self.format.refund.get("full_when", {})
        tests = [
            f"contains(replace({column}, '，', ','), {cell.quoted(word.replace('，', ','))})"
            for column, words in said.items() if column in self.places for word in words
        ]  # fmt: skip
        return f"coalesce({' or '.join(tests)}, false)" if tests else "false"

    def _refund_counts(self) -> str:
        """Whether the row's refund amount has been paid; a refund still asked for is none."""
        said: Mapping[str, Sequence[str]] = self.format.refund.get("counts_when", {})
        tests = [
            f"{column} is null or contains({column}, {cell.quoted(word)})"
            for column, words in said.items() if column in self.places for word in words
        ]  # fmt: skip
        return f"({' or '.join(tests)})" if tests else "true"


def _filled(i: int) -> str:
    """The cell without blanks; null where nothing stands in it."""
    return f"nullif(trim(c{i}, {cell.quoted_chars(cell.BLANKS)}), '')"
