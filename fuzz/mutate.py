"""The N-th file of a seed: a sample, changed as rows, written as a file, changed as bytes. The same numbers give the same bytes."""

import codecs
import csv
import io
import random
from dataclasses import dataclass
from typing import Literal

from fuzz import books
from fuzz import rows as table
from fuzz.seeds import Seed, seeds
from tests.etl import making

ENCODINGS = ("gb18030", "gb18030", "gbk", "utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-be-sig")


@dataclass(frozen=True)
class Made:
    """One file of the fuzz: its name and bytes, the format it began as, and what was done to it."""

    name: str
    data: bytes
    format: str
    how: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] | None  # what stands in it, where the bytes are too old or odd to read them back


def made(seed: int, number: int) -> Made:
    """The file of this number."""
    chance = random.Random(f"{seed}/{number}")
    sample = chance.choice(seeds())
    rows = [list(row) for row in sample.rows]
    late = chance.choice((0, 0, 1, 1, 2, 3))
    how = [table.mutated(rows, chance) for _ in range(chance.choice((0, 1, 1, 2, 3)) or (not late))]
    sort = chance.choices(("csv", "xlsx", "xls", "html", "2003", "zip"), (60, 32, 2, 2, 2, 2))[0]
    write = {"csv": _csv, "xlsx": _xlsx, "xls": _xls, "html": _html, "2003": _2003, "zip": _zip}[sort]
    name, data, more = write(sample, rows, late, chance)
    known = sort in ("xls", "html", "2003") and not any(each.startswith("bytes") for each in more)
    as_rows = tuple(tuple(_as_written(cell) for cell in row) for row in rows) if known else None
    return Made(name, data, sample.format, (sort, *how, *more), as_rows)


def _as_written(cell: str) -> str:
    return books.ILLEGAL.sub("", cell)


Written = tuple[str, bytes, list[str]]  # the name, the bytes, what was done to them


def _csv(sample: Seed, rows: list[list[str]], late: int, chance: random.Random) -> Written:
    delimiter = chance.choices((",", "\t", ";"), (8, 1, 1))[0]
    text = io.StringIO()
    is_quoted = chance.choice((False, False, True))
    ending = chance.choice(("\n", "\r\n", "\r\n", "\r"))
    quoting: Literal[0, 1] = csv.QUOTE_ALL if is_quoted else csv.QUOTE_MINIMAL
    csv.writer(text, delimiter=delimiter, lineterminator=ending, quoting=quoting).writerows(rows)
    encoding = chance.choice(ENCODINGS)
    data = _encoded(text.getvalue(), encoding)
    how = [encoding]
    for _ in range(late):
        data, done = _changed_bytes(data, encoding, chance)
        how.append(done)
    return f"{sample.name}.{chance.choice(('csv', 'csv', 'csv', 'xls', 'txt'))}", data, how


def _encoded(text: str, encoding: str) -> bytes:
    if encoding == "utf-16-be-sig":
        return codecs.BOM_UTF16_BE + text.encode("utf-16-be")
    return text.encode(encoding, "replace")


def _xlsx(sample: Seed, rows: list[list[str]], late: int, chance: random.Random) -> Written:
    write = chance.choice((books.by_openpyxl, books.by_xlsxwriter))
    parts = write(rows, sample.sheet, typed=chance.random() < 0.7)
    how = [books.mutated(parts, chance) for _ in range(late) if parts]
    data = books.zipped(parts)
    if late and chance.random() < 0.1:
        data = making.mutated(data, chance.randrange(1 << 30))
        how.append("bytes of the archive")
    return f"{sample.name}.{chance.choice(('xlsx', 'xlsx', 'csv'))}", data, how


def _xls(sample: Seed, rows: list[list[str]], late: int, chance: random.Random) -> Written:
    return f"{sample.name}.xls", *_bytes_changed(books.old_xls(rows, sample.sheet), late, chance)


def _html(sample: Seed, rows: list[list[str]], late: int, chance: random.Random) -> Written:
    return f"{sample.name}.xls", *_bytes_changed(books.web_page(rows, chance.choice(("gbk", "utf-8"))), late, chance)


def _2003(sample: Seed, rows: list[list[str]], late: int, chance: random.Random) -> Written:
    return f"{sample.name}.xls", *_bytes_changed(books.spreadsheet_2003(rows), late, chance)


def _zip(sample: Seed, rows: list[list[str]], late: int, chance: random.Random) -> Written:
    name, data, how = _csv(sample, rows, late, chance)
    member = name.encode("gbk")
    placeholder = "a" * len(member)  # an old program's name: in GBK, and nothing says so
    data = books.zipped({placeholder: data}).replace(placeholder.encode(), member)
    return f"{sample.name}.zip", data, how


def _bytes_changed(data: bytes, late: int, chance: random.Random) -> tuple[bytes, list[str]]:
    if late < 2:
        return data, []
    return making.mutated(data, chance.randrange(1 << 30)), ["bytes"]


# --- bytes ----------------------------------------------------------------------------------------


def _changed_bytes(data: bytes, encoding: str, chance: random.Random) -> tuple[bytes, str]:
    """The bytes changed in one way, and which."""
    place, end = sorted((chance.randrange(len(data) + 1), chance.randrange(len(data) + 1)))
    end = min(end, place + 200)
    lines = data.splitlines(keepends=True) or [b""]
    line = chance.randrange(len(lines))
    other = _encoded("订单,10.00\n", chance.choice(ENCODINGS))
    kind = chance.choice((
        "flip", "flip", "digit", "delete", "insert", "truncate", "double", "drop line", "double line", "swap lines",
        "join lines", "recode", "mix", "quote", "comma", "return", "zero", "tail", "bom",
    ))  # fmt: skip
    if kind == "flip" and place < len(data):
        data = data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :]
    elif kind == "digit":
        digits = [i for i, byte in enumerate(data) if 48 <= byte <= 57] or [0]
        at = chance.choice(digits)
        data = data[:at] + str(chance.randrange(10)).encode() + data[at + 1 :]
    elif kind == "insert":
        data = data[:place] + chance.randbytes(chance.randrange(1, 5)) + data[place:]
    elif kind == "recode":
        data = data.decode(encoding.replace("-be-sig", ""), "replace").encode(chance.choice(ENCODINGS[:5]), "replace")
    elif kind == "mix":
        data = b"".join([*lines[:line], other, *lines[line:]])
    elif kind in ("drop line", "double line", "swap lines", "join lines"):
        changed = {
            "drop line": [*lines[:line], *lines[line + 1 :]],
            "double line": [*lines[: line + 1], *lines[line:]],
            "swap lines": [*lines[line:], *lines[:line]],
            "join lines": [*lines[:line], lines[line].rstrip(b"\r\n"), *lines[line + 1 :]],
        }
        data = b"".join(changed[kind])
    else:
        put = {"quote": b'"', "comma": b",", "return": chance.choice((b"\r", b"\n", b"\r\n")), "zero": b"\0"}
        data = {
            "delete": data[:place] + data[end:],
            "truncate": data[:place],
            "double": data[:end] + data[place:],
            "tail": data + chance.choice((b"\x1a", b"\r", b"\n\n\n", b",", b'"', b"\0", b"\xff", other)),
            "bom": chance.choice((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, b"")) + data,
        }.get(kind, data[:place] + put.get(kind, b"") + data[place:])
    return data, f"bytes: {kind}"
