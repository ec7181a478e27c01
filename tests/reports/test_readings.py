"""What a wording is worth: three readings of the worked check, three amounts, three sentences."""

from decimal import Decimal

from reports.contract.month import Month
from reports.contract.readings import QUESTIONS, readings_of, worth
from reports.contract.wording import WORDS, described
from tests.reports.test_fees import BASE, BONUS, DISCOUNT, SHORT, case, clause, sold, worked


def test_the_scope_word_is_worth_3847_yuan() -> None:
    short = clause("refund_if_streak", months=2, below="0.80", refund="0.50", of="fee", scope="streak")
    found = readings_of(worked(BASE, BONUS, DISCOUNT, short), Month(2025, 9), short)
    scopes = {reading.value: reading for reading in found if reading.field == "scope"}
    assert {name: each.so_far for name, each in scopes.items()} == {
        "streak": Decimal("31267.01"),
        "all": Decimal("29670.23"),  # 35,767.01 − 6,096.78
        "last": Decimal("33517.01"),  # 35,767.01 − 2,250.00
    }
    assert worth(found, "scope") == Decimal("3846.78")
    assert len({each.said.in_english() for each in scopes.values()}) == 3, "the sentences differ"
    assert [name for name, each in scopes.items() if each.is_agreed] == ["streak"]


def test_the_month_in_which_it_fires_shows_the_difference_too() -> None:
    short = clause("refund_if_streak", months=2, below="0.80", refund="0.50", of="fee", scope="streak")
    found = readings_of(worked(BASE, BONUS, DISCOUNT, short), Month(2025, 5), short)
    assert {each.value: str(each.month) for each in found if each.field == "scope"} == {
        "streak": "0.00",  # 4,500 due, 4,500 back
        "all": "-1596.78",
        "last": "2250.00",
    }


def test_a_shortfall_carried_over_and_a_part_month_are_readings() -> None:
    found = readings_of(worked(BASE, BONUS), Month(2025, 9), BONUS)
    carried = {each.value: each.so_far for each in found if each.field == "carried"}
    # From March to June 18,774.19 + 18,765.44 + 17,000.01 + 16,000.01 are missing (70,539.65); July makes good 11,234.55 of it, August the rest and
    # 10,694.90 more than its target: 1,069.49; September 600.00. Fixed: 30,048.39.
    assert carried == {False: Decimal("38771.85"), True: Decimal("31717.88")}
    whole = {each.value: each.month for each in found if each.field == "prorate_target"}
    assert whole == {"calendar_days": Decimal("2100.00"), "none": Decimal("1500.00")}


def test_every_clause_has_its_sentence_and_its_questions() -> None:
    assert set(WORDS) == set(QUESTIONS)


def test_a_clause_is_written_back() -> None:
    agreed = case(sold(), BASE, BONUS, SHORT).agreed
    assert [described(each, agreed).in_english() for each in (BASE, BONUS, SHORT)] == [
        "¥5,000.00 a month; a month served in part counts by its calendar days.",
        "10% of what net sales without brushing are above the month's target, at or below it nothing; "
        "a month served in part has its share of the target by days.",
        "If net sales without brushing are below 80% of the target in 2 months in a row, the agency gives back 50% of "
        "the fixed fee of these months, once per streak. Exactly 80% is not below; months served in part do not count.",
    ]
