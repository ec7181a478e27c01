"""What was uploaded and what was undone: one append-only file per shop, written down before anyone is told "loaded"."""

import getpass
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar

from warehouse import Shop, Told, access

FROM_FILES = ("merchant", "agency")  # who brought a file out of the platform


class NoSuchUpload(Told):
    """There is no upload {}, or it was taken out already."""

    kind: ClassVar[str] = "no_such_upload"


@dataclass(frozen=True)
class Upload:
    """One sheet of one file that was accepted. Money is text, so that JSON keeps it exact."""

    upload: int
    sha256: str
    file: str
    sheet: str
    format: str
    rows: int
    rejected: int
    period: tuple[str, str] | None
    sum: str | None
    at: str
    by: str
    origin: str  # one of FROM_FILES, or "typed"; "uploaded" in lines written before files had an origin
    raw: str  # the Parquet of its raw rows, beside it in the inbox
    header: tuple[str, ...] = ()
    exported_at: str | None = None
    map: str | None = None  # the TOML of the column map it was read with
    defaults: Mapping[str, str] = field(default_factory=dict)
    accepted: tuple[str, ...] = ()  # what the reader said to questions
    currency: str | None = None
    # What its own checks found when it was loaded; nothing in lines written before they were kept.
    identities: Sequence[Mapping[str, Any]] = ()  # sentence, rows, broken
    notes: Sequence[str] = ()
    holes: Mapping[str, Any] | None = None  # column, missing, first


@dataclass(frozen=True)
class Entry:
    """One line as people read it: an upload and, if it was taken out, when and by whom."""

    upload: Upload
    undone_at: str | None = None
    undone_by: str | None = None


def entries(shop: Shop) -> list[Entry]:
    """Every upload ever accepted, in order, the undone ones marked.

    A last line that a crash cut short is no line: nobody was told about it.
    """
    found: dict[int, Entry] = {}
    for line in _lines(shop):
        if "undo" in line:
            old = found[line["undo"]]
            found[line["undo"]] = Entry(old.upload, line["at"], line["by"])
        else:
            found[line["upload"]] = Entry(Upload(**line | _tuples(line)))
    return list(found.values())


def _tuples(line: Mapping[str, Any]) -> dict[str, Any]:
    """JSON knows lists only."""
    lists = {name: tuple(line.get(name) or ()) for name in ("header", "accepted")}
    return lists | {"period": tuple(line["period"]) if line.get("period") else None}


def active(shop: Shop) -> list[Upload]:
    """The uploads that count, in the order in which they came."""
    return [entry.upload for entry in entries(shop) if entry.undone_at is None]


def accept(shop: Shop, uploads: Iterable[Upload]) -> None:
    """Write uploads down; they are on disk when this returns."""
    _append(shop, [asdict(upload) for upload in uploads])


def undo(shop: Shop, upload: int) -> None:
    """Write down that an upload is taken out. Raises NoSuchUpload."""
    refuse_unknown(shop, upload)
    _append(shop, [{"undo": upload, "at": now(), "by": who()}])


def refuse_unknown(shop: Shop, upload: int) -> None:
    """Raise NoSuchUpload unless an upload of this number counts."""
    if upload not in {each.upload for each in active(shop)}:
        raise NoSuchUpload(upload)


def next_number(shop: Shop) -> int:
    """The number the next upload gets; numbers are never used twice."""
    return max((entry.upload.upload for entry in entries(shop)), default=0) + 1


def now() -> str:
    """This moment, in UTC, for the register."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def who() -> str:
    """Who is signed in, else the user of the operating system."""
    if name := access.current().name:
        return name
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container's user may have no name
        return "unknown"


def _lines(shop: Shop) -> list[dict[str, Any]]:
    if not shop.register.exists():
        return []
    text = shop.register.read_bytes()
    whole = text[: text.rfind(b"\n") + 1]
    return [json.loads(line) for line in whole.decode("utf-8").splitlines() if line]


def _append(shop: Shop, lines: Iterable[Mapping[str, Any]]) -> None:
    access.demand(access.LOAD, shop.name)
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    with shop.register.open("ab+") as file:
        size = file.seek(0, os.SEEK_END)
        if size:
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":  # the end of a line that a crash cut short
                whole = shop.register.read_bytes()
                file.truncate(whole.rfind(b"\n") + 1)
        file.write(text.encode("utf-8"))
        file.flush()
        os.fsync(file.fileno())
