"""Documents hold what the answers say: in the page, in the workbook, in the picture; equal answers are equal bytes; nothing in them runs."""

import io
import re
import struct
import xml.etree.ElementTree as ET
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import plotly.graph_objects as go
import pytest
import streamlit as st

from reports.decomposition.bridge import Bar, Bridge
from reports.metric import metrics
from reports.scope import Scope
from reports.weekreport.report import WeekReport, week_report
from tests.made import Desk
from tests.reports.weekshop import EVIL, WEEK, make
from views import charts, waterfall
from views.documents import plots
from views.documents.weekreport import weekly_document
from views.ladder import bridge_of, ends, totals
from views.language import _
from views.paper import lettering, page, picture, workbook
from views.paper.drawing import draw
from views.paper.model import Amount, Chart, Column, Document, Row, Section, Table
from views.paper.plots import Attainment, Interval, Plot, Ranged, Reached, Step, Waterfall, Weeks

MADE = datetime(2026, 6, 15, 9, 30)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WeekReport]:
    folder = tmp_path_factory.mktemp("papers")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("DUIZHANG_DATA", str(folder / "data"))
        yield week_report(Scope(make(Desk(folder)).shop), WEEK)


@pytest.fixture
def document(found: WeekReport, either: str) -> Document:
    return weekly_document("灯具店", found, MADE)


def cells(content: bytes) -> list[Any]:
    return list(openpyxl.load_workbook(io.BytesIO(content)).worksheets)


def text_of(content: bytes) -> str:
    body = content.decode().split("</style>")[1]
    return re.sub(r"<[^>]*>", " ", re.sub(r"<title>.*?</title>", "", body))


def pixels(png: bytes) -> tuple[int, int]:
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    wide, high = struct.unpack(">II", png[16:24])
    return wide, high


# --- the same figures in all three -----------------------------------------------------------------


def test_the_page_holds_the_figures(document: Document) -> None:
    said = text_of(page.written(document))
    # 165.15 of a share of 700.00: 23.6 %; 205.15 of 1,200.00; goods 46.00, ads 14.00.
    for figure in ("¥165.15", "¥105.15", "¥700.00", "23.6%", "¥205.15", "¥1,200.00", "+¥50.10", "−¥30.00", "¥3,000.00"):
        assert figure in said, figure
    assert "改了3个标题" in said
    assert "换主图" in said


def test_the_workbook_holds_the_figures_as_numbers(document: Document, found: WeekReport) -> None:
    sheet, values = cells(workbook.written(document))
    ladder: dict[object, list[Decimal]] = {}
    for row in sheet.iter_rows():
        numbers = [Decimal(str(cell.value)) for cell in row if isinstance(cell.value, int | float)]
        if len(numbers) == 3:  # this week, the week before, the change
            ladder.setdefault(row[0].value, numbers)
    for name in ("net_sales", "product_cost", "ad_spend", "net_profit"):
        now, before = found.week.figures[name], found.before.figures[name] if found.before else None
        assert now is not None
        assert before is not None
        assert ladder[_(metrics()[name].label)] == [now, before, Decimal(now) - Decimal(before)], name
    shown = [cell.value for row in values.iter_rows() for cell in row]
    assert [float(each.target) for each in (found.of_week, found.of_month) if each] == [
        each for each in shown if each in (700, 1200)
    ]


def test_charts_of_the_workbook_read_its_cells(document: Document) -> None:
    content = workbook.written(document)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        drawn = [parts.read(name).decode() for name in parts.namelist() if "charts/chart" in name]
    assert len(drawn) == sum(isinstance(block, Chart) for section in document.sections for block in section.blocks) == 3
    assert all("<c:f>" in each for each in drawn)


def test_the_picture_is_as_wide_as_a_phone_and_not_blank(document: Document) -> None:
    if picture.missing():
        pytest.skip("no font with Chinese letters")
    png = picture.written(document)
    wide, high = pixels(png)
    assert wide == 1080
    assert 2000 < high < 9000
    assert len(set(zlib.decompress(b"".join(_data(png))))) > 100  # many shades: letters, lines and bars
    drawn = picture.svg(document)
    ET.fromstring(drawn)
    for figure in ("¥165.15", "+¥50.10", "¥105.15"):
        assert figure in drawn


def _data(png: bytes) -> Iterator[bytes]:
    at = 8
    while at < len(png):
        [long] = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            yield png[at + 8 : at + 8 + long]
        at += 12 + long


def test_without_a_picture_maker_the_reader_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "resvg_py", None)
    assert picture.missing() == _("The picture cannot be made: the package resvg_py is not installed. Run python run.py once more.")  # fmt: skip


def test_letters_that_no_font_has_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "_png", lambda _drawn: b"the same box")
    picture._has_chinese.cache_clear()
    assert "Noto Sans CJK" in str(picture.missing()) or "思源黑体" in str(picture.missing())
    picture._has_chinese.cache_clear()


# --- every document -----------------------------------------------------------------------------------


def test_equal_answers_are_equal_bytes(document: Document, found: WeekReport) -> None:
    again = weekly_document("灯具店", found, MADE)
    assert page.written(document) == page.written(again)
    assert workbook.written(document) == workbook.written(again)
    assert picture.svg(document) == picture.svg(again)
    later = weekly_document("灯具店", found, MADE.replace(hour=10))
    assert page.written(document) != page.written(later)


def test_the_head_states_what_it_stands_on(document: Document, found: WeekReport) -> None:
    said = dict(document.facts)
    assert said[_("Merchant")] == "陈女士"
    assert "2026/06/08" in said[_("Period")]
    assert said[_("Build")] == found.recent.build
    assert said[_("Made")] == "2026-06-15 09:30"
    assert {_("Data"), _("Signature"), _("Refunds count"), _("Sales")} <= set(said)
    for content in (page.written(document).decode(), picture.svg(document)):
        assert found.recent.build in content


def test_a_provisional_week_says_so_first(found: WeekReport) -> None:
    weeks = (*found.recent.weeks[:-1], replace(found.week, state="provisional", missing=("ads",)))
    document = weekly_document("灯具店", replace(found, recent=replace(found.recent, weeks=weeks)), MADE)
    assert document.lead[-1] == _("Provisional: sources are missing, the figures may still change.")
    assert "hatch" in picture.svg(document)


def test_nothing_is_fetched_and_nothing_runs(document: Document) -> None:
    written = page.written(document).decode()
    assert "<script" not in written
    assert not re.findall(r"(?:src|href|@import|url)\s*[=(]\s*[\"']?(?!#)\s*(?:https?:)?//", written)
    assert set(re.findall(r"url\(([^)]*)\)", written)) <= {"#hatch1F5FBF", "#hatchA9C4EA", "#hatchD9822B"}
    assert "&lt;script&gt;" in written
    assert "\x01" not in picture.svg(document)
    content = workbook.written(document)
    for sheet in cells(content):
        assert [cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert not any("externalLink" in name for name in parts.namelist())
        assert not any(b"hyperlink" in parts.read(name) for name in parts.namelist())
    assert any(EVIL in str(cell.value) for row in cells(content)[0].iter_rows() for cell in row)


def test_a_text_that_begins_like_a_formula_stays_a_text() -> None:
    columns = (Column("=1+1"), Column("+A1", is_number=True))
    table = Table(columns, (Row(("=1+1", Amount(Decimal("0.10")))), Row(("@x", "=2"), "sum")))
    document = Document("=1", "=2", (("=3", "=4"),), ("=5",), (Section("=6", (table,)),), "=7")
    [sheet] = cells(workbook.written(document))
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s", "n"}
    assert [cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "n" and cell.value] == [0.1]


def test_no_document_claims_to_show_anything_for_certain(document: Document) -> None:
    for content in (page.written(document).decode(), picture.svg(document)):
        assert "证明" not in content
        assert "prove" not in content


# --- charts --------------------------------------------------------------------------------------------


def titles(plot: Plot) -> str:
    drawn = draw(plot, 400).svg("x")
    return " | ".join(each.text or "" for each in ET.fromstring(drawn).iter(f"{SVG}title"))


def test_the_chart_of_weeks_shows_what_the_page_shows(found: WeekReport, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[go.Figure] = []
    monkeypatch.setattr(st, "plotly_chart", lambda figure, **_said: shown.append(figure))
    charts.weeks(found.recent.weeks)
    plot = plots.weeks(found.recent.weeks)
    bars, line = shown[0].data[0], shown[0].data[-1]
    assert tuple(bars.x) == plot.times
    assert [None if each is None else float(each) for each in plot.bars[1]] == list(bars.y)
    assert [None if each is None else float(each) for each in plot.line[1]] == list(line.y)
    assert [n in plot.provisional for n in range(len(plot.times))] == [bool(each) for each in bars.marker.pattern.shape]
    for value in plot.line[1]:
        assert f"{value:,.2f}" in titles(plot)


def test_the_waterfall_shows_what_the_page_shows(found: WeekReport) -> None:
    plot, bridge = plots.ladder(found.week), bridge_of(found.week)
    assert plot
    assert bridge
    lines = waterfall.rows(bridge, *ends(found.week), totals=totals())
    assert [(step.name, step.amount, end) for step, _begin, end in plot.spans()] == [
        (each.name, each.amount, each.reached) for each in lines
    ]
    step, _begin, reached = plot.spans()[-2]
    assert reached == plot.steps[-1].amount == found.week.figures["net_profit"]  # the last step leads to the end
    assert not step.is_total


@pytest.mark.parametrize(("start", "is_cut"), [("1000.00", True), ("24.00", True), ("23.00", False), ("-5.00", False)])
def test_totals_are_cut_where_the_page_cuts_them(start: str, is_cut: bool) -> None:
    bridge = Bridge(Decimal(start), (Bar("price", Decimal("10.00")),), Decimal(start) + 10)
    plot = plots.bridge(bridge, "前", "后")
    assert (plot.base is not None) == is_cut
    assert (' cut" role' in waterfall.body(bridge, "前", "后")) == is_cut
    words = _("The totals are cut short on the left, so that the steps can be seen.")
    assert (words in draw(plot, 900).svg("x")) == is_cut


def test_a_bridge_adds_up_and_crosses_zero() -> None:
    bridge = Bridge(Decimal("10.00"), (Bar("price", Decimal("-25.50")), Bar("mix", Decimal(0)), Bar("volume", Decimal("3.25"))), Decimal("-12.25"))  # fmt: skip
    plot = plots.bridge(bridge, "前", "后")
    assert [(step.name, begin, end) for step, begin, end in plot.spans()] == [
        ("前", Decimal(0), Decimal("10.00")),
        (waterfall.name_of("price"), Decimal("10.00"), Decimal("-15.50")),
        (waterfall.name_of("volume"), Decimal("-15.50"), Decimal("-12.25")),
        ("后", Decimal(0), Decimal("-12.25")),
    ]
    assert "−¥25.50" in titles(plot)
    drawn = ET.fromstring(draw(plot, 400).svg("x"))
    bars = [each for each in drawn.iter(f"{SVG}rect") if each.find(f"{SVG}title") is not None]
    widths = [float(each.get("width", "0")) for each in bars]
    assert widths[1] / widths[0] == pytest.approx(2.55, abs=0.02)  # in proportion
    assert widths[3] / widths[0] == pytest.approx(1.225, abs=0.02)


PLOTS: tuple[Plot, ...] = (
    Weeks(("06/01",), ("a", (None,)), ("b", (None,)), ("c", (None,))),
    Weeks(("06/01", "06/08"), ("a", (Decimal(-5), Decimal(0))), ("b", (Decimal("0.01"), None)), None, frozenset({1})),
    Waterfall((Step("nothing", Decimal(0), is_total=True),), ("", "")),
    Attainment((Reached("a", None, None), Reached("b", Decimal(-1), Decimal(10)), Reached("c", Decimal(0), Decimal(0))), ("", "", "")),
    Interval((Ranged("a", None, None, None), Ranged("b", -0.2, 0.1, 0.9)), ("", "", "", "")),
    Interval((Ranged("all above", 0.1, 0.2, 0.3),), ("", "", "", "")),
)  # fmt: skip


@pytest.mark.parametrize("plot", PLOTS)
def test_charts_of_little_or_nothing(plot: Plot) -> None:
    drawn = draw(plot, 400)
    assert drawn.high > 0
    ET.fromstring(drawn.svg("x"))
    for place in re.findall(r'\s(?:x|y|width|height|x1|x2|y1|y2)="([^"]*)"', "".join(drawn.body)):
        assert float(place) == float(place)
    document = Document("t", "s", (), (), (Section("c", (Chart("c", plot),)),), "o")
    assert len(cells(workbook.written(document))) == 2


@pytest.mark.parametrize("said", ["", "a", "长" * 99, "word " * 40, "x" * 300, "混合 text，带标点。（括号）" * 9, "¥1,234.56 … ¥2,345.67"])  # fmt: skip
def test_lines_fit_and_lose_nothing(said: str) -> None:
    found = lettering.lines(said, 12, 120)
    assert re.sub(r"\s", "", "".join(found)) == re.sub(r"\s", "", said)
    assert all(lettering.width(line, 12) <= 120 + 12 for line in found)
    assert not any(line[:1] in "，。）" for line in found if line)


def test_the_style_has_no_address() -> None:
    style = (Path(page.__file__).parent / "page.css").read_text("utf-8")
    assert "http" not in style
    assert "size: A4 portrait" in style
    assert "table-header-group" in style  # heads are repeated
