"""What arrives after a signature is a restatement: signed + restatements = recomputed, to the fen, by cause and day."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from book import Change, book
from etl import register
from reports.metric import metrics
from reports.signing.changes import Known, changes
from reports.signing.restate import Restatement, carried_into, restatements
from reports.signing.sign import sign
from reports.signing.signatures import confirmed, signatures
from reports.signing.signed import signed_weekly
from tests.made import Desk
from tests.reports.life import AGREED, NAMES, START, Life
from warehouse import between

SECOND = date(2026, 6, 8)
BASE = [
    ("1", START, "LAMP", 1, "100.00"),
    ("2", date(2026, 6, 3), "CUP", 2, "60.00"),
    ("3", date(2026, 6, 7), "LAMP", 1, "80.00"),
    ("4", SECOND, "CUP", 1, "50.00"),
    ("5", date(2026, 6, 14), "CUP", 1, "50.00"),
]


@pytest.fixture
def life(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Life:
    """Two weeks, of which the first is signed; whatever is loaded from now on is registered on 2027-01-05."""
    monkeypatch.setattr(register, "now", lambda: "2027-01-02T01:00:00+00:00")
    life = Life(desk)
    life.costs([("LAMP", "30.00", START), ("CUP", "10.00", START)])
    life.fee_rate("0.10")
    life.orders(BASE)
    life.ads([(START, "5.00"), (date(2026, 6, 14), "5.00")])
    signed(life, START)
    # 22:00 in UTC is the next morning in the shop.
    monkeypatch.setattr(register, "now", lambda: "2027-01-04T22:00:00+00:00")
    return life


def signed(life: Life, week: date, **said: Any) -> None:
    sign(life.scope(**said), week, "submitted", "阿代", AGREED)
    sign(life.scope(**said), week, "confirmed", "店主", AGREED)


def lines(found: Restatement) -> list[tuple[str, str, str]]:
    return [(line.figure, line.cause, f"{line.amount:.2f}") for line in found.lines if line.figure in NAMES]


def adds_up(found: Restatement) -> bool:
    """Signed + restated = recomputed in every summed figure; what is not known counts as nothing."""
    summed = [name for name, metric in metrics().items() if metric.sums]
    assert {line.figure for line in found.lines} <= set(summed)
    return all(
        Decimal(found.signature.figures[name] or 0) + found.change(name) == Decimal(found.today.get(name) or 0)
        for name in summed
    )


def only(life: Life) -> Restatement:
    """The one signed week: it adds up, every line is of the fifth, and today's rows are the truth."""
    [found] = restatements(life.scope())
    assert {line.known for line in found.lines} <= {date(2027, 1, 5)}
    truth = life.truth()[START]
    for name in NAMES:
        assert Decimal(found.signature.figures[name] or 0) + found.change(name) == truth[name], name
        assert Decimal(found.today[name] or 0) == truth[name], name
    return found


def test_a_late_refund_leaves_the_signed_total_and_is_carried(life: Life) -> None:
    """features.md section 2 item 4, literally: signed total unchanged, carried line −x, their sum the recomputed total."""
    before = signed_weekly(life.scope()).weeks[0]
    life.refunds([("R", "1", date(2026, 6, 6), "40.00", "money")])
    found = only(life)
    assert lines(found) == [("refunds", "late_refund", "40.00"), ("platform_fees", "late_refund", "-4.00")]
    now = signed_weekly(life.scope()).weeks[0]
    assert (now.state, now.figures) == ("signed", before.figures)
    assert now.recomputed is not None
    # 240 − (30 + 30 + 20) − 24 − 5 = 131; 40 less money, 4 less fee.
    assert (now.figures["net_sales"], now.figures["net_profit"]) == (Decimal("240.00"), Decimal("131.00"))
    assert (now.recomputed["net_sales"], now.recomputed["net_profit"]) == (Decimal("200.00"), Decimal("95.00"))
    assert (found.change("net_sales"), found.change("net_profit")) == (Decimal("-40.00"), Decimal("-36.00"))
    carried = {(each.figure, each.cause): each.amount for each in carried_into(life.scope(), SECOND)}
    assert carried["refunds", "late_refund"] == Decimal("40.00")
    assert carried_into(life.scope(), date(2026, 6, 15)) == ()


def test_a_corrected_cost_is_one(life: Life) -> None:
    life.costs([("LAMP", "35.00", START)])
    found = only(life)
    assert lines(found) == [("product_cost", "cost_correction", "10.00")]
    rows = found.rows
    assert rows is not None
    assert {(row["file"], row["row"]) for row in rows.to_pylist()} == {("costs-5.csv", 2)}


def test_a_settlement_takes_the_place_of_the_estimate(life: Life) -> None:
    """Fees of 10 + 6 were estimated on the days that the statement covers; it charged 12.34."""
    life.settlement(START, date(2026, 6, 3), [(date(2026, 6, 2), "12.34")])
    assert lines(only(life)) == [("platform_fees", "settlement", "-3.66")]


def test_found_brushing_leaves_the_cleaned_book(life: Life) -> None:
    life.brushing({"2": (date(2026, 6, 3), "8.00")})
    found = only(life)
    assert lines(found) == [
        ("orders", "brushing", "-1.00"),
        ("units", "brushing", "-2.00"),
        ("gross_sales", "brushing", "-60.00"),
        ("product_cost", "brushing", "-20.00"),
        ("platform_fees", "brushing", "-6.00"),
        ("other_costs", "brushing", "8.00"),
    ]


def test_a_withdrawn_order_export_is_told_with_the_day_of_its_undo(life: Life) -> None:
    life.undo(3)
    found = only(life)
    assert {line.cause for line in found.lines} == {"orders"}
    assert found.change("gross_sales") == Decimal("-240.00")


def test_a_shop_of_which_everything_was_taken_out(life: Life) -> None:
    for upload in list(life.loaded):
        life.undo(upload)
    [found] = restatements(life.scope())
    assert adds_up(found)
    assert found.change("gross_sales") == Decimal("-240.00")


def test_a_new_order_export_brings_orders(life: Life) -> None:
    life.orders([("9", date(2026, 6, 2), "LAMP", 2, "99.99")])
    assert lines(only(life)) == [
        ("orders", "orders", "1.00"),
        ("units", "orders", "2.00"),
        ("gross_sales", "orders", "99.99"),
        ("product_cost", "orders", "60.00"),
        ("platform_fees", "orders", "10.00"),
    ]


def test_a_later_ad_report_is_ads(life: Life) -> None:
    life.ads([(START, "3.21")])
    assert lines(only(life)) == [("ad_spend", "ads", "3.21")]


def test_a_return_gives_back_goods_and_fee_for_the_same_cause(life: Life) -> None:
    life.refunds([("R", "1", date(2026, 6, 6), "50.00", "return")])
    assert {cause for _, cause, _ in lines(only(life))} == {"late_refund"}


def test_nothing_that_changes_nothing_is_told(life: Life) -> None:
    """The same orders exported once more."""
    life.orders(BASE)
    assert only(life).lines == ()
    assert carried_into(life.scope(), SECOND) == ()


def test_a_week_signed_later_keeps_what_it_carried(life: Life) -> None:
    """The line of 40 stands in the second week for good; only what comes after it is open again."""
    life.refunds([("R", "1", date(2026, 6, 6), "40.00", "money"), ("S", "4", date(2026, 6, 14), "1.00", "money")])
    signed(life, SECOND)
    first, second = restatements(life.scope())
    assert sum(each.amount for each in first.carried if each.figure == "refunds") == Decimal("40.00")
    assert (first.open, second.lines) == ((), ())
    life.refunds([("Q", "3", date(2026, 6, 7), "7.00", "money"), ("Q2", "4", date(2026, 6, 14), "1.00", "money")])
    first, second = restatements(life.scope())
    assert {each.figure: each.amount for each in first.open}["refunds"] == Decimal("7.00")
    third = carried_into(life.scope(), date(2026, 6, 15))
    assert sum(each.amount for each in third if each.figure == "refunds") == Decimal("8.00")
    assert signatures(life.desk.shop)[SECOND].in_force is not None


def test_a_week_signed_anew_takes_back_what_a_later_one_carried(life: Life) -> None:
    life.refunds([("R", "1", START, "40.00", "money"), ("S", "4", date(2026, 6, 14), "1.00", "money")])
    signed(life, SECOND)
    signed(life, START)
    assert confirmed(signatures(life.desk.shop))[START].version == 2
    first, _second = restatements(life.scope())
    assert first.lines == ()
    assert {each.figure: each.amount for each in first.open}["refunds"] == Decimal("-40.00")


def test_the_claimed_book_keeps_brushing_in(desk: Desk) -> None:
    life = Life(desk)
    life.costs([("LAMP", "30.00", START), ("CUP", "10.00", START)])
    life.orders(BASE)
    signed(life, START, book="claimed")
    life.brushing({"2": (date(2026, 6, 3), "8.00")})
    [found] = restatements(life.scope())
    assert lines(found) == [("other_costs", "brushing", "8.00")]
    assert found.today["gross_sales"] == life.truth("claimed")[START]["gross_sales"]


def test_the_service_fee_follows_the_sales_under_its_own_cause(life: Life) -> None:
    """Ten per cent of what was sold: 40 back take 4 of the fee with them. The contract is agreed before the week is signed anew."""
    clause = {"kind": "rate", "rate": "0.10", "basis": "net_sales", "book": "cleaned"}
    terms = [Change("engagement", "engagement.service_start", "2026-06-01"), Change("engagement", "clauses", [clause])]
    book(life.desk.shop).append(terms, "店主")
    signed(life, START)
    life.refunds([("R", "1", START, "40.00", "money"), ("S", "4", date(2026, 6, 14), "1.00", "money")])
    [found] = restatements(life.scope())
    assert found.signature.version == 2
    assert ("service_fee", "fee", "-4.00") in [(x.figure, x.cause, f"{x.amount:.2f}") for x in found.lines]
    assert adds_up(found)


def test_the_same_rows_under_another_program_are_another_definition(life: Life) -> None:
    """Nothing came, nothing went, the amounts are others: the program counts differently now."""
    [found] = confirmed(signatures(life.desk.shop)).values()
    rows = found.rows(life.desk.shop)
    dearer = between("select * replace (cast(amount + 1 as decimal(18, 2)) as amount) from rows", rows=rows)
    known = Known(found["last_upload"], found.at.date(), None, program_changed=True, cleaned=True)
    causes = set(changes(life.desk.shop, rows, dearer, known)["cause"].to_pylist())
    assert causes == {"definition"}
