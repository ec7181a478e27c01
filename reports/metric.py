"""The metric catalogue: one definition of each figure, and how a row of figures follows from sums."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

Figure = Decimal | int | float | None  # money and sums are Decimal, counts int, rates float; None is "not known"
Figures = dict[str, Figure]
FEN = Decimal("0.01")
BASES = ("accounting", "order")
TOLD = frozenset({"label", "how", "differs", "good"})  # what a reader is told; the rest of a section is the formula
FORMULA = frozenset({"unit", "source", "sum", "plus", "minus", "needs", "zero_only", "over", "kind"})


class UnknownFormula(Exception):
    """A formula says something that this version does not know: a later one wrote it."""


@dataclass(frozen=True)
class Metric:
    """One figure. Exactly one of `sums`, `plus`/`minus` and `over` says how it is made; a balance has none of them."""

    name: str
    label: str  # English source text; views translate it
    unit: str  # money, money_rate, count, rate
    good: str  # up, down, none: whether more of it is good for the merchant
    how: str
    differs: str = ""
    source: str | None = None
    sums: Mapping[str, tuple[str, ...]] | None = None  # refund basis → mart columns, "-" subtracts
    plus: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()  # parts without which the figure is not known
    zero_only: str | None = None  # the figure is known only while this one is zero
    over: tuple[str, str] | None = None
    kind: str = "ladder"  # or traffic: counted of visits, beside the ladder; or balance: what is there at a day's end

    @property
    def parts(self) -> tuple[tuple[str, int], ...]:
        """The figures this one is the signed sum of."""
        return (*((name, 1) for name in self.plus), *((name, -1) for name in self.minus))


def catalogue() -> dict[str, Metric]:
    """Every figure by name: the ladder, and what stands beside it."""
    return _earlier.get() or _own()


def metrics() -> dict[str, Metric]:
    """The metrics of the ladder by name, in its order; these are shown by week and signed."""
    earlier = _earlier.get()
    return _ladder(earlier) if earlier else _own_ladder()


def is_own() -> bool:
    """Whether this version's formulas are in force, not those of an earlier one."""
    return _earlier.get() is None


@contextmanager
def by(formulas: Mapping[str, Mapping[str, Any]]) -> Iterator[None]:
    """Reckon by the formulas that an earlier version kept; a figure that it did not know is made of nothing. None kept: ours.

    Raises UnknownFormula.
    """
    unknown = {key for each in formulas.values() for key in each} - FORMULA
    if unknown:
        raise UnknownFormula(", ".join(sorted(unknown)))
    earlier = (
        {name: _metric(name, _as_of(name, each, formulas)) for name, each in _said().items()} if formulas else None
    )
    token = _earlier.set(earlier)
    try:
        yield
    finally:
        _earlier.reset(token)


def _as_of(name: str, said: Mapping[str, Any], formulas: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """A section of the catalogue with the formula that an earlier version had for it."""
    if name in formulas:
        return {key: said[key] for key in said if key in TOLD} | dict(formulas[name])
    return dict(said) | ({"sum": []} if "sum" in said else {})


_earlier: ContextVar[dict[str, Metric] | None] = ContextVar("earlier", default=None)


@cache
def _own() -> dict[str, Metric]:
    return {name: _metric(name, each) for name, each in _said().items()}


@cache
def _own_ladder() -> dict[str, Metric]:
    return _ladder(_own())


def _ladder(known: Mapping[str, Metric]) -> dict[str, Metric]:
    return {name: each for name, each in known.items() if each.kind == "ladder"}


def _said() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "metrics.toml").read_text("utf-8"))


def _metric(name: str, said: Mapping[str, Any]) -> Metric:
    said = dict(said)
    sums = said.pop("sum", None)
    if isinstance(sums, list):
        sums = dict.fromkeys(BASES, sums)
    over = said.pop("over", None)
    for key in ("plus", "minus", "needs"):
        said[key] = tuple(said.get(key, ()))
    return Metric(
        name=name,
        sums={basis: tuple(columns) for basis, columns in sums.items()} if sums else None,
        over=(over[0], over[1]) if over else None,
        **said,
    )


SALES_LINES = ("gross_sales", "refunds", "net_sales")
COST_LINES = ("product_cost", "ad_spend", "platform_fees", "fulfilment_cost", "service_fee", "other_costs")
PROFIT_LINES = (*SALES_LINES, *COST_LINES, "total_cost", "net_profit")
# The ladder whole: with the counts before it, and what the product cost leaves unsaid and leaves over.
LADDER = (
    *("orders", "units", *SALES_LINES),
    *("product_cost", "sales_without_cost", "gross_profit"),
    *COST_LINES[1:],
    *("total_cost", "net_profit"),
)


def columns(names: Iterable[str], basis: str) -> tuple[str, ...]:
    """The mart columns that these metrics are summed from."""
    found: dict[str, None] = {}
    for name in names:
        sums = catalogue()[name].sums
        for column in sums[basis] if sums else ():
            found[column.lstrip("-")] = None
    return tuple(found)


def summed(metric: Metric, sums: Mapping[str, Any], basis: str) -> Figure:
    """A metric from the sums of its mart columns; None when its first column holds nothing."""
    assert metric.sums is not None
    signed = [(-1 if column.startswith("-") else 1, sums.get(column.lstrip("-"))) for column in metric.sums[basis]]
    known = [sign * value for sign, value in signed if value is not None]
    return sum(known[1:], known[0]) if known else None


def derived(base: Figures) -> Figures:
    """All figures that follow from others, added to the summed ones.

    A sum skips what is not known; a figure of which no part is known is not known. A ratio is a sum over a sum.
    """
    figures = dict(base)
    for metric in metrics().values():
        if metric.parts:
            figures[metric.name] = _signed_sum(metric, figures)
        elif metric.over:
            figures[metric.name] = ratio(figures[metric.over[0]], figures[metric.over[1]], metric.unit)
    return figures


def _signed_sum(metric: Metric, figures: Figures) -> Figure:
    known = [(sign, figures[name]) for name, sign in metric.parts]
    first = figures[metric.plus[0]] if metric.minus else None
    if metric.minus and first is None:
        return None
    if any(figures[name] is None for name in metric.needs):
        return None
    if metric.zero_only and figures[metric.zero_only] not in (None, 0):
        return None
    values = [sign * Decimal(value) for sign, value in known if value is not None]
    return sum(values[1:], values[0]) if values else None


def ratio(above: Figure, below: Figure, unit: str = "rate") -> Figure:
    """One sum over another; None over nothing. Money per thing is rounded half up to the fen, a rate is a float."""
    if above is None or not below:
        return None
    if unit == "money_rate":
        return (Decimal(above) / Decimal(below)).quantize(FEN, ROUND_HALF_UP)
    return float(Decimal(above) / Decimal(below))


def difference(now: Figure, before: Figure) -> Decimal | None:
    """One amount less another; None where either is not known."""
    return None if now is None or before is None else Decimal(now) - Decimal(before)


def plain(value: Figure, unit: str) -> Any:
    """A figure as JSON holds it: money as text with two decimals, counts and rates as numbers, unknown as null."""
    if value is None:
        return None
    if unit in ("money", "money_rate"):
        return str(Decimal(value).quantize(FEN, ROUND_HALF_UP))
    return int(value) if unit == "count" else value
