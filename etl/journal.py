"""An append-only file of JSON lines; each carries a fingerprint over itself and everything before it."""

import hashlib
import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warehouse.disk import sync

SEAL = "hash"
SEALED = re.compile(rb'(\{.+), "hash": "([0-9a-f]{64})"\}')


class Broken(Exception):
    """A line does not follow from the lines before it, or is no line at all; `line` is its number, from 1."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(line)


@dataclass(frozen=True)
class Journal:
    """What such a file holds. `seals` has the fingerprint after each line; `torn` is what a crash left of a last line."""

    lines: tuple[dict[str, Any], ...] = ()
    seals: tuple[str, ...] = ()
    sealed: int = 0  # lines that carry their own; those before them were written by earlier versions
    torn: bytes = b""
    size: int = 0  # bytes of whole lines

    @property
    def head(self) -> str:
        """The fingerprint over everything."""
        return self.seals[-1] if self.seals else ""


def read(path: Path) -> Journal:
    """Read a journal and follow its chain; a file that is not there is empty. Raises Broken."""
    data = path.read_bytes() if path.exists() else b""
    *whole, torn = data.split(b"\n")
    size = len(data) - len(torn)
    lines: list[dict[str, Any]] = []
    seals: list[str] = []
    before, sealed = "", 0
    for text in whole:
        if not text:
            continue
        before, has_seal = _followed(before, text, len(lines) + 1, sealed=bool(sealed))
        sealed += has_seal
        lines.append(_parsed(text, len(lines) + 1, has_seal=has_seal))
        seals.append(before)
    if (lost := SEALED.match(torn)) and _seal(before, lost[1] + b"}") == lost[2].decode():
        # All of the line is there; only its end was lost or changed.
        lines.append(_parsed(lost[0], len(lines) + 1, has_seal=True))
        seals.append(lost[2].decode())
        sealed, size, torn = sealed + 1, size + len(lost[0]), b""
    return Journal(tuple(lines), tuple(seals), sealed, torn, size)


def append(path: Path, lines: Iterable[Mapping[str, Any]]) -> None:
    """Write lines down, all or none; they are on disk when this returns. Raises Broken, OSError.

    What a crash left of a last line is put into a file beside it first: nothing goes silently.
    """
    known = read(path)
    if known.torn:
        _set_aside(path, known.torn)
    before, text = known.head, b""
    for line in lines:
        body = json.dumps(line, ensure_ascii=False).encode()
        before = _seal(before, body)
        text += body[:-1] + f', "{SEAL}": "{before}"}}\n'.encode()
    is_new = not path.exists()
    with path.open("ab+") as file:
        file.truncate(known.size)
        try:
            if known.size and not _ends_line(path, known.size):
                text = b"\n" + text
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        except OSError:  # a full disk took a part of it
            os.truncate(path, known.size)
            raise
    if is_new:
        sync(path.parent)


def _ends_line(path: Path, size: int) -> bool:
    with path.open("rb") as file:
        file.seek(size - 1)
        return file.read(1) == b"\n"


def _followed(before: str, text: bytes, number: int, *, sealed: bool) -> tuple[str, bool]:
    """The fingerprint after a line, and whether the line carries it."""
    found = SEALED.fullmatch(text)
    if not found:
        if sealed:
            raise Broken(number)
        return _seal(before, text), False
    if _seal(before, found[1] + b"}") != found[2].decode():
        raise Broken(number)
    return found[2].decode(), True


def _parsed(text: bytes, number: int, *, has_seal: bool) -> dict[str, Any]:
    try:
        line = json.loads(text.decode())
    except ValueError as fault:
        raise Broken(number) from fault
    if not isinstance(line, dict) or (SEAL in line) != has_seal:
        raise Broken(number)
    return {name: value for name, value in line.items() if name != SEAL}


def _seal(before: str, text: bytes) -> str:
    return hashlib.sha256(before.encode() + text).hexdigest()


def _set_aside(path: Path, torn: bytes) -> None:
    number = 1
    while (aside := path.with_name(f"{path.stem}.torn-{number}")).exists():
        number += 1
    aside.write_bytes(torn)
    sync(aside)
    sync(aside.parent)
