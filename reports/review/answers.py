"""Answers to the questions of a month: written by the agency, accepted by the merchant over their exact words."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from book import Change, ChangedMeanwhile, Entry, book
from book.engagement import Engagement
from reports.contract.month import Month
from reports.people import same, sides
from reports.review.rules import NothingAnswered, NotTheirSide, SamePerson, UnknownPerson, WordsNeeded
from warehouse import Shop, access

KIND = "review"  # of the ledger's entries; their subjects are "2026-10 why"
QUESTIONS = ("why", "change", "need", "remedy")
PLAN = "plan"  # what is answered beside them: next month's target and plan
SIDE = {"answered": "agency", "accepted": "merchant", "returned": "merchant"}


@dataclass(frozen=True)
class Answer:
    """What stands for a question now. A changed answer waits again, whatever was accepted before."""

    month: Month
    question: str
    text: str
    target: Decimal | None  # of the plan: next month's
    by: str
    at: datetime
    fingerprint: str  # over month, question, text and target
    state: str  # waiting, accepted, returned
    replied_by: str | None
    reply: str  # why it was returned
    facts: Mapping[str, Any]  # what the month's figures were when it was written
    changes: int  # how often it was written anew
    number: int  # of the newest entry: what a writer has seen

    def as_json(self) -> dict[str, Any]:
        """As `reports review --json` tells it."""
        return {
            "text": self.text,
            "target": None if self.target is None else f"{self.target:.2f}",
            "by": self.by,
            "at": self.at.isoformat(timespec="seconds"),
            "fingerprint": self.fingerprint,
            "state": self.state,
            "replied_by": self.replied_by,
            "reply": self.reply,
            "changes": self.changes,
            "entry": self.number,
        }


def answers(shop: Shop, month: Month) -> dict[str, Answer]:
    """Every answer of a month, by question."""
    entries: dict[str, list[Entry]] = {}
    for entry in book(shop).entries(KIND):
        named, _blank, question = entry.subject.partition(" ")
        if named == str(month):
            entries.setdefault(question, []).append(entry)
    return {question: _answer(month, question, found) for question, found in entries.items()}


def fingerprint(month: Month, question: str, text: str, target: Decimal | None = None) -> str:
    """What an acceptance binds: the month, the question and the exact words."""
    said = [str(month), question, text, None if target is None else f"{target:.2f}"]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def write(
    shop: Shop,
    month: Month,
    question: str,
    text: str,
    by: str,
    agreed: Engagement,
    *,
    target: Decimal | None = None,
    facts: Mapping[str, Any] | None = None,
    seen: int | None = None,
) -> Entry:
    """Write the agency's answer; in the book when this returns. The same words again change nothing that was accepted.

    `seen` is the newest entry that the writer has seen (0: none). Raises Refused, ChangedMeanwhile, BookUnreachable.
    """
    _fitting(agreed, by, "answered")
    if not text.strip():
        raise WordsNeeded
    before = answers(shop, month).get(question)
    if (
        before
        and fingerprint(month, question, text.strip(), target) == before.fingerprint
        and before.state != "returned"
    ):
        return book(shop).entries(KIND, _subject(month, question))[-1]
    body = {
        "step": "answered",
        "text": text.strip(),
        "target": None if target is None else f"{target:.2f}",
        "fingerprint": fingerprint(month, question, text.strip(), target),
        "facts": dict(facts or {}),
    }
    return _append(shop, month, question, body, by, "", seen)


def reply(
    shop: Shop, month: Month, question: str, step: str, by: str, agreed: Engagement, read: str, why: str = ""
) -> Entry:
    """Accept an answer, or return it with a reason; `read` is the fingerprint of the words that the merchant has read.

    Raises Refused, ChangedMeanwhile (other words stand there by now), BookUnreachable.
    """
    _fitting(agreed, by, step)
    found = answers(shop, month).get(question)
    if found is None:
        raise NothingAnswered(question)
    if found.fingerprint != read:
        raise ChangedMeanwhile(_subject(month, question))
    if same(found.by, by):
        raise SamePerson(by)
    if step == "returned" and not why.strip():
        raise WordsNeeded
    body = {"step": step, "fingerprint": read}
    return _append(shop, month, question, body, by, why.strip(), found.number)


def _append(
    shop: Shop, month: Month, question: str, body: dict[str, Any], by: str, why: str, seen: int | None
) -> Entry:
    said = body | {"by": by, "side": SIDE[body["step"]], "verified": access.current().name is not None}
    [entry] = book(shop).append([Change(KIND, _subject(month, question), said, seen)], by, why)
    return entry


def _answer(month: Month, question: str, entries: list[Entry]) -> Answer:
    written = [entry for entry in entries if entry.body["step"] == "answered"]
    now, last = written[-1], entries[-1]
    replied = last if last.body["step"] != "answered" else None
    return Answer(
        month=month,
        question=question,
        text=now.body["text"],
        target=None if now.body["target"] is None else Decimal(now.body["target"]),
        by=now.body["by"],
        at=now.written_at,
        fingerprint=now.body["fingerprint"],
        state=replied.body["step"] if replied else "waiting",
        replied_by=replied.body["by"] if replied else None,
        reply=replied.why if replied else "",
        facts=now.body.get("facts", {}),
        changes=len(written) - 1,
        number=last.number,
    )


def _fitting(agreed: Engagement, by: str, step: str) -> None:
    known = sides(agreed, by)
    if not known:
        raise UnknownPerson(by)
    if SIDE[step] not in known:
        raise NotTheirSide(by)


def _subject(month: Month, question: str) -> str:
    return f"{month} {question}"
