"""The 对账表 on paper: A4, every column on the sheet, heads repeat, boxes stay whole, nothing runs and nothing is fetched."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import cycle, islice
from pathlib import Path

import pyarrow as pa
import pytest
import streamlit as st
from playwright.sync_api import Browser, Page

from reports.metric import Figures
from reports.statement import Statement
from reports.weekly import Week
from tests.views.statements import MARKUP, Case, all_cases
from views.statement.page import statement_page

__all__ = ["all_cases"]
pytestmark = pytest.mark.browser
PAPER = (595.3, 841.9)  # A4 in points
INSIDE = 703  # 186 mm in the pixels of CSS: what the margins leave of the width
NAMES = ("range", "claimed_book", "signed", "carried")
BEYOND = """
() => {
  const right = document.body.getBoundingClientRect().left + WIDTH + 0.6;
  return [...document.querySelectorAll('th, td, dt, dd, h1, h2, p')].filter(each => {
    const range = document.createRange(); range.selectNodeContents(each);
    return each.getBoundingClientRect().right > right || range.getBoundingClientRect().right > right
      || each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).display !== 'inline';
  }).map(each => each.textContent);
}
""".replace("WIDTH", str(INSIDE))


@pytest.fixture(params=["zh", "en"])
def either(request: pytest.FixtureRequest) -> Iterator[str]:
    st.session_state["view_lang"] = request.param
    yield str(request.param)
    st.session_state["view_lang"] = None


@pytest.fixture
def paper(browser: Browser) -> Iterator[Page]:
    """A window as wide as what the margins leave, seen as print; it asks for nothing."""
    window = browser.new_page(viewport={"width": INSIDE, "height": 1000})
    window.emulate_media(media="print")
    asked: list[str] = []
    window.on("request", lambda request: asked.append(request.url))
    window.on("dialog", lambda dialog: asked.append(dialog.message))
    yield window
    window.close()
    assert asked == []


def large(found: Statement) -> Statement:
    """Amounts of eight digits before the point in every cell, and sixty rows of files with long names."""

    def grown(week: Week) -> Week:
        figures: Figures = {
            name: Decimal("-87654321.09")
            if isinstance(value, Decimal)
            else 12345678
            if isinstance(value, int)
            else value
            for name, value in week.figures.items()
        }
        return replace(week, figures=figures)

    number = found.rows.num_rows
    names = [f"{n}_{'长' * 30}{'a_long_file_name_' * 4}{MARKUP}.csv" for n in range(60)]
    rows = found.rows.set_column(
        found.rows.schema.get_field_index("file"), "file", pa.array(islice(cycle(names), number))
    )
    return replace(found, week=grown(found.week), days=tuple(map(grown, found.days)), rows=rows)


def printed(page: Page, folder: Path) -> bytes:
    content = page.pdf(path=folder / "statement.pdf", prefer_css_page_size=True)
    return bytes(content)


def boxes(content: bytes) -> list[tuple[float, float]]:
    """The size of every page of a PDF."""
    found = re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)", content)
    return [(float(wide), float(high)) for wide, high in found]


@pytest.mark.parametrize("name", NAMES)
def test_every_column_is_on_the_paper(
    all_cases: dict[str, Case], name: str, either: str, paper: Page, tmp_path: Path
) -> None:
    for found in (all_cases[name].found, large(all_cases[name].found)):
        paper.set_content(statement_page("灯具店", found))
        assert paper.evaluate(BEYOND) == []
        assert paper.evaluate("document.documentElement.scrollWidth") <= INSIDE
        sizes = boxes(printed(paper, tmp_path))
        assert sizes
        assert all(abs(a - b) < 1 for size in sizes for a, b in zip(size, PAPER, strict=True))


def test_what_would_not_fit_is_found(paper: Page, all_cases: dict[str, Case]) -> None:
    """The check above sees a table that is too wide."""
    body = statement_page("店", all_cases["signed"].found).replace("</style>", "td.n { min-width: 90mm }</style>", 1)
    paper.set_content(body)
    assert paper.evaluate(BEYOND)


def test_heads_repeat_and_boxes_stay_whole(all_cases: dict[str, Case], either: str, paper: Page) -> None:
    paper.set_content(statement_page("灯具店", large(all_cases["range"].found)))
    heads = paper.evaluate("[...document.querySelectorAll('thead')].map(each => getComputedStyle(each).display)")
    assert set(heads) == {"table-header-group"}
    style = "each => getComputedStyle(each).breakInside"
    for what in (".boxes", "tr"):
        assert paper.eval_on_selector(what, style) == "avoid"


def test_text_from_files_is_text(all_cases: dict[str, Case], either: str, paper: Page) -> None:
    """File names, the shop's name, a name that would end the style sheet's string."""
    title = f'"}}</style>{MARKUP}\\'
    paper.set_content(statement_page(title, large(all_cases["range"].found)))
    assert paper.locator("script").count() == 0
    assert paper.locator("style").count() == 1
    assert paper.locator("header p").inner_text() == title
    assert MARKUP in paper.locator("body").inner_text()


def test_a_signed_week_names_both_parties_and_what_changed(all_cases: dict[str, Case], paper: Page) -> None:
    st.session_state["view_lang"] = "en"
    paper.set_content(statement_page("灯具店", all_cases["signed"].found))
    said = paper.locator("body").inner_text()
    st.session_state["view_lang"] = None
    for words in (
        "好灯照明有限公司",
        "启航电子商务代运营有限公司",
        "20260601-v1",
        "阿代",
        "店主",
        "Changed since it was signed",
    ):
        assert words in said, words
    row = paper.locator("tr", has_text="Net profit").filter(has_text="70.21").inner_text()
    assert "−¥9.29" in row
    assert "¥60.92" in row
    assert "late refunds" in said


def test_it_is_read_on_a_phone_without_moving_sideways(all_cases: dict[str, Case], either: str, paper: Page) -> None:
    paper.emulate_media(media="screen")
    paper.set_viewport_size({"width": 390, "height": 800})
    paper.set_content(statement_page("灯具店", large(all_cases["signed"].found)))
    assert paper.evaluate("document.documentElement.scrollWidth") <= 390
