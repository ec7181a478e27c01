"""Control totals: how many rows an upload put into each staging table, and their money; the register keeps them as they were loaded."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from etl.entity import entities

Ask = Callable[[str], Sequence[Sequence[Any]]]
Controls = Mapping[str, Sequence[Any]]  # staging table → rows and money sum (a text, or None where it has no money)


def controls_of(ask: Ask, schema: str, uploads: Sequence[int] | None = None) -> dict[int, dict[str, list[Any]]]:
    """The control totals of uploads, as a build's staging tables hold them now."""
    found: dict[int, dict[str, list[Any]]] = {}
    wanted = "true" if uploads is None else f"upload in ({', '.join(map(str, uploads)) or 'null'})"
    for name, entity in entities().items():
        money = f"cast(sum({entity.sum}) as varchar)" if entity.sum else "cast(null as varchar)"
        for upload, rows, total in ask(
            f"select upload, count(*), {money} from {schema}.{name} where {wanted} group by upload"
        ):
            found.setdefault(upload, {})[name] = [rows, total]
    return found
