"""A month under the contract, from the files and the book to the JSON of the command line."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from book import record, toml
from reports.command import main
from reports.contract.month import Month
from reports.contract.monthly import NoEngagement, contract
from reports.scope import Scope
from tests.made import Desk, sheet, taobao_order, typed_cost, wanxiangtai_day

TODAY = date(2025, 10, 30)
WORKED = (
    """
[engagement]
agency = "快运营"
service_start = 2025-03-10
service_end = 2025-09-09
[targets]
"""
    + "\n".join(f'"2025-{month:02}" = "80000.00"' for month in range(3, 10))
    + """
[[clauses]]
kind = "fixed"
amount = "5000.00"
[[clauses]]
kind = "rate_on_excess"
rate = "0.10"
[[clauses]]
kind = "term_discount"
options = { month = "0.95", quarter = "0.9", year = "0.8" }
chosen = "quarter"
[[clauses]]
kind = "refund_if_streak"
months = 2
below = "0.80"
refund = "0.50"
of = "fee"
[[clauses]]
kind = "deposit"
rate = "0.30"
called = "定金"
[[clauses]]
kind = "included_ads"
amount = "500.00"
"""
)
SALES = {
    "2025-03-15": "38000.00",
    "2025-04-15": "61234.56",
    "2025-05-15": "62999.99",
    "2025-06-15": "63999.99",
    "2025-07-15": "91234.55",
    "2025-08-15": "150000.00",
    "2025-09-05": "30000.00",
    "2025-09-20": "7777.00",  # after the service
}


@pytest.fixture
def worked(desk: Desk) -> Desk:
    """The shop of the worked check in before-after.md section 7."""
    orders = [taobao_order(f"A{day}", amount, day=day) for day, amount in SALES.items()]
    desk.accept(("orders_20250301_20250930.csv", sheet(orders)))
    record.replace(desk.shop, toml.read(WORKED), "王")
    return desk


def answer(desk: Desk, month: str, **said: Any) -> dict[str, Any]:
    return contract(Scope(desk.shop, **said), Month.named(month), TODAY).as_json()


def test_the_worked_check_from_the_files(worked: Desk) -> None:
    found = {month: answer(worked, month) for month in [f"2025-{n:02}" for n in range(3, 10)]}
    assert {month: each["fee"]["total"] for month, each in found.items()} == {
        "2025-03": "3193.55",
        "2025-04": "4500.00",
        "2025-05": "4500.00",
        "2025-06": "4500.00",
        "2025-07": "5623.46",
        "2025-08": "11500.00",
        "2025-09": "1950.00",
    }
    assert [(each["clauses"][0]["state"], each["clauses"][0]["amount"]) for each in found.values()] == [
        ("quiet", "0.00"),
        ("near", "0.00"),
        ("fired", "4500.00"),
        ("quiet", "0.00"),
        ("quiet", "0.00"),
        ("quiet", "0.00"),
        ("quiet", "0.00"),
    ]
    assert [each["target"] for each in found.values()] == ["56774.19", *["80000.00"] * 5, "24000.00"]
    assert found["2025-09"]["sales"] == "30000.00"  # what was sold after the service is not measured
    assert found["2025-06"]["attainment"] == 0.799999875
    assert [each["settled"] for each in found.values()] == [True, True, True, True, True, True, False]


def test_the_answer_has_the_keys_of_the_command_line(worked: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["contract", "--shop", worked.name, "--month", "2025-07", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["month"], said["target"], said["sales"], said["attainment"]) == (
        "2025-07",
        "80000.00",
        "91234.55",
        1.140431875,
    )
    assert [(line["kind"], line["amount"], line["sentence"]) for line in said["fee"]["lines"]] == [
        ("fixed", "5000.00", "The fixed fee of a month: ¥5,000.00."),
        (
            "rate_on_excess",
            "1123.46",
            "Net sales ¥91,234.55 are ¥11,234.55 above the target of ¥80,000.00; 10% of it = ¥1,123.46.",
        ),
        ("term_discount", "-500.00", "Discount for the term: ¥5,000.00 × 90% − ¥5,000.00 = −¥500.00."),
    ]
    assert set(said["clauses"][0]) >= {"kind", "state", "amount", "sentence"}
    assert said["settled"] is True
    assert main(["contract", "--shop", worked.name, "--month", "2025-07"]) == 0
    assert "rate_on_excess,1123.46," in capsys.readouterr().out
    with pytest.raises(SystemExit) as refused:
        main(["contract", "--shop", worked.name, "--month", "2025-13"])
    assert refused.value.code == 2


def test_without_an_engagement_there_is_nothing_to_say(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.accept(("a.csv", sheet([taobao_order("1")])))
    with pytest.raises(NoEngagement):
        answer(desk, "2026-06")
    assert main(["contract", "--shop", desk.name, "--month", "2026-06", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["error"]["kind"] == "no_engagement"


def test_an_engagement_without_files_knows_the_fixed_fee(desk: Desk) -> None:
    record.replace(desk.shop, toml.read(WORKED), "王")
    said = answer(desk, "2025-04")
    assert (said["sales"], said["attainment"], said["fee"]["total"]) == (None, None, "4500.00")
    assert said["clauses"][0]["state"] == "quiet"


def test_a_month_outside_the_service_has_no_fee(worked: Desk) -> None:
    said = answer(worked, "2025-10")
    assert (said["target"], said["sales"], said["fee"]) == (None, None, {"total": "0.00", "lines": []})


def test_missing_days_are_named(desk: Desk) -> None:
    desk.accept(("orders_20250401_20250428.csv", sheet([taobao_order("1", "1.00", day="2025-04-10")])))
    record.replace(desk.shop, toml.read(WORKED), "王")
    said = answer(desk, "2025-04")
    assert said["missing"] == ["2025-04-29", "2025-04-30"]
    assert said["clauses"][0]["state"] == "near"
    assert said["clauses"][0]["sentence"].endswith("Orders are missing for 2025-04-29 – 2025-04-30.")


def test_both_books_and_what_the_cleaned_one_leaves_out(desk: Desk) -> None:
    orders = [taobao_order("A1", "90000.00", day="2025-04-10"), taobao_order("A2", "30000.00", day="2025-04-11")]
    listed = sheet([{"订单编号": "A2", "本金": "30000.00", "佣金": "5.00"}])
    desk.accept(("orders_20250401_20250430.csv", sheet(orders)), ("刷单.csv", listed))
    record.replace(desk.shop, toml.read(WORKED), "王")
    said = answer(desk, "2025-04")
    assert (said["sales"], said["fee"]["total"]) == ("90000.00", "5500.00")
    assert {name: (each["sales"], each["fee"]) for name, each in said["books"].items()} == {
        "cleaned": ("90000.00", "5500.00"),
        "claimed": ("120000.00", "8500.00"),
    }
    assert said["excluded"] == {"orders": 1, "amount": "30000.00"}
    assert answer(desk, "2025-04", book="claimed")["fee"]["total"] == "8500.00"


def test_a_late_refund_counts_in_its_own_month_unless_asked_by_order(desk: Desk) -> None:
    refunded = taobao_order("A1", "80000.00", "20000.00", day="2025-04-20", 确认收货时间="2025-05-03 10:00:00")
    desk.accept(("orders_20250401_20250531.csv", sheet([refunded])))
    record.replace(desk.shop, toml.read(WORKED), "王")
    assert answer(desk, "2025-04")["sales"] == "100000.00"
    assert answer(desk, "2025-05")["sales"] == "-20000.00"
    assert answer(desk, "2025-04", refunds="order")["sales"] == "80000.00"


def test_the_invoice_stands_beside_the_accrual(worked: Desk) -> None:
    invoice = typed_cost("service_fee", amount="5000.00", per="month", start_date="2025-07-01", end_date="2025-07-31")
    worked.accept(("typed.csv", sheet([invoice])))
    said = answer(worked, "2025-07")
    assert (said["invoiced"], said["fee"]["total"]) == ("5000.00", "5623.46")
    assert answer(worked, "2025-08")["invoiced"] is None


def test_ads_that_the_fee_contains(worked: Desk) -> None:
    worked.accept(("ads.csv", sheet([wanxiangtai_day("100.00", f"2025-07-{day:02}") for day in range(1, 8)])))
    assert answer(worked, "2025-07")["ads"] == {"included": "500.00", "borne": "500.00", "merchant": "200.00"}


def test_the_deposit_and_what_the_law_says_of_it(worked: Desk) -> None:
    [deposit] = answer(worked, "2025-03")["deposits"]
    # 5,000 × 6 months = 30,000; 30 % = 9,000; a 定金 is at most 20 % = 6,000.
    assert (deposit["amount"], deposit["prepaid"], deposit["credited"]) == ("9000.00", "3000.00", "2025-03")
    assert "at most 20% of the contract sum, ¥6,000.00" in deposit["sentence"]


def test_a_deposit_without_an_end_of_the_contract_is_not_known(desk: Desk) -> None:
    record.replace(desk.shop, toml.read(WORKED.replace("service_end = 2025-09-09\n", "")), "王")
    [deposit] = contract(Scope(desk.shop), Month(2025, 3), TODAY).deposits
    assert (deposit.amount, deposit.prepaid) == (None, Decimal(0))
