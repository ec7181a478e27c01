"""Rows → workbooks, real and so called, always the same bytes; and mutations of a workbook's parts."""

import html
import io
import random
import re
import zipfile
from collections.abc import Callable, Sequence

import openpyxl
import xlsxwriter
import xlwt

from tests.etl import making

Parts = dict[str, bytes]
SHEET = "xl/worksheets/sheet1.xml"
CORE = b'<?xml version="1.0"?><coreProperties xmlns="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def _value(text: str) -> str | float:
    """What a platform writes as a number: short plain amounts."""
    plain = re.fullmatch(r"(0|[1-9]\d{0,7})(\.\d{1,2})?", text)
    return float(text) if plain else ILLEGAL.sub("", text)


def by_openpyxl(rows: Sequence[Sequence[str]], sheet: str, *, typed: bool) -> Parts:
    """A workbook with shared strings, as the parts of its archive."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            if text:
                cell = page.cell(number, column)
                cell.value = _value(text) if typed else ILLEGAL.sub("", text)
                if cell.data_type == "f":
                    cell.data_type = "s"
    out = io.BytesIO()
    book.save(out)
    return parts_of(out.getvalue()) | {"docProps/core.xml": CORE}


def by_xlsxwriter(rows: Sequence[Sequence[str]], sheet: str, *, typed: bool) -> Parts:
    """The same by another writer, with texts inside the cells."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "constant_memory": True, "strings_to_formulas": False}) as book:
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                value = _value(text) if typed else ILLEGAL.sub("", text)
                if isinstance(value, float):
                    page.write_number(number, column, value)
                elif value:
                    page.write_string(number, column, value)
    return parts_of(out.getvalue()) | {"docProps/core.xml": CORE}


def parts_of(data: bytes) -> Parts:
    """The members of an archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Parts) -> bytes:
    """An archive of these members, without a clock."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def old_xls(rows: Sequence[Sequence[str]], sheet: str) -> bytes:
    """A workbook of Excel 97."""
    book = xlwt.Workbook()
    page = book.add_sheet(sheet[:31])
    for number, row in enumerate(rows):
        for column, text in enumerate(row[:255]):
            if text:
                page.write(number, column, _value(text))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def web_page(rows: Sequence[Sequence[str]], encoding: str) -> bytes:
    """A page with a table, as back offices name .xls."""
    body = "".join("<tr>" + "".join(f"<td>{html.escape(text)}</td>" for text in row) + "</tr>" for row in rows)
    page = f'<html><head><meta charset="{encoding}"></head><body><table>{body}</table></body></html>'
    return page.encode(encoding, "replace")


def spreadsheet_2003(rows: Sequence[Sequence[str]]) -> bytes:
    """An XML Spreadsheet."""
    cells = (
        "".join(f'<Cell><Data ss:Type="String">{html.escape(ILLEGAL.sub("", text))}</Data></Cell>' for text in row)
        for row in rows
    )
    return making.spreadsheetml("".join(f"<Row>{row}</Row>" for row in cells))


# --- mutations of the parts -----------------------------------------------------------------------


def mutated(parts: Parts, chance: random.Random) -> str:
    """Change the parts in place in one way; what was done."""
    change = chance.choice(CHANGES)
    change(parts, chance)
    return change.__name__


def lost_part(parts: Parts, chance: random.Random) -> None:  # noqa: D103
    del parts[chance.choice(list(parts))]


def broken_part(parts: Parts, chance: random.Random) -> None:  # noqa: D103
    name = _part(parts, chance)
    parts[name] = making.mutated(parts[name] or b"x", chance.randrange(1 << 30))


def cut_part(parts: Parts, chance: random.Random) -> None:  # noqa: D103
    name = _part(parts, chance)
    parts[name] = parts[name][: chance.randrange(len(parts[name]) + 1)]


def lost_tag(parts: Parts, chance: random.Random) -> None:  # noqa: D103
    name = _part(parts, chance)
    start, end = chance.choice([tag.span() for tag in re.finditer(rb"<[^>]*>", parts[name])] or [(0, 0)])
    parts[name] = parts[name][:start] + parts[name][end:]


def other_dimension(parts: Parts, chance: random.Random) -> None:  # noqa: D103
    said = chance.choice((b"A1", b"A1:B2", b"A1:XFD1048576", b"C3:D4", b"", b"ZZZ9", b"A0"))
    _in_sheet(parts, rb'<dimension ref="[^"]*"/>', b'<dimension ref="' + said + b'"/>', chance)


def far_cell(parts: Parts, chance: random.Random) -> None:  # noqa: D103
    row = chance.choice((60, 9_000, 20_000, 1_048_576, 1_048_577, 999_999_999))
    column = chance.choice(("A", "ZZ", "XFD", "XFE"))
    far = f'<row r="{row}"><c r="{column}{row}"><v>{chance.choice(("1", ""))}</v></c></row></sheetData>'
    _in_sheet(parts, rb"</sheetData>", far.encode(), chance)


def hidden_rows(parts: Parts, chance: random.Random) -> None:  # noqa: D103
    _in_sheet(parts, rb"<row ", b'<row hidden="1" ', chance)


def other_shared_string(parts: Parts, chance: random.Random) -> None:  # noqa: D103
    index = str(chance.choice((0, 1, 5, 999, -1, 1 << 40, "x", ""))).encode()
    _in_sheet(parts, rb't="s"([^>]*)><v>\d+</v>', rb't="s"\1><v>' + index + b"</v>", chance)


def other_type(parts: Parts, chance: random.Random) -> None:  # noqa: D103
    kind = chance.choice((b"n", b"s", b"str", b"b", b"e", b"d", b"inlineStr", b"zz"))
    _in_sheet(parts, rb'( t="\w+")?(/?)><v>', b' t="' + kind + rb'"\2><v>', chance)


def other_number(parts: Parts, chance: random.Random) -> None:  # noqa: D103
    number = chance.choice(
        (
            b"1e3",
            b"0.1",
            b"-5",
            b"99.499999999999986",
            b"1E+400",
            b"NaN",
            b"",
            b"12,5",
            b" 7 ",
            b"46174",
            b"4012345678901234567",
        )
    )
    _in_sheet(parts, rb"<v>[^<]*</v>", b"<v>" + number + b"</v>", chance)


def other_reference(parts: Parts, chance: random.Random) -> None:  # noqa: D103
    said = chance.choice((b"A1", b"B2", b"a3", b"", b"7", b"AAAA1", b"C99", b"$B$2"))
    _in_sheet(parts, rb'(<c) r="[A-Z]+\d+"', rb'\1 r="' + said + b'"', chance)


def no_references(parts: Parts, _: random.Random) -> None:  # noqa: D103
    if SHEET in parts:
        parts[SHEET] = re.sub(rb'(<(?:c|row)) r="\w+"', rb"\1", parts[SHEET])


def other_row_number(parts: Parts, chance: random.Random) -> None:  # noqa: D103
    number = str(chance.choice((0, 1, 2, 3, 50, -4, "x"))).encode()
    _in_sheet(parts, rb'<row r="\d+"', b'<row r="' + number + b'"', chance)


def formula_cell(parts: Parts, chance: random.Random) -> None:  # noqa: D103
    said = chance.choice(
        (b"<f>1+1</f><v>2</v>", b"<f>1+1</f>", b"<f>1+1</f><v></v>", b"<f/><v>3</v>", b"<f>A1</f><v>9</v>")
    )
    _in_sheet(parts, rb"<v>[^<]*</v>", said, chance)


def error_cell(parts: Parts, chance: random.Random) -> None:  # noqa: D103
    _in_sheet(parts, rb'( t="\w+")?><v>[^<]*</v>', b' t="e"><v>#N/A</v>', chance)


def date_cell(parts: Parts, _: random.Random) -> None:  # noqa: D103
    parts["xl/styles.xml"] = re.sub(
        rb'(<cellXfs[^>]*>.*?numFmtId=")\d+', rb"\g<1>14", parts.get("xl/styles.xml", b""), flags=re.DOTALL
    )


def odd_text(parts: Parts, chance: random.Random) -> None:  # noqa: D103
    said = chance.choice((b"<t>a</t><t>b</t>", b"<r><t>1</t></r><r><t>2.5</t></r>", b"<t/>", b"<t><![CDATA[7.00]]></t>",
                          b"<t>1<!-- 9 -->2</t>", b"<t>&#49;2</t>", b"<t>_x0031_2</t>", b"<t>3</t><rPh><t>9</t></rPh>"))  # fmt: skip
    name = chance.choice([name for name in ("xl/sharedStrings.xml", SHEET) if name in parts] or list(parts))
    parts[name] = _one_replaced(parts[name], rb"<t[^>]*>[^<]*</t>", said, chance)


def comment(parts: Parts, chance: random.Random) -> None:  # noqa: D103
    said = chance.choice(
        (b"<!-- x -->", b"<?x y?>", b"<!-- <row r='9'><c r='A9'><v>1</v></c></row> -->", b"\n \n", b"<extLst/>")
    )
    _in_sheet(parts, rb"(<row|</row>|<c |<v>)", said + rb"\1", chance)


def _part(parts: Parts, chance: random.Random) -> str:
    named = [SHEET, "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"]
    return chance.choice([name for name in (SHEET, *named, chance.choice(list(parts))) if name in parts])


def _in_sheet(parts: Parts, pattern: bytes, by: bytes, chance: random.Random) -> None:
    if SHEET in parts:
        parts[SHEET] = _one_replaced(parts[SHEET], pattern, by, chance)


def _one_replaced(data: bytes, pattern: bytes, by: bytes, chance: random.Random) -> bytes:
    found = list(re.finditer(pattern, data))
    if not found:
        return data
    match = chance.choice(found)
    return data[: match.start()] + match.expand(by.replace(b"\\x", b"\\\\x")) + data[match.end() :]


CHANGES: tuple[Callable[[Parts, random.Random], None], ...] = (
    lost_part, broken_part, broken_part, cut_part, lost_tag, lost_tag, other_dimension, far_cell, hidden_rows,
    other_shared_string, other_type, other_number, other_number, other_reference, no_references, other_row_number,
    formula_cell, error_cell, date_cell, odd_text, comment,
)  # fmt: skip
