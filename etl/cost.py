"""The one question a cost table can raise: from which day an undated cost holds."""

from etl.errors import Refused, UndatedCosts
from etl.format import Format
from warehouse import Build


def refuse_undated(build: Build, format: Format) -> None:
    """Refuse costs without a date for products that already have another cost.

    For a product that has none, a cost without a date holds from the beginning. Reads the in-memory table `typed`.
    Raises Refused([UndatedCosts]).
    """
    if format.entity != "unit_costs":
        return
    names = build.execute(
        "select distinct typed.product_key from typed "
        "join build.staging.unit_costs as known on known.product_key = typed.product_key "
        "where typed.valid_from is null and typed.unit_cost is not null and known.unit_cost <> typed.unit_cost "
        "order by 1"
    )
    if names:
        listed = ", ".join(name for (name,) in names[:8]) + (" …" if len(names) > 8 else "")
        raise Refused([UndatedCosts(fields={"found": listed})])
