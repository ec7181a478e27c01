"""What to reorder, and whether the merchant agreed: pieces sold a day × days to cover − stock − what is coming."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from book import book
from book.engagement import engagement
from reports.alerts.limits import Limit, limits
from reports.alerts.question import fen
from reports.duties.approvals import Approval, by_product
from reports.goods.plan import Plan, plans
from reports.goods.settings import query, settings
from reports.scope import Scope, span

KIND = "restock"  # of the approvals


@dataclass(frozen=True)
class Restock:
    """One product that is counted. `sold` pieces in `days` days in stock; `quantity`: what to order, in whole packs."""

    product: str
    name: str
    day: date  # of the newest count
    stock: int
    sold: int
    days: int
    cover: int
    lead: int | None
    pack: int
    coming: int
    quantity: int
    unit_cost: Decimal | None
    approval: Approval | None

    @property
    def a_day(self) -> Fraction | None:
        """Pieces sold on a day in stock; None where there was none."""
        return Fraction(self.sold, self.days) if self.days else None

    @property
    def lasts(self) -> int | None:
        """Whole days that the stock and what is coming last; None where nothing is sold."""
        return (self.stock + self.coming) * self.days // self.sold if self.sold else None

    @property
    def is_late(self) -> bool:
        """Whether it runs out before new goods can arrive; exactly on that day it does not."""
        return (
            bool(self.quantity)
            and self.lead is not None
            and (self.stock + self.coming) * self.days < self.sold * self.lead
        )

    @property
    def cost(self) -> Decimal | None:
        """What the quantity costs at the unit cost that holds."""
        return None if self.unit_cost is None else fen(Fraction(self.unit_cost) * self.quantity)

    @property
    def state(self) -> str:
        """What became of this quantity: "", asked, approved, declined. A word about another quantity is none about this one."""
        return self.approval.state if self.approval and self.approval.value == self.quantity else ""

    def as_json(self) -> dict[str, Any]:
        """One entry of `restock` of `reports goods --json`."""
        return {
            "product": self.product,
            "name": self.name,
            "stock": self.stock,
            "counted_on": self.day.isoformat(),
            "sold": self.sold,
            "days_in_stock": self.days,
            "cover_days": self.cover,
            "lead_days": self.lead,
            "pack": self.pack,
            "coming": self.coming,
            "lasts_days": self.lasts,
            "quantity": self.quantity,
            "cost": None if self.cost is None else f"{self.cost:.2f}",
            "late": self.is_late,
            "approval": None
            if self.approval is None
            else {
                "value": self.approval.value,
                "state": self.approval.state,
                "by": self.approval.decided_by or self.approval.asked_by,
            },
        }


def restock(scope: Scope) -> list[Restock]:
    """Every product that is counted, those to reorder first. Raises NoBuild, BookUnreachable."""
    source, ledger = scope.reader, book(scope.shop)
    known = span(source)
    if known is None:
        return []
    last = scope.last or known[1]
    said, asked = plans(ledger), by_product(ledger, KIND)
    limit = limits(ledger, engagement(ledger))["stock_below_lead_time"]
    rows = source.rows(query("restock").replace("{counted}", _counted(scope)), _params(said, last))
    return [_restock(row, said.get(row["product"], Plan()), limit, asked.get(row["product"])) for row in rows]


def _params(said: Mapping[str, Plan], last: date) -> dict[str, Any]:
    numbers = settings()["restock"]
    return {
        "first": last - timedelta(days=numbers["days"] - 1),
        "last": last,
        "products": list(said),
        "covers": [each.cover for each in said.values()],
        "packs": [each.pack for each in said.values()],
        "coming": [each.coming for each in said.values()],
        "cover": numbers["cover"],
    }


def _restock(row: Mapping[str, Any], plan: Plan, limit: Limit, approval: Approval | None) -> Restock:
    usual = limit.products.get(row["product"], limit.usual)
    lead = plan.lead if plan.lead is not None else None if usual is None else int(usual)
    return Restock(**row, lead=lead, approval=approval)


def _counted(scope: Scope) -> str:
    """SQL: an order line of the book in view."""
    return "true" if scope.book == "claimed" else "lines.order_id not in (select order_id from facts.brushing)"
