"""Promises: who may give them, what came of them by figure and by both sides' words, kept exactly on the threshold."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from book import ChangedMeanwhile
from book.engagement import Engagement, Person
from reports.contract.month import Month
from reports.review.promises import given, measured, promise, say_result, withdraw
from reports.review.rules import (
    DueTooEarly,
    NoSuchPromise,
    NotScoredByHand,
    NotTheirSide,
    UnknownPerson,
    WordsNeeded,
    WrongMeasure,
)
from reports.review.scored import Score, score
from reports.review.span import Spans
from reports.scope import Scope
from tests.made import Desk, sheet, taobao_order, wanxiangtai_day

AGREED = Engagement(people=(Person("小周", "agency"), Person("陈女士", "merchant")))
MAY, JUNE = Month(2026, 5), Month(2026, 6)
END = date(2026, 6, 30)
TODAY = date(2026, 7, 5)


@pytest.fixture
def june(desk: Desk) -> Desk:
    """June: 1,000.00 of gross sales in two orders, 80.00 refunded on its day, 100.00 of ads on every day to the 9th."""
    orders = [
        taobao_order("A1", "520.00", "80.00", day="2026-06-02", 总金额="600.00", 确认收货时间="2026-06-05 10:00:00"),
        taobao_order("A2", "400.00", day="2026-06-30", 总金额="400.00"),
    ]
    ads = [wanxiangtai_day("10.00", f"2026-06-{day:02}") for day in range(1, 10)]
    desk.accept(("orders_20260601_20260630.csv", sheet(orders)), ("ads.csv", sheet(ads)))
    return desk


def made(
    desk: Desk, metric: str = "", bound: str = "at_least", value: str = "", due: date = END, side: str = "agency"
) -> str:
    by = "小周" if side == "agency" else "陈女士"
    how = measured(metric, bound, value) if metric else None
    return promise(desk.shop, MAY, "说到做到", by, side, due, AGREED, how).subject


def came(desk: Desk, name: str, today: date = TODAY, known_to: date = END) -> Score:
    found = next(each for each in given(desk.shop).promises if each.name == name)
    return score(found, Spans(Scope(desk.shop)), known_to, today)


@pytest.mark.parametrize(
    ("metric", "bound", "value", "result", "short"),
    [
        ("gross_sales", "at_least", "1000.00", "kept", None),
        ("gross_sales", "at_least", "1000.01", "missed", Fraction(1, 100)),
        ("net_sales", "at_least", "920", "kept", None),
        ("net_sales", "at_most", "919.99", "missed", Fraction(1, 100)),
        ("orders", "at_least", "2", "kept", None),
        ("orders", "at_least", "3", "missed", Fraction(1)),
        ("refund_rate", "at_most", "8%", "kept", None),
        ("refund_rate", "at_most", "0.0799", "missed", Fraction(1, 10000)),
        ("average_order_value", "at_least", "500", "kept", None),
    ],
)
def test_exactly_on_the_threshold_is_kept(
    june: Desk, metric: str, bound: str, value: str, result: str, short: Fraction | None
) -> None:
    found = came(june, made(june, metric, bound, value))
    assert (found.result, found.short) == (result, short), found.said.in_english()


def test_a_third_is_held_against_its_own_digits_and_not_against_a_float(june: Desk) -> None:
    assert came(june, made(june, "refund_rate", "at_most", "0.08")).result == "kept"
    assert came(june, made(june, "refund_rate", "at_most", "0.079999999999")).result == "missed"


def test_a_figure_is_measured_up_to_the_day_it_is_due(june: Desk) -> None:
    assert came(june, made(june, "gross_sales", "at_least", "600", date(2026, 6, 29))).result == "kept"
    missed = came(june, made(june, "gross_sales", "at_least", "600.01", date(2026, 6, 29)))
    assert missed.said.in_english() == "Gross sales ¥600.00, promised at least ¥600.01: missed by ¥0.01."


def test_days_without_data_prove_a_growing_figure_only_upwards(june: Desk) -> None:
    """Ads are known to 9 June: 90.00, and 21 days of which nobody knows."""
    assert came(june, made(june, "ad_spend", "at_least", "90")).result == "kept"
    silent = came(june, made(june, "ad_spend", "at_most", "90"))
    assert (silent.result, silent.value) == ("no_data", Decimal("90.00"))
    assert "21 days" in silent.said.in_english()
    assert came(june, made(june, "ad_spend", "at_least", "91")).result == "no_data"
    assert (
        came(june, made(june, "gross_sales", "at_least", "1", date(2026, 8, 31)), date(2026, 9, 9)).result == "no_data"
    )
    assert came(june, made(june, "visitors", "at_least", "1")).result == "no_data"


def test_before_it_is_due_a_promise_is_open(june: Desk) -> None:
    name = made(june, "gross_sales", "at_least", "9999", date(2026, 7, 31))
    assert came(june, name).result == "open"
    assert came(june, made(june)).said.in_english() == "It was due on 2026-06-30; nobody has said yet what came of it."
    assert came(june, made(june), END).said.in_english() == "Due on 2026-06-30."


def test_a_deed_counts_once_both_sides_say_the_same(june: Desk) -> None:
    name = made(june)
    say_result(june.shop, name, "kept", "小周", "agency", AGREED)
    assert came(june, name).result == "open"
    say_result(june.shop, name, "missed", "陈女士", "merchant", AGREED, "没看到")
    assert came(june, name).result == "disputed"
    agency = next(each for each in given(june.shop).promises if each.name == name).seen_of("agency")
    say_result(june.shop, name, "missed", "小周", "agency", AGREED, seen=agency)
    assert came(june, name).result == "missed"


def test_a_changed_promise_forgets_what_was_said_of_it(june: Desk) -> None:
    name = made(june)
    for who, side in (("小周", "agency"), ("陈女士", "merchant")):
        say_result(june.shop, name, "kept", who, side, AGREED)
    [before] = given(june.shop).promises
    promise(june.shop, MAY, "别的", "小周", "agency", END, AGREED, name=name, seen=before.number)
    [after] = given(june.shop).promises
    assert (after.what, after.changes, after.word_of("agency")) == ("别的", 1, None)
    assert came(june, name).result == "open"
    with pytest.raises(ChangedMeanwhile):
        promise(june.shop, MAY, "第三", "小周", "agency", END, AGREED, name=name, seen=before.number)


def test_what_is_taken_back_stays_counted(june: Desk) -> None:
    first, second = made(june), made(june)
    assert (first, second) == ("2026-05 1", "2026-05 2")
    with pytest.raises(WordsNeeded):
        withdraw(june.shop, first, "小周", AGREED, "")
    withdraw(june.shop, first, "小周", AGREED, "供应商停产")
    found = given(june.shop)
    assert [each.name for each in found.promises] == [second]
    assert found.withdrawn == {MAY: 1}
    assert made(june) == "2026-05 3", "a number is never given twice"
    with pytest.raises(NoSuchPromise):
        withdraw(june.shop, first, "小周", AGREED, "再来")


def test_a_review_looks_back_on_what_is_due_in_its_month(june: Desk) -> None:
    made(june)
    later = made(june, due=date(2026, 8, 31))
    found = given(june.shop)
    assert len(found.scored_in(JUNE)) == 2
    assert [each.name for each in found.scored_in(JUNE.after())] == [later]
    assert [each.name for each in found.scored_in(JUNE.after(2))] == [later]
    assert found.scored_in(JUNE.after(3)) == ()
    assert len(found.of(MAY)) == 2


def test_nobody_promises_or_scores_for_the_other_side(june: Desk) -> None:
    with pytest.raises(NotTheirSide):
        promise(june.shop, MAY, "补货", "小周", "merchant", END, AGREED)
    with pytest.raises(UnknownPerson):
        promise(june.shop, MAY, "补货", "路人", "agency", END, AGREED)
    with pytest.raises(WordsNeeded):
        promise(june.shop, MAY, " ", "小周", "agency", END, AGREED)
    with pytest.raises(DueTooEarly):
        promise(june.shop, MAY, "补货", "小周", "agency", MAY.last, AGREED)
    with pytest.raises(NotTheirSide):
        say_result(june.shop, made(june), "kept", "小周", "merchant", AGREED)
    with pytest.raises(NotScoredByHand):
        say_result(june.shop, made(june, "orders", value="1"), "kept", "小周", "agency", AGREED)


@pytest.mark.parametrize(
    ("metric", "value", "wanted"),
    [("refund_rate", "8%", "0.08"), ("refund_rate", "8％", "0.08"), ("refund_rate", "0.08", "0.08"), ("net_sales", "¥12,000.50", "12000.50")],
)  # fmt: skip
def test_a_value_is_read_as_people_write_it(metric: str, value: str, wanted: str) -> None:
    assert measured(metric, "at_most", value).value == Decimal(wanted)


@pytest.mark.parametrize(
    ("metric", "bound", "value"),
    [
        ("refund_rate", "at_most", "8"),
        ("net_sales", "at_most", "8%"),
        ("net_sales", "about", "8"),
        ("luck", "at_most", "8"),
        ("net_sales", "at_most", "viel"),
        ("net_sales", "at_most", "nan"),
    ],
)
def test_what_cannot_be_measured_is_refused(metric: str, bound: str, value: str) -> None:
    with pytest.raises(WrongMeasure):
        measured(metric, bound, value)
