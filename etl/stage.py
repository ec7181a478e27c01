"""Raw rows → typed rows of one staging table, or every cell that could not be read."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from etl import cell, errors
from etl.entity import types_of
from etl.errors import Problem, Refused
from etl.format import Format, Identity, normalised
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
SUMMED = {"orders": "gross_amount", "order_lines": "gross_amount", "ad_spend": "spend"}
STATUS_RANK = "case order_status when 'unpaid' then 1 when 'paid' then 2 when 'shipped' then 3 when 'completed' then 4 when 'closed' then 5 else 0 end"


@dataclass(frozen=True)
class Checked:
    """A sum that was held against the rows: on how many it was tried, on how many it failed."""

    sentence: str
    rows: int
    broken: int


@dataclass(frozen=True)
class Staged:
    """What one upload became: the typed rows stand in the in-memory view `typed`, with the staging table's columns."""

    rows: int
    rejected: int
    period: tuple[date, date] | None
    total: Decimal | None
    rounded: int
    other_rows: int
    other_amount: Decimal | None
    identities: tuple[Checked, ...] = ()
    unknown_words: tuple[str, ...] = ()


def stage(
    build: Build,
    raw: Raw,
    format: Format,
    *,
    upload: int,
    exported_at: datetime | None,
    defaults: Mapping[str, str] | None = None,
) -> Staged:
    """Type every mapped cell of the raw rows into `typed`.

    `defaults` fill a column where the row's own cell is empty (`valid_from`). Raises Refused with all problems at once.
    """
    reading = Reading(format, raw, defaults or {})
    build.execute(f"create or replace temp view cells as {reading.cells()}")
    build.execute(f"create or replace temp table parsed as {reading.parsed()}")
    problems = reading.problems(build)
    if problems:
        raise Refused(problems)
    build.execute(f"create or replace temp view typed as {reading.finished(upload, exported_at)}")
    return reading.summary(build)


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
        labels = f"e'(?i){around}({'|'.join(TOTAL_WORDS)}){around}'"
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
        value = self._word(column) if column in self.format.values else self._read(column)
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

    def _word(self, column: str) -> str:
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

    # --- finished: the staging table's rows ----------------------------------------------------------

    def finished(self, upload: int, exported_at: datetime | None) -> str:
        """Data rows with the columns that follow from others: gross, refund, keys, clocks."""
        drawn = getattr(self, f"_{self.format.entity}")()
        added = {column: sql for column, sql in self._given(upload, exported_at).items() if column not in self.places}
        given = "".join(f", {sql} as {column}" for column, sql in added.items())
        columns = ", ".join(f"{drawn.get(column, column)} as {column}" for column in self.types)
        return (
            f"select {columns} from (select *, {self._steps()} from "
            f"(select *{given} from parsed where row_sort = 'data'))"
        )

    def _given(self, upload: int, exported_at: datetime | None) -> dict[str, str]:
        """The columns that no cell fills: what the loader and the format say, else null."""
        said = {**self.format.constants, **self.defaults}
        own = {
            "upload": str(upload),
            "platform": cell.quoted(self.format.platform),
            "tells_shipping": "true" if "shipped_at" in self.places else "false",
            "state_at": cell.quoted(exported_at.isoformat(" ")) if exported_at else "null",
        }
        values = {column: cell.quoted(str(said[column])) if column in said else "null" for column in self.types}
        return {
            column: f"cast({sql} as {self.types[column]})"
            for column, sql in (values | own).items()
            if column in self.types and column != "source_row"
        }

    def _steps(self) -> str:
        """Helper columns shared by the expressions of `finished`."""
        if self.format.entity not in ("orders", "order_lines"):
            return "1 as one"
        # A map may know one clock only; a known export without its payment column must not turn every order into a sale.
        paid = "paid_at" if "paid_at" in self.format.columns else "ordered_at"
        ordered = "ordered_at" if "ordered_at" in self.format.columns else "paid_at"
        if self.format.order_id_date:
            day = f"try_strptime(regexp_extract(order_id, '^[0-9]+'), {cell.quoted(self.format.order_id_date)})"
            ordered = f"coalesce({ordered}, {day})"
        if self.unpaid_rows:
            paid = f"case when {either(self.unpaid_rows)} then null else {paid} end"
        line = "line_amount" if "line_amount" in self.types else "cast(null as decimal(18, 2))"
        if self.format.money.get("line_amount"):
            line = _product(self.format.money["line_amount"])
        unrounded = "quantity * unit_price" if self.format.money.get("line_amount") else line
        kind = "'sale'"
        if self.refund_rows or self.skipped_rows or self.format.money.get("line_amount"):
            kind = (
                f"case when {either(self.skipped_rows)} then 'other' "
                f"when {either(self.refund_rows)} then 'refund' when {unrounded} <= 0 then 'other' else 'sale' end"
            )
        refund = "case when refund_counts then coalesce(refund_amount, 0) else 0 end"
        return (
            f"{paid} as paid_moment, {ordered} as ordered_moment, {line} as line_money, {kind} as sort_of_row, "
            f"{refund} as refund_money"
        )

    def _orders(self) -> dict[str, str]:
        gross = self._gross()
        latest = "greatest(ordered_moment, paid_moment, shipped_at, completed_at)"
        return {
            "ordered_at": "ordered_moment",
            "paid_at": "paid_moment",
            "gross_amount": gross,
            "refund_amount": f"case when is_fully_refunded and refund_money = 0 then {gross} else refund_money end",
            "latest_at": latest,
            "state_at": f"coalesce(state_at, {latest})",
            "status_rank": STATUS_RANK,
        }

    def _order_lines(self) -> dict[str, str]:
        own_refund = self._orders()["refund_amount"]
        latest = "greatest(ordered_moment, paid_moment, shipped_at, completed_at, refunded_at)"
        subsidy = self.format.money.get("platform_subsidy")
        return self._orders() | {
            "row_kind": "sort_of_row",
            "line_amount": "line_money",
            "gross_amount": f"case sort_of_row when 'refund' then 0 else {self._gross()} end",
            "refund_amount": f"case sort_of_row when 'refund' then -coalesce(line_money, {self._gross()}) when 'other' then 0 else {own_refund} end",
            "refunded_at": "case when sort_of_row = 'refund' then coalesce(refunded_at, paid_moment) else refunded_at end",
            "platform_subsidy": _sum(subsidy) if subsidy else "platform_subsidy",
            "latest_at": latest,
            "state_at": f"coalesce(state_at, {latest})",
            "line_key": self._line_key(),
        }

    def _line_key(self) -> str:
        """The line's own id, else its number among the equal lines (order, product, unit price) of its file."""
        if "line_id" in self.places:
            return "coalesce(line_id, order_id)"
        thing = "coalesce(variant_id, nullif(concat_ws('|', item_id, variant_name), ''), product_key, product_name, '')"
        return (
            f"{thing} || '@' || coalesce(cast(unit_price as varchar), '') || '#' || "
            f"row_number() over (partition by order_id, {thing}, unit_price order by source_row)"
        )

    def _gross(self) -> str:
        """What the shop is owed before refunds, as the format declares it."""
        money = self.format.money
        if money.get("gross_amount"):
            return _sum(money["gross_amount"])
        if money.get("paid_amount_is") == "net_of_refunds":
            return "paid_amount + refund_money"
        if money.get("line_amount") or "line_amount" in self.places:
            return "line_money"
        return "paid_amount"

    def _ad_spend(self) -> dict[str, str]:
        """Rows that are equal in everything that names them are numbered: across files the greater number counts."""
        spend = _sum(self.format.money["spend"]) if isinstance(self.format.money.get("spend"), list) else "spend"
        grain = (
            "case when item_id is not null or item_name is not null then 'item' "
            "when coalesce(campaign_id, campaign_name) is not null then 'campaign' else 'account' end"
        )
        key = "concat_ws('|', scene, coalesce(campaign_id, campaign_name), coalesce(item_id, item_name))"
        return {
            "spend": f"coalesce({spend}, 0)",
            "grain": grain,
            "ad_key": key,
            "key_number": f"row_number() over (partition by ad_date, {key}, attribution_window order by source_row)",
            "state_at": "coalesce(state_at, cast(max(ad_date) over () as timestamp))",
        }

    def _unit_costs(self) -> dict[str, str]:
        return {}

    def _cost_entries(self) -> dict[str, str]:
        return {}

    # --- what to say about it -------------------------------------------------------------------------

    def summary(self, build: Build) -> Staged:
        """Rows, period, sum and checks of `typed`."""
        entity = self.format.entity
        clock, money = CLOCK.get(entity), SUMMED.get(entity)
        period = f"min(cast({clock} as date)), max(cast({clock} as date))" if clock else "null, null"
        total = f"sum({money})" if money else "null"
        counted = " filter (where paid_at is not null)" if entity in ("orders", "order_lines") and money else ""
        [(rows, first, last, amount)] = build.execute(f"select count(*), {period}, {total}{counted} from typed")
        other: tuple[int, Decimal | None] = (0, None)
        if entity == "order_lines":
            [other] = build.execute("select count(*), sum(line_amount) from typed where row_kind = 'other'")
        [(rejected, rounded)] = build.execute(
            "select count(*) filter (where row_sort <> 'data'), count(*) filter (where is_rounded and row_sort = 'data') "
            "from parsed"
        )
        return Staged(
            rows=rows,
            rejected=rejected + self.raw.rejected,
            period=(first, last) if first else None,
            total=amount,
            rounded=rounded,
            other_rows=other[0],
            other_amount=other[1],
            identities=tuple(self._identities(build)),
            unknown_words=self._unknown_words(build),
        )

    def _identities(self, build: Build) -> list[Checked]:
        checked = [
            self._identity(build, each)
            for each in self.format.identities
            if {name.lstrip("-") for name in (*each.left, *each.right)} <= set(self.places)
        ]
        totals = build.execute("select count(*) from parsed where row_sort = 'total'")[0][0]
        summable = [c for c in self.places if self.types[c] == "decimal(18, 2)" or c in ("impressions", "clicks")]
        if totals and summable:
            compared = " + ".join(
                f"case when t.{c} is not null and t.{c} <> coalesce(s.{c}, 0) then 1 else 0 end" for c in summable
            )
            sums = ", ".join(f"sum({c}) as {c}" for c in summable)
            [(broken,)] = build.execute(
                f"select sum({compared}) from parsed as t, (select {sums} from parsed where row_sort = 'data') as s "
                f"where t.row_sort = 'total'"
            )
            checked.append(Checked(errors.N_("The total row equals the sum of the rows"), totals, int(broken or 0)))
        return checked

    def _identity(self, build: Build, each: Identity) -> Checked:
        left, right = _sum(each.left), _sum(each.right)
        asked = " and ".join(f"{c.lstrip('-')} is not null" for c in (*each.left, *([each.when] if each.when else ())))
        [(rows, broken)] = build.execute(
            f"select count(*), count(*) filter (where {left} <> {right}) from parsed where row_sort = 'data' and {asked}"
        )
        return Checked(each.sentence, rows, broken)

    def _unknown_words(self, build: Build) -> tuple[str, ...]:
        """Words of a status column that the format does not know."""
        found: list[str] = []
        for column in self.format.values:
            if column in self.places and build.execute(f"select 1 from parsed where {column} = 'unknown' limit 1"):
                words = build.execute(
                    f"select distinct {column} from cells where row_sort = 'data' and {self._word(column)} = 'unknown' "
                    f"order by 1 limit 20"
                )
                found += [word for (word,) in words]
        return tuple(found)


def _cause(kind: str, column: str, text: str | None) -> type[Problem]:
    if text is None:
        return errors.MissingValue
    if column.endswith("_id"):
        return errors.DamagedId
    if kind.startswith("decimal"):
        return errors.DateInMoney if re.fullmatch(cell.DATE_LIKE, text) else errors.NotAnAmount
    return errors.NotANumber if kind == "bigint" else errors.NotATime


def _sum(columns: Sequence[str]) -> str:
    """The first column plus the others, which count as nothing where they are empty; "-name" is subtracted."""
    first, *others = columns
    parts = [f"- coalesce({c[1:]}, 0)" if c.startswith("-") else f"+ coalesce({c}, 0)" for c in others]
    return f"({' '.join([first, *parts])})"


def _product(said: str) -> str:
    """`quantity * unit_price`, rounded half away from zero once."""
    left, _, right = said.partition("*")
    factors = {left.strip(), right.strip()}
    if factors != {"quantity", "unit_price"}:
        raise Refused(
            [errors.BadMap(fields={"found": f"[money] line_amount = {said!r}; known is quantity * unit_price"})]
        )
    return "cast(round(quantity * unit_price, 2) as decimal(18, 2))"


# --- conditions of a column map: [rows] refund_when, skip_when -----------------------------------------


def conditions(said: Any) -> list[tuple[str, str, str]]:
    """(column, "prefix" or "value", text) of each way to say it: {column=…, prefix=…}, {NAME={prefix=…}}, {NAME="…"}, a list."""
    if said is None:
        return []
    if isinstance(said, list):
        return [each for entry in said for each in conditions(entry)]
    if "column" in said:
        key = "prefix" if "prefix" in said else "value"
        return [(str(said["column"]), key, str(text)) for text in _listed(said.get(key, said.get("equals", "")))]
    found = []
    for column, test in said.items():
        if isinstance(test, dict):
            key = "prefix" if "prefix" in test else "value"
            found += [(column, key, str(text)) for text in _listed(test.get(key, test.get("equals", "")))]
        else:
            found += [(column, "value", str(text)) for text in _listed(test)]
    return found


def _listed(said: Any) -> list[Any]:
    return said if isinstance(said, list) else [said]


def asked_as(column: str) -> str:
    """The name under which a condition's column stands in `cells`."""
    return '"asked ' + column.replace('"', '""') + '"'


def either(tests: Sequence[tuple[str, str, str]]) -> str:
    """SQL: whether any condition holds."""
    texts = [
        f"starts_with({asked_as(c)}, {cell.quoted(text)})"
        if how == "prefix"
        else f"{asked_as(c)} = {cell.quoted(text)}"
        for c, how, text in tests
    ]
    return f"coalesce({' or '.join(texts)}, false)" if texts else "false"


def bare_as(column: str) -> str:
    """The same column before it is asked what it means."""
    return '"bare ' + column.replace('"', '""') + '"'
