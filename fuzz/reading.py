"""Bytes → rows of text once more, with csv, zipfile and an XML parser only; nothing here is the loader's."""

import codecs
import csv
import io
import posixpath
import re
import zipfile
from xml.etree import ElementTree as ET

Rows = list[list[str]]
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class NotJudged(Exception):
    """The file is too broken for a plain reading."""


def texts(data: bytes) -> dict[str, list[Rows]]:
    """Sheet → its possible readings: one of a workbook, one per separator of a text; member texts of an archive under ""."""
    if data.startswith(b"PK"):
        return _of_archive(data)
    text = decoded(data)
    return {"": [separated(text, delimiter) for delimiter in ",\t;"]}


def decoded(data: bytes) -> str:
    """By its mark, else UTF-8, else GB18030; strictly. Raises NotJudged."""
    marks = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
    for mark, encoding in marks:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    try:
        return data.decode()
    except UnicodeDecodeError:
        return _strictly(data, "gb18030")


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotJudged(f"not {encoding}") from error


def separated(text: str, delimiter: str) -> Rows:
    """The records of a text; a line without anything is none."""
    if delimiter == "," and _has_backtick_cells(text):
        return [row for line in text.splitlines() if (row := _of_backticks(line))]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return [row for row in rows if row]
    except csv.Error as error:
        raise NotJudged(f"csv: {error}") from error


def _has_backtick_cells(text: str) -> bool:
    """Whether each cell of the first row below the header begins with a backtick: a comma without one separates nothing."""
    above = ""
    for line in text.splitlines()[:40]:
        if line.startswith("`"):
            return line.count(",`") == above.count(",") > 0
        above = line
    return False


def _of_backticks(line: str) -> list[str]:
    return line[1:].split(",`") if line.startswith("`") else next(csv.reader([line]), [])


# --- workbooks ------------------------------------------------------------------------------------


def _of_archive(data: bytes) -> dict[str, list[Rows]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if len(set(names)) < len(names):
                raise NotJudged("two members of one name")
            parts = {name: archive.read(name) for name in names}
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, NotImplementedError) as error:
        raise NotJudged("no archive") from error
    if "xl/workbook.xml" not in parts:
        members = [texts(member)[""] for member in parts.values()]
        if len(members) != 1:
            raise NotJudged("an archive of several files")
        return {"": members[0]}
    try:
        return {name: [sheet] for name, sheet in _sheets(parts)}
    except (ET.ParseError, KeyError, IndexError, ValueError) as error:
        raise NotJudged(f"workbook: {type(error).__name__} {error}") from error


def _sheets(parts: dict[str, bytes]) -> list[tuple[str, Rows]]:
    targets = {
        each.get("Id"): posixpath.normpath(posixpath.join("/xl", str(each.get("Target")))).lstrip("/")
        for each in ET.fromstring(parts["xl/_rels/workbook.xml.rels"])
        if str(each.get("Type")).endswith("/worksheet")
    }
    shared = [
        _text(each) for each in ET.fromstring(parts.get("xl/sharedStrings.xml", b"<sst/>")).iter() if _tag(each) == "si"
    ]
    sheets = [each for each in ET.fromstring(parts["xl/workbook.xml"]).iter() if _tag(each) == "sheet"]
    return [
        (str(each.get("name")), _cells(ET.fromstring(parts[targets[each.get(RELATION)]]), shared))
        for each in sheets
        if each.get(RELATION) in targets
    ]


def _tag(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _text(element: ET.Element) -> str:
    """The text of an item, its phonetic guide left out; `_x0031_` is how a workbook may write "1"."""
    return "".join(
        ESCAPED.sub(lambda found: chr(int(found[1], 16)), each.text or "") if _tag(each) == "t" else _text(each)
        for each in element
        if _tag(each) in ("t", "r")
    )


def _cells(sheet: ET.Element, shared: list[str]) -> Rows:
    rows: dict[int, dict[int, str]] = {}
    number = 0
    for row in (each for data in sheet if _tag(data) == "sheetData" for each in data if _tag(each) == "row"):
        number = int(row.get("r") or number + 1)
        column = 0
        for cell in (each for each in row if _tag(each) == "c"):
            said = re.fullmatch(r"([A-Z]+)(\d+)", cell.get("r") or "")
            if cell.get("r") and not said:
                raise NotJudged("a cell without a place")
            column = _column(said[1]) if said else column + 1
            at = int(said[2]) if said else number
            if at != number:
                raise NotJudged("a cell in another row")
            text = _value(cell, shared)
            if text and column in rows.setdefault(at, {}):
                raise NotJudged("two cells in one place")
            rows.setdefault(at, {})[column] = text
    width = max((column for row in rows.values() for column in row), default=0)
    return [
        [row.get(column, "") for column in range(1, width + 1)] for _, row in sorted(rows.items()) if any(row.values())
    ]


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _value(cell: ET.Element, shared: list[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return "".join(_text(each) for each in cell if _tag(each) == "is")
    value = next(("".join(each.itertext()) for each in cell if _tag(each) == "v"), None)
    if value is None:
        return ""
    if kind == "s":
        if not 0 <= int(value) < len(shared):
            raise NotJudged("no such shared string")
        return shared[int(value)]
    if kind == "n" and value.strip():
        return _number(value)
    return value


def _number(value: str) -> str:
    """A number as people see it: the 15 digits that a spreadsheet program keeps."""
    text = f"{float(value):.15g}"
    return text if "e" not in text or "e+" in text else f"{float(value):.20f}".rstrip("0")
