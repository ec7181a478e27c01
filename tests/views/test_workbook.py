"""The workbook holds what the page says, to the fen; its sums live and come out the same; nothing in it runs."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from reports.metric import LADDER, metrics
from reports.products import Products, products
from reports.scope import Scope
from reports.weekly import Weekly
from tests import made
from tests.made import Desk
from views.defined import formula_mark
from views.language import _
from views.workbook import PRODUCT_COLUMNS, workbook

EVIL = '=cmd|"/c calc"!A1'
FEN = Decimal("0.01")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Three weeks: without costs, with costs, with nothing but ads; fens that binary floats cannot hold."""
    with pytest.MonkeyPatch.context() as patched:
        desk = Desk(tmp_path_factory.mktemp("workbook"))
        patched.setenv("DUIZHANG_DATA", str(desk.folder / "data"))
        lines = [
            made.taobao_line(f"T{n}", f"L{n}", f"{n}.{n:02d}", "BULB", day=f"2026-06-{n:02d}") for n in range(1, 15)
        ]
        lines.append(made.taobao_line("T90", "L90", "1234567.89", "LAMP", "3", day="2026-06-09"))
        desk.accept(
            ("items.csv", made.sheet(lines)),
            (
                "costs.csv",
                made.sheet([made.cost("BULB", "0.07", "2026-06-08"), made.cost("LAMP", "99.99", "2026-06-08")]),
            ),
            ("ads.csv", made.sheet([made.wanxiangtai_day("3.33", day) for day in ("2026-06-09", "2026-06-16")])),
        )
        yield desk


@pytest.fixture(scope="module")
def weeks(shop: Desk) -> Weekly:
    answer = shop.weekly()
    assert len(answer.weeks) == 3
    return answer


@pytest.fixture(scope="module")
def ladder(shop: Desk) -> Products:
    """The products of the second week; one of them carries a formula in its code and in its name."""
    found = products(Scope(shop.shop, date(2026, 6, 8), date(2026, 6, 14)))
    evil = [replace(each, key=EVIL, name="+1") if each.key == "BULB" else each for each in found.products]
    return replace(found, products=tuple(evil))


def sheets(weeks: Weekly, ladder: Products | None) -> dict[str, Worksheet]:
    return {
        sheet.title: sheet for sheet in openpyxl.load_workbook(io.BytesIO(workbook("店", weeks, ladder))).worksheets
    }


def exact(value: object) -> Decimal | None:
    """A cell as a spreadsheet program prints it: a binary float, to the fen."""
    return Decimal(repr(value)).quantize(FEN) if isinstance(value, int | float) else None


def computed(sheet: Worksheet, cell: str) -> Decimal:
    """A cell's value, formulas worked out anew from the cells they name: sums of a range, and cells added and subtracted."""
    value = sheet[cell].value
    if not isinstance(value, str):
        return exact(value) or Decimal(0)
    if summed := re.fullmatch(r"=SUM\(([A-Z]+)(\d+):\1(\d+)\)", value):
        column, first, last = summed.groups()
        return sum((computed(sheet, f"{column}{row}") for row in range(int(first), int(last) + 1)), Decimal(0))
    assert re.fullmatch(r"=([+-]?[A-Z]+\d+)+", value), value
    parts = re.findall(r"([+-]?)([A-Z]+\d+)", value)
    return sum(((-1 if sign == "-" else 1) * computed(sheet, name) for sign, name in parts), Decimal(0))


def test_every_cell_of_the_weeks_is_the_answer(weeks: Weekly, ladder: Products, either: str) -> None:
    sheet = sheets(weeks, ladder)[_("Weeks")]
    header, *lines = sheet.iter_rows(values_only=True)
    assert header[2:] == tuple(_(metrics()[name].label) for name in LADDER)
    for week, line in zip(weeks.weeks, lines, strict=False):
        assert line[0] == week.week_start.isoformat()
        cells = {name: exact(cell) for name, cell in zip(LADDER, line[2:], strict=True)}
        assert cells == {
            name: None if week.figures[name] is None else Decimal(str(week.figures[name])).quantize(FEN)
            for name in LADDER
        }


def test_the_totals_live_and_come_out_as_the_answer_says(weeks: Weekly, ladder: Products) -> None:
    sheet = sheets(weeks, ladder)[_("Weeks")]
    assert sheet.cell(5, 1).value == _("Total")
    known = [name for name in LADDER if weeks.total[name] is not None]
    assert {"gross_sales", "net_sales", "product_cost", "gross_profit", "total_cost"} <= set(known)
    for column, name in enumerate(LADDER, 3):
        cell = sheet.cell(5, column)
        if name in known:
            assert str(cell.value).startswith("="), name
            assert computed(sheet, cell.coordinate) == weeks.total[name], name
        else:
            assert cell.value is None, f"{name} is not known, a sum of what is known would be wrong"


def test_every_cell_of_the_products_is_the_answer(weeks: Weekly, ladder: Products, either: str) -> None:
    lines = list(sheets(weeks, ladder)[_("Products")].iter_rows(min_row=2, values_only=True))
    assert [(line[0] or None, [exact(cell) for cell in line[2:]]) for line in lines] == [
        (
            each.key,
            [None if each.figures[n] is None else Decimal(str(each.figures[n])).quantize(FEN) for n in PRODUCT_COLUMNS],
        )
        for each in ladder.products
    ]
    assert [each.key for each in ladder.products if each.key] == [EVIL, "LAMP"], "and ads that name no product"


def test_text_from_a_file_stays_text(weeks: Weekly, ladder: Products) -> None:
    sheet = sheets(weeks, ladder)[_("Products")]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value in (EVIL, "+1")]
    assert [cell.data_type for cell in cells] == ["s", "s"]


def test_only_our_own_totals_are_formulas(weeks: Weekly, ladder: Products) -> None:
    formulas = [
        (title, cell.coordinate)
        for title, sheet in sheets(weeks, ladder).items()
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert {title for title, _where in formulas} == {_("Weeks")}
    assert {where.strip("ABCDEFGHIJKLMNOPQ") for _title, where in formulas} == {"5"}


def test_the_definitions_are_in_the_workbook(weeks: Weekly, ladder: Products, either: str) -> None:
    lines = list(sheets(weeks, ladder)[_("Definitions")].iter_rows(values_only=True))
    assert {line[0]: line[1] for line in lines}.items() >= {
        _(metrics()[name].label): _(metrics()[name].how) for name in LADDER
    }.items()
    assert (_("Refunds count"), _("on the day of the refund")) in {line[:2] for line in lines}
    marks = {line[0]: line[3] for line in lines[1:]}
    assert marks[_(metrics()["net_profit"].label)] == formula_mark("net_profit")[:8]
    assert len({marks[_(metrics()[name].label)] for name in LADDER}) == len(LADDER), "no two figures have one formula"


def test_the_sheets_speak_the_readers_language(weeks: Weekly, ladder: Products, either: str) -> None:
    titles = list(sheets(weeks, ladder))
    assert titles == [_("Weeks"), _("Products"), _("Definitions")]
    assert all(title.isascii() == (either == "en") for title in titles)


def test_a_shop_without_products_has_a_workbook_too(weeks: Weekly) -> None:
    assert list(sheets(weeks, None)) == [_("Weeks"), _("Definitions")]


def test_the_same_answer_is_the_same_file(weeks: Weekly, ladder: Products) -> None:
    assert workbook("店", weeks, ladder) == workbook("店", weeks, ladder)
