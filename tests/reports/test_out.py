"""A table written to a file is read back with the same figures, to the fen; text stays text."""

import csv
import io
from collections.abc import Callable
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reports import out
from reports.command import main
from tests.made import Desk, cost, sheet, taobao_line

EVIL = '=HYPERLINK("http://x")'
WEEKS = {"2026-06-01": ("30.10", "8.00"), "2026-06-08": ("1234567.89", None), "total": ("1234597.99", "8.00")}


@pytest.fixture
def shop(desk: Desk) -> str:
    lines = [
        taobao_line("1", "1", "10.05", 标题=EVIL),
        taobao_line("2", "2", "20.05", 标题=EVIL),
        taobao_line("3", "3", "1234567.89", "<b>CUP", day="2026-06-10", 标题="杯子 & 碟"),
    ]
    desk.accept(("a.csv", sheet(lines)), ("c.csv", sheet([cost("LAMP", "4")])))
    return desk.name


class Cells(HTMLParser):
    """The rows of a page's table as texts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data.strip("\n")


def from_csv(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))


def from_xlsx(path: Path) -> list[list[str]]:
    [page] = openpyxl.load_workbook(path).worksheets
    assert {cell.data_type for row in page.iter_rows() for cell in row} <= {"n", "s"}, "no formulas"
    return [["" if value is None else str(value) for value in row] for row in page.iter_rows(values_only=True)]


def from_html(path: Path) -> list[list[str]]:
    return Cells(path.read_text("utf-8")).rows


READERS = {".csv": from_csv, ".xlsx": from_xlsx, ".html": from_html}
either = pytest.mark.parametrize(("ending", "read"), READERS.items())
Read = Callable[[Path], list[list[str]]]


def written(path: Path, read: Read, *said: str) -> list[dict[str, str]]:
    """The rows of the file that a call wrote, by the names of their columns."""
    assert main([*said, "--out", str(path)]) == 0
    header, *rows = read(path)
    return [dict(zip(header, row, strict=True)) for row in rows]


def money(text: str) -> Decimal | None:
    return Decimal(text.replace(",", "")) if text else None


@either
def test_weeks(ending: str, read: Read, shop: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = written(tmp_path / f"weeks{ending}", read, "weekly", "--shop", shop)
    assert capsys.readouterr().out == ""
    assert [(row["week"], money(row["gross_sales"]), money(row["product_cost"])) for row in rows] == [
        (week, Decimal(sales), Decimal(known) if known else None) for week, (sales, known) in WEEKS.items()
    ]
    assert [row["orders"] for row in rows] == ["2", "1", "3"]


@either
def test_products_and_their_names(ending: str, read: Read, shop: str, tmp_path: Path) -> None:
    rows = written(tmp_path / f"products{ending}", read, "products", "--shop", shop)
    mark = "'" if ending == ".csv" else ""
    assert {row["product"]: (row["name"], money(row["gross_sales"])) for row in rows} == {
        "<b>CUP": ("杯子 & 碟", Decimal("1234567.89")),
        "LAMP": (mark + EVIL, Decimal("30.10")),
    }


@either
def test_rows_behind_a_figure(
    ending: str, read: Read, shop: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ("trace", "--shop", shop, "--figure", "gross_sales", "--week", "2026-06-01")
    rows = written(tmp_path / f"trace{ending}", read, *call)
    assert [(row["file"], row["row"], money(row["amount"])) for row in rows] == [
        ("a.csv", "2", Decimal("10.05")),
        ("a.csv", "3", Decimal("20.05")),
    ]
    assert "gross_sales = 30.10" in capsys.readouterr().err


@either
@pytest.mark.parametrize(
    "amount", ["0.01", "-0.01", "0.10", "-1234.56", "9999999999999.99", "9007199254740993.01", "1234567890123456.78"]
)
def test_every_amount_survives(ending: str, read: Read, amount: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{ending}"
    path.write_bytes(out.WRITERS[ending]("a", ["amount"], [[Decimal(amount)]]))
    assert money(read(path)[1][0]) == Decimal(amount)


def test_equal_answers_are_equal_bytes() -> None:
    rows: list[list[Any]] = [["a", 1, Decimal("2.50"), 0.25, None]]
    for write in out.WRITERS.values():
        assert write("t", list("abcde"), rows) == write("t", list("abcde"), rows)


@pytest.mark.parametrize("said", [["--out", "a.txt"], ["--out", "a"], ["--out", "a.csv", "--json"]])
def test_wrong_usage(said: list[str], shop: str) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["weekly", "--shop", shop, *said])


def test_a_folder_that_is_not_there_is_told(shop: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["weekly", "--shop", shop, "--out", str(tmp_path / "none" / "a.csv")]) == 1
    assert "none" in capsys.readouterr().err
