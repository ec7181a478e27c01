"""Makes the files that a loader must survive or read aright: broken, hostile, disguised. Everything is invented."""

import io
import random
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import xlsxwriter

HEADER = ("订单编号", "店铺", "实付金额")
ROWS = (("4012345678901234567", "甲店", "99.50"), ("4012345678901234568", "乙店", "1.00"))
TEXT = "".join(",".join(row) + "\n" for row in (HEADER, *ROWS))
SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
    + "]>"
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY j SYSTEM "file:///no/such/file">]>'


def workbook(path: Path, fill: Callable[[xlsxwriter.Workbook], None] | None = None) -> Path:
    """An .xlsx of HEADER and ROWS, or as `fill` fills it."""
    with xlsxwriter.Workbook(str(path)) as book:
        if fill:
            fill(book)
        else:
            sheet = book.add_worksheet("订单")
            for number, row in enumerate((HEADER, *ROWS)):
                for column, text in enumerate(row):
                    sheet.write_string(number, column, text)
    return path


def repacked(path: Path, changes: Mapping[str, Callable[[bytes], bytes]]) -> Path:
    """The same workbook with some parts changed, or added."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    for name, change in changes.items():
        parts[name] = change(parts.get(name, b""))
    path.write_bytes(zipped(parts))
    return path


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A ZIP archive of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, data)
    return out.getvalue()


def with_rows(path: Path, rows: str, prolog: str = '<?xml version="1.0"?>') -> Path:
    """A workbook whose sheet has just this XML for rows."""
    sheet = f'{prolog}<worksheet xmlns="{MAIN}"><dimension ref="A1"/><sheetData>{rows}</sheetData></worksheet>'
    return repacked(workbook(path), {SHEET: lambda _: sheet.encode()})


def cell(reference: str, text: str) -> str:
    """A text cell without a shared string."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def zip_with_gbk_names(parts: Mapping[str, bytes]) -> bytes:
    """As old Chinese programs write it: names in GBK, nothing that says so."""
    placeholders = {name: chr(97 + number) * len(name.encode("gbk")) for number, name in enumerate(parts)}
    data = zipped({placeholders[name]: content for name, content in parts.items()})
    for name, placeholder in placeholders.items():
        data = data.replace(placeholder.encode(), name.encode("gbk"))
    return data


def with_password(data: bytes) -> bytes:
    """Say of every member that it is encrypted."""
    return data.replace(b"PK\x03\x04\x14\x00\x00\x00", b"PK\x03\x04\x14\x00\x01\x00").replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00"
    )


def encrypted_workbook() -> bytes:
    """The beginning of an OLE file and the name of the stream that a workbook with a password has."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1024) + "EncryptedPackage".encode("utf-16-le") + bytes(512)


def html(body: str = "", encoding: str = "gbk") -> bytes:
    """A web page with a table, as back offices name .xls."""
    head = "<tr>" + "".join(f"<th>{name}</th>" for name in HEADER) + "</tr>"
    cells = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in ROWS)
    page = f'<html><head><meta charset="{encoding}"></head><body><table>{body or head + cells}</table></body></html>'
    return page.encode(encoding)


def spreadsheetml(rows: str, prolog: str = "", sheet: str = "账务") -> bytes:
    """An XML Spreadsheet 2003 with one sheet."""
    names = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{prolog}<?mso-application progid="Excel.Sheet"?>'
        f'<Workbook xmlns="{names}" xmlns:ss="{names}">'
        f'<Worksheet ss:Name="{sheet}"><Table>{rows}</Table></Worksheet></Workbook>'
    ).encode()


def mutated(data: bytes, seed: int) -> bytes:
    """A few bytes changed, taken out, put in."""
    chance, out = random.Random(seed), bytearray(data)
    for _ in range(chance.randrange(1, 12)):
        place = chance.randrange(len(out))
        kind = chance.random()
        if kind < 0.5:
            out[place] = chance.randrange(256)
        elif kind < 0.7:
            del out[place : place + chance.randrange(1, 20)]
        elif kind < 0.9:
            out[place:place] = chance.randbytes(chance.randrange(1, 12))
        else:
            out[place : place + 4] = chance.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", b"9999"))
        out = out or bytearray(b"x")
    return bytes(out)


def bomb() -> bytes:
    """An archive of a few KB that unpacks to 12 MB."""
    return zipped({"orders.csv": b"0" * (12 << 20)})
