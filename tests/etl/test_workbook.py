"""Workbooks, real and so called → tables of text, with every cell and row number as they stand in the file."""

import datetime as dt
import math
import os
import re
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
import xlsxwriter
import xlwt
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from etl.errors import (
    DamagedFile,
    EmptyFile,
    EncryptedFile,
    ErrorCell,
    FarCell,
    ForbiddenContent,
    FormulaWithoutResult,
    LineTooLong,
    ParserFailed,
    Problem,
    Refused,
    TooLarge,
    TooManyColumns,
    TooManyFiles,
    UnpacksTooLarge,
    WebPage,
)
from etl.sheet import PAGE, Limits, Table, files_in, tables_in
from tests.etl import making

HEAD = (making.HEADER, *making.ROWS)
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere each workbook has a fresh process")
Writer = Callable[[xlsxwriter.Workbook, xlsxwriter.worksheet.Worksheet], None]
DAY = {"num_format": "yyyy-mm-dd"}
MOMENT = {"num_format": "yyyy-mm-dd hh:mm:ss"}


def tables(path: Path, limits: Limits = PAGE) -> list[Table]:
    [file] = files_in(path, path.name, path.parent / "work", limits)
    return tables_in(file, path.parent / "work", limits)


def table(path: Path, limits: Limits = PAGE) -> Table:
    [only] = tables(path, limits)
    assert only.kind == "grid"
    return only


def saved(folder: Path, data: bytes, name: str = "a.xls") -> Path:
    (folder / name).write_bytes(data)
    return folder / name


def problems(path: Path, limits: Limits = PAGE) -> list[Problem]:
    with pytest.raises(Refused) as refused:
        tables(path, limits)
    return list(refused.value.problems)


def only(path: Path, kind: type[Problem], limits: Limits = PAGE) -> Problem:
    [problem] = problems(path, limits)
    assert type(problem) is kind
    return problem


def second_column(folder: Path, write: Writer) -> list[str]:
    def fill(book: xlsxwriter.Workbook) -> None:
        write(book, book.add_worksheet())

    return [row[1] for row in table(making.workbook(folder / "a.xlsx", fill)).head]


def test_a_plain_workbook(tmp_path: Path) -> None:
    read = table(making.workbook(tmp_path / "a.xlsx"))
    assert (read.sheet, read.head, read.head_rows, read.notes) == ("订单", HEAD, (1, 2, 3), ())
    parquet = pq.read_table(read.path)
    assert parquet.schema.names == ["row", "c0", "c1", "c2"]
    assert [str(kind) for kind in parquet.schema.types] == ["int64", "string", "string", "string"]
    assert parquet.to_pylist()[1] == {"row": 2, "c0": "4012345678901234567", "c1": "甲店", "c2": "99.50"}


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (12.0, "12"),
        (99.5, "99.5"),
        (-5.25, "-5.25"),
        (0.1 + 0.2, "0.3"),
        (10160070484512.0, "10160070484512"),
        (123456789.12, "123456789.12"),
        (-987654321.99, "-987654321.99"),
        (401234567890123, "401234567890123"),
        (4012345678901234321, "4.01234567890123E+18"),
        (1234567890123456, "1.23456789012346E+15"),
        (1e22, "1E+22"),
        (0.0000001, "0.0000001"),
    ],
)
def test_numbers_as_text(tmp_path: Path, number: float, text: str) -> None:
    def write(_: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write_string(0, 0, "4012345678901234567")
        sheet.write_number(0, 1, number)

    def old(path: Path) -> Path:
        book = xlwt.Workbook()
        sheet = book.add_sheet("a")
        sheet.write(0, 0, "4012345678901234567")
        sheet.write(0, 1, number)
        book.save(str(path))
        return path

    assert second_column(tmp_path, write) == [text]
    read = table(old(tmp_path / "a.xls"))
    assert [value for row in read.head for value in row] == ["4012345678901234567", text]


def test_other_cells_as_text(tmp_path: Path) -> None:
    def write(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        moment = dt.datetime(2026, 7, 20, 10, 9, 23)
        sheet.write_column(0, 0, "x" * 7)
        sheet.write_datetime(0, 1, moment, book.add_format(MOMENT))
        sheet.write_datetime(1, 1, moment.replace(hour=0, minute=0, second=0), book.add_format(DAY))
        sheet.write_boolean(2, 1, True)
        sheet.write_number(3, 1, 0.1234, book.add_format({"num_format": "0.00%"}))
        sheet.write_string(4, 1, "  0012\t ")
        sheet.write_string(5, 1, "=1+1")
        sheet.write_formula(6, 1, "=1+1", value=2)

    texts = ["2026-07-20 10:09:23", "2026-07-20 00:00:00", "true", "0.1234", "  0012\t ", "=1+1", "2"]
    assert second_column(tmp_path, write) == texts


def test_days_counted_from_1904(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    page = book.active
    assert isinstance(page, Worksheet)
    page.append([dt.datetime(2026, 7, 20, 10, 9, 23)])
    book.save(tmp_path / "a.xlsx")
    assert table(tmp_path / "a.xlsx").head == (("2026-07-20 10:09:23",),)


def test_ids_as_numbers_in_a_column_of_texts(tmp_path: Path) -> None:
    """The parser writes 4012345678901235200 for the number: as good as any id, and wrong."""

    def write(_: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        for row in range(0, 3000, 2):
            sheet.write_string(row, 1, "4012345678901235200")
            sheet.write_number(row + 1, 1, 4012345678901235200)

    assert second_column(tmp_path, write) == ["4012345678901235200", "4.01234567890124E+18"] * 20
    read = pq.read_table(table(tmp_path / "a.xlsx").path)["c1"].to_pylist()
    assert read == ["4012345678901235200", "4.01234567890124E+18"] * 1500


def test_row_numbers_with_blank_rows_and_columns(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(3, 2, ["id", "amount"])
        sheet.write_row(7, 2, ["a", 1])
        sheet.write_blank(9000, 2, None, book.add_format({"bold": True}))

    read = table(making.workbook(tmp_path / "a.xlsx", fill))
    assert (read.head_rows, read.head) == ((4, 8), (("", "", "id", "amount"), ("", "", "a", "1")))


def test_a_wrong_dimension_and_no_references(tmp_path: Path) -> None:
    rows = "<row><c t='inlineStr'><is><t>h</t></is></c><c><v>1</v></c></row>"
    rows += "<row><c><v>2</v></c><c><v>1e18</v></c></row>"
    read = table(making.with_rows(tmp_path / "a.xlsx", rows))
    assert (read.head, read.head_rows) == ((("h", "1"), ("2", "1E+18")), (1, 2))


def test_tags_with_a_prefix(tmp_path: Path) -> None:
    sheet = (
        f'<x:worksheet xmlns:x="{making.MAIN}"><x:sheetData><x:row r="2" hidden="1"><x:c r="B2"><x:v>4E+18</x:v></x:c>'
        '</x:row><x:row r="3"><x:c r="B3"><x:v>12</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    read = table(making.repacked(making.workbook(tmp_path / "a.xlsx"), {making.SHEET: lambda _: sheet.encode()}))
    assert (read.head, read.head_rows, read.notes) == ((("", "4E+18"), ("", "12")), (2, 3), ("hidden_rows:1",))


def test_sheets_hidden_rows_and_macros(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        first, hidden, _, last = (book.add_worksheet(name) for name in ("甲", "乙", "空", "A & <B>"))
        book.add_chartsheet("图")
        first.write_column(0, 0, ["h", "1", "2", "3"])
        first.set_row(1, None, None, {"hidden": True})
        first.set_row(2, None, None, {"hidden": True})
        first.set_row(20, None, None, {"hidden": True})
        hidden.write(0, 0, "x")
        hidden.hide()
        last.write(0, 0, "z")

    path = making.repacked(making.workbook(tmp_path / "a.xlsm", fill), {"xl/vbaProject.bin": lambda _: b"fake"})
    assert [(read.sheet, read.notes) for read in tables(path)] == [
        ("甲", ("macros_ignored", "hidden_rows:2")),
        ("乙", ("macros_ignored", "hidden_sheet")),
        ("A & <B>", ("macros_ignored",)),
    ]


def test_a_workbook_in_an_archive(tmp_path: Path) -> None:
    book = making.workbook(tmp_path / "b.xlsx").read_bytes()
    read = table(saved(tmp_path, making.zipped({"b.xlsx": book}), "a.zip"))
    assert (read.file.name, read.head) == ("a.zip/b.xlsx", HEAD)


def test_errors_and_formulas_are_all_listed(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["a", "b", "c"])
    sheet.append([1, "#DIV/0!", "=1+1"])
    sheet.append(["#N/A", 2, 't="e" <f></f>'])
    book.save(tmp_path / "a.xlsx")
    found = [(type(p), p.row, p.column, p.value, p.fields["sheet"]) for p in problems(tmp_path / "a.xlsx")]
    assert found == [
        (ErrorCell, 2, "B", "#DIV/0!", "Sheet"),
        (FormulaWithoutResult, 2, "C", None, "Sheet"),
        (ErrorCell, 3, "A", "#N/A", "Sheet"),
    ]


def test_formulas_with_results(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>""</f><v></v></c>'
        '<c r="C1"><f t="shared" si="0"/><v>3</v></c><c r="D1" t="str"><f>"a"</f><v>a</v></c></row>'
    )
    assert table(making.with_rows(tmp_path / "a.xlsx", rows)).head[0][::2] == ("2", "3")
    rows = '<row r="5"><c r="AB5"><f t="shared" si="0"/></c><c r="AC5"><f>1</f><v/></c></row>'
    found = problems(making.with_rows(tmp_path / "b.xlsx", rows))
    assert [(type(p), p.row, p.column) for p in found] == [
        (FormulaWithoutResult, 5, "AB"),
        (FormulaWithoutResult, 5, "AC"),
    ]


def test_a_hundred_problems_are_enough(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="e"><v>#REF!</v></c></row>' for n in range(1, 300))
    found = problems(making.with_rows(tmp_path / "a.xlsx", rows))
    assert [problem.row for problem in found] == list(range(1, 101))


@pytest.mark.parametrize(
    ("far", "row", "column"),
    [
        ('<row r="1048576"><c r="A1048576"><v>1</v></c></row>', 1048576, None),
        ('<row r="2"><c r="A2"><v>1</v></c><c r="XFD2"><v>1</v></c></row>', 2, "XFD"),
        ('<row r="2"><c r="ZZ2" t="inlineStr"><is><t>x</t></is></c></row>', 2, "ZZ"),
    ],
)
def test_a_far_cell(tmp_path: Path, far: str, row: int, column: str | None) -> None:
    rows = f'<row r="1">{making.cell("A1", "h")}</row>'
    problem = only(making.with_rows(tmp_path / "a.xlsx", rows + far), FarCell)
    assert (problem.row, problem.column) == (row, column)


def test_formatting_alone_is_not_far(tmp_path: Path) -> None:
    rows = f'<row r="1">{making.cell("A1", "h")}<c r="XFD1" s="0"/></row><row r="1048576"><c r="A1048576" s="0"/></row>'
    assert table(making.with_rows(tmp_path / "a.xlsx", rows)).head == (("h",),)


@pytest.mark.parametrize("prolog", [making.LAUGHS, making.OUTSIDE])
@pytest.mark.parametrize("part", [making.SHEET, "xl/sharedStrings.xml", "xl/workbook.xml"])
def test_entities(tmp_path: Path, prolog: str, part: str) -> None:
    path = making.workbook(tmp_path / "a.xlsx")
    making.repacked(path, {part: lambda old: prolog.encode() + old.partition(b"?>")[2].replace(b"</", b"&j;</", 1)})
    only(path, ForbiddenContent)


def test_bombs(tmp_path: Path) -> None:
    spaces = {making.SHEET: lambda old: old.replace(b"<sheetData>", b"<sheetData>" + b" " * (12 << 20))}
    path = making.repacked(making.workbook(tmp_path / "a.xlsx"), spaces)
    only(path, LineTooLong)
    patient = replace(PAGE, line_bytes=20 << 20)
    only(path, UnpacksTooLarge, patient)
    only(path, UnpacksTooLarge, replace(patient, unpacked_bytes=10 << 20, ratio=10_000))
    only(path, TooManyFiles, replace(PAGE, members=5))
    other = making.repacked(making.workbook(tmp_path / "b.xlsx"), {"xl/media/x.png": lambda _: bytes(12 << 20)})
    only(other, UnpacksTooLarge)
    wide = '<row r="1">' + "<c><v>1</v></c>" * 600 + "</row>"
    assert only(making.with_rows(tmp_path / "c.xlsx", wide), TooManyColumns).fields["limit"] == "512"
    many = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 12))
    only(making.with_rows(tmp_path / "d.xlsx", many), TooLarge, replace(PAGE, rows=10))


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not limit a process's memory")
def test_the_reader_lives_within_its_memory(tmp_path: Path) -> None:
    problem = only(making.workbook(tmp_path / "a.xlsx"), ParserFailed, replace(PAGE, memory_bytes=150 << 20))
    assert problem.fields["found"]


def parser_that(monkeypatch: pytest.MonkeyPatch, does: str, *, can_fork: bool) -> None:
    """In place of the parser: a process that does this when it is to read a workbook."""
    main = f"lambda *_: exec({does!r})"
    waiting = f"from etl import forking; forking.workbook.main = {main}; forking.serve()"
    monkeypatch.setattr("etl.parser._idle", [])
    monkeypatch.setattr("etl.parser.CAN_FORK", can_fork)
    monkeypatch.setattr("etl.parser.WAITING", ["-c", waiting])
    monkeypatch.setattr("etl.parser.FRESH", ["-c", does])


BOTH = pytest.mark.parametrize("can_fork", [False, pytest.param(True, marks=ON_LINUX)])


@BOTH
def test_the_reader_is_stopped_when_it_takes_too_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, can_fork: bool
) -> None:
    parser_that(monkeypatch, "import time; time.sleep(30)", can_fork=can_fork)
    began = time.monotonic()
    problem = only(making.workbook(tmp_path / "a.xlsx"), ParserFailed, replace(PAGE, seconds=1))
    assert problem.fields == {"found": "it takes longer than 1 seconds"}
    assert time.monotonic() - began < 10


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
@pytest.mark.parametrize("death", ["import os; os.abort()", "import os; os._exit(3)"])
@BOTH
def test_the_reader_may_die(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, death: str, can_fork: bool) -> None:
    parser_that(monkeypatch, death, can_fork=can_fork)
    found = only(making.workbook(tmp_path / "a.xlsx"), ParserFailed).fields["found"]
    assert found in ("the reader was stopped by SIGABRT", "the reader ended with code 3")


def test_broken_workbooks(tmp_path: Path) -> None:
    good = making.workbook(tmp_path / "good.xlsx")
    only(saved(tmp_path, good.read_bytes()[:2500], "a.xlsx"), DamagedFile)
    only(saved(tmp_path, making.encrypted_workbook(), "b.xlsx"), EncryptedFile)
    only(saved(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000)), DamagedFile)
    only(making.repacked(making.workbook(tmp_path / "c.xlsx"), {making.SHEET: lambda old: old[:-60]}), DamagedFile)
    only(making.workbook(tmp_path / "d.xlsx", lambda book: book.add_worksheet() and None), EmptyFile)


@pytest.mark.parametrize("tag", [b"<c ", b"<v>", b"<is>", b"<t>", b"</t>", b"</is>"])
def test_a_cell_without_its_beginning_or_end(tmp_path: Path, tag: bytes) -> None:
    """The parser goes on behind such a cell, and its amount would be missing."""
    cells = making.cell("A1", "h") + '<c r="B1"/>' + making.cell("C1", "x") + '<c r="D1"><v>1</v></c>'
    path = making.with_rows(tmp_path / "a.xlsx", f'<row r="1">{cells}</row>')
    assert table(path).head == (("h", "", "x", "1"),)
    making.repacked(path, {making.SHEET: lambda old: re.sub(tag + rb"[^>]*>" * (tag == b"<c "), b"", old, count=1)})
    [problem] = problems(path)
    assert isinstance(problem, DamagedFile | ParserFailed)  # some of them the parser sees itself


@pytest.mark.parametrize("index", [b" 1 ", b"x", b"", b"1.0", b"-1", b"1E+400"])
def test_a_text_that_is_not_where_its_cell_says(tmp_path: Path, index: bytes) -> None:
    """The parser would put the first text of the file there."""
    path = making.workbook(tmp_path / "a.xlsx")
    making.repacked(path, {making.SHEET: lambda old: old.replace(b"<v>1</v>", b"<v>" + index + b"</v>", 1)})
    [problem] = problems(path)
    assert isinstance(problem, DamagedFile | ParserFailed)


def test_an_old_xls(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("订单")
    for column, name in enumerate(making.HEADER):
        sheet.write(2, column + 1, name)
    sheet.write(5, 1, "0012")
    moment = dt.datetime(2026, 7, 20, 10, 9, 23)
    sheet.write(5, 2, moment, xlwt.easyxf(num_format_str="yyyy-mm-dd hh:mm:ss"))
    sheet.write(5, 3, 99.5)
    book.save(str(tmp_path / "a.csv"))
    read = table(tmp_path / "a.csv")
    assert (read.sheet, read.head_rows) == ("订单", (3, 6))
    assert read.head == (("", *making.HEADER), ("", "0012", "2026-07-20 10:09:23", "99.5"))


def test_hidden_rows_and_formulas_of_an_old_xls(tmp_path: Path) -> None:
    """The parser says nothing of either; a workbook of several sectors, small and large."""
    for rows in (3, 2000):
        book = xlwt.Workbook()
        sheets = [book.add_sheet(name) for name in ("甲", "b")]
        for row in range(rows):
            sheets[0].write(row, 0, f"id{row}")
        for row in (1, 2, rows + 5):
            sheets[0].row(row).hidden = True
        sheets[1].write(0, 0, "x")
        book.save(str(tmp_path / "a.xls"))
        assert [read.notes for read in tables(tmp_path / "a.xls")] == [("hidden_rows:2",), ()]
        sheets[1].write(4, 27, xlwt.Formula("1+1"))
        book.save(str(tmp_path / "b.xls"))
        problem = only(tmp_path / "b.xls", FormulaWithoutResult)
        assert (problem.row, problem.column, problem.fields["sheet"]) == (5, "AB", "b")


def test_an_old_xls_cut_short_or_with_a_password(tmp_path: Path) -> None:
    data = old_workbook(tmp_path / "a.xls").read_bytes()
    only(saved(tmp_path, data[:3000], "b.xls"), DamagedFile)
    first_record = data.index(b"\x09\x08\x10\x00") + 20
    locked = data[:first_record] + b"\x2f\x00\x02\x00\x00\x00" + data[first_record + 6 :]
    only(saved(tmp_path, locked, "c.xls"), EncryptedFile)


def test_a_web_page_named_xls(tmp_path: Path) -> None:
    for encoding in ("gbk", "utf-8"):
        read = table(saved(tmp_path, making.html(encoding=encoding)))
        assert (read.sheet, read.head, read.head_rows, read.notes) == ("", HEAD, (1, 2, 3), ("html_as_xls",))


def test_spans_and_blanks_of_a_web_page(tmp_path: Path) -> None:
    body = (
        "<tr><td colspan=3>标题</td></tr><tr></tr>"
        "<tr><td rowspan=2>a</td><td>\n  b <b>c</b>\n</td><td>1<br>2</td></tr>"
        "<tr><td colspan='99999999999'>d</td><td>&nbsp;e</td></tr>"
        "<tr><th>f</th></tr>"
    )
    read = table(saved(tmp_path, making.html(body)))
    assert read.head_rows == (1, 3, 4, 5)
    assert read.head == (("标题", "", ""), ("a", "b c", "1\n2"), ("", "d", "\xa0e"), ("f", "", ""))


def test_a_web_page_with_entities_and_without_a_table(tmp_path: Path) -> None:
    page = making.OUTSIDE.replace('<?xml version="1.0"?>', "") + "<html><table><tr><td>&j;x</td></tr></table></html>"
    assert table(saved(tmp_path, page.encode())).head == (("&j;x",),)
    only(saved(tmp_path, b"<html><table><tr><td> </td></tr></table></html>"), WebPage)
    only(saved(tmp_path, making.html("<tr><td colspan=1000>a</td></tr>")), TooManyColumns)


def test_a_spreadsheet_of_2003(tmp_path: Path) -> None:
    def cells(*typed: tuple[str, str]) -> str:
        return "".join(f'<Cell><Data ss:Type="{kind}">{text}</Data></Cell>' for kind, text in typed)

    merged = cells(("String", "#账号"), ("String", "x")).replace("<Cell>", '<Cell ss:MergeAcross="1">', 1)
    numbers = cells(("Number", "12.0")) + cells(("Number", "4012345678901234567")).replace(
        "<Cell>", '<Cell ss:Index="4">'
    )
    others = cells(("DateTime", "2026-07-20T10:09:23.000"), ("Boolean", "1"), ("String", " 0012 "))
    rows = f'<Row ss:Index="2">{merged}</Row><Row ss:Hidden="1">{numbers}</Row><Row><Cell/></Row><Row>{others}</Row>'
    read = table(saved(tmp_path, making.spreadsheetml(rows)))
    assert (read.sheet, read.notes, read.head_rows) == ("账务", ("xml_as_xls", "hidden_rows:1"), (2, 3, 5))
    assert read.head == (
        ("#账号", "", "x", ""),
        ("12", "", "", "4.01234567890123E+18"),
        ("2026-07-20 10:09:23", "true", " 0012 ", ""),
    )


def test_bad_spreadsheets_of_2003(tmp_path: Path) -> None:
    row = '<Row><Cell><Data ss:Type="String">a</Data></Cell></Row>'
    for prolog in (making.LAUGHS, making.OUTSIDE):
        only(saved(tmp_path, making.spreadsheetml(row, prolog.partition("?>")[2])), ForbiddenContent)
    only(saved(tmp_path, making.spreadsheetml(row)[:-30]), DamagedFile)
    only(saved(tmp_path, making.spreadsheetml(row + row.replace("<Row>", '<Row ss:Index="999999">'))), FarCell)
    only(saved(tmp_path, making.spreadsheetml(row.replace("<Cell>", '<Cell ss:Index="9999">'))), TooManyColumns)
    formula = row + row.replace("<Cell>", '<Cell ss:Formula="=1+1">').replace('<Data ss:Type="String">a</Data>', "")
    problem = only(saved(tmp_path, making.spreadsheetml(formula)), FormulaWithoutResult)
    assert (problem.row, problem.column) == (2, "A")
    problem = only(
        saved(tmp_path, making.spreadsheetml(row + row.replace("String", "Error").replace(">a<", ">#N/A<"))), ErrorCell
    )
    assert (problem.row, problem.column, problem.value) == (2, "A", "#N/A")


def old_workbook(path: Path) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    for row in range(20):
        sheet.write(row, 0, f"id{row}")
        sheet.write(row, 1, math.sqrt(row))
    book.save(str(path))
    return path


@pytest.mark.parametrize("seed", range(60))
def test_whatever_comes_a_refusal_or_tables(tmp_path: Path, seed: int) -> None:
    if seed % 4 == 0:
        data = making.mutated(old_workbook(tmp_path / "a.xls").read_bytes(), seed)
    elif seed % 4 == 1:
        data = making.mutated(making.workbook(tmp_path / "a.xlsx").read_bytes(), seed)
    else:
        part = (making.SHEET, "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml")[seed % 3 + seed % 2]
        path = making.repacked(making.workbook(tmp_path / "a.xlsx"), {part: lambda old: making.mutated(old, seed)})
        data = path.read_bytes()
    path = saved(tmp_path, data, "mutated")
    outcome = loaded_or_refused(path, tmp_path / "work")
    assert outcome
    assert all(isinstance(each, Table) or each.message for each in outcome)


def loaded_or_refused(path: Path, workdir: Path) -> list[Table] | list[Problem]:
    """Any other exception is a bug."""
    try:
        return [each for file in files_in(path, "x", workdir, PAGE) for each in tables_in(file, workdir, PAGE)]
    except Refused as refused:
        return list(refused.problems)
