"""The review of a made shop, worked by hand: outcome, bars, evidence of each question, and what is missing."""

import json
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from book import record, toml
from book.engagement import engagement
from reports.command import main
from reports.contract.month import Month
from reports.contract.monthly import NoEngagement
from reports.review.answers import write
from reports.review.promises import measured, promise
from reports.review.reading import reading
from reports.review.review import Review, review
from reports.scope import Scope
from tests.made import Desk, cost, sheet, taobao_line, taobao_order, wanxiangtai_day
from tests.reports.duties.people import asked as question
from tests.reports.duties.people import stepped
from tests.reports.test_contract import SALES, TODAY, WORKED

PEOPLE = """
[[people]]
name = "小周"
side = "agency"
[[people]]
name = "陈女士"
side = "merchant"
"""
AGREED = (
    PEOPLE
    + """
[engagement]
service_start = 2026-04-01
[targets]
sales_basis = "net_sales"
"2026-04" = "900.00"
"2026-05" = "1000.00"
"2026-06" = "1000.00"
"2026-07" = "800.00"
[[clauses]]
kind = "fixed"
amount = "500.00"
[[clauses]]
kind = "rate_on_excess"
rate = "0.10"
[[clauses]]
kind = "refund_if_streak"
months = 2
below = "0.80"
refund = "0.50"
wording = "平台规则突变时服务期顺延一个月"
"""
)
JULY = date(2026, 7, 10)


@pytest.fixture
def two_months(desk: Desk) -> Desk:
    """May: 10 lamps at 60.00 and 8 cups at 10.00. June: 6 lamps at 50.00, 10 cups at 10.00, 2 hats at 45.00; 40.00 of a lamp refunded."""
    orders = [
        taobao_order("M1", "600.00", day="2026-05-03"),
        taobao_order("M2", "80.00", day="2026-05-31"),
        taobao_order("J1", "260.00", "40.00", day="2026-06-01", 确认收货时间="2026-06-09 10:00:00"),
        taobao_order("J2", "100.00", day="2026-06-10"),
        taobao_order("J3", "90.00", day="2026-06-30"),
    ]
    lines = [
        taobao_line("M1", "M1", "600.00", "LAMP", "10", day="2026-05-03", 标题="台灯"),
        taobao_line("M2", "M2", "80.00", "CUP", "8", day="2026-05-31", 标题="杯子"),
        taobao_line("J1", "J1", "300.00", "LAMP", "6", day="2026-06-01", 退款金额="40.00", 标题="台灯"),
        taobao_line("J2", "J2", "100.00", "CUP", "10", day="2026-06-10", 标题="杯子"),
        taobao_line("J3", "J3", "90.00", "HAT", "2", day="2026-06-30", 标题="帽子"),
    ]
    ads = [wanxiangtai_day("1.00", f"{date(2026, 5, 1) + timedelta(n)}") for n in range(60)]
    desk.accept(
        ("orders_20260501_20260630.csv", sheet(orders)),
        ("ExportOrderDetailList202607010900.csv", sheet(lines)),
        ("costs.csv", sheet([cost("LAMP", "30.00"), cost("CUP", "4.00")])),
        ("ads.csv", sheet(ads)),
    )
    record.replace(desk.shop, toml.read(AGREED.encode()), "王")
    return desk


def asked(desk: Desk, month: str, today: date = JULY) -> Review:
    return review(Scope(desk.shop), Month.named(month), today)


def sentences(found: Review, name: str) -> list[str]:
    [question] = [each for each in found.questions if each.name == name]
    return [each.said.in_english() for each in question.findings]


def test_the_worked_months_miss_streak_and_money(desk: Desk) -> None:
    """Of before-after.md section 7: April 61,234.56, May 62,999.99, June 63,999.99 of 80,000; July 91,234.55."""
    desk.accept(
        ("orders_20250301_20250930.csv", sheet([taobao_order(f"A{day}", each, day=day) for day, each in SALES.items()]))
    )
    record.replace(desk.shop, toml.read(WORKED), "王")
    may = asked(desk, "2025-05", TODAY)
    assert may.outcome.said.in_english() == (
        "2025-05: ¥62,999.99 of the target of ¥80,000.00 (78.7%), missed; 3 months in a row now."
    ), "March, served in part, was missed too"
    assert may.outcome.consequence.in_english() == "By the contract the agency gives back ¥4,500.00."
    assert (may.outcome.gap, may.outcome.is_missed) == (Decimal("-17000.01"), True)
    april = asked(desk, "2025-04", TODAY)
    assert april.outcome.consequence.in_english() == "Nothing is given back yet; missed once more it is ¥4,500.00."
    assert "2025-05" not in sentences(april, "remedy")[0]
    july = asked(desk, "2025-07", TODAY)
    assert (july.outcome.streak, july.outcome.is_missed) == (0, False)
    assert july.outcome.said.in_english() == "2025-07: ¥91,234.55 of the target of ¥80,000.00 (114%), reached."
    assert july.why
    assert july.why.month_before
    assert july.why.month_before.bridge.change == Decimal("27234.56"), "91,234.55 − 63,999.99"


def test_a_promised_money_back_is_in_every_sentence_of_the_json(
    two_months: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["review", "--shop", two_months.name, "--month", "2026-06", "--json"]) == 0
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert [each["question"] for each in said["questions"]] == ["why", "change", "need", "remedy"]
    assert (said["target"], said["sales"], said["next"]["contract_target"]) == ("1000.00", "450.00", "800.00")
    bars = said["why"]["against_month_before"]
    total = Decimal(bars["start"]) + sum(Decimal(each["amount"]) for each in bars["bars"])
    assert total == Decimal(bars["end"]) == Decimal("450.00")
    assert said["over"] is True
    assert main(["review", "--shop", two_months.name, "--month", "2026-06"]) == 0
    assert "June" not in capsys.readouterr().err


def test_the_bars_of_june_by_hand(two_months: Desk) -> None:
    """680.00 of May are 658.06 on 30 days (half up); hats are new; of the rest lamps fell by volume and price."""
    found = asked(two_months, "2026-06").why
    assert found
    assert found.month_before
    bars = found.month_before
    assert (bars.bridge.start, bars.bridge.end) == (Decimal("680.00"), Decimal("450.00"))
    assert bars.amount("days") == Decimal("-21.94"), "680.00 × 30 / 31 = 658.0645…"
    assert bars.amount("new_products") == Decimal("90.00")
    assert bars.amount("refunds") == Decimal("-40.00")
    assert bars.amount("volume", "mix", "price") == Decimal("-258.06"), "400.00 − 658.06"
    assert bars.amount("price") < 0
    assert bars.visits is None


def test_the_reading_says_no_more_than_the_bars(two_months: Desk) -> None:
    found = asked(two_months, "2026-06").why
    assert found
    said = found.reading.in_english()
    assert "¥208.06" in said, "450.00 − 658.06"
    assert reading(None, is_missed=True).in_english() == "Nothing can be read: the days before are not known whole."


def test_what_changes_begins_with_the_largest_fall_and_the_broken_promise(two_months: Desk) -> None:
    agreed = engagement(two_months.shop)
    how = measured("gross_sales", "at_least", "490.01")
    promise(two_months.shop, Month(2026, 5), "卖到490", "小周", "agency", date(2026, 6, 30), agreed, how)
    promise(two_months.shop, Month(2026, 5), "补货", "陈女士", "merchant", date(2026, 6, 15), agreed)
    found = asked(two_months, "2026-06")
    falls = [each.amount for each in found.questions[1].findings if each.kind == "fall"]
    assert falls == sorted(falls, key=lambda amount: amount or 0)
    assert "Not kept: “卖到490”. Gross sales ¥490.00, promised at least ¥490.01: missed by ¥0.01." in sentences(
        found, "change"
    )
    assert (found.count("missed"), found.count("kept"), found.count("open")) == (1, 0, 1)
    assert "The merchant promised “补货” by 2026-06-15; it is not settled what came of it." in sentences(found, "need")


def test_what_the_merchant_owes(two_months: Desk) -> None:
    said = sentences(asked(two_months, "2026-06"), "need")
    assert "Ad spend: 1 of 30 days have no file (2026-06-30)." in said
    assert "Products without a unit cost: 1 (帽子), ¥90.00 of sales; so the profit is a range." in said


def test_the_late_answers_of_both_sides_stand_beside_the_missed_target(two_months: Desk) -> None:
    """Due on 29 June at midnight, answered on 1 July 02:00: 48 h late in June, 2 in July. Nobody asked anything: nothing is said."""
    assert asked(two_months, "2026-06").late is None
    name = question(two_months, "agency", "2026-06-26 00:00", "618活动方案，请确认")
    stepped(two_months, name, "answered", "2026-07-01 02:00")
    june, july = asked(two_months, "2026-06"), asked(two_months, "2026-07")
    assert june.late
    assert (june.late["merchant"].hours, june.late["agency"].hours) == (Fraction(48), Fraction(0))
    assert june.as_json()["overdue_hours"] == {"agency": "0.00", "merchant": "48.00"}
    assert july.as_json()["overdue_hours"] == {"agency": "0.00", "merchant": "2.00"}


def test_the_clauses_of_the_fourth_question_are_in_money(two_months: Desk) -> None:
    """May 680 and June 450 of 1,000 are below 800 (April has no files): the clause fires in June, 500.00 of two fees."""
    found = asked(two_months, "2026-06")
    assert found.outcome.contract.given_back == Decimal("500.00")
    said = sentences(found, "remedy")
    assert said[0].startswith(
        "2 months in a row below 80% of the target (2026-05: ¥680.00 of ¥800.00, 2026-06: ¥450.00"
    )
    assert "2026-07 counts as missed below ¥640.00, 80% of its target of ¥800.00." in said
    assert (
        "In 2026-07 the agency earns its share only of what lies above ¥800.00; at or below it nothing is added."
        in said
    )
    assert "The contract says: “平台规则突变时服务期顺延一个月”" in said


def test_a_month_that_is_not_over_decides_nothing(two_months: Desk) -> None:
    two_months.accept(("orders_20260701_20260705.csv", sheet([taobao_order("K1", "90.00", day="2026-07-05")])))
    found = asked(two_months, "2026-07")
    assert found.outcome.said.in_english() == (
        "2026-07 so far: ¥90.00 of the target of ¥800.00 (11.3%); the target of the 5 days that are known is ¥129.03."
    )
    assert found.outcome.consequence.in_english() == "Not every day of the month is known yet, so no clause is decided."
    assert found.outcome.streak == 2, "May and June"
    assert found.why
    assert found.why.month_before
    assert (found.why.month_before.before.first, found.why.month_before.before.last) == (
        date(2026, 6, 1),
        date(2026, 6, 5),
    )
    assert sentences(found, "remedy")[0].startswith("2 months in a row below 80%"), "of the month that is over"


def test_months_of_which_nothing_is_known(two_months: Desk) -> None:
    april = asked(two_months, "2026-04")
    assert april.outcome.said.in_english() == "2026-04: the sales of the month are not known."
    assert (april.outcome.is_missed, april.why and april.why.month_before) == (None, None)
    september = asked(two_months, "2026-09")
    assert (september.why, september.outcome.days) == (None, None)
    assert september.plan.contract_target is None


def test_without_an_engagement_there_is_no_review(desk: Desk) -> None:
    with pytest.raises(NoEngagement):
        asked(desk, "2026-06")


def test_the_plan_stands_beside_the_contract(two_months: Desk) -> None:
    agreed = engagement(two_months.shop)
    write(two_months.shop, Month(2026, 6), "plan", "做台灯", "小周", agreed, target=Decimal("700.00"))
    plan = asked(two_months, "2026-06").plan
    assert (str(plan.month), plan.contract_target, plan.target, plan.differs) == ("2026-07", Decimal("800.00"), Decimal("700.00"), Decimal("-100.00"))  # fmt: skip


def test_bars_add_up_to_the_months_change_whatever_was_sold(desk: Desk) -> None:
    """Thirty random pairs of months in one shop, refunds and a product without a code included: not a fen is lost."""
    dice = Random(76)
    orders, lines = [], []
    for number in range(900):
        day = date(2024, 1, 1) + timedelta(dice.randrange(31 * 30))
        paid = Decimal(dice.randrange(1, 99999)) / 100
        refund = (paid / dice.choice((1, 3, 7))).quantize(Decimal("0.01")) if dice.random() < 0.3 else Decimal(0)
        name, product = f"R{number}", dice.choice(("LAMP", "CUP", "HAT", ""))
        finished = f"{day + timedelta(dice.randrange(20))} 10:00:00"
        orders.append(
            taobao_order(
                name, f"{paid - refund:.2f}", f"{refund:.2f}", day=f"{day}", 总金额=f"{paid:.2f}", 确认收货时间=finished
            )
        )
        lines.append(
            taobao_line(
                name, name, f"{paid:.2f}", product, str(dice.randrange(1, 4)), day=f"{day}", 退款金额=f"{refund:.2f}"
            )
        )
    desk.accept(
        ("ExportOrderList202608010900.csv", sheet(orders)), ("ExportOrderDetailList202608010900.csv", sheet(lines))
    )
    said = '[engagement]\nservice_start = 2024-01-01\n[targets]\nsales_basis = "{}"\n"2024-02" = "100.00"\n'
    for basis in ("net_sales", "gross_sales"):
        record.replace(desk.shop, toml.read(said.format(basis).encode()), "王")
        for number in range(1, 16):
            month = Month(2024, 1).after(number)
            found = asked(desk, str(month), date(2026, 8, 1))
            assert found.why
            assert found.why.month_before
            for bars in filter(None, (found.why.month_before, found.why.last_year)):
                assert bars.bridge.start + sum(bar.amount for bar in bars.bars) == found.outcome.contract.sales
                assert bars.bridge.end == found.outcome.contract.sales
