"""Sums that must hold in a file, tried on its rows; broken ones are shown, never repaired."""

import re
from dataclasses import dataclass
from decimal import Decimal

from etl import cell
from etl.entity import LEDGERS
from etl.format import Identity
from etl.reading import Reading
from etl.statement import net_amount
from etl.sums import signed_sum
from warehouse import N_, Build

MOST_LINES = 40  # set aside among the rows; sums are stated in them
STATED = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True)
class Checked:
    """A sum that was held against the rows: on how many it was tried, on how many it failed."""

    sentence: str
    rows: int
    broken: int


def identities(build: Build, reading: Reading) -> list[Checked]:
    """The sums that the format names, those that the table states beside its rows, and a ledger's running balance."""
    checked = [
        _identity(build, reading, each)
        for each in reading.format.identities
        if {name.lstrip("-") for name in (*each.left, *each.right, each.when) if name} <= _known(reading, each)
    ]
    return [*checked, *_totals(build, reading), *_footers(build, reading), *_balances(build, reading)]


def _known(reading: Reading, each: Identity) -> set[str]:
    """The columns that the identity may name and the table has."""
    of_order = reading.format.order
    return set(of_order.places(reading.raw.header)) if of_order and each.with_lines else set(reading.places)


def _with_lines(build: Build, reading: Reading, each: Identity) -> Checked:
    """Held once per order: what the lines come to, and what their order says on any of its rows.

    The wider price makes a wide product: DuckDB multiplies two numbers of 18 digits into 18.
    """
    names = [c.lstrip("-") for c in (*each.left, *each.right, *([each.when] if each.when else []))]
    source = "typed_orders" if reading.format.order else "typed"
    said = ", ".join(f"any_value({c}) as {c}" for c in dict.fromkeys(names))
    sums = f"{signed_sum(['lines', *each.left])} <> {signed_sum(each.right)}"
    asked = " and ".join(
        f"{c} is not null" for c in ("lines", each.right[0].lstrip("-"), *([each.when] if each.when else ()))
    )
    [(rows, broken)] = build.execute(
        f"select count(*), count(*) filter (where {sums}) from (select order_id, {said} from {source} group by order_id) "
        f"join (select order_id, sum(round(quantity * cast(unit_price as decimal(19, 6)), 2)) as lines "
        f"from typed group by order_id) using (order_id) where {asked}"
    )
    return Checked(each.sentence, rows, broken)


def _identity(build: Build, reading: Reading, each: Identity) -> Checked:
    if each.with_lines:
        return _with_lines(build, reading, each)
    left, right = signed_sum(each.left), signed_sum(each.right)
    asked = " and ".join(f"{c.lstrip('-')} is not null" for c in (*each.left, *([each.when] if each.when else ())))
    source = "parsed"
    if "refund_amount" in reading.places:  # a refund that is only asked for has not been paid
        source = "(select * replace (case when refund_counts then refund_amount end as refund_amount) from parsed)"
    [(rows, broken)] = build.execute(
        f"select count(*), count(*) filter (where {left} <> {right}) from {source} where row_sort = 'data' and {asked}"
    )
    return Checked(each.sentence, rows, broken)


def _totals(build: Build, reading: Reading) -> list[Checked]:
    """The table's own total row against its rows; below a sheet that goes on it sums more than one."""
    totals = build.execute("select count(*) from parsed where row_sort = 'total'")[0][0]
    summable = [c for c in reading.places if reading.types[c] == "decimal(18, 2)" or c in ("impressions", "clicks")]
    summable = [c for c in summable if c != "balance"]
    if not totals or not summable or reading.raw.is_continued:
        return []
    compared = " + ".join(
        f"case when t.{c} is not null and t.{c} <> coalesce(s.{c}, 0) then 1 else 0 end" for c in summable
    )
    sums = ", ".join(f"sum({c}) as {c}" for c in summable)
    [(broken,)] = build.execute(
        f"select sum({compared}) from parsed as t, (select {sums} from parsed where row_sort = 'data') as s "
        f"where t.row_sort = 'total'"
    )
    return [Checked(N_("The total row equals the sum of the rows"), totals, int(broken or 0))]


def _footers(build: Build, reading: Reading) -> list[Checked]:
    """The sums stated in lines around the rows; exports differ in the sign of what went out, so none is asked of it."""
    wanted = [each for each in reading.format.footers if each.column in reading.places]
    if not wanted:
        return []
    text = "\n".join([*reading.raw.around, *_set_aside(build, reading)])
    stated = [
        (each.column, abs(Decimal(said)))
        for each in wanted
        for hit in re.finditer(each.pattern, text, re.MULTILINE)
        if STATED.fullmatch(said := hit[1].replace(",", ""))
    ]
    if not stated:
        return []
    sums = ", ".join(f"coalesce(abs(sum({column})), 0)" for column, _ in stated)
    [rows] = build.execute(f"select {sums} from parsed where row_sort = 'data'")
    broken = sum(said != summed for (_, said), summed in zip(stated, rows, strict=True))
    return [Checked(N_("The footer's sum equals the rows"), len(stated), broken)]


def _set_aside(build: Build, reading: Reading) -> list[str]:
    """Lines among the rows that are no data although they have the header's width."""
    cells = ", ".join(f"coalesce(trim(c{i}, {cell.quoted_chars(cell.WRAPPERS)}), '')" for i in reading.raw.kept)
    lines = build.execute(
        f"select concat_ws(',', {cells}) from read_parquet({cell.quoted(str(reading.raw.path))}) "
        f"semi join (select source_row from parsed where row_sort in ('total', 'comment', 'ignored')) on row = source_row "
        f"order by row desc limit {MOST_LINES}"
    )
    return [line for (line,) in reversed(lines)]


def _balances(build: Build, reading: Reading) -> list[Checked]:
    """A ledger's running balance, read down or up, whichever fits better.

    Rows of one moment stand in any order: such a row may follow any other of its moment, or of the moment before.
    """
    if reading.format.entity not in LEDGERS or not {"balance", "settled_at"} <= set(reading.places):
        return []
    account = "partition by account " if "account" in reading.places else ""
    asked = (
        f"with moved as (select *, balance - ({net_amount(reading)}) as opening from parsed "
        f"where row_sort = 'data' and balance is not null), "
        f"chained as (select *, dense_rank() over ({account}order by settled_at) as moment, "
        f"lag(balance) over ({account}order by source_row) as above, "
        f"lag(balance) over ({account}order by source_row desc) as below from moved), "
        f"known as (select distinct {'account, ' if account else ''}balance, moment + later as moment "
        f"from chained, (select unnest([0, 1]) as later)) "
    )
    same = "known.moment = chained.moment and known.balance = chained.opening" + (
        " and known.account is not distinct from chained.account" if account else ""
    )
    [(rows, down, up)] = build.execute(
        f"{asked} select count(above), count(*) filter (where above <> opening and not is_known), "
        f"count(*) filter (where below <> opening and not is_known) "
        f"from (select *, exists (select 1 from known where {same}) as is_known from chained)"
    )
    return [Checked(N_("Each balance is the one before it plus the amount"), rows, min(down, up))] if rows else []
