"""What a file is, by its bytes and never by its name."""

import re
import zipfile
from pathlib import Path

from etl.errors import DamagedFile, EmptyFile, EncryptedFile, NotATable, Refused, UnknownArchive, UnreadWorkbook

HEAD_BYTES = 8192
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of .xls, .doc and of workbooks with a password
OTHERS = {
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"BM": "a picture",
    b"MZ": "a program",
    b"\x7fELF": "a program",
    b"PAR1": "a Parquet file",
    b"SQLite format 3\x00": "a database",
    b"MIME-Version:": "a web archive",
}
ARCHIVES = {b"7z\xbc\xaf\x27\x1c": "7z", b"Rar!\x1a\x07": "rar", b"\x1f\x8b": "gz"}
SPREADSHEET_2003 = "urn:schemas-microsoft-com:office:spreadsheet"
OFFICE = {"word/": "a text document", "ppt/": "a presentation"}
UNREAD = {"xl/workbook.bin": "a binary workbook (.xlsb)", "content.xml": "an OpenDocument file (.ods)"}


def container(path: Path) -> str:
    """One of text, xlsx, xls, spreadsheetml, html, zip; raises Refused for everything else."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head:
        raise Refused([EmptyFile()])
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(path)
    if head.startswith(OLE):
        return _ole(path)
    for magic, found in OTHERS.items():
        if head.startswith(magic) and not (len(magic) < 3 and _is_text(head)):
            raise Refused([NotATable(fields={"found": found})])
    for magic, found in ARCHIVES.items():
        if head.startswith(magic):
            raise Refused([UnknownArchive(fields={"found": found})])
    return _markup(head)


def _is_text(head: bytes) -> bool:
    """A header may begin with the letters BM or MZ; a program or picture holds zeros early."""
    return b"\0" not in head


def _zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise Refused([DamagedFile(fields={"found": "the archive has no end"})]) from None
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "[Content_Types].xml" in names:
        for folder, found in OFFICE.items():
            if any(name.startswith(folder) for name in names):
                raise Refused([NotATable(fields={"found": found})])
    for name, found in UNREAD.items():
        if name in names and (name != "content.xml" or "mimetype" in names):
            raise Refused([UnreadWorkbook(fields={"found": found})])
    return "zip"


def _ole(path: Path) -> str:
    """The names of an OLE file's streams are UTF-16; the list of them may stand anywhere in the file."""
    data = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Refused([EncryptedFile()])
    if "WordDocument".encode("utf-16-le") in data:
        raise Refused([NotATable(fields={"found": "a text document"})])
    return "xls"


def _markup(head: bytes) -> str:
    utf16 = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    start = head.decode("utf-16" if utf16 else "latin-1", "ignore").lstrip("ï»¿\ufeff \t\r\n").lower()
    if not start.startswith("<"):
        return "text"
    if SPREADSHEET_2003 in start:
        return "spreadsheetml"
    if re.search(r"<(html|table|body|tr|meta|head)[\s>]", start) or start.startswith("<!doctype html"):
        return "html"
    if start.startswith("<?xml"):
        raise Refused([NotATable(fields={"found": "an XML document"})])
    return "text"
