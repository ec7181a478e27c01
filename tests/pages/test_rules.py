"""The page of what a newer version changed: differences of past weeks, signed ones marked, accepted once; a line on every page until then."""

from pathlib import Path

import pytest

from book import Book
from reports.scope import Scope
from reports.signing.sign import sign
from reports.upgrade.accepted import KIND, waiting
from tests.earlier import earlier
from tests.made import Desk, desk
from tests.pages.visit import PAGES, Visit
from tests.reports.life import AGREED
from tests.reports.test_upgrade import FEE, FIRST, fill

__all__ = ["desk"]
LINE = "reckons 2 past weeks otherwise; nobody has accepted that yet."


@pytest.fixture
def older(desk: Desk, tmp_path: Path) -> Desk:
    """Two weeks whose fees an earlier version rounded to whole yuan; the first is signed."""
    with earlier(tmp_path, *FEE):
        fill(desk)
        sign(Scope(desk.shop), FIRST, "submitted", "阿代", AGREED, "early")
        sign(Scope(desk.shop), FIRST, "confirmed", "店主", AGREED)
    return desk


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("older")
def test_every_page_says_it_until_it_is_accepted(page: str) -> None:
    visit = Visit(page, "en-US", lang="en")
    assert visit.errors == []
    assert visit.said.count(LINE) == 1


def test_the_page_shows_the_differences_week_by_week_and_marks_the_signed_one(older: Desk) -> None:
    visit = Visit("rules", "en-US", lang="en")
    assert visit.errors == []
    assert "The newer version reckons 2 past weeks otherwise." in visit.said
    assert "1 of them is signed and stays as it was signed." in visit.said
    assert "facts.line_values" in visit.said
    [code] = visit.app.code
    assert {line[0] for line in code.value.splitlines()} == {"@", " ", "-", "+"}
    assert f"-        when settled.day is null then cast({FEE[2]} as decimal(18, 2))" in code.value
    assert f"+        when settled.day is null then cast({FEE[1]} as decimal(18, 2))" in code.value
    cells = visit.html.replace("</a>", "")
    for before, now, by in (
        ("¥8.00", "¥7.17", "−¥0.83"),
        ("¥95.33", "¥96.16", "+¥0.83"),
        ("¥37.00", "¥37.50", "+¥0.50"),
    ):
        assert f'<td class="n">{before}<span' in cells
        assert f">{now}</td>" in cells
        assert f'<td class="n">{by}</td>' in cells
    assert ">−¥1.33</td>" in cells, "fees in all"
    assert visit.said.count("it stays as it was signed, the difference is restated") == 1
    visit.go("week")
    assert LINE in visit.said


def test_it_is_accepted_on_the_page_once_and_then_no_page_says_it(older: Desk) -> None:
    visit = Visit("rules", "en-US", lang="en")
    other = Visit("rules", "en-US", lang="en")
    for reader, name in ((visit, "店主"), (other, "阿代")):
        [who] = [each for each in reader.app.text_input if each.label == "Who accepts"]
        who.set_value(name)
        reader.submit("Accept what changed")
        assert reader.errors == []
    assert "Accepted and written into the book, with every difference." in visit.said
    assert "Accepted and written" not in other.said
    assert "店主" in other.said, "who was first"
    [entry] = Book(older.shop).entries(KIND)
    assert entry.who == "店主"
    assert waiting(older.shop) == []
    visit.go("week")
    assert LINE not in visit.said
    visit.go("rules")
    assert "what it changed is accepted" in visit.said
    assert "店主" in visit.said


@pytest.mark.usefixtures("full")
def test_a_shop_whose_version_never_changed_says_so() -> None:
    visit = Visit("rules", "en-US", lang="en")
    assert "no newer one has changed anything" in visit.said
    assert [each.label for each in visit.app.button if each.label == "Accept what changed"] == []


def test_a_version_that_changes_nothing_says_so_and_asks_nobody(desk: Desk, tmp_path: Path) -> None:
    with earlier(tmp_path, "marts/daily.sql", "-- An order counts once,", "-- Each order counts once,"):
        fill(desk)
    visit = Visit("rules", "en-US", lang="en")
    assert "it changed no figure of any week" in visit.said
    assert "nobody has accepted that yet" not in visit.said
    assert [each.label for each in visit.app.button if each.label == "Accept what changed"] == []


@pytest.mark.usefixtures("full")
def test_every_figure_leads_to_its_definition_and_the_version_of_it() -> None:
    visit = Visit("rows", "en-US", lang="en", figure="net_profit")
    assert "of all definitions." in visit.said
    assert 'href="rules?' in visit.html
