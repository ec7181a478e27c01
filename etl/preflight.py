"""The parts of an .xlsx file, looked at before any parser sees them."""

import zipfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from lxml import etree

from etl.archive import BROKEN, sizes, unpacked
from etl.errors import DamagedFile, EncryptedFile, Refused, TooManyFiles, UnpacksTooLarge
from etl.sheetxml import SheetLooker, refuse_declarations
from etl.table import MB, Limits

SMALL_PART = 16 * MB  # workbook.xml and its like
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


def look_at_parts(path: Path, limits: Limits) -> tuple[list[SheetLooker], list[str]]:
    """Before parsing: what comes out of each part, and the shape of each sheet. Sheets, and notes; raises Refused."""
    with _opened(path) as archive:
        parts = archive.infolist()
        if len(parts) > limits.members:
            raise Refused([TooManyFiles(fields={"found": f"{len(parts):,}", "limit": f"{limits.members:,}"})])
        if any(part.flag_bits & 1 for part in parts):
            raise Refused([EncryptedFile()])
        if len({part.filename for part in parts}) < len(parts):
            raise Refused([DamagedFile(fields={"found": "two parts of one name"})])
        sheet_parts, left, lookers = _sheet_parts(archive), [limits.unpacked_bytes], []
        for part in parts:  # a bomb may hide in any of them
            if part.filename not in sheet_parts.values():
                _look_at_part(_counted(unpacked(archive, part, limits), left, limits))
        for name, member in sheet_parts.items():
            lookers.append(looker := SheetLooker(name, limits))
            looker.look_at_shape(_ahead(_counted(unpacked(archive, archive.getinfo(member), limits), left, limits)))
        if problems := [problem for looker in lookers for problem in looker.problems]:
            raise Refused(problems)
        return lookers, ["macros_ignored"] if "xl/vbaProject.bin" in archive.namelist() else []


def look_at_cells(path: Path, lookers: Iterable[SheetLooker], limits: Limits) -> None:
    """What the parser would not tell of the cells; may run beside it. Raises Refused."""
    with _opened(path) as archive:
        sheet_parts = _sheet_parts(archive)
        for looker in lookers:
            looker.look_at_cells(unpacked(archive, archive.getinfo(sheet_parts[looker.sheet.name]), limits))
    if problems := [problem for looker in lookers for problem in looker.problems]:
        raise Refused(problems)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (*BROKEN, etree.XMLSyntaxError) as error:
        raise Refused([DamagedFile(fields={"found": str(error) or type(error).__name__})]) from error


def _ahead(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The next chunk is unpacked while this one is looked at."""
    waiting = iter(chunks)
    with ThreadPoolExecutor(1) as pool:
        following = pool.submit(next, waiting, b"")
        while chunk := following.result():
            following = pool.submit(next, waiting, b"")
            yield chunk


def _counted(chunks: Iterable[bytes], left: list[int], limits: Limits) -> Iterator[bytes]:
    for chunk in chunks:
        left[0] -= len(chunk)
        if left[0] < 0:
            raise Refused([UnpacksTooLarge(fields=sizes(limits.unpacked_bytes - left[0], limits.unpacked_bytes))])
        yield chunk


def _look_at_part(chunks: Iterable[bytes]) -> None:
    for number, chunk in enumerate(chunks):
        if number == 0:
            refuse_declarations(chunk)


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of each worksheet by the sheet's name."""
    targets = {
        relation.get("Id"): str(relation.get("Target"))
        for relation in _xml(archive, "xl/_rels/workbook.xml.rels")
        if str(relation.get("Type")).endswith("/worksheet")
    }
    parts = {}
    for sheet in _xml(archive, "xl/workbook.xml").iter("{*}sheet"):
        target = targets.get(sheet.get(RELATION) or sheet.get(STRICT_RELATION))
        if target:
            parts[str(sheet.get("name"))] = target.lstrip("/") if target.startswith("/") else _in_xl(target)
    missing = [part for part in parts.values() if part not in archive.namelist()]
    if missing:
        raise Refused([DamagedFile(fields={"found": f"{missing[0]} is missing"})])
    return parts


def _in_xl(target: str) -> str:
    return str(PurePosixPath("xl") / target.removeprefix("./"))


def _xml(archive: zipfile.ZipFile, name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        with archive.open(name) as file:
            data = file.read(SMALL_PART)
    except KeyError:
        raise Refused([DamagedFile(fields={"found": f"{name} is missing"})]) from None
    refuse_declarations(data)
    return etree.fromstring(data, parser)
