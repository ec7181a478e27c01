"""The weekly report on the page: both sides write into it, a line is taken back and stays in the book, three files are offered."""

import pytest

from book import book
from reports.weekreport.items import KIND, items
from tests.made import Desk
from tests.pages.visit import Visit
from tests.reports.weekshop import WEEK, make


@pytest.fixture
def written(empty: Desk) -> Desk:
    return make(empty)


def visit(language: str = "en-US") -> Visit:
    found = Visit("reconcile", language, week=WEEK.isoformat())
    assert found.errors == []
    return found


def test_what_both_sides_wrote_is_shown_as_text(written: Desk) -> None:
    page = visit()
    assert "改了3个标题" in page.said
    assert "from the merchant, asked by 小周" in page.said
    assert "上周的事" not in page.said
    assert "<script>alert" not in page.html
    assert "&lt;script&gt;" in page.html


def test_a_line_is_written_by_the_side_of_its_writer(written: Desk) -> None:
    page = visit()
    page.app.text_input("week_item_who").set_value("陈女士")  # the form is sent whole
    page.app.selectbox("week_item_list").set_value("needed")
    page.app.text_input("week_item_text").set_value("  请  降价 ")
    page.submit("Add")
    assert page.errors == []
    assert "请 降价" in page.said
    newest = max(items(book(written.shop), WEEK), key=lambda each: each.number)
    assert (newest.list, newest.side, newest.text, newest.who) == ("needed", "merchant", "请 降价", "陈女士")


def test_an_empty_line_is_not_written(written: Desk) -> None:
    before = book(written.shop).last
    page = visit()
    page.app.text_input("week_item_text").set_value("   ")
    page.submit("Add")
    assert book(written.shop).last == before


def test_a_line_taken_back_stays_in_the_book(written: Desk) -> None:
    page, ledger = visit(), book(written.shop)
    done = items(ledger, WEEK)[0]
    page.choose("week_item_chosen", done).press("week_item_back")
    assert page.errors == []
    assert "改了3个标题" not in page.html
    assert done.number in [entry.number for entry in ledger.entries(KIND)]
    ledger.verify()


LABELS = {
    "zh-CN": ["Excel 表格", "打印版（A4）", "发群图片"],
    "en-US": ["Excel", "To print on A4", "Picture for a chat"],
}


@pytest.mark.parametrize(("language", "labels"), LABELS.items())
def test_three_files_are_offered(written: Desk, language: str, labels: list[str]) -> None:
    buttons = [each.proto for each in visit(language).all("download_button")]
    assert [each.label for each in buttons if "weekreport" in each.id] == labels
