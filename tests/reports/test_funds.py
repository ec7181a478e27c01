"""Withdrawals, the ad account, suppliers: each state worked out by hand, and the command that prints them."""

import csv
import io
import json
from datetime import date
from decimal import Decimal

import pyarrow.parquet as pq
import pytest

from reports.command import main
from reports.scope import Scope
from reports.settlement.funds import Funds
from reports.settlement.settle import settle
from tests.made import Desk, pinduoduo_order, sheet, wanxiangtai_day
from tests.reports.test_settle import STATEMENT

BANK = "交易日期,收入金额,支出金额,余额,对方户名,对方账号,摘要\n"
LEDGER = "记账时间,交易日期,收支类型,交易类型,操作金额(元),操作后余额(元),备注\n"


def funds(desk: Desk) -> Funds:
    return settle(Scope(desk.shop)).funds


def withdrawn(desk: Desk, *days_and_amounts: tuple[str, str]) -> None:
    rows = "".join(f",,,{day},,提现,-{amount}\n" for day, amount in days_and_amounts)
    text = f"order,parent,line,at,ordered,what,amount\n{rows}"
    desk.accept(("bill.csv", text), map=STATEMENT.replace("PLATFORM", "pinduoduo"))


def bank(desk: Desk, *days_and_amounts: tuple[str, str]) -> None:
    """A statement whose balances are not looked at: each row begins anew."""
    rows = "".join(f"{day},{amount},,{amount},财付通支付科技有限公司,1,提现\n" for day, amount in days_and_amounts)
    desk.accept(("流水.csv", BANK + rows))


def test_a_withdrawal_is_met_by_the_first_arrival_of_its_amount_and_by_none_twice(desk: Desk) -> None:
    """100.00 left on the 1st, 2nd and 20th and came on the 3rd and 21st; an arrival before any withdrawal is another's."""
    withdrawn(desk, ("2026-06-01", "100.00"), ("2026-06-02", "100.00"), ("2026-06-20", "100.00"),
              ("2026-06-10", "50.00"), ("2026-06-29", "7.00"))  # fmt: skip
    bank(desk, ("2026-05-30", "100.00"), ("2026-06-03", "100.00"), ("2026-06-21", "100.00"), ("2026-06-30", "1.00"))
    states = {(row["day"], row["state"], row["arrived_day"]) for row in funds(desk).withdrawals}
    assert states == {
        (date(2026, 6, 1), "arrived", date(2026, 6, 3)),
        (date(2026, 6, 2), "missing", None),
        (date(2026, 6, 20), "arrived", date(2026, 6, 21)),
        (date(2026, 6, 10), "missing", None),
        (date(2026, 6, 29), "not_covered", None),  # the statement ends on the 30th, it may still come
    }
    [first] = [row for row in funds(desk).withdrawals if row["day"] == date(2026, 6, 1)]
    assert (first["file"], first["row"], first["bank_file"], first["bank_row"]) == ("bill.csv", 2, "流水.csv", 3)


def test_without_a_bank_statement_no_withdrawal_is_missing(desk: Desk) -> None:
    withdrawn(desk, ("2026-06-01", "100.00"))
    found = funds(desk)
    assert ([row["state"] for row in found.withdrawals], found.has_bank) == (["not_covered"], False)


def test_a_movement_that_two_statements_tell_is_one(desk: Desk) -> None:
    bank(desk, ("2026-06-01", "5.00"), ("2026-06-01", "5.00"))
    bank(desk, ("2026-06-01", "5.00"), ("2026-06-02", "6.00"))
    assert desk.one("sum(amount)", "facts.bank_entries") == Decimal("16.00")


def test_ad_reports_against_the_ad_account_by_day_and_month(desk: Desk) -> None:
    desk.accept(
        ("ads.csv", sheet([wanxiangtai_day("10.00", "2026-06-01"), wanxiangtai_day("20.00", "2026-06-02")])),
        ("ledger.csv", LEDGER + "2026-06-02 02:00:00,2026-06-02,支出,扣款,10.00,90.00,20260601现金消耗扣款\n"
         "2026-06-03 02:00:00,2026-06-03,支出,扣款,21.50,68.50,20260602现金消耗扣款\n"),
    )  # fmt: skip
    month, day = funds(desk).ads
    assert (month["day"], month["reported"], month["taken"], month["difference"]) == (
        None,
        Decimal("30.00"),
        Decimal("31.50"),
        Decimal("-1.50"),
    )
    assert (day["day"], day["difference"], day["is_within"]) == (date(2026, 6, 2), Decimal("-1.50"), False)
    tolerated = settle(Scope(desk.shop), tolerances={"ad_spend": (Decimal("1.50"), Decimal(0))})
    assert {row["is_within"] for row in tolerated.funds.ads} == {True}


def test_a_payment_through_the_agency_is_marked_and_an_old_debt_is_overdue(desk: Desk) -> None:
    desk.accept(("p.csv", sheet([pinduoduo_order("P1", day="2026-06-15")])))
    header = "付款日期,供应商,金额,付款方,到期日\n"
    rows = ("2026-06-01,甲厂,10.00,商家,", "2026-06-02,乙厂,20.00,代运营代付,", ",甲厂,30.00,,2026-06-14", ",甲厂,40.00,,2026-06-15",
            "2026-06-03,丙厂,50.00,张三,")  # fmt: skip
    [loaded] = desk.load(("付款.csv", header + "\n".join(rows) + "\n"))
    assert loaded.unknown_words == ("张三",)
    assert [(row["supplier"], row["amount"], row["state"], row["row"]) for row in funds(desk).suppliers] == [
        ("乙厂", Decimal("20.00"), "through_agency", 3),
        ("甲厂", Decimal("30.00"), "overdue", 4),
        ("丙厂", Decimal("50.00"), "payer_unknown", 6),
        ("甲厂", Decimal("40.00"), "due", 5),
        ("甲厂", Decimal("10.00"), "paid", 2),
    ]


def test_no_name_of_a_person_outlives_the_statement(desk: Desk) -> None:
    desk.accept(("流水.csv", BANK + "2026-06-01,,5.00,95.00,王小明,6222020000001234567,工资 王小明\n2026-06-02,1.00,,96.00,某某有限公司,1,货款\n"))  # fmt: skip
    tables = desk.rows("select schema_name || '.' || table_name as name from duckdb_tables() where internal = false")
    kept = "".join(str(desk.rows(f"select * from {table['name']}")) for table in tables)
    raw = list(desk.shop.folder.rglob("*.parquet"))
    assert raw
    kept += "".join(str(pq.read_table(path).to_pydict()) for path in raw)
    assert "某某有限公司" in kept
    assert "王小明" not in kept
    assert "6222020000001234567" not in kept


def test_the_command_prints_buckets_and_funds_and_the_rows_of_a_bucket(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.accept(("p.csv", sheet([pinduoduo_order("P1", "10.00", 确认收货时间="2026-06-02 10:00:00")])))
    text = "order,parent,line,at,ordered,what,amount\nP1,,,2026-06-03,,货款,10.00\nP1,,,2026-06-03,,技术服务费,-0.06\n,,,2026-06-09,,提现,-9.00\n"
    desk.accept(("bill.csv", text), map=STATEMENT.replace("PLATFORM", "pinduoduo"))
    assert main(["settle", "--shop", desk.name, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["buckets"]["matched"] == {"units": 1, "expected": "10.00", "settled": "10.00", "difference": "0.00", "apart": "0.00"}  # fmt: skip
    assert said["as_of"] == {"pinduoduo": "2026-06-09"}
    [fee] = [each for each in said["fees"] if each["fee_kind"] == "service_fee"]
    assert (fee["amount"], fee["share"]) == ("0.06", 0.006)
    assert [row["state"] for row in said["withdrawals"]] == ["not_covered"]
    assert main(["settle", "--shop", desk.name, "--bucket", "matched"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(row["side"], row["file"], row["row"], row["amount"]) for row in rows] == [
        ("orders", "p.csv", "2", "10.00"),
        ("settlement", "bill.csv", "2", "10.00"),
    ]
    assert main(["settle", "--shop", desk.name]) == 0
    assert "bucket,matched,1,10.00,10.00,0.00,0.00" in capsys.readouterr().out
