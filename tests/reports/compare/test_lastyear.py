"""The same days a year before: whole weeks, the Spring Festival by the lunar year, and growth by plain arithmetic."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest

from reports.compare.lastyear import growth, last_year, year_before
from reports.compare.period import Period
from reports.scope import Scope, days
from tests.made import Desk, sheet, taobao_order

FIRST, START, LAST = date(2025, 1, 6), date(2026, 5, 4), date(2026, 6, 28)  # 69 weeks, then 8 of service


@pytest.mark.parametrize(
    ("day", "like"),
    [
        ("2026-05-15", "2025-05-16"),  # a Friday and a Friday
        ("2026-02-17", "2025-01-29"),  # both the first day of the lunar year
        ("2026-02-10", "2025-01-22"),
        ("2026-03-09", "2025-02-18"),  # twenty days after
        ("2026-01-20", "2025-01-01"),  # four weeks before
        ("2025-12-31", "2025-01-01"),
    ],
)
def test_like_days(day: str, like: str) -> None:
    found = year_before(date.fromisoformat(day))
    if day == "2025-12-31":  # a quiet day now, four weeks before the festival then
        assert found is None
    else:
        assert found == date.fromisoformat(like)


def test_no_two_days_have_the_same_like_day() -> None:
    span = days(date(2019, 6, 1), date(2027, 5, 31))
    likes = [like for day in span if (like := year_before(day)) is not None]
    assert len(likes) == len(set(likes))


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("told")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DUIZHANG_DATA", str(folder / "data"))
        desk = Desk(folder)
        rows = [taobao_order(f"{n}", amount(day), day=f"{day}") for n, day in enumerate(days(FIRST, LAST))]
        desk.accept(("orders.csv", sheet(rows)))
        yield desk


@pytest.fixture
def shop(told: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("DUIZHANG_DATA", str(told.folder / "data"))
    return told


def amount(day: date) -> str:
    """100 a day in 2025, 120 in 2026, and 180 under service; of June a half more in every year."""
    ordinary = Decimal(100 if day.year == 2025 else 120 if day < START else 180)
    return f"{ordinary * (Decimal('1.5') if day.month == 6 else 1):.2f}"


def test_a_period_against_the_same_days_a_year_before(shop: Desk) -> None:
    period = Period(date(2026, 5, 4), date(2026, 5, 31))
    found = last_year(Scope(shop.shop), period)
    assert found is not None
    assert (found.before.first, found.before.last) == (date(2025, 5, 5), date(2025, 6, 1))
    gross = found.row("gross_sales")
    # 27 days of May and the 1st of June 2025 against 28 days of May 2026
    assert (gross.before.value, gross.after.value) == (Decimal("2850.00"), Decimal("5040.00"))
    assert found.left_out == {}


def test_days_without_a_like_day_are_named(shop: Desk) -> None:
    period = Period(date(2026, 1, 12), date(2026, 1, 25))
    found = last_year(Scope(shop.shop), period)
    assert found is not None
    assert found.left_out["after"] == tuple(days(date(2026, 1, 12), date(2026, 1, 19)))
    assert found.row("orders").after.days == 6


def test_growth_is_the_lift_of_plain_arithmetic(shop: Desk) -> None:
    """120/100 before. Since: 28 days of May and 28 of June at 180 (June × 1.5), against 27 and 29 at 100; 12,600 / 7,050."""
    found = growth(Scope(shop.shop), Period(START, LAST))
    assert found is not None
    assert (found.pairs, found.quarter_pairs) == (56, 91 - lost())
    assert (found.service, found.service_last_year) == (Decimal("12600.00"), Decimal("7050.00"))
    assert found.lift == pytest.approx(12600 / 7050 / 1.2 - 1)  # by whole weeks one more day falls into June
    plain = [day for day in days(FIRST, LAST) if day.month != 6]
    exact = growth(Scope(shop.shop), Period(START, LAST), plain)
    assert exact is not None
    assert exact.lift == pytest.approx(0.5, abs=1e-12)  # 180/100 against 120/100
    assert exact.service == 27 * Decimal("180.00")


def lost() -> int:
    """Days of the quarter before whose like day is not covered or belongs to the other year's festival."""
    quarter = days(START - timedelta(91), START - timedelta(1))
    likes = [year_before(day) for day in quarter]
    return sum(like is None or like < FIRST for like in likes)


def test_a_short_history_has_no_growth(shop: Desk) -> None:
    assert growth(Scope(shop.shop), Period(date(2025, 12, 1), date(2026, 1, 31))) is None
