"""What is owed to suppliers: for sold pieces where that was agreed, and payments that a table lists as still due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from book import book
from reports.goods.handed import handed
from reports.goods.quote import sold_terms
from reports.goods.settings import query
from reports.scope import Scope

ZERO = Decimal("0.00")
FOREVER = date(9999, 12, 31)
# What was paid to a supplier since the first day on which sold pieces are owed to them.
PAID = """
with spans as (select unnest($1::varchar[]) as supplier, unnest($2::date[]) as first)
select spans.supplier, sum(payments.amount) as paid
from spans
inner join facts.supplier_payments as payments
    on trim(payments.supplier) = spans.supplier and payments.paid_date >= spans.first and payments.paid_date <= $3
group by spans.supplier
"""
LISTED = """
select trim(supplier) as supplier, due_date as day, amount, coalesce(paid_by, '') as paid_by, upload, source_row as row
from facts.supplier_payments
where paid_date is null and due_date is not null
order by due_date, supplier
"""
# What the agency passed on to suppliers since it first got goods money.
PASSED = """
select coalesce(sum(amount), 0) as passed
from facts.supplier_payments
where paid_by = 'agency' and paid_date between $1 and $2
"""
ROUTES = """
select
    trim(supplier) as supplier,
    coalesce(sum(amount) filter (where paid_by = 'agency'), 0) as agency,
    coalesce(sum(amount) filter (where paid_by is distinct from 'agency'), 0) as merchant
from facts.supplier_payments
where paid_date is not null and coalesce(trim(supplier), '') <> ''
group by trim(supplier)
order by agency desc, merchant desc, supplier
"""


@dataclass(frozen=True)
class Line:
    """The sold pieces of one product at one price."""

    product: str
    name: str
    unit_price: Decimal
    since: date
    units: int
    owed: Decimal
    due: Decimal


@dataclass(frozen=True)
class Owed:
    """One supplier who is paid for what is sold; payments settle what was due first."""

    supplier: str
    lines: tuple[Line, ...]
    paid: Decimal
    next_due: date | None  # the first day on which more becomes due

    @property
    def owed(self) -> Decimal:
        """For everything sold so far."""
        return sum((each.owed for each in self.lines), ZERO)

    @property
    def due_by_terms(self) -> Decimal:
        """Of it what the terms make payable by today, paid or not."""
        return sum((each.due for each in self.lines), ZERO)

    @property
    def due(self) -> Decimal:
        """What has to be paid now."""
        return max(ZERO, self.due_by_terms - self.paid)

    @property
    def later(self) -> Decimal:
        """What was sold and is not due yet."""
        return max(ZERO, self.owed - max(self.paid, self.due_by_terms))

    @property
    def ahead(self) -> Decimal:
        """Paid for pieces that are not sold yet."""
        return max(ZERO, self.paid - self.owed)


@dataclass(frozen=True)
class Due:
    """A payment that a table lists as still to be made."""

    supplier: str
    day: date
    amount: Decimal
    paid_by: str  # agency, merchant, ""


@dataclass(frozen=True)
class Route:
    """How much a supplier was paid, and through whom."""

    supplier: str
    agency: Decimal
    merchant: Decimal


@dataclass(frozen=True)
class Payable:
    """Everything owed to suppliers as of a day."""

    today: date
    owed: tuple[Owed, ...]
    listed: tuple[Due, ...]
    routes: tuple[Route, ...]
    handed: Decimal = ZERO  # goods money that the merchant gave to the agency so far
    passed: Decimal = ZERO  # what the agency paid to suppliers since

    @property
    def exposure(self) -> Decimal:
        """Goods money handed to the agency that has not reached a supplier by the table of payments."""
        return max(ZERO, self.handed - self.passed)

    @property
    def due(self) -> Decimal:
        """What has to be paid by today."""
        listed = (each.amount for each in self.listed if each.day <= self.today)
        return sum(listed, sum((each.due for each in self.owed), ZERO))

    def as_json(self) -> dict[str, Any]:
        """`payable` of `reports goods --json`."""
        return {
            "today": self.today.isoformat(),
            "due": f"{self.due:.2f}",
            "exposure": {
                "handed": f"{self.handed:.2f}",
                "passed": f"{self.passed:.2f}",
                "open": f"{self.exposure:.2f}",
            },
            "by_sold_units": [
                {
                    "supplier": each.supplier,
                    "owed": f"{each.owed:.2f}",
                    "paid": f"{each.paid:.2f}",
                    "due": f"{each.due:.2f}",
                    "later": f"{each.later:.2f}",
                    "ahead": f"{each.ahead:.2f}",
                    "next_due": each.next_due.isoformat() if each.next_due else None,
                    "lines": [
                        {
                            "product": line.product,
                            "since": line.since.isoformat(),
                            "units": line.units,
                            "unit_price": f"{line.unit_price.normalize():f}",
                            "owed": f"{line.owed:.2f}",
                            "due": f"{line.due:.2f}",
                        }
                        for line in each.lines
                    ],
                }
                for each in self.owed
            ],
            "listed": [
                {
                    "supplier": each.supplier,
                    "due": each.day.isoformat(),
                    "amount": f"{each.amount:.2f}",
                    "paid_by": each.paid_by or None,
                }
                for each in self.listed
            ],
            "routes": [
                {"supplier": each.supplier, "agency": f"{each.agency:.2f}", "merchant": f"{each.merchant:.2f}"}
                for each in self.routes
            ],
        }


def payable(scope: Scope, today: date | None = None) -> Payable:
    """What is owed as of a day, without one the computer's. Raises NoBuild, BookUnreachable."""
    source, day = scope.reader, today or date.today()  # noqa: DTZ011
    ledger = book(scope.shop)
    held = sold_terms(ledger)
    rows = source.rows(
        query("payable"),
        {
            "suppliers": [each.quote.supplier for each in held],
            "products": [each.quote.product for each in held],
            "prices": [each.quote.unit_price for each in held],
            "days": [each.quote.days for each in held],
            "firsts": [each.first for each in held],
            "lasts": [each.last or FOREVER for each in held],
            "today": day,
        },
    )
    firsts = {name: min(row["first"] for row in of) for name, of in groupby(rows, lambda row: row["supplier"])}
    told = source.rows(PAID, [list(firsts), list(firsts.values()), day])
    paid = {row["supplier"]: row["paid"] for row in told}
    owed = [_owed(name, list(of), paid.get(name, ZERO)) for name, of in groupby(rows, lambda row: row["supplier"])]
    listed = tuple(Due(row["supplier"], row["day"], row["amount"], row["paid_by"]) for row in source.rows(LISTED))
    routes = tuple(Route(**row) for row in source.rows(ROUTES))
    given = [each for each in handed(ledger) if each.day <= day]
    passed = source.rows(PASSED, [given[0].day, day])[0]["passed"] if given else ZERO
    return Payable(day, tuple(owed), listed, routes, sum((each.amount for each in given), ZERO), passed)


def _owed(supplier: str, rows: Sequence[dict[str, Any]], paid: Decimal) -> Owed:
    lines = tuple(
        Line(row["product"], row["name"], row["unit_price"], row["first"], row["units"], row["owed"], row["due"])
        for row in rows
    )
    return Owed(supplier, lines, paid, min((row["next_due"] for row in rows if row["next_due"]), default=None))
