"""What was uploaded and what was undone: one append-only file per shop, written down before anyone is told "loaded"."""

import getpass
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar

from etl import journal
from etl.journal import Journal
from warehouse import Shop, Told, access

FROM_FILES = ("merchant", "agency")  # who brought a file out of the platform


class NoSuchUpload(Told):
    """There is no upload {}, or it was taken out already."""

    kind: ClassVar[str] = "no_such_upload"


class RegisterBroken(Told):
    """The list of uploads was damaged or changed from outside: line {} does not follow from the lines before it. Bring the shop back from a backup."""

    kind: ClassVar[str] = "register_broken"


class RegisterShort(Told):
    """The list of uploads has lost its end: the newest build knows more of it ({}). Bring the shop back from a backup, or rebuild it from what is listed."""

    kind: ClassVar[str] = "register_short"


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
    raw_sha256: str = ""  # of the Parquet of its raw rows; empty in lines written before it was kept
    controls: Mapping[str, Sequence[Any]] = field(default_factory=dict)  # staging table → rows and money sum, as loaded


@dataclass(frozen=True)
class Entry:
    """One line as people read it: an upload and, if it was taken out, when and by whom."""

    upload: Upload
    undone_at: str | None = None
    undone_by: str | None = None


def entries(shop: Shop) -> list[Entry]:
    """Every upload ever accepted, in order, the undone ones marked.

    A last line that a crash cut short is no line: nobody was told about it. Raises RegisterBroken.
    """
    found: dict[int, Entry] = {}
    for number, line in enumerate(chain(shop).lines, 1):
        try:
            if "undo" in line:
                old = found[line["undo"]]
                found[line["undo"]] = Entry(old.upload, line["at"], line["by"])
            else:
                found[line["upload"]] = Entry(Upload(**line | _tuples(line)))
        except (KeyError, TypeError) as fault:
            raise RegisterBroken(number) from fault
    return list(found.values())


def chain(shop: Shop) -> Journal:
    """The lines and their fingerprints. Raises RegisterBroken."""
    try:
        return journal.read(shop.register)
    except journal.Broken as fault:
        raise RegisterBroken(fault.line) from fault


def reaches(shop: Shop, lines: int, head: str) -> bool:
    """Whether the register still holds these first lines, as they were. Raises RegisterBroken."""
    return lines == 0 or chain(shop).seals[lines - 1 : lines] == (head,)


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


def _append(shop: Shop, lines: Iterable[Mapping[str, Any]]) -> None:
    access.demand(access.LOAD, shop.name)
    try:
        journal.append(shop.register, lines)
    except journal.Broken as fault:
        raise RegisterBroken(fault.line) from fault
