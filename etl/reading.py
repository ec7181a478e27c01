"""How one format reads one table: raw cells → cleaned text → values, and every cell that could not be read."""

import re
from collections.abc import Mapping, Sequence

from etl import cell, errors
from etl.condition import asked_as, bare_as, conditions
from etl.entity import types_of
from etl.errors import Problem, Refused
from etl.format import Format, normalised
from etl.raw import MOST_PROBLEMS, Raw
from warehouse import Build

TOTAL_WORDS = ("总计", "合计", "汇总", "小计", "total", "grand total", "总和")
REQUIRED = {
    "orders": ("order_id",),
    "order_lines": ("order_id",),
    "ad_spend": ("ad_date", "spend"),
    "unit_costs": ("product_key",),
    "cost_entries": ("cost_kind",),
}
CLOCK = {"orders": "ordered_at", "order_lines": "ordered_at", "ad_spend": "ad_date"}  # the main clock of each entity


class Reading:
    """How one format reads one table: the SQL of each step."""

    def __init__(self, format: Format, raw: Raw, defaults: Mapping[str, str]) -> None:
        self.format = format
        self.raw = raw
        self.defaults = defaults
        self.types = types_of(format.entity)
        self.places = {
            column: [i for i in positions if i in raw.kept] for column, positions in format.places(raw.header).items()
        }
        self.refund_rows = conditions(format.rows.get("refund_when"))
        self.skipped_rows = conditions(format.rows.get("skip_when"))
        self.unpaid_rows = conditions(format.rows.get("unpaid_when"))
        self.asked = sorted({name for name, _, _ in (*self.refund_rows, *self.skipped_rows, *self.unpaid_rows)})

    # --- cells: cleaned text under the names of the staging table ---------------------------------

    def cells(self) -> str:
        """The cells of every mapped column: their value where they are plainly written, else their text; the sort of each row.

        Each step is a select of its own, so that DuckDB does nothing twice.
        """
        tried = {column: self.types[column] for column in self.places if self._may_be_plain(column)}
        first = {column: f"c{positions[0]}" for column, positions in self.places.items()}
        source = f"read_parquet({cell.quoted(str(self.raw.path))})"
        for step in (
            [f"{cell.guess(first[c], kind, self._nothing(c))} as guess_{c}" for c, kind in tried.items()],
            [f"{cell.held(first[c], f'guess_{c}', kind)} as plain_{c}" for c, kind in tried.items()],
            [f"{sql} as {name}" for column in self.places for name, sql in self._bare(column).items()]
            + [f"{cell.unwrapped(self._named(name))} as {bare_as(name)}" for name in self.asked],
        ):
            source = f"(select {', '.join(['*', *step])} from {source})"
        columns = [f"{self._text(column)} as {column}" for column in self.places]
        columns += [f"plain_{column}" for column in tried]
        columns += [f"{cell.meant(bare_as(name))} as {asked_as(name)}" for name in self.asked]
        return f"select row, {', '.join(columns)}, {self._row_sort()} as row_sort from {source}"

    def _may_be_plain(self, column: str) -> bool:
        """Whether a cell of the column can be written as a number or a time is: worth a try before it is cleaned."""
        return column not in self.format.values and (self.types[column] != "varchar" or column.endswith("_id"))

    def _nothing(self, column: str) -> Sequence[str]:
        return self.format.missing.get(column, ())

    def _bare(self, column: str) -> dict[str, str]:
        """The column's cells without their wrapping; those left out that are plain, or nothing as they stand."""
        is_id = column.endswith(("_id", "_key")) or self.types[column] != "varchar"
        if not self._may_be_plain(column):
            return {f"bare_{column}_{i}": cell.unwrapped(f"c{i}", is_id=is_id) for i in self.places[column]}
        words = cell.listed((*cell.NOTHING, *self._nothing(column)))
        return {
            f"bare_{column}_{i}": f"case when plain_{column} is null and c{i} not in ({words}) "
            f"then {cell.unwrapped(f'c{i}', is_id=is_id, is_text=False)} end"
            for i in self.places[column]
        }

    def _text(self, column: str) -> str:
        """The cleaned text of the first of the column's cells that says anything; null where a number or time is plain."""
        texts = [cell.meant(bare, self._nothing(column)) for bare in self._bare(column)]
        text = texts[0] if len(texts) == 1 else f"coalesce({', '.join(texts)})"
        if column.endswith("_id") and self._may_be_plain(column):
            return f"case when plain_{column} is not null then c{self.places[column][0]} else {text} end"
        return text

    def _named(self, name: str) -> str:
        """The raw cell under a header or a staging column's name."""
        if name in self.places:
            return f"c{self.places[name][0]}"
        for i in self.raw.kept:
            if normalised(self.raw.header[i]) == normalised(name):
                return f"c{i}"
        raise Refused([errors.BadMap(fields={"found": f"[rows] names the column {name}, which is not there"})])

    def _row_sort(self) -> str:
        """data, blank, total, comment, or header (repeated where files were joined by hand)."""
        all_blank = " and ".join(f"coalesce(trim(c{i}), '') = ''" for i in self.raw.kept)
        around = f"[{cell.BLANKS}:：]*"
        amount = "[¥￥]?[0-9.,]*[元笔条单]?"  # "合计：12笔"
        labels = f"e'(?i){around}({'|'.join(TOTAL_WORDS)}){around}{amount}{around}'"
        front = [i for i in self.raw.kept if i < 3] + [p[0] for c, p in self.places.items() if c in CLOCK.values()]
        # Most keys and times begin with a digit, and then there is nothing to look for.
        total = " or ".join(
            f"((c{i} < '0' or c{i} >= ':') and regexp_full_match(c{i}, {labels}))" for i in dict.fromkeys(front)
        )
        key = self.places[next(c for c in REQUIRED[self.format.entity] if c in self.places)][0]
        repeated = f"{cell.unwrapped(f'c{key}')} = {cell.quoted(self.raw.header[key].strip(f'{cell.BOM} '))}"
        first = self.raw.kept[0]
        # "#1001" is an order number, "#支出合计" is not.
        comment = f"(c{first}[1:1] = '#' and c{first}[2:2] not between '0' and '9') or c{first}[1:3] = '---'"
        # The cheap tests run first: a row whose key is filled is neither blank nor, as a rule, anything but data.
        return (
            f"case when {total or 'false'} then 'total' when {comment} then 'comment' when {repeated} then 'header' "
            f"when coalesce(trim(c{key}), '') = '' and {all_blank} then 'blank' else 'data' end"
        )

    # --- parsed: values, and a flag on rows with a cell that could not be read ---------------------

    def parsed(self) -> str:
        """The typed values of the mapped columns, on every row."""
        values = ", ".join(f"{self._value(column)} as value_{column}" for column in self.places)
        kept = ", ".join(f"{self._or_default(column)} as {column}" for column in self.places)
        asked = "".join(f", {asked_as(name)}" for name in self.asked)
        return (
            f"select row as source_row, {kept}{asked}, row_sort, is_fully_refunded, refund_counts, "
            f"row_sort = 'data' and ({' or '.join(self._bad())}) as is_bad, ({' or '.join(self._rounded())}) as is_rounded "
            f"from (select *, {values}, {self._full_refund()} as is_fully_refunded, "
            f"{self._refund_counts()} as refund_counts from cells)"
        )

    def _value(self, column: str) -> str:
        kind = self.types[column]
        value = self.word(column) if column in self.format.values else self._read(column)
        if kind != "varchar" and self._may_be_plain(column):
            value = f"case when plain_{column} is not null then plain_{column} else {value} end"
        return value if kind == "varchar" else f"cast({value} as {kind})"

    def _read(self, column: str) -> str:
        return cell.read(column, self.types[column], date_order=self.format.date_order)

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
        tests += [
            f"({self._absent(column)})"
            for column in self._wanted()
            if column in self.places and column not in self.defaults
        ]
        return tests

    def _absent(self, column: str) -> str:
        return f"{column} is null" + (f" and plain_{column} is null" if self._may_be_plain(column) else "")

    def _wanted(self) -> list[str]:
        """The columns without which a row means nothing."""
        return [column for column in REQUIRED[self.format.entity] if column != "spend"]

    def _rounded(self) -> list[str]:
        return ["false"] + [
            f"({cell.needs_rounding(column, kind)})"
            for column, kind in self.types.items()
            if kind == "decimal(18, 2)" and column in self.places and self._may_be_plain(column)
        ]

    def word(self, column: str) -> str:
        """The field's word for the platform's, by what the cell contains; a word nobody knows stays visible."""
        text = f"replace({column}, '，', ',')"
        whens = " ".join(
            f"when contains({text}, {cell.quoted(word.replace('，', ','))}) then {cell.quoted(state)}"
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

    # --- problems ------------------------------------------------------------------------------------

    def problems(self, build: Build) -> list[Problem]:
        """Every cell of a bad row that could not be read, with the class that says why."""
        absent = [
            column for column in REQUIRED[self.format.entity] if column not in {*self.places, *self.format.constants}
        ]
        if "ad_date" in absent:
            return [errors.NoSuchPeriod()]
        if absent and not (absent == ["spend"] and self.format.money.get("spend")):
            return [errors.WrongFormat(fields={"format": self.format.name, "missing": ", ".join(absent)})]
        [(bad,)] = build.execute("select count(*) from parsed where is_bad")
        if not bad:
            return []
        found: list[Problem] = []
        build.execute("create or replace temp table bad_rows as select source_row from parsed where is_bad")
        for column, positions in self.places.items():
            kind = self.types[column]
            header = self.raw.header[positions[0]].strip()
            fields = {"format": self.format.name, "target": column}
            value = self._read(column)
            if column.endswith("_id"):
                test = f"regexp_full_match({column}, '{cell.LOST_DIGITS}')"
            else:
                test = "false" if kind == "varchar" else f"{column} is not null and {value} is null"
            if column in self._wanted():
                test = f"({test}) or {self._absent(column)}"
            wrong = build.execute(
                f"select row, {column}, count(*) over () from cells semi join bad_rows on row = source_row "
                f"where row_sort = 'data' and ({test}) order by row limit {MOST_PROBLEMS}"
            )
            found += [
                _cause(kind, column, text)(row=row, column=header, value=text, fields=fields) for row, text, _ in wrong
            ]
            if wrong and wrong[0][2] > MOST_PROBLEMS:
                found.append(errors.MoreOfThem(column=header, fields={"count": wrong[0][2], "shown": MOST_PROBLEMS}))
        return sorted(found, key=lambda problem: (problem.row or 0, problem.column or ""))


def _cause(kind: str, column: str, text: str | None) -> type[Problem]:
    if text is None:
        return errors.MissingValue
    if column.endswith("_id"):
        return errors.DamagedId
    if kind.startswith("decimal"):
        return errors.DateInMoney if re.fullmatch(cell.DATE_LIKE, text) else errors.NotAnAmount
    return errors.NotANumber if kind == "bigint" else errors.NotATime
