"""Promised, claimed and proven: every verdict and every reason against figures worked out by hand, or by a story whose truth is known."""

import json
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from book import book
from book.engagement import Engagement
from reports.claims.claimed import understood
from reports.claims.promised import promised, share_of_days
from reports.claims.reconcile import Line, Reconciliation, reconcile
from reports.claims.record import claims, record
from reports.command import main
from reports.scope import Scope
from tests.etl.test_refunds import REFUNDS, STATEMENT
from tests.etl.test_simple_tables import BRUSHING
from tests.made import Desk, cost, pinduoduo_order, sheet, taobao_line, taobao_order, wanxiangtai_day

WEEK, END = date(2026, 6, 1), date(2026, 6, 7)
SPAN = "2026-06-01_2026-06-07"
NEXT = date(2026, 6, 8)
UNPAID = {"订单付款时间": "", "订单状态": "等待买家付款"}


def claim(desk: Desk, text: str, said_on: date = NEXT, week: date = WEEK) -> None:
    found = understood(text, week)
    assert found.unread == ()
    record(book(desk.shop), found.claims, "小王", "pasted", said_on)


def answered(desk: Desk, week: date = WEEK, refunds: str = "accounting", **said: Any) -> Reconciliation:
    return reconcile(Scope(desk.shop, refunds=refunds), week, **said)


def line(desk: Desk, figure: str, **said: Any) -> Line:
    return next(each for each in answered(desk, **said).lines if each.figure == figure)


def reasons(found: Line) -> list[tuple[str, Decimal]]:
    assert found.verdict
    return [(each.kind, each.amount) for each in found.verdict.explained]


def orders(desk: Desk, *amounts: str, name: str = "a") -> None:
    """Paid orders of 06-02, numbered, in an export that covers the week."""
    rows = [taobao_order(f"{name}{n}", amount, day="2026-06-02") for n, amount in enumerate(amounts)]
    desk.accept((f"{name}_{SPAN}.csv", sheet(rows)))


def settled(desk: Desk, *rows: tuple[str, str], day: str = "2026-06-05") -> None:
    lines = [
        {"order": order, "at": f"{day} 10:00:00", "what": "交易收入", "in": amount, "out": ""} for order, amount in rows
    ]
    other = {"order": "", "at": f"{day} 11:00:00", "what": "提现", "in": "", "out": "0.01"}
    desk.accept((f"statement_{SPAN}.csv", sheet([*lines, other])), map=STATEMENT.replace("pinduoduo", "taobao"))


# --- verdicts -----------------------------------------------------------------------------------------


def test_an_inflated_a_true_and_an_unprovable_claim_have_three_verdicts(desk: Desk) -> None:
    orders(desk, "100.00", "200.50")
    claim(desk, "销售额350.50元，订单2单，推广费20元")
    sales, count, ads = (line(desk, name) for name in ("gross_sales", "orders", "ad_spend"))
    assert (sales.word, count.word, ads.word) == ("contradicted", "proven", "not_provable")
    assert sales.verdict
    assert (sales.verdict.difference, sales.verdict.unexplained) == (Decimal("50.00"), Decimal("50.00"))
    assert sales.verdict.is_alarm
    assert ads.missing == ("ads",)
    assert line(desk, "net_profit").word == "not_claimed"


@pytest.mark.parametrize(
    ("said", "word", "difference"),
    [
        ("300.50元", "proven", "0"),
        ("301.50元", "within_tolerance", "1.00"),
        ("301.51元", "contradicted", "1.01"),
        ("299.50元", "within_tolerance", "-1.00"),
        ("0.03万元", "within_tolerance", "-0.50"),  # ± 50 by its own digits
        ("0.035万元", "contradicted", "49.50"),  # ± 5, and the tolerance of one yuan
    ],
)
def test_tolerance_is_the_claims_own_digits_and_one_yuan(said: str, word: str, difference: str, desk: Desk) -> None:
    orders(desk, "100.00", "200.50")
    claim(desk, f"销售额{said}")
    found = line(desk, "gross_sales")
    assert (found.word, found.verdict and found.verdict.difference) == (word, Decimal(difference))


def test_an_agreed_tolerance_takes_the_place_of_the_usual_one(desk: Desk) -> None:
    orders(desk, "1000.00")
    claim(desk, "销售额1010.00元")
    for agreed, word in [
        ({"amount": Decimal("10.00")}, "within_tolerance"),
        ({"amount": Decimal("9.99")}, "contradicted"),
        ({"rate": Decimal("0.01")}, "within_tolerance"),
        ({"rate": Decimal("0.0099")}, "contradicted"),
    ]:
        found = line(desk, "gross_sales", agreed=Engagement(tolerances={"gross_sales": agreed}))
        assert found.word == word
        assert found.verdict
        assert (found.verdict.limit.amount, found.verdict.limit.share) == (
            agreed.get("amount", 0),
            agreed.get("rate", 0),
        )


def test_missing_days_prove_nothing_unless_the_days_there_exceed_the_claim(desk: Desk) -> None:
    desk.accept(
        (
            "orders.csv",
            sheet([taobao_order("A", "100.00", day="2026-06-01"), taobao_order("B", "50.00", day="2026-06-05")]),
        )
    )
    claim(desk, "销售额400元，订单1单")
    sales, count = line(desk, "gross_sales"), line(desk, "orders")
    assert (sales.word, sales.missing) == ("not_provable", ("orders",))
    assert sales.verdict
    assert sales.verdict.missing_days == (date(2026, 6, 6), date(2026, 6, 7))
    assert (count.word, count.verdict and count.verdict.difference) == ("contradicted", Decimal(-1))


def test_a_profit_is_contradicted_outside_its_range_only(desk: Desk) -> None:
    lines = [
        taobao_line("A", "1", "100.00", "LAMP", day="2026-06-02"),
        taobao_line("B", "2", "50.00", "CUP", day="2026-06-02"),
    ]
    desk.accept((f"items_{SPAN}.csv", sheet(lines)), ("costs.csv", sheet([cost("LAMP", "30.00")])))
    claim(desk, "净利润100元")
    assert (line(desk, "net_profit").word, line(desk, "net_profit").missing) == ("not_provable", ("costs",))
    claim(desk, "净利润130元")  # 70 at least, 120 at most
    found = line(desk, "net_profit")
    assert (found.word, found.verdict and found.verdict.difference) == ("contradicted", Decimal(10))


# --- reasons ------------------------------------------------------------------------------------------


def test_a_week_of_unsettled_orders_is_no_alarm_and_one_missing_order_is(desk: Desk) -> None:
    orders(desk, "100.00", "200.00", "300.00", "40.00")
    settled(desk, ("a0", "100.00"))
    claim(desk, "到账640.00元，销售额640.00元，订单4单")
    money = line(desk, "settled_money")
    assert money.proven == Decimal("100.00")
    assert (money.word, reasons(money)) == ("proven", [("unsettled", Decimal("540.00"))])
    answer = answered(desk)
    assert [each.figure for each in answer.lines if each.verdict and each.verdict.is_alarm] == []
    # The report counts a fifth order, which no export has.
    claim(desk, "到账695.55元，销售额695.55元，订单5单")
    alarms = {
        each.figure: each.verdict.unexplained for each in answered(desk).lines if each.verdict and each.verdict.is_alarm
    }
    assert alarms == {"gross_sales": Decimal("55.55"), "orders": Decimal(1), "settled_money": Decimal("55.55")}


def test_nobody_who_has_no_settlement_is_told_that_nothing_was_settled(desk: Desk) -> None:
    orders(desk, "100.00")
    claim(desk, "到账100.00元")
    assert (line(desk, "settled_money").word, line(desk, "settled_money").missing) == ("not_provable", ("settlement",))


def test_a_refund_after_the_report_was_made_is_timing(desk: Desk) -> None:
    orders(desk, "100.00", "200.00")
    row = "R1,a1,,done,money,2026-06-06 09:00:00,30.00\n"
    desk.accept((f"refunds_{SPAN}.csv", f"refund,order,line,status,kind,at,amount\n{row}"), map=REFUNDS)
    claim(desk, "净销售额300.00元，退款0.00元", said_on=date(2026, 6, 5))
    for figure, amount in (("net_sales", 30), ("refunds", -30)):
        found = line(desk, figure)
        assert (found.word, reasons(found)) == ("proven", [("refund_after_cutoff", Decimal(amount))])
    # A report of the next day knew it.
    claim(desk, "净销售额300.00元", said_on=date(2026, 6, 7))
    late = line(desk, "net_sales")
    assert (late.word, late.verdict and late.verdict.unexplained) == ("contradicted", Decimal(0))
    assert reasons(late) == [("definition", Decimal(30))]  # it is gross sales


def test_a_refund_without_a_day_is_late_when_only_a_later_export_shows_it(desk: Desk) -> None:
    desk.accept(
        (
            "ExportOrderList202606072000.csv",
            sheet([taobao_order("A", "100.00"), taobao_order("B", "50.00", day="2026-06-07")]),
        )
    )
    claim(desk, "净销售额150.00元，退款率0%", said_on=NEXT)
    assert line(desk, "net_sales").word == "proven"
    fresh = [taobao_order("A", "80.00", "20.00"), taobao_order("B", "50.00", day="2026-06-07")]
    desk.accept(("ExportOrderList202606150900.csv", sheet(fresh)))
    found = line(desk, "net_sales")
    assert found.proven == Decimal("130.00")
    assert (found.word, reasons(found)) == ("proven", [("refund_after_cutoff", Decimal("20.00"))])
    assert line(desk, "refund_rate").word == "proven"


def test_days_that_the_ad_report_does_not_tell_yet_are_the_tail(desk: Desk) -> None:
    desk.accept(("ads.csv", sheet([wanxiangtai_day("10.00", f"2026-06-0{day}") for day in range(1, 6)])))
    claim(desk, "推广费70.00元")
    found = line(desk, "ad_spend")
    assert (found.word, found.missing, reasons(found)) == ("not_provable", ("ads",), [("ad_tail", Decimal("20.00"))])
    assert found.verdict
    assert not found.verdict.is_alarm
    claim(desk, "推广费40.00元")  # the five days alone cost more
    assert (line(desk, "ad_spend").word, line(desk, "ad_spend").verdict.difference) == ("contradicted", Decimal(-10))  # type: ignore[union-attr]


def test_brushing_that_is_claimed_as_sales(desk: Desk) -> None:
    orders(desk, "100.00", "200.00", "33.33")
    desk.accept(("list.csv", "订单号,付款日期,本金,佣金\na2,2026-06-02,33.33,5.00\n"), map=BRUSHING)
    claim(desk, "销售额333.33元，订单3单")
    sales, count = line(desk, "gross_sales"), line(desk, "orders")
    assert (sales.proven, sales.proven_claimed_book) == (Decimal("300.00"), Decimal("333.33"))
    assert (sales.word, reasons(sales), sales.verdict and sales.verdict.unexplained) == (
        "contradicted",
        [("brushing", Decimal("33.33"))],
        Decimal(0),
    )
    assert (count.word, reasons(count)) == ("contradicted", [("brushing", Decimal(1))])


def test_another_figure_under_the_name_of_this_one(desk: Desk) -> None:
    rows = [taobao_order("A", "90.00", "10.00", day="2026-06-02"), taobao_order("B", "200.00", day="2026-06-03"),
            taobao_order("C", "0.00", day="2026-06-03", 买家应付货款="77.00", **UNPAID)]  # fmt: skip
    desk.accept((f"orders_{SPAN}.csv", sheet(rows)))
    for said, figure, amount in [
        ("净销售额300.00元", "net_sales", 10),  # gross
        ("销售额290.00元", "gross_sales", -10),  # net
        ("销售额377.00元", "gross_sales", 77),  # what was ordered, paid or not
        ("订单3单", "orders", 1),
    ]:
        claim(desk, said)
        found = line(desk, figure)
        assert (found.word, reasons(found)) == ("contradicted", [("definition", Decimal(amount))])
        assert found.verdict
        assert (found.verdict.unexplained, found.verdict.is_alarm) == (Decimal(0), False)


def test_refunds_dated_the_other_way_are_a_definition(desk: Desk) -> None:
    refunded = pinduoduo_order(
        "260601-1",
        "50.00",
        "2026-06-01",
        订单状态="已收货，退款成功",
        售后状态="退款成功",
        确认收货时间="2026-06-10 09:00:00",
    )
    kept = pinduoduo_order("260604-1", "70.00", "2026-06-04")
    desk.accept(
        (
            "orders_export2026-06-15-10-00-00.csv",
            sheet([refunded, kept, pinduoduo_order("260614-1", "1.00", "2026-06-14")]),
        )
    )
    claim(desk, "净销售额70.00元")  # by the order's week the refund is of this week
    found = line(desk, "net_sales")
    assert (found.proven, found.word, reasons(found)) == (Decimal(120), "contradicted", [("definition", Decimal(-50))])
    assert found.as_json()["explained"][0]["sentence"] == (
        "The claim counts refunds in the week of the order, not on the day of the refund: -50.00."
    )
    assert line(desk, "net_sales", refunds="order").word == "proven"


# --- a story whose truth is known ---------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(12))
def test_every_reason_of_a_made_report_is_found_to_the_fen(seed: int, desk: Desk) -> None:
    dice = Random(seed)
    amounts = {f"T{n}": Decimal(dice.randrange(500, 90_000)) / 100 for n in range(25)}
    days = {order: WEEK + timedelta(days=dice.randrange(7)) for order in amounts}
    fake = {order for order in amounts if dice.random() < 0.2}
    back = {  # order → day of its refund within the week, and the amount
        order: (dice.randrange((END - days[order]).days + 1), (amounts[order] * dice.randrange(10, 100) / 100).quantize(Decimal("0.01")))
        for order in sorted(set(amounts) - fake)
        if dice.random() < 0.4
    }  # fmt: skip
    said_on = WEEK + timedelta(days=dice.randrange(3, 6))
    rows = [taobao_order(order, f"{amounts[order]}", day=f"{days[order]}") for order in amounts]
    refunds = [
        f"R{order},{order},,done,money,{days[order] + timedelta(days=n)} 20:00:00,{amount}"
        for order, (n, amount) in back.items()
    ]
    desk.accept((f"orders_{SPAN}.csv", sheet(rows)))
    desk.accept(
        (f"refunds_{SPAN}.csv", "\n".join(["refund,order,line,status,kind,at,amount", *refunds]) + "\n"), map=REFUNDS
    )
    listed = [f"{order},{days[order]},1.00,0.00" for order in sorted(fake)]
    if listed:
        desk.accept(("list.csv", "\n".join(["订单号,付款日期,本金,佣金", *listed]) + "\n"), map=BRUSHING)

    zero = Decimal(0)
    gross = sum((amount for order, amount in amounts.items() if order not in fake), zero)
    brushed = sum((amounts[order] for order in fake), zero)
    refunded = sum((amount for _, amount in back.values()), zero)
    late = sum((amount for order, (n, amount) in back.items() if days[order] + timedelta(days=n) > said_on), zero)
    net = gross - refunded
    makings = {  # how the report came to its net sales → what must be found
        "true": (net, []),
        "early": (net + late, [("refund_after_cutoff", late)]),
        "brushed": (net + brushed, [("brushing", brushed)]),
        "gross": (gross, [("refund_after_cutoff" if late == refunded else "definition", refunded)]),
        "early and brushed": (net + late + brushed, [("refund_after_cutoff", late), ("brushing", brushed)]),
        "gross and brushed": (
            gross + brushed,
            [("refund_after_cutoff", late), ("brushing", brushed)]
            if late == refunded
            else [("brushing", brushed), ("definition", refunded)],
        ),
    }
    inflated = Decimal(dice.randrange(300, 30_000)) / 100
    for how, (value, expected) in makings.items():
        claim(desk, f"净销售额{value}元", said_on)
        found = line(desk, "net_sales")
        steps = [step for step in expected if step[1]]
        assert found.proven == net, how
        assert reasons(found) == steps, how
        assert found.verdict
        assert (found.verdict.difference, found.verdict.unexplained) == (value - net, Decimal(0)), how
        assert not found.verdict.is_alarm
    claim(desk, f"净销售额{net + late + inflated}元", said_on)
    found = line(desk, "net_sales")
    assert found.verdict
    assert found.verdict.difference == late + inflated
    assert (found.word, reasons(found)) == ("contradicted", [("refund_after_cutoff", late)] if late else [])
    assert (found.verdict.unexplained, found.verdict.is_alarm) == (inflated, True)


# --- promised -----------------------------------------------------------------------------------------


def test_a_weeks_target_is_the_sum_of_its_days_rounded_once() -> None:
    months = {"2025-06": Decimal("30000.00"), "2025-07": Decimal("80000.00")}
    # 06-30 of 30 days, then six days of 31: 1000 + 6 × 80000 ÷ 31 = 16483.870…
    assert share_of_days(months, date(2025, 6, 30), date(2025, 7, 6)) == Decimal("16483.87")
    assert share_of_days(months, date(2025, 5, 26), date(2025, 6, 1)) == Decimal("1000.00")
    assert share_of_days(months, date(2025, 5, 19), date(2025, 5, 25)) is None
    whole = [
        share_of_days({"2025-07": Decimal("100.00")}, date(2025, 7, day), date(2025, 7, day)) for day in range(1, 32)
    ]
    assert sum(each for each in whole if each) == Decimal("100.13")  # 31 × 3.23: rounding each day would not do
    assert share_of_days({"2025-07": Decimal("100.00")}, date(2025, 7, 1), date(2025, 7, 31)) == Decimal("100.00")


def test_targets_budget_and_fee_stand_beside_what_is_proven(desk: Desk) -> None:
    orders(desk, "100.00", "200.00")
    agreed = Engagement(
        targets={"2026-06": Decimal("30000.00")}, sales_basis="gross_sales", budget={"total_per_month": Decimal("6000.00")}
    )  # fmt: skip
    fee = {(WEEK, END): Decimal("1166.67")}
    assert promised(agreed, WEEK, END, lambda first, last: fee[first, last]) == {
        "gross_sales": Decimal("7000.00"), "budget": Decimal("1400.00"), "service_fee": Decimal("1166.67"),
    }  # fmt: skip
    answer = answered(desk, agreed=agreed, fee=lambda first, last: fee[first, last])
    found = {each.figure: (each.promised, each.proven, each.word) for each in answer.lines}
    assert found["gross_sales"] == (Decimal("7000.00"), Decimal("300.00"), "not_claimed")
    assert found["service_fee"] == (Decimal("1166.67"), None, "not_claimed")
    assert found["net_sales"][0] is None
    assert found["budget"] == (Decimal("1400.00"), None, "not_claimed")


# --- weeks, days, the book -----------------------------------------------------------------------------


def test_the_hit_rate_counts_what_could_be_judged_over_thirteen_weeks(desk: Desk) -> None:
    rows = [taobao_order(f"W{n}", "100.00", day=f"{WEEK + timedelta(days=7 * n)}") for n in range(15)]
    desk.accept((f"orders_2026-06-01_{WEEK + timedelta(days=15 * 7 - 1)}.csv", sheet(rows)))
    for n in range(15):
        claim(desk, f"销售额{100 if n % 3 else 150}.00元，推广费5元", week=WEEK + timedelta(days=7 * n))
    last = answered(desk, WEEK + timedelta(days=14 * 7))
    # Weeks 2 to 14 count; those divisible by three are inflated: 3, 6, 9, 12. Ads cannot be judged.
    assert (last.hits, last.judged) == (9, 13)
    assert (answered(desk).hits, answered(desk).judged) == (0, 1)


def test_a_claim_about_one_day_is_held_against_that_day(desk: Desk) -> None:
    rows = [taobao_order("A", "100.00", day="2026-06-01"), taobao_order("B", "50.00", day="2026-06-07")]
    desk.accept(("orders.csv", sheet(rows)))
    claim(desk, "周一销售额100.00元\n周日销售额60.00元\n上周订单3单")
    answer = answered(desk)
    assert [(each.first, each.word) for each in answer.days] == [(WEEK, "proven"), (END, "contradicted")]
    assert answer.judged == 0
    assert answered(desk, WEEK - timedelta(days=7)).lines[2].claim


def test_only_what_is_new_is_written_and_the_report_is_kept(desk: Desk) -> None:
    ledger = book(desk.shop)
    found = understood("销售额100元，订单3单", WEEK).claims
    assert len(record(ledger, found, "小王", "uploaded", NEXT, b"the report")) == 2
    assert record(ledger, found, "小王", "uploaded", NEXT, b"the report") == []
    fresh = understood("销售额120元，订单3单", WEEK).claims
    assert [entry.subject for entry in record(ledger, fresh, "小李", "uploaded", NEXT, b"the report")] == [
        "2026-06-01..2026-06-07 gross_sales"
    ]
    kept = {each.metric: each for each in claims(ledger)}
    assert (kept["gross_sales"].value, kept["gross_sales"].who, kept["orders"].who) == (Decimal(120), "小李", "小王")
    assert ledger.attachment(kept["orders"].attachment or "") == b"the report"
    assert len(ledger.entries("claim")) == 3
    assert ledger.verify() == 3


# --- the command line ----------------------------------------------------------------------------------


def test_the_command_line_claims_and_reconciles(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    orders(desk, "100.00", "200.50")
    report = desk.write("周报.txt", "本周销售额350.5元，订单2单，推广费20元，环比+5%")
    asked = ("--shop", desk.name, "--week", "2026-06-03", "--json")
    assert main(["claim", *asked, "--text", str(report), "--dry-run"]) == 0
    tried = json.loads(capsys.readouterr().out)
    assert (tried["recorded"], tried["not_understood"]) == (0, [{"text": "环比+5%", "why": "comparison"}])
    assert claims(book(desk.shop)) == []
    assert main(["claim", *asked, "--text", str(report), "--who", "小王", "--said-on", "2026-06-08"]) == 0
    assert json.loads(capsys.readouterr().out)["recorded"] == 3
    assert main(["reconcile", *asked]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["week_start"], said["state"], said["hit_rate"]) == (
        "2026-06-01",
        "provisional",
        {"hits": 1, "judged": 2},
    )
    sales = next(each for each in said["figures"] if each["figure"] == "gross_sales")
    assert sales == {
        "figure": "gross_sales", "from": "2026-06-01", "to": "2026-06-07", "unit": "money", "promised": None, "claimed": "350.50",
        "proven": "300.50", "proven_claimed_book": "300.50", "verdict": "contradicted", "difference": "50.00",
        "tolerance": {"rounding": "0.05", "amount": "1.00", "share": "0"}, "explained": [], "unexplained": "50.00", "alarm": True, "missing": [],
    }  # fmt: skip
    assert main(["reconcile", *asked[:-1]]) == 0
    assert "gross_sales,2026-06-01,2026-06-07,,350.50,300.50,contradicted,50.00,50.00," in capsys.readouterr().out
