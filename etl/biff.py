"""An .xls file, looked at as records: what its parser does not tell. Excel's BIFF8 in an OLE container."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from struct import Struct, error, unpack_from

from etl.errors import DamagedFile, EncryptedFile, Refused

HEADER = Struct("<HH")  # of a record: its kind, the bytes that follow
SECTOR_END = 0xFFFFFFF0  # from here a number in a chain of sectors means its end
BOF, EOF, FILEPASS, BOUNDSHEET, ROW, FORMULA = 0x0809, 0x000A, 0x002F, 0x0085, 0x0208, 0x0006
CELLS = {FORMULA, 0x00BD, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E}  # the records that hold a value
BIFF8 = 0x0600
IS_HIDDEN = 0x0020
NO_RESULT = 0x03  # a formula's result: an empty text, or nothing was worked out


@dataclass
class Sheet:
    """What was seen in one sheet; rows and columns from 1."""

    hidden_rows: int = 0  # those that hold anything
    without_result: list[tuple[int, int]] = field(default_factory=list)  # row and column of formulas


def look_at_sheets(data: bytes) -> dict[str, Sheet]:
    """The worksheets of an .xls file by name; none for one from before Excel 97. Raises Refused."""
    try:
        stream = _workbook(data)
        if not stream or unpack_from("<H", stream, 4)[0] != BIFF8:
            return {}
        return {name: _sheet(stream, start) for name, start in _sheets(stream)}
    except (error, IndexError) as fault:
        raise Refused([DamagedFile(fields={"found": str(fault)})]) from fault


def _sheets(stream: bytes) -> list[tuple[str, int]]:
    found = []
    for kind, at, size in _records(stream, 0):
        if kind == FILEPASS:
            raise Refused([EncryptedFile()])
        if kind == BOUNDSHEET:
            start, _, sort, length, is_wide = unpack_from("<IBBBB", stream, at)
            raw = stream[at + 8 : at + size]
            name = raw[: 2 * length].decode("utf-16-le") if is_wide & 1 else raw[:length].decode("latin-1")
            if sort == 0:
                found.append((name, start))
    return found


def _sheet(stream: bytes, start: int) -> Sheet:
    sheet, hidden, filled = Sheet(), set[int](), set[int]()
    for kind, at, _ in _records(stream, start):
        if kind in CELLS:
            filled.add(unpack_from("<H", stream, at)[0])
            if kind == FORMULA:
                row, column, _, sort, _, mark = unpack_from("<HHHB5sH", stream, at)
                if mark == 0xFFFF and sort == NO_RESULT:
                    sheet.without_result.append((row + 1, column + 1))
        elif kind == ROW and unpack_from("<H", stream, at + 12)[0] & IS_HIDDEN:
            hidden.add(unpack_from("<H", stream, at)[0])
    sheet.hidden_rows = len(hidden & filled)
    return sheet


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Kind, place and size of each record up to the end of the part that begins here; charts in it are passed by."""
    depth = 0
    while at + 4 <= len(stream):
        kind, size = HEADER.unpack_from(stream, at)
        depth += (kind == BOF) - (kind == EOF)
        if depth == 1:
            yield kind, at + 4, size
        if depth <= 0:
            return
        at += 4 + size


# --- the container -------------------------------------------------------------------------------


def _workbook(data: bytes) -> bytes:
    """The stream of an OLE file that holds the workbook."""
    sizes = unpack_from("<HH", data, 30)
    if sizes not in ((9, 6), (12, 6)):
        raise Refused([DamagedFile(fields={"found": "it has no beginning"})])
    sector, small = (1 << size for size in sizes)
    first_folder, limit, first_small, first_more = (unpack_from("<I", data, at)[0] for at in (48, 56, 60, 68))
    tables = list(unpack_from("<109I", data, 76))
    while first_more < SECTOR_END and len(tables) * sector < len(data):
        *more, first_more = unpack_from(f"<{sector // 4}I", data, (first_more + 1) * sector)
        tables += more
    following: list[int] = []
    for table in tables:
        if table < SECTOR_END:
            following += unpack_from(f"<{sector // 4}I", data, (table + 1) * sector)

    def chain(start: int) -> bytes:
        return b"".join(_pieces(data, start, following, sector, ahead=1))

    folder, root = chain(first_folder), b""
    for at in range(0, len(folder) - 127, 128):
        start, size = unpack_from("<II", folder, at + 116)
        if at == 0:
            root = chain(start) if start < SECTOR_END else b""
        name = folder[at : at + max(0, unpack_from("<H", folder, at + 64)[0] - 2)].decode("utf-16-le", "replace")
        if name.lower() in ("workbook", "book"):
            if size >= limit:
                return chain(start)[:size]
            smalls = chain(first_small)
            chains = list(unpack_from(f"<{len(smalls) // 4}I", smalls))
            return b"".join(_pieces(root, start, chains, small, ahead=0))[:size]
    return b""


def _pieces(data: bytes, start: int, following: list[int], size: int, ahead: int) -> Iterator[bytes]:
    """The sectors of one chain; `ahead` sectors stand before the first."""
    for _ in range(len(following) + 1):
        if start >= SECTOR_END:
            return
        at = (start + ahead) * size
        if at >= len(data):
            raise Refused([DamagedFile(fields={"found": f"it ends after {len(data):,} bytes"})])
        yield data[at : at + size]
        start = following[start]
    raise Refused([DamagedFile(fields={"found": "its parts follow each other in a circle"})])
