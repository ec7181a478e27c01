"""What comes from a file is text and never markup: on every page, in every table, in every link."""

from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser

import pytest

from reports.products import products
from reports.scope import Scope
from reports.trace import trace
from tests import made
from tests.made import Desk
from views import html, rows, weektables

EVIL = '<script>alert("1")</script>&<img src=x onerror=alert(2)>'


class Tags(HTMLParser):
    """The tags and the text of a piece of HTML, as a browser reads it."""

    def __init__(self, body: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.said = ""
        self.feed(body)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]

    def handle_data(self, data: str) -> None:
        self.said += data


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every piece of HTML that a view puts on the page."""
    pieces: list[str] = []
    monkeypatch.setattr("streamlit.html", pieces.append)
    yield pieces
    assert pieces, "the view showed nothing"
    parsed = Tags("".join(pieces))
    assert not {"script", "img"} & set(parsed.tags)
    assert not [name for name in parsed.attributes if name.startswith("on")]
    assert EVIL in parsed.said, "the text is there, as text"


def test_text_survives_as_text() -> None:
    assert Tags(f"<p>{html.text(EVIL)}</p>").said == EVIL
    assert html.text(None) == "None"


def test_a_link_cannot_be_broken_out_of() -> None:
    parsed = Tags(html.link("12", f'rows?product={EVIL}" onclick="alert(3)', '"><b>'))
    assert parsed.tags == ["a"]
    assert sorted(parsed.attributes) == ["href", "target", "title"]


def test_a_table_has_a_cell_for_every_heading() -> None:
    with pytest.raises(ValueError, match="zip"):
        html.table([("one", ""), ("two", "n")], [("", ["only one"])])


def test_a_product_name_is_text_in_the_products_table(desk: Desk, shown: list[str]) -> None:
    line = made.taobao_line("T1", "L1", "10.00", "LAMP", 标题=EVIL)
    desk.accept(("items.csv", made.sheet([line])))
    weektables.products_table(products(Scope(desk.shop)), "2026-06-01", 1)


def test_a_product_code_is_text_in_the_products_table(desk: Desk, shown: list[str]) -> None:
    desk.accept(("items.csv", made.sheet([made.taobao_line("T1", "L1", "10.00", EVIL, 标题="lamp")])))
    weektables.products_table(products(Scope(desk.shop)), "2026-06-01", 1)


def test_an_order_number_and_a_file_name_are_text_in_the_rows(desk: Desk, shown: list[str]) -> None:
    name = "<i>" + "orders.csv"
    desk.accept((name, made.sheet([made.taobao_order(EVIL, "10.00")])))
    rows.listing(trace(Scope(desk.shop, date(2026, 6, 1), date(2026, 6, 7)), "gross_sales"))
    assert "i" not in Tags("".join(shown)).tags
