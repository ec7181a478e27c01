"""A text file → the same text in strict UTF-8: its encoding, its line ends, and what must not be in it."""

import codecs
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from etl.archive import sizes
from etl.errors import DamagedFile, LineTooLong, MixedEncoding, NotATable, Problem, Refused, TooLarge
from etl.table import MB, File, Limits

CHUNK = MB
BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
BINARY = {"found": "binary data"}


def as_utf8(file: File, workdir: Path, limits: Limits) -> tuple[Path, str]:
    """A strict UTF-8 file of the same text (the file itself where it already is one), and what it was decoded from."""
    path = file.path
    bom, encoding = _bom(path)
    if not encoding.startswith("utf-16") and _looks_binary(_until(path, 65_536)):
        raise Refused([NotATable(fields=BINARY)])
    bad = _first_bad(path, encoding or "utf-8")
    if bad is not None:
        if encoding:
            raise Refused([_bad_bytes(path, bad)])
        _check_gb18030(path, bad)
    encoding = encoding or ("utf-8" if bad is None else "gb18030")
    if encoding == "utf-8" and not _has_lone_returns(path, limits):
        return path, encoding
    copy = workdir / f"{file.sha256[:16]}.utf8"
    _write_copy(path, copy, bom, encoding, limits)
    return copy, encoding


def _has_lone_returns(path: Path, limits: Limits) -> bool:
    scan = _Scan(limits)
    for chunk in chunks(path):
        scan.see(chunk)
    return scan.lone_returns


def _bom(path: Path) -> tuple[int, str]:
    with path.open("rb") as file:
        start = file.read(3)
    return next(((len(mark), name) for mark, name in BOMS.items() if start.startswith(mark)), (0, ""))


def chunks(path: Path, after: int = 0) -> Iterator[bytes]:
    """The bytes of a file from that place on."""
    with path.open("rb") as file:
        file.seek(after)
        while chunk := file.read(CHUNK):
            yield chunk


def _first_bad(path: Path, encoding: str) -> int | None:
    """The place of the first byte that is not of this encoding, None where all are."""
    decoder = codecs.getincrementaldecoder(encoding)()
    seen = 0
    try:
        for chunk in chunks(path):
            held = len(decoder.getstate()[0])
            start, seen = seen - held, seen + len(chunk)
            decoder.decode(chunk)
        start = seen - len(decoder.getstate()[0])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return start + error.start
    return None


def _check_gb18030(path: Path, bad: int) -> None:
    """GB18030 accepts most bytes, UTF-8 included: nothing may speak for UTF-8 before it is believed."""
    before = _until(path, bad)
    if re.search(rb"[\xe0-\xef][\x80-\xbf]{2}", before[: before.rfind(b"\n") + 1]):
        raise Refused([_bad_bytes(path, bad)])  # rows of right UTF-8: no such thing comes about by chance
    if (worse := _first_bad(path, "gb18030")) is not None:
        raise Refused([_bad_bytes(path, worse)])
    if (row := _utf8_tail(path)) is not None:
        raise Refused([MixedEncoding(row=row)])


def _until(path: Path, end: int) -> bytes:
    with path.open("rb") as file:
        return file.read(end)


def _bad_bytes(path: Path, bad: int) -> Problem:
    if path.stat().st_size - bad < 4:
        return DamagedFile(fields={"found": "it ends within a character"})
    return MixedEncoding(row=_until(path, bad).count(b"\n") + 1)


def _looks_binary(start: bytes) -> bool:
    control = sum(start.count(bytes([code])) for code in range(32) if code not in b"\t\n\r")
    return b"\0" in start or control > len(start) // 100


def _utf8_tail(path: Path) -> int | None:
    """The first row of UTF-8 below rows of GB18030: a file joined by hand ends in the encoding of its last part."""

    def is_utf8(line: bytes) -> bool:
        try:
            return sum(char > "\u07ff" for char in line.decode()) > 2  # one or two may come about by chance
        except UnicodeDecodeError:
            return False

    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 65_536))
        if not any(is_utf8(line) for line in file.readlines()[1:]):
            return None
        file.seek(0)
        return next((row for row, line in enumerate(file, 1) if is_utf8(line)), None)


def _write_copy(path: Path, copy: Path, bom: int, encoding: str, limits: Limits) -> None:
    """Decode strictly, chunk by chunk; a return without a line feed becomes a line feed."""
    scan = _Scan(limits)
    copy.parent.mkdir(parents=True, exist_ok=True)
    decode = codecs.getincrementaldecoder("utf-8" if encoding == "utf-8-sig" else encoding)().decode
    with copy.open("wb") as out:
        for text in _no_lone_returns(_decoded(chunks(path, bom), decode)):
            raw = text.encode()
            scan.see(raw)
            out.write(raw)


def _decoded(pieces: Iterable[bytes], decode: Callable[..., str]) -> Iterator[str]:
    yield from (decode(chunk) for chunk in pieces)
    yield decode(b"", final=True)


def _no_lone_returns(texts: Iterable[str]) -> Iterator[str]:
    held = ""
    for text in texts:
        whole = held + text
        held = "\r" if whole.endswith("\r") else ""  # its line feed may be in the next piece
        yield re.sub(r"\r(?!\n)", "\n", whole.removesuffix("\r") if held else whole)
    yield "\n" if held else ""


class _Scan:
    """What must not be in a text, looked for chunk by chunk: zeros, endless lines, endless files."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.lone_returns = False
        self.rows = 0
        self.line = 0  # length of the line that is not yet ended
        self.last = b""

    def see(self, chunk: bytes) -> None:
        if b"\0" in chunk:
            raise Refused([NotATable(fields=BINARY)])
        if b"\r" in chunk or self.last == b"\r":
            joined = self.last + chunk
            # A return at the very end may have its line feed in the next chunk.
            lone = joined.count(b"\r") - joined.count(b"\r\n") - joined.endswith(b"\r")
            self.lone_returns |= lone > 0
        self.last = chunk[-1:]
        self.rows += chunk.count(b"\n")
        if self.rows > self.limits.rows:
            fields = {"found": f"{self.rows:,} rows", "limit": f"{self.limits.rows:,} rows"}
            raise Refused([TooLarge(fields=fields)])
        self._see_lines(chunk)

    def _see_lines(self, chunk: bytes) -> None:
        for piece in _pieces(chunk, self.limits.line_bytes):
            ends = [place for place in (piece.find(b"\n"), piece.find(b"\r")) if place >= 0]
            self.line += min(ends, default=len(piece))
            if self.line > self.limits.line_bytes:
                raise Refused([LineTooLong(fields=sizes(self.line, self.limits.line_bytes))])
            if ends:
                self.line = len(piece) - 1 - max(piece.rfind(b"\n"), piece.rfind(b"\r"))


def _pieces(chunk: bytes, size: int) -> Iterator[bytes]:
    """A line within one piece cannot be longer than the piece."""
    if len(chunk) <= size:
        yield chunk
    else:
        yield from (chunk[start : start + size] for start in range(0, len(chunk), size))
