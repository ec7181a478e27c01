"""The ledger of one shop: every change is a new entry with who, when and why; nothing that was written is ever changed."""

import hashlib
import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from book import heads, place, remembered
from book.remembered import Answer
from warehouse import Shop, Told, access

AGREED = frozenset({"engagement", "upgrade"})  # kinds that only those write who may change what was agreed
TABLES = sa.MetaData()
ENTRIES = sa.Table(
    "entries",
    TABLES,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("written_at", sa.String),
    sa.Column("who", sa.Text),
    sa.Column("why", sa.Text),
    sa.Column("kind", sa.String),
    sa.Column("subject", sa.Text),
    sa.Column("body", sa.Text),
    sa.Column("hash", sa.String),
)
ATTACHMENTS = sa.Table(
    "attachments", TABLES, sa.Column("sha256", sa.String, primary_key=True), sa.Column("content", sa.LargeBinary)
)


class ChangedMeanwhile(Told):
    """Somebody else changed {} meanwhile; look at it again, then decide."""

    kind = "changed_meanwhile"


class BookBroken(Told):
    """The book was changed from outside: entry {} does not follow from the entries before it."""

    kind = "book_broken"


class BookShort(Told):
    """The book and its second record (book.heads) differ at entry {}: one of them was damaged, changed or has lost its end."""

    kind = "book_short"


@dataclass(frozen=True)
class Change:
    """What shall hold from now on for a subject of a kind: a JSON value, or None to take it away.

    `since` is the number of the entry that the writer has seen (0: none); when another one holds by now, nothing is written.
    """

    kind: str  # engagement, claim, comment, sign-off …
    subject: str
    body: Any
    since: int | None = None


@dataclass(frozen=True)
class Entry:
    """One line of the ledger. `body` is None where something was taken away; `written_at` is UTC."""

    number: int
    written_at: datetime
    who: str
    why: str
    kind: str
    subject: str
    body: Any
    hash: str

    def as_json(self) -> dict[str, Any]:
        """One line of `book history --json`."""
        return {
            "number": self.number,
            "at": self.written_at.isoformat(),
            "who": self.who,
            "kind": self.kind,
            "subject": self.subject,
            "value": self.body,
            "why": self.why,
            "hash": self.hash,
        }


@dataclass(frozen=True)
class Book:
    """One shop's ledger; looking into a book that nobody wrote in makes nothing."""

    shop: Shop

    @property
    def last(self) -> int:
        """The number of the newest entry; equal numbers, equal book."""
        return self._number("last", sa.true)

    def last_but(self, kind: str) -> int:
        """The number of the newest entry of any other kind than this one."""
        return self._number(("last but", kind), lambda: ENTRIES.c.kind != kind)

    def entries(self, kind: str | None = None, subject: str | None = None) -> list[Entry]:
        """Every entry, the oldest first; of one kind, or of one subject of it."""

        def asked() -> sa.Select[Any]:
            found = sa.select(ENTRIES)
            found = found if kind is None else found.where(ENTRIES.c.kind == kind)
            return found if subject is None else found.where(ENTRIES.c.subject == subject)

        return list(self._entries(("entries", kind, subject), asked))

    def in_force(self, kind: str, as_of: int | None = None) -> dict[str, Entry]:
        """What holds now, or held when entry `as_of` was the newest, without what was taken away; by subject."""
        return {subject: entry for subject, entry in self.newest(kind, as_of).items() if entry.body is not None}

    def newest(self, kind: str, as_of: int | None = None) -> dict[str, Entry]:
        """The newest entry of each subject, those that took it away too; their numbers are what a writer has seen."""

        def asked() -> sa.Select[Any]:
            newest = sa.select(sa.func.max(ENTRIES.c.number)).where(ENTRIES.c.kind == kind).group_by(ENTRIES.c.subject)
            newest = newest if as_of is None else newest.where(ENTRIES.c.number <= as_of)
            return sa.select(ENTRIES).where(ENTRIES.c.number.in_(newest))

        return {entry.subject: entry for entry in self._entries(("newest", kind, as_of), asked)}

    def append(
        self,
        changes: Sequence[Change],
        who: str,
        why: str = "",
        attachments: Mapping[str, bytes] | None = None,
    ) -> list[Entry]:
        """Write changes, all or none, with what they attach (by sha256).

        Raises ChangedMeanwhile, BookUnreachable, NotGranted, and NotYou where somebody else is signed in than `who`.
        """
        _allowed(self.shop, changes, who)
        with place.opened(self.shop, writes=True) as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(sa.text("lock table entries in exclusive mode"))  # readers go on reading
            for change in changes:
                if change.since is not None and _newest(connection, change) != change.since:
                    raise ChangedMeanwhile(change.subject)
            written = _chained(connection, changes, who, why)
            connection.execute(sa.insert(ENTRIES), [_row(entry) for entry in written])
            for name, content in (attachments or {}).items():
                if not connection.execute(sa.select(1).where(ATTACHMENTS.c.sha256 == name)).scalar():
                    connection.execute(sa.insert(ATTACHMENTS), [{"sha256": name, "content": content}])
        heads.record(self.shop, [(entry.number, entry.hash) for entry in written])
        return written

    def attachment(self, sha256: str) -> bytes | None:
        """What was attached under this fingerprint."""
        found = self._one(sa.select(ATTACHMENTS.c.content).where(ATTACHMENTS.c.sha256 == sha256))
        return None if found is None else bytes(found)

    def verify(self) -> int:
        """Read everything and follow the chain; how many entries there are. Raises BookBroken, BookShort."""
        chain: list[str] = []
        for entry in self._read():
            if entry.number != len(chain) + 1 or entry.hash != _hash(chain[-1] if chain else "", entry):
                raise BookBroken(entry.number)
            chain.append(entry.hash)
        for number, fingerprint in heads.recorded(self.shop).items():
            if number < 1 or chain[number - 1 : number] != [fingerprint]:
                raise BookShort(abs(number))
        return len(chain)

    def cut_at(self) -> int | None:
        """The newest entry that the second record knows, if it does not stand in the book with that fingerprint."""
        said = heads.recorded(self.shop)
        if not said:
            return None
        number, fingerprint = max(said.items())
        found: str | None = self._one(sa.select(ENTRIES.c.hash).where(ENTRIES.c.number == number))
        return None if fingerprint and found == fingerprint else abs(number)

    def damaged_attachments(self) -> list[str]:
        """The names of attachments whose content is not what they are called by."""
        if not place.exists(self.shop):
            return []
        with place.opened(self.shop) as connection:
            rows = connection.execute(sa.select(ATTACHMENTS)).mappings()
            return [row["sha256"] for row in rows if hashlib.sha256(row["content"]).hexdigest() != row["sha256"]]

    def _read(self) -> list[Entry]:
        """Every entry as it stands in the book now."""
        access.demand(access.SEE, self.shop.name)
        if not place.exists(self.shop):
            return []
        with place.opened(self.shop) as connection:
            return _told(connection, sa.select(ENTRIES))

    def _entries(self, question: Hashable, asked: Callable[[], sa.Select[Any]]) -> list[Entry]:
        return self._remembered(question, lambda connection: _told(connection, asked())) or []

    def _number(self, question: Hashable, where: Callable[[], sa.ColumnElement[bool]]) -> int:
        def ask(connection: sa.Connection) -> int | None:
            return connection.execute(sa.select(sa.func.max(ENTRIES.c.number)).where(where())).scalar()

        return self._remembered(question, ask) or 0

    def _remembered(self, question: Hashable, ask: Callable[[sa.Connection], Answer]) -> Answer | None:
        access.demand(access.SEE, self.shop.name)
        return remembered.read(self.shop, question, ask) if place.exists(self.shop) else None

    def _one(self, asked: sa.Select[Any]) -> Any:
        access.demand(access.SEE, self.shop.name)
        if not place.exists(self.shop):
            return None
        with place.opened(self.shop) as connection:
            return connection.execute(asked).scalar()


def book(shop: Shop) -> Book:
    """The book of a shop."""
    return Book(shop)


def _allowed(shop: Shop, changes: Sequence[Change], who: str) -> None:
    """Whoever is acting may write each of these, in their own name and for no side but their own."""
    if access.current().name not in (None, who):
        raise access.NotYou(who)
    for change in changes:
        access.demand(access.AGREE if change.kind in AGREED else access.WRITE, shop.name)
        side = change.body.get("side") if isinstance(change.body, dict) else None
        if side in (access.AGENCY, access.MERCHANT):
            access.demand(side, shop.name)


def _newest(connection: sa.Connection, change: Change) -> int:
    where = (ENTRIES.c.kind == change.kind) & (ENTRIES.c.subject == change.subject)
    return connection.execute(sa.select(sa.func.max(ENTRIES.c.number)).where(where)).scalar() or 0


def _chained(connection: sa.Connection, changes: Sequence[Change], who: str, why: str) -> list[Entry]:
    last = connection.execute(
        sa.select(ENTRIES.c.number, ENTRIES.c.hash).order_by(ENTRIES.c.number.desc()).limit(1)
    ).first()
    number, before = (last.number, last.hash) if last else (0, "")
    now = datetime.now(UTC)
    written = []
    for change in changes:
        number += 1
        entry = Entry(number, now, who, why, change.kind, change.subject, change.body, "")
        before = _hash(before, entry)
        written.append(Entry(number, now, who, why, change.kind, change.subject, change.body, before))
    return written


def _hash(before: str, entry: Entry) -> str:
    said = [before, entry.number, entry.written_at.isoformat(), entry.who, entry.why, entry.kind, entry.subject]
    return hashlib.sha256(_canonical([*said, entry.body]).encode()).hexdigest()


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _told(connection: sa.Connection, asked: sa.Select[Any]) -> list[Entry]:
    return [_entry(row) for row in connection.execute(asked.order_by(ENTRIES.c.number)).mappings()]


def _row(entry: Entry) -> dict[str, Any]:
    return {
        "number": entry.number,
        "written_at": entry.written_at.isoformat(),
        "who": entry.who,
        "why": entry.why,
        "kind": entry.kind,
        "subject": entry.subject,
        "body": None if entry.body is None else _canonical(entry.body),
        "hash": entry.hash,
    }


def _entry(row: Any) -> Entry:
    said = {name: row[name] for name in ("number", "who", "why", "kind", "subject", "hash")}
    try:
        body = None if row["body"] is None else json.loads(row["body"])
        return Entry(written_at=datetime.fromisoformat(row["written_at"]), body=body, **said)
    except ValueError as fault:
        raise BookBroken(row["number"]) from fault
