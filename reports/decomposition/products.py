"""Which products the change comes from: what each one leaves, before and after; all of them together are the change."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from reports.decomposition.bridge import Bar, Bridge, bridge, in_fen
from reports.decomposition.sold import Product, Sold, sold
from reports.kept import kept_of_files
from reports.period import Period
from reports.scope import Scope

SHOWN = 8
REST = "(rest)"  # the bar of all products that are not shown by themselves
UNNAMED = "(unnamed)"  # the bar of what names no product
FATES = ("both", "new", "gone")
KNOWN = """
select day
from marts.coverage
where source = 'orders' and (day between $1 and $2 or day between $3 and $4)
group by day
having count(distinct platform) = (select count(distinct platform) from marts.coverage where source = 'orders')
"""


@dataclass(frozen=True)
class Contribution:
    """One product's figure in both periods, the first with as many days as the second, and what it adds to the change."""

    key: str | None
    name: str | None
    fate: str  # both, new, gone: in which of the periods it was sold
    before: Decimal
    after: Decimal
    change: Decimal

    @property
    def bar(self) -> str:
        """The name of its bar."""
        return self.key or UNNAMED


@dataclass(frozen=True)
class Contributions:
    """The products by the size of their change. `figure` is net sales where a contribution is not known for want of a unit cost."""

    before: Period
    after: Period
    figure: str  # contribution, net_sales, gross_sales
    start: Decimal
    products: tuple[Contribution, ...]
    end: Decimal
    unknown_days: int = 0  # days of either period that no order file of some platform tells of

    @property
    def bridge(self) -> Bridge:
        """The eight products that changed most, and all others as one bar; new ones and those no longer sold come last."""
        shown = sorted(self.products[:SHOWN], key=lambda each: FATES.index(each.fate))
        rest = sum((each.change for each in self.products[SHOWN:]), Decimal("0.00"))
        bars = [Bar(each.bar, each.change) for each in shown]
        return Bridge(self.start, (*bars, Bar(REST, rest)) if self.products[SHOWN:] else tuple(bars), self.end)

    def as_json(self) -> dict[str, Any]:
        """Every product, the largest change first."""
        return {
            "figure": self.figure,
            "before": self.before.as_json(),
            "after": self.after.as_json(),
            "start": f"{self.start:.2f}",
            "products": [
                {
                    "product": each.key,
                    "name": each.name,
                    "sold_in": each.fate,
                    **{name: f"{getattr(each, name):.2f}" for name in ("before", "after", "change")},
                }
                for each in self.products
            ],
            "end": f"{self.end:.2f}",
            "days_without_orders": self.unknown_days,
        }


@kept_of_files
def contributions(scope: Scope, before: Period, after: Period, figure: str = "contribution") -> Contributions:
    """What each product adds to the change of a figure that products have of their own. Raises NoBuild."""
    found = contributed(sold(scope, before, after), before, after, figure)
    known = scope.reader.rows(KNOWN, [before.first, before.last, after.first, after.last])
    return replace(found, unknown_days=len({*before, *after} - {row["day"] for row in known}))


def contributed(products: Sequence[Product], before: Period, after: Period, figure: str) -> Contributions:
    """The same for products that are known already."""
    if figure == "contribution" and any(each.before.without_cost or each.after.without_cost for each in products):
        figure = "net_sales"
    scale = Fraction(after.days, before.days)
    sides = [(in_fen(_of(each.before, figure)), in_fen(_of(each.after, figure))) for each in products]
    start, end = scale * sum(old for old, _ in sides), sum(now for _, now in sides)
    whole = bridge(start, {str(place): now - scale * old for place, (old, now) in enumerate(sides)}, end)
    rows = [
        Contribution(each.key, each.name, _fate(each), _of(each.after, figure) - bar.amount, _of(each.after, figure), bar.amount)
        for each, bar in zip(products, whole.bars, strict=True)
    ]  # fmt: skip
    rows.sort(key=lambda row: (-abs(row.change), row.bar))
    return Contributions(before, after, figure, whole.start, tuple(rows), whole.end)


def _of(one: Sold, figure: str) -> Decimal:
    if figure == "contribution":
        return one.net - one.goods - one.ads - one.fees
    return one.gross if figure == "gross_sales" else one.net


def _fate(product: Product) -> str:
    before, after = product.before.units > 0, product.after.units > 0
    return "both" if before == after or product.key is None else "new" if after else "gone"
