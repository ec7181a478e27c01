"""The contract in the profit ladder: its fee accrues by day, an invoice is not counted twice, included ads are the agency's."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from book import record, toml
from reports.contract.month import Month
from reports.contract.monthly import contract
from reports.scope import Scope
from reports.trace import trace
from tests.made import Desk, sheet, taobao_order, typed_cost, wanxiangtai_day

JUNE: dict[str, Any] = {"first": date(2026, 6, 1), "last": date(2026, 6, 30)}
TERMS = """
[engagement]
service_start = 2026-06-08
[targets]
"2026-06" = "30000.00"
"2026-07" = "30000.00"
[[clauses]]
kind = "fixed"
id = "基础费"
amount = "5000.00"
[[clauses]]
kind = "rate_on_excess"
rate = "0.10"
"""


def agree(desk: Desk, terms: str) -> None:
    record.replace(desk.shop, toml.read(terms), "王")


def sell(desk: Desk) -> None:
    """10,000.00 on every Monday of June, an invoice typed for the whole month, ads of 100.00 a day."""
    orders = [taobao_order(str(day), "10000.00", day=f"2026-06-{day:02}") for day in (1, 8, 15, 22, 29)]
    desk.accept(
        ("orders_20260601_20260630.csv", sheet(orders)),
        ("typed.csv", sheet([typed_cost("service_fee", amount="3000.00", per="month", start_date="2026-06-01")])),
        ("ads.csv", sheet([wanxiangtai_day("100.00", f"2026-06-{day:02}") for day in range(1, 31)])),
    )


def fees(desk: Desk, **said: object) -> list[str]:
    return [str(week.figures["service_fee"]) for week in desk.weekly(**(JUNE | said)).weeks]


def test_the_fee_accrues_on_service_days_and_typed_fees_hold_before(desk: Desk) -> None:
    sell(desk)
    assert fees(desk) == ["700.00", "700.00", "700.00", "700.00", "200.00"]
    agree(desk, TERMS)
    # 8–30 June is 23 of 30 days: fixed 3,833.33, target 23,000. Sales to date on the four Mondays: 10,000 … 40,000; above the
    # target from the 22nd on: 700.00, and 1,000.00 more on the 29th. The fixed fee to date: 7/30 × 5,000 = 1,166.67, 2,333.33,
    # 3,500.00, 3,833.33.
    assert fees(desk) == ["700.00", "1166.67", "1166.66", "1866.67", "1333.33"]
    assert desk.weekly(**JUNE).total["service_fee"] == Decimal("6233.33")  # 700 + 3,833.33 + 1,700


def test_any_cut_adds_up(desk: Desk) -> None:
    sell(desk)
    agree(desk, TERMS)
    days = [desk.weekly(first=date(2026, 6, n), last=date(2026, 6, n)).total["service_fee"] for n in range(1, 31)]
    assert sum(Decimal(amount or 0) for amount in days) == Decimal("6233.33")


def test_a_fee_names_its_clause_and_its_rows_sum_to_it(desk: Desk) -> None:
    sell(desk)
    agree(desk, TERMS + '[[clauses]]\nkind = "included_ads"\namount = "600.00"\n')
    answer = trace(Scope(desk.shop, **JUNE), "service_fee")
    rows = answer.rows.to_pylist()
    assert answer.value == answer.sum == Decimal("6233.33")
    assert [(row["clause"], row["amount"], row["subject"]) for row in rows if row["clause"]] == [
        ("fixed", Decimal("3833.33"), "基础费 2026-06-08 – 2026-06-30"),
        ("rate_on_excess", Decimal("1700.00"), "2026-06-08 – 2026-06-30"),
    ]
    assert sum(row["amount"] for row in rows if not row["clause"]) == 700
    for figure in ("ad_spend", "total_cost", "net_profit_high"):
        answer = trace(Scope(desk.shop, **JUNE), figure)
        assert answer.value == answer.sum, figure


def test_included_ads_are_the_agencys(desk: Desk) -> None:
    sell(desk)
    agree(desk, TERMS + '[[clauses]]\nkind = "included_ads"\namount = "600.00"\n')
    # 23 of 30 days of 600.00 = 460.00, used up on the fifth day of service (12 June).
    weeks = desk.weekly(**JUNE).weeks
    assert [str(week.figures["ad_spend"]) for week in weeks] == ["700.00", "240.00", "700.00", "700.00", "200.00"]


def test_without_fee_clauses_typed_entries_stay(desk: Desk) -> None:
    sell(desk)
    agree(desk, '[engagement]\nservice_start = 2026-06-08\n[[clauses]]\nkind = "included_ads"\namount = "30.00"\n')
    assert fees(desk) == ["700.00", "700.00", "700.00", "700.00", "200.00"]


def test_a_quiet_shop_still_pays_its_fixed_fee(desk: Desk) -> None:
    desk.accept(("orders_20260601_20260630.csv", sheet([taobao_order("1", "1.00", day="2026-06-01")])))
    agree(desk, '[engagement]\nservice_start = 2026-06-01\n[[clauses]]\nkind = "fixed"\namount = "5000.00"\n')
    answer = desk.weekly(**JUNE)
    assert answer.total["service_fee"] == 5000
    assert "service_fee" not in answer.not_counted


@pytest.mark.parametrize(("book", "wanted"), [("cleaned", "0.00"), ("claimed", "1000.00")])
def test_the_claimed_book_has_a_fee_of_its_own(desk: Desk, book: str, wanted: str) -> None:
    orders = [taobao_order("A1", "30000.00", day="2026-06-10"), taobao_order("A2", "10000.00", day="2026-06-11")]
    desk.accept(
        ("orders_20260601_20260630.csv", sheet(orders)),
        ("刷单.csv", sheet([{"订单编号": "A2", "本金": "10000.00", "佣金": "5.00"}])),
    )
    terms = '[engagement]\nservice_start = 2026-06-01\n[targets]\n"2026-06" = "30000.00"\n[[clauses]]\nkind = "rate_on_excess"\nrate = "0.10"\n'
    agree(desk, terms)
    assert str(desk.weekly(**JUNE, book=book).total["service_fee"]) == wanted


def test_what_the_platform_took_for_the_agency_pays_the_fee_and_is_no_second_one(desk: Desk) -> None:
    """Xiaohongshu tells 代运营服务商佣金 apart: 0.50 on 12 June. Without a contract it is the service fee, with one a payment of it."""
    sample = Path(__file__).parents[1] / "etl" / "formats" / "xiaohongshu__settlements" / "goods.csv"
    desk.accept(("goods.csv", sample.read_bytes()))
    june: dict[str, Any] = {"first": date(2026, 6, 8), "last": date(2026, 6, 14)}
    assert desk.weekly(**june).weeks[0].figures["service_fee"] == Decimal("0.50")
    assert trace(Scope(desk.shop, **june), "service_fee").sum == Decimal("0.50")
    agree(desk, TERMS)
    assert desk.weekly(**june).weeks[0].figures["service_fee"] == Decimal("1166.67")
    assert trace(Scope(desk.shop, **june), "service_fee").sum == Decimal("1166.67")
    month = contract(Scope(desk.shop), Month(2026, 6))
    assert (month.taken, month.invoiced) == (Decimal("0.50"), None)
