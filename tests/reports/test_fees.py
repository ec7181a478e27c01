"""The fee by hand: figures.md's worked examples, the worked check of before-after.md section 7, and what must always hold."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from book.engagement import Clause, Engagement
from reports.contract.case import Case, fen
from reports.contract.facts import Facts
from reports.contract.fees import accrued, lines, total
from reports.contract.month import Month, months
from reports.contract.streak import states

BOOKS = ("cleaned", "claimed")
METRICS = ("net_sales", "gross_sales")


def clause(kind: str, **said: Any) -> Clause:
    return Clause(kind, {name: Decimal(value) if name in AMOUNTS else value for name, value in said.items()})


AMOUNTS = ("amount", "rate", "below", "refund", "discount", "cap", "over")
BASE = clause("fixed", amount="5000.00")
BONUS = clause("rate_on_excess", rate="0.10")
SHORT = clause("refund_if_streak", months=2, below="0.80", refund="0.50", of="base", scope="streak")


def sold(**by_month: str) -> Facts:
    """Sales of whole months: m2025_03="38000.00" falls on the middle of the month."""
    by_day = {Month.named(name[1:].replace("_", "-")).first + timedelta(14): Decimal(v) for name, v in by_month.items()}
    return Facts({(book, metric): by_day for book in BOOKS for metric in METRICS})


def case(facts: Facts, *clauses: Clause, target: str = "80000.00", **said: Any) -> Case:
    named = [str(month) for month in months(Month(2025, 1), Month(2025, 12))]
    agreed = Engagement(targets={name: Decimal(target) for name in named}, clauses=clauses, **said)
    return Case(agreed, facts)


def fee(world: Case, month: str) -> Decimal:
    return total(lines(world, Month.named(month)))


@pytest.mark.parametrize(
    ("sales", "clauses", "wanted"),
    [
        ("120000.00", (BASE, BONUS), "9000.00"),
        ("60000.00", (BASE, BONUS), "5000.00"),
        ("80000.00", (BASE, BONUS), "5000.00"),
        ("120000.00", (clause("rate", rate="0.15"),), "18000.00"),
    ],
)
def test_the_examples_of_the_design(sales: str, clauses: tuple[Clause, ...], wanted: str) -> None:
    assert fee(case(sold(m2025_04=sales), *clauses), "2025-04") == Decimal(wanted)


# --- 10 March to 9 September, paid by the quarter; every number worked by hand in before-after.md -----

DISCOUNT = clause(
    "term_discount",
    options={"month": Decimal("0.95"), "quarter": Decimal("0.9"), "year": Decimal("0.8")},
    chosen="quarter",
)
SERVICE: dict[str, Any] = {"service_start": date(2025, 3, 10), "service_end": date(2025, 9, 9)}
SALES = {"03": "38000.00", "04": "61234.56", "05": "62999.99", "06": "63999.99", "07": "91234.55", "08": "150000.00"}


def worked(*clauses: Clause) -> Case:
    by_day = {date(2025, int(month), 15): Decimal(amount) for month, amount in SALES.items()}
    by_day[date(2025, 9, 5)] = Decimal("30000.00")
    # What was sold before and after the service is nobody's.
    by_day |= {date(2025, 3, 9): Decimal("999999.00"), date(2025, 9, 10): Decimal("999999.00")}
    return case(Facts({(book, metric): by_day for book in BOOKS for metric in METRICS}), *clauses, **SERVICE)


SPAN = months(Month(2025, 3), Month(2025, 9))
ALL_MONTHS = {
    # month: base, bonus, discount
    "2025-03": ("3548.39", "0.00", "-354.84"),
    "2025-04": ("5000.00", "0.00", "-500.00"),
    "2025-05": ("5000.00", "0.00", "-500.00"),
    "2025-06": ("5000.00", "0.00", "-500.00"),
    "2025-07": ("5000.00", "1123.46", "-500.00"),
    "2025-08": ("5000.00", "7000.00", "-500.00"),
    "2025-09": ("1500.00", "600.00", "-150.00"),
}


def test_the_worked_check_line_by_line() -> None:
    world = worked(BASE, BONUS, DISCOUNT)
    found = {str(month): tuple(str(line.amount) for line in lines(world, month)) for month in SPAN}
    assert found == ALL_MONTHS


@pytest.mark.parametrize(
    ("scope", "given_back", "wanted"),
    [
        ("streak", "4500.00", "31267.01"),
        ("all", "6096.78", "29670.23"),
        ("last", "2250.00", "33517.01"),
    ],
)
def test_the_worked_check_with_its_refund(scope: str, given_back: str, wanted: str) -> None:
    short = Clause("refund_if_streak", {**SHORT.said, "of": "fee", "scope": scope})
    world = worked(BASE, BONUS, DISCOUNT, short)
    back = {str(month): states(world, month)[0] for month in SPAN}
    assert {month: state.state for month, state in back.items()} == {
        "2025-03": "quiet",  # served in part
        "2025-04": "near",
        "2025-05": "fired",
        "2025-06": "quiet",  # the third month of the streak: it has fired
        "2025-07": "quiet",
        "2025-08": "quiet",
        "2025-09": "quiet",
    }
    assert back["2025-05"].amount == Decimal(given_back)
    net = sum((fee(world, str(month)) for month in SPAN), Decimal(0)) - sum(state.amount for state in back.values())
    assert net == Decimal(wanted)


def test_the_worked_check_as_a_pure_rate() -> None:
    world = worked(clause("rate", rate="0.15"))
    assert sum((fee(world, str(month)) for month in SPAN), Decimal(0)) == Decimal("74620.36")


# --- the refund clause -------------------------------------------------------------------------------


def streak(short: Clause = SHORT, **sales: str) -> list[tuple[str, str]]:
    world = case(sold(**sales), BASE, short, service_start=date(2025, 1, 1))
    found = [states(world, Month.named(name[1:].replace("_", "-")))[0] for name in sales]
    return [(state.state, str(state.amount)) for state in found]


def test_it_fires_after_the_second_month_and_exactly_80_per_cent_is_not_below() -> None:
    assert streak(m2025_01="60000.00", m2025_02="63900.00", m2025_03="64000.00") == [
        ("near", "0.00"),
        ("fired", "5000.00"),
        ("quiet", "0.00"),
    ]
    assert streak(m2025_01="64000.00", m2025_02="63999.99") == [("quiet", "0.00"), ("near", "0.00")]


def test_a_near_month_says_what_one_more_would_do() -> None:
    world = case(sold(m2025_01="60000.00"), BASE, SHORT, service_start=date(2025, 1, 1))
    [state] = states(world, Month(2025, 1))
    assert state.next
    assert (state.next.below, state.next.amount) == (Decimal("64000.00"), Decimal("5000.00"))
    assert "one more month below ¥64,000.00 triggers ¥5,000.00" in state.said.in_english()


def test_a_streak_fires_once_unless_the_contract_repeats_it() -> None:
    five: dict[str, Any] = {f"m2025_0{n}": "1.00" for n in range(1, 6)}
    assert [state for state, _ in streak(**five)] == ["near", "fired", "quiet", "quiet", "quiet"]
    again = Clause("refund_if_streak", {**SHORT.said, "repeat": True})
    assert streak(again, **five) == [
        ("near", "0.00"),
        ("fired", "5000.00"),
        ("fired", "2500.00"),
        ("fired", "2500.00"),
        ("fired", "2500.00"),
    ]
    broken = five | {"m2025_03": "64000.00"}
    assert [state for state, _ in streak(**broken)] == ["near", "fired", "quiet", "near", "fired"]


def test_months_that_do_not_count_are_passed_over() -> None:
    spared = Clause("refund_if_streak", {**SHORT.said, "excluded_months": ("2025-02",)})
    low: dict[str, Any] = {"m2025_01": "1.00", "m2025_02": "1.00", "m2025_03": "1.00"}
    assert [state for state, _ in streak(spared, **low)] == ["near", "near", "fired"]


def test_a_month_without_a_target_ends_a_streak() -> None:
    world = case(sold(m2025_01="1.00", m2025_02="1.00", m2025_03="1.00"), BASE, SHORT, service_start=date(2025, 1, 1))
    some = {name: amount for name, amount in world.agreed.targets.items() if name != "2025-02"}
    agreed = Engagement(targets=some, clauses=world.agreed.clauses, service_start=date(2025, 1, 1))
    found = [states(Case(agreed, world.facts), Month(2025, n))[0].state for n in (1, 2, 3)]
    assert found == ["near", "quiet", "near"]


def test_missing_days_are_named_and_change_no_state() -> None:
    by_day = {date(2025, 1, 15): Decimal("1.00")}
    covered = frozenset(date(2025, 1, day) for day in range(1, 32) if day not in (3, 4, 9))
    facts = Facts({("cleaned", "net_sales"): by_day}, covered=covered, today=date(2025, 6, 1))
    [state] = states(case(facts, BASE, SHORT, service_start=date(2025, 1, 1)), Month(2025, 1))
    assert state.state == "near"
    assert "Orders are missing for 2025-01-03 – 2025-01-04, 2025-01-09." in state.said.in_english()


def test_nothing_known_is_not_below() -> None:
    facts = Facts({}, covered=frozenset([date(2025, 1, 1)]), today=date(2025, 6, 1))
    [state] = states(case(facts, BASE, SHORT, service_start=date(2025, 1, 1)), Month(2025, 2))
    assert state.state == "quiet"


# --- the other clauses -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("prorate", "wanted"), [("calendar_days", "3548.39"), ("thirty_days", "3666.67"), ("none", "5000.00")]
)
def test_a_part_month(prorate: str, wanted: str) -> None:
    world = worked(clause("fixed", amount="5000.00", prorate=prorate))
    assert fee(world, "2025-03") == Decimal(wanted)
    assert fee(world, "2025-04") == Decimal("5000.00")
    assert fee(world, "2025-10") == fee(world, "2025-02") == 0


STEPS = ({"from": Decimal("0.00"), "rate": Decimal("0.10")}, {"from": Decimal("100000.00"), "rate": Decimal("0.08")})


@pytest.mark.parametrize(
    ("sales", "marginal", "wanted"),
    [
        ("50000.00", True, "5000.00"),
        ("150000.00", True, "14000.00"),  # 100,000 × 10 % + 50,000 × 8 %
        ("150000.00", False, "12000.00"),  # 150,000 × 8 %
        ("100000.00", False, "8000.00"),
        ("99999.99", False, "10000.00"),
        ("-100.00", True, "-10.00"),  # more was given back than sold
    ],
)
def test_tiers(sales: str, marginal: bool, wanted: str) -> None:
    world = case(sold(m2025_04=sales), clause("tiers", tiers=STEPS, marginal=marginal))
    assert fee(world, "2025-04") == Decimal(wanted)


def test_a_cap_and_the_days_a_clause_holds() -> None:
    assert fee(case(sold(m2025_04="120000.00"), clause("rate", rate="0.15", cap="9999.00")), "2025-04") == Decimal(
        "9999.00"
    )
    late = clause("rate", rate="0.15", starts=date(2025, 4, 16))
    assert fee(case(sold(m2025_04="120000.00"), late), "2025-04") == 0


@pytest.mark.parametrize(("visitors", "wanted"), [(1500, "0.00"), (1501, "5000.00")])
def test_growth_pays_only_above_the_limit(visitors: int, wanted: str) -> None:
    grown = clause("rate_if_growth", rate="0.05", over="0.50", baseline=1000)
    facts = Facts(sold(m2025_04="100000.00").sales, {"visitors": {date(2025, 4, 30): visitors}})
    assert fee(case(facts, grown), "2025-04") == Decimal(wanted)


def test_growth_of_what_the_additional_traffic_brought() -> None:
    grown = clause(
        "rate_if_growth",
        rate="0.05",
        over="0.50",
        of="increment",
        baseline_from=date(2025, 3, 1),
        baseline_to=date(2025, 3, 30),
    )
    traffic = {date(2025, 3, 10): 1000, date(2025, 4, 30): 2000}
    facts = Facts(sold(m2025_04="100000.00").sales, {"visitors": traffic})
    assert fee(case(facts, grown), "2025-04") == Decimal("2500.00")  # half of the visitors are additional


def test_a_discount_on_the_whole_fee_and_typed_as_a_share() -> None:
    off = clause("term_discount", discount="0.90", applies_to="fee")
    assert fee(case(sold(m2025_04="120000.00"), BASE, BONUS, off), "2025-04") == Decimal("8100.00")
    half = clause("term_discount", discount="0.90", starts=date(2025, 4, 16))  # 15 of 30 days
    assert fee(case(sold(), BASE, half), "2025-04") == Decimal("4750.00")


def test_what_a_shortfall_carried_over_is_worth() -> None:
    carried = Clause("rate_on_excess", {**BONUS.said, "carried": True})
    world = case(sold(m2025_01="70000.00", m2025_02="100000.00"), carried, service_start=date(2025, 1, 1))
    assert fee(world, "2025-02") == Decimal("1000.00")  # 100,000 − 80,000 − the 10,000 that January lacked
    assert fee(case(sold(m2025_01="70000.00", m2025_02="100000.00"), BONUS), "2025-02") == Decimal("2000.00")


def test_one_book_for_all_clauses() -> None:
    day = date(2025, 4, 15)
    facts = Facts({("cleaned", "net_sales"): {day: Decimal(90000)}, ("claimed", "net_sales"): {day: Decimal(120000)}})
    world = case(facts, BASE, BONUS)
    assert [fee(Case(world.agreed, facts, book), "2025-04") for book in (None, "cleaned", "claimed")] == [
        6000,
        6000,
        9000,
    ]


@pytest.mark.parametrize(
    ("exact", "wanted"), [("0.005", "0.01"), ("-0.005", "-0.01"), ("1123.455", "1123.46"), ("0.0049", "0.00")]
)
def test_half_up_away_from_zero(exact: str, wanted: str) -> None:
    assert fen(Fraction(exact)) == Decimal(wanted)


# --- what must always hold -----------------------------------------------------------------------------

cents = st.integers(-5_000_00, 20_000_00).map(lambda units: Decimal(units) / 100)
shares = st.sampled_from(["0.01", "0.05", "0.10", "0.125", "0.15", "0.333333", "1"])
fees = st.one_of(
    st.builds(lambda a, p: clause("fixed", amount=a, prorate=p), st.sampled_from(["0.01", "5000.00", "3333.33"]),
              st.sampled_from(["calendar_days", "thirty_days", "none"])),
    st.builds(lambda r: clause("rate", rate=r), shares),
    st.builds(lambda r, p: clause("rate_on_excess", rate=r, prorate_target=p), shares, st.sampled_from(["calendar_days", "none"])),
    st.builds(lambda m: clause("tiers", tiers=STEPS, marginal=m), st.booleans()),
    st.builds(lambda d, a, s: clause("term_discount", discount=d, applies_to=a, starts=s), shares, st.sampled_from(["base", "fee"]),
              st.dates(date(2025, 1, 1), date(2025, 6, 30))),
)  # fmt: skip
spans = st.tuples(st.dates(date(2025, 1, 1), date(2025, 6, 30)), st.integers(0, 150))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(fees, min_size=1, max_size=4),
    spans,
    st.dictionaries(st.dates(date(2025, 1, 1), date(2025, 8, 31)), cents, max_size=40),
    st.data(),
)
def test_the_fee_of_parts_is_the_fee_of_the_whole(
    clauses: list[Clause], span: tuple[date, int], by_day: dict[date, Decimal], data: st.DataObject
) -> None:
    start, length = span
    facts = Facts({("cleaned", "net_sales"): by_day})
    world = case(facts, *clauses, target="3000.00", service_start=start, service_end=start + timedelta(length))
    month = data.draw(st.sampled_from(months(Month(2025, 1), Month(2025, 12))))
    whole = total(lines(world, month))
    by_days = [accrued(world, day, day) for n in range(month.length) for day in [month.first + timedelta(n)]]
    assert sum(by_days, Decimal(0)) == whole
    cut = data.draw(st.dates(date(2025, 1, 1), date(2025, 12, 30)))
    year = (date(2025, 1, 1), date(2025, 12, 31))
    assert accrued(world, year[0], cut) + accrued(world, cut + timedelta(1), year[1]) == accrued(world, *year)
    assert accrued(world, *year) == sum(
        (fee(world, str(each)) for each in months(Month(2025, 1), Month(2025, 12))), Decimal(0)
    )
