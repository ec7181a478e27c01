"""A warehouse that cannot be brought up to date: the figures stay, the reader is told which file and the way out."""

from datetime import date
from decimal import Decimal

import pytest

import warehouse
from etl import doubt
from etl.check import CheckBroken
from etl.pipeline import is_current
from tests.etl.test_versions import made_by_another_version, make_older
from tests.made import Desk, sheet, taobao_order
from tests.pages.visit import PAGES, Visit

READ = "can no longer be read"


@pytest.fixture
def stuck(orders_only: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The program is newer than the build, and the clock was set back to where the orders of 2026 cannot be."""
    made_by_another_version(orders_only)
    monkeypatch.setattr(doubt, "today", lambda: date(2024, 1, 1))
    return orders_only


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("stuck")
def test_every_page_says_which_file_and_the_way_out(page: str) -> None:
    visit = Visit(page, "en-US", lang="en")
    assert visit.errors == []
    assert visit.said.count(READ) == 1
    assert "ExportOrderList202606150900.csv (number 1) can no longer be read:" in visit.said
    assert "The figures stay as they were; take this file out and load a good one." in visit.said


def test_the_old_figures_stay_in_use(stuck: Desk) -> None:
    builds = stuck.shop.builds()
    assert Visit(week="2026-06-01", lang="en").ladder("Gross sales") == "¥71.70"
    assert stuck.shop.builds() == builds


@pytest.mark.usefixtures("stuck")
def test_the_files_are_not_tried_again_at_every_click(monkeypatch: pytest.MonkeyPatch) -> None:
    visit = Visit("week", "en-US")
    monkeypatch.setattr("views.behind.rebuild_all", lambda shop: pytest.fail("tried again"))
    assert READ in visit.go("products").said


def test_a_new_file_waits(stuck: Desk) -> None:
    visit = Visit("files", "en-US")
    visit.app.file_uploader[0].set_value([("b.csv", sheet([taobao_order("Z9", day="2023-12-01")]).encode(), "text/csv")]).run()  # fmt: skip
    assert visit.errors == []
    assert visit.said.count(READ) == 2, "at the top, and where the file was dropped"


def test_the_file_taken_out_frees_the_shop(stuck: Desk) -> None:
    stuck_too = taobao_order("Z1", day="2026-07-01")
    with pytest.MonkeyPatch.context() as then:
        then.setattr(doubt, "today", lambda: date(2026, 8, 1))
        stuck.accept(("second.csv", sheet([stuck_too])), ("third.csv", sheet([taobao_order("Z2", "7.77", day="2023-12-01")])))  # fmt: skip
    made_by_another_version(stuck)
    visit = Visit("files", "en-US")
    assert visit.said.count(READ) == 2
    for place, left in ((0, 1), (0, 0)):
        visit.app.selectbox("undo_pick").select_index(place).run()
        visit.press("undo_button")
        assert visit.errors == []
        assert visit.said.count(READ) == left
    assert is_current(stuck.shop)
    assert stuck.one("sum(gross_sales)", "marts.daily") == Decimal("7.77")


def test_a_page_that_the_old_build_cannot_fill_says_so(orders_only: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    make_older(orders_only)
    monkeypatch.setattr(doubt, "today", lambda: date(2024, 1, 1))
    visit = Visit("week", "en-US")
    assert visit.errors == []
    assert READ in visit.said
    assert "it did not know what this page shows" in visit.said


def test_a_check_that_fails_is_told_too(orders_only: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(shop: warehouse.Shop) -> str:
        raise CheckBroken("lines are lines (1 rows)")

    made_by_another_version(orders_only)
    monkeypatch.setattr("views.behind.rebuild_all", broken)
    visit = Visit("week", "en-US", week="2026-06-01")
    assert visit.errors == []
    assert "a check of the program failed (lines are lines (1 rows))" in visit.said
    assert visit.ladder("Gross sales") == "¥71.70"
