"""Money beside the orders: fees by kind, deductions of no order, withdrawals and the bank, the ad account, suppliers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from reports.metric import ratio
from warehouse import Reader

FOLDER = Path(__file__).parent
ZERO = Decimal("0.00")
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Funds:
    """What the settlements hold besides the orders' money, each part a list of rows as its SQL names them."""

    goods: Decimal  # settled for goods, refunds deducted
    fees: Rows  # by platform and kind: amount is positive where it was taken; share of the goods settled
    deductions: Rows  # the 50 largest amounts that belong to no order
    deductions_in_all: int
    withdrawals: Rows  # state: arrived, missing (the statement covers the days, and it is not there), not_covered
    ads: Rows  # by month (day is null) and each day that differs: reported, taken, topped_up, difference
    suppliers: Rows  # state: through_agency, overdue, payer_unknown, due, paid
    has_bank: bool
    has_ad_ledger: bool
    has_suppliers: bool

    def parts(self) -> dict[str, Any]:
        """The parts as the JSON answer names them."""
        return {
            "fees": list(self.fees),
            "deductions_without_order": {"rows": self.deductions_in_all, "largest": list(self.deductions)},
            "withdrawals": list(self.withdrawals),
            "ads": list(self.ads),
            "suppliers": list(self.suppliers),
        }


def funds(
    source: Reader,
    first: date,
    last: date,
    as_of: date | None,
    days_to_bank: int,
    tolerances: Mapping[str, tuple[Decimal, Decimal]],
) -> Funds:
    """Everything beside the orders in a span of days, both ends included."""
    kinds = source.rows(query("fees"), [first, last])
    goods = -sum((row["amount"] for row in kinds if row["fee_class"] in ("goods", "refund")), ZERO)
    fees = [
        row | {"share": ratio(row["amount"], goods)} for row in kinds if row["fee_class"] not in ("goods", "refund")
    ]
    deductions = source.rows(query("deductions"), [first, last])
    [has] = source.rows(
        "select exists (select 1 from facts.bank_entries) as bank, exists (select 1 from facts.ad_ledger) as ad_ledger, "
        "exists (select 1 from facts.supplier_payments) as suppliers"
    )
    return Funds(
        goods=goods,
        fees=fees,
        deductions=[{key: value for key, value in row.items() if key != "rows_in_all"} for row in deductions],
        deductions_in_all=deductions[0]["rows_in_all"] if deductions else 0,
        withdrawals=source.rows(query("withdrawals"), [first, last, days_to_bank]),
        ads=source.rows(query("ads"), [first, last, *tolerances.get("ad_spend", (ZERO, ZERO))]),
        suppliers=source.rows(query("suppliers"), [first, last, as_of]),
        has_bank=has["bank"],
        has_ad_ledger=has["ad_ledger"],
        has_suppliers=has["suppliers"],
    )


@cache
def query(name: str) -> str:
    """The text of one of this room's queries."""
    return (FOLDER / f"{name}.sql").read_text("utf-8")
