"""The two books side by side: sales as claimed, sales as cleaned, and what lies between, the orders listed as brushing."""

from dataclasses import dataclass
from decimal import Decimal

from reports.kept import kept_of_files
from reports.scope import Scope

SQL = """
select
    (select count(*) from facts.brushing) as listed,
    cast(coalesce(sum(orders) filter (where is_brushing), 0) as bigint) as orders,
    coalesce(sum(gross_sales) filter (where is_brushing), 0) as excluded,
    coalesce(sum(gross_sales), 0) + coalesce(sum(typed_sales), 0) as claimed
from marts.daily
where day between coalesce($1, date '0001-01-01') and coalesce($2, date '9999-12-31')
"""


@dataclass(frozen=True)
class Books:
    """Gross sales of some days in both books. `listed` counts the merchant's whole list, whatever its days."""

    listed: int
    orders: int
    excluded: Decimal
    claimed: Decimal

    @property
    def cleaned(self) -> Decimal:
        """What is left without the listed orders."""
        return self.claimed - self.excluded


@kept_of_files
def books(scope: Scope) -> Books:
    """Both books of the scope's days; all days where it names none. Raises NoBuild."""
    [found] = scope.reader.rows(SQL, [scope.first, scope.last])
    return Books(**found)
