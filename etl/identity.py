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
        _identity(build, each)
        for each in reading.format.identities
        if {name.lstrip("-") for name in (*each.left, *each.right, each.when) if name} <= set(reading.places)
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


def _identity(build: Build, each: Identity) -> Checked:
    left, right = signed_sum(each.left), signed_sum(each.right)
    asked = " and ".join(f"{c.lstrip('-')} is not null" for c in (*each.left, *([each.when] if each.when else ())))
    [(rows, broken)] = build.execute(
        f"select count(*), count(*) filter (where {left} <> {right}) from parsed where row_sort = 'data' and {asked}"
    )
    return Checked(each.sentence, rows, broken)
