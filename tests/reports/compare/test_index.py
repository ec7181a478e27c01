"""A category index as people paste it, and how it stands in weeks that begin on other days."""

from datetime import date, timedelta
from decimal import Decimal
from math import log

import numpy as np
import pytest

from book import book
from reports.compare.index import by_week, index, pasted, say_index
from reports.compare.season import say_season, season
from tests.made import Desk

MONDAY = date(2026, 6, 1)
KNOWN = {MONDAY + timedelta(days=7 * n): Decimal(value) for n, value in enumerate(("100", "200", "800", "400"))}


def test_a_pasted_table_is_read_line_by_line() -> None:
    found = pasted(
        "2026-06-01\t1,234.5\n2026/6/10, 99\n2026年6月17日 88\n周次 指数\n2026-06-22 -5\n2026-06-29\n2026-13-01 7\n"
    )
    assert dict(found.weeks) == {
        MONDAY: Decimal("1234.5"),
        date(2026, 6, 8): Decimal(99),
        date(2026, 6, 15): Decimal(88),
    }, "any day of a week names it"
    assert found.unread == ("周次 指数", "2026-06-22 -5", "2026-06-29", "2026-13-01 7")


def test_weeks_are_kept_one_by_one(desk: Desk) -> None:
    ledger = book(desk.shop)
    assert say_index(ledger, KNOWN, "王") == 4
    assert say_index(ledger, {MONDAY: Decimal(100), MONDAY + timedelta(days=7): None}, "王") == 1, "only what differs"
    assert list(index(desk.shop)) == [MONDAY, date(2026, 6, 15), date(2026, 6, 22)]


def test_the_index_stands_between_the_middles_of_its_weeks() -> None:
    [same] = by_week(KNOWN, [date(2026, 6, 8)], [])
    # Monday to Thursday lie between ln 100 and ln 200, Friday to Sunday between ln 200 and ln 800; ln 2 a week and ln 4 a week.
    days = [log(200) + n / 7 * log(2) for n in (-3, -2, -1, 0)] + [log(200) + n / 7 * log(4) for n in (1, 2, 3)]
    assert same == pytest.approx(sum(days) / 7)


def test_a_week_with_a_promotion_is_drawn_between_its_neighbours() -> None:
    promotion = date(2026, 6, 18)
    [busy] = by_week(KNOWN, [date(2026, 6, 15)], [promotion])
    assert busy == pytest.approx(log(200) + log(2) / 2), "half way from 200 to 400"


def test_weeks_beyond_the_index_are_not_known() -> None:
    found = by_week(KNOWN, [date(2026, 5, 30), MONDAY, date(2026, 6, 22), date(2026, 6, 23)], [])
    assert np.isnan(found).tolist() == [True, False, False, True]
    assert np.isnan(by_week({MONDAY: Decimal(1)}, [MONDAY], [])).all(), "one week is no index"


def test_what_the_merchant_says_of_the_season_is_kept(desk: Desk) -> None:
    ledger = book(desk.shop)
    assert season(desk.shop) is None
    say_season(ledger, "strong", "王")
    say_season(ledger, "strong", "王")
    assert (season(desk.shop), ledger.last) == ("strong", 1)
    say_season(ledger, None, "王")
    assert season(desk.shop) is None
    with pytest.raises(ValueError):
        say_season(ledger, "sometimes", "王")
