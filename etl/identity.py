"""Sums that must hold in a file, tried on its rows; broken ones are shown, never repaired."""

from dataclasses import dataclass

from etl.errors import N_
from etl.format import Identity
from etl.reading import Reading
from etl.sums import signed_sum
from warehouse import Build


@dataclass(frozen=True)
class Checked:
    """A sum that was held against the rows: on how many it was tried, on how many it failed."""

    sentence: str
    rows: int
    broken: int


def identities(build: Build, reading: Reading) -> list[Checked]:
    """The sums that the format names, and the table's own total row against its rows."""
    checked = [
        _identity(build, reading, each)
        for each in reading.format.identities
        if {name.lstrip("-") for name in (*each.left, *each.right)} <= _known(reading, each)
    ]
    totals = build.execute("select count(*) from parsed where row_sort = 'total'")[0][0]
    summable = [c for c in reading.places if reading.types[c] == "decimal(18, 2)" or c in ("impressions", "clicks")]
    if totals and summable:
        compared = " + ".join(
            f"case when t.{c} is not null and t.{c} <> coalesce(s.{c}, 0) then 1 else 0 end" for c in summable
        )
        sums = ", ".join(f"sum({c}) as {c}" for c in summable)
        [(broken,)] = build.execute(
            f"select sum({compared}) from parsed as t, (select {sums} from parsed where row_sort = 'data') as s "
            f"where t.row_sort = 'total'"
        )
        checked.append(Checked(N_("The total row equals the sum of the rows"), totals, int(broken or 0)))
    return checked


def _known(reading: Reading, each: Identity) -> set[str]:
    """The columns that the identity may name and the table has."""
    of_order = reading.format.order
    return set(of_order.places(reading.raw.header)) if of_order and each.with_lines else set(reading.places)


def _with_lines(build: Build, reading: Reading, each: Identity) -> Checked:
    """Held once per order: what the lines come to, and what their order says on any of its rows."""
    names = [c.lstrip("-") for c in (*each.left, *each.right, *([each.when] if each.when else []))]
    source = "typed_orders" if reading.format.order else "typed"
    said = ", ".join(f"any_value({c}) as {c}" for c in dict.fromkeys(names))
    sums = f"{signed_sum(['lines', *each.left])} <> {signed_sum(each.right)}"
    asked = " and ".join(
        f"{c} is not null" for c in ("lines", each.right[0].lstrip("-"), *([each.when] if each.when else ()))
    )
    [(rows, broken)] = build.execute(
        f"select count(*), count(*) filter (where {sums}) from (select order_id, {said} from {source} group by order_id) "
        f"join (select order_id, sum(cast(round(quantity * unit_price, 2) as decimal(18, 2))) as lines "
        f"from typed group by order_id) using (order_id) where {asked}"
    )
    return Checked(each.sentence, rows, broken)


def _identity(build: Build, reading: Reading, each: Identity) -> Checked:
    if each.with_lines:
        return _with_lines(build, reading, each)
    left, right = signed_sum(each.left), signed_sum(each.right)
    asked = " and ".join(f"{c.lstrip('-')} is not null" for c in (*each.left, *([each.when] if each.when else ())))
    [(rows, broken)] = build.execute(
        f"select count(*), count(*) filter (where {left} <> {right}) from parsed where row_sort = 'data' and {asked}"
    )
    return Checked(each.sentence, rows, broken)
