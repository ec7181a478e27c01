"""Claims in the book: what a report said, who brought it and when; and what people wrote about the differences."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from book import Book, Change, Entry
from reports.claims.claimed import Claimed
from reports.duties.moment import day_of

CLAIM, DIFFERENCE = "claim", "difference"
STATES = ("open", "asked", "explained", "accepted", "disputed")
MOST_BYTES = 5 << 20  # of one attachment


@dataclass(frozen=True)
class Claim:
    """A claim in force. `said_on` is the day of the report: what happened later, it could not know."""

    metric: str
    first: date
    last: date
    value: Decimal
    rounding: Decimal
    given: str
    source: str  # typed, pasted, uploaded
    attachment: str | None  # sha256 of the report, where it was a file
    said_on: date
    who: str
    at: datetime
    number: int  # of the entry


def claims(book: Book) -> list[Claim]:
    """Every claim in force."""
    return [_claim(entry) for entry in book.in_force(CLAIM).values()]


def record(
    book: Book, found: Sequence[Claimed], who: str, source: str, said_on: date, attachment: bytes | None = None
) -> list[Entry]:
    """Write claims that are not in force with the same value yet; a report's file is kept with them.

    Raises BookUnreachable.
    """
    known = {subject: entry.body for subject, entry in book.in_force(CLAIM).items()}
    sha256 = hashlib.sha256(attachment).hexdigest() if attachment is not None else None
    changes = []
    for claim in found:
        said = claim.as_json() | {"source": source, "attachment": sha256, "said_on": said_on.isoformat()}
        if known.get(claim.subject) != said:
            changes.append(Change(CLAIM, claim.subject, said))
    if not changes:
        return []
    return book.append(changes, who, attachments={sha256: attachment} if sha256 and attachment is not None else None)


def withdraw(book: Book, claim: Claim, who: str, why: str) -> None:
    """Take a claim back; its entry stays. Raises ChangedMeanwhile."""
    book.append([Change(CLAIM, f"{claim.first}..{claim.last} {claim.metric}", None, since=claim.number)], who, why)


def difference_subject(week: date, metric: str) -> str:
    """How the book calls the difference of a figure in a week."""
    return f"{week} {metric}"


def write_difference(
    book: Book, week: date, metric: str, body: dict[str, Any], who: str, since: int, files: Iterable[bytes] = ()
) -> Entry:
    """Write what was said about a difference, with files attached. Raises ChangedMeanwhile, BookUnreachable."""
    attached = {hashlib.sha256(content).hexdigest(): content for content in files}
    [entry] = book.append(
        [Change(DIFFERENCE, difference_subject(week, metric), body, since)], who, attachments=attached
    )
    return entry


def _claim(entry: Entry) -> Claim:
    said = entry.body
    written = day_of(entry.written_at)
    return Claim(
        metric=said["metric"],
        first=date.fromisoformat(said["from"]),
        last=date.fromisoformat(said["to"]),
        value=Decimal(said["value"]),
        rounding=Decimal(said.get("rounding", "0")),
        given=said["given"],
        source=said["source"],
        attachment=said.get("attachment"),
        said_on=date.fromisoformat(said["said_on"]) if said.get("said_on") else written,
        who=entry.who,
        at=entry.written_at,
        number=entry.number,
    )
