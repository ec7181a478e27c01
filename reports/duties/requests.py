"""Requests with clocks: one side asks, the other owes an answer in time; every step is an entry of the book.

The order of the steps is that of their entries; a moment before the one it follows counts as that one, so that no clock of a
computer that jumps makes hours negative.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from book import Book, Change, Entry
from book.engagement import Engagement
from reports.duties.own import clocks_at
from reports.duties.request import CLOSING, OTHER, Request, Running, Step
from reports.duties.rules import NothingOpen, NotYet, WordsNeeded, acting
from reports.duties.usual import Clock
from reports.people import sides

REQUEST, STEP = "request", "request_step"  # kinds; subjects: a number, "<number> <step>"
LONGEST = 500


def requests(ledger: Book, now: datetime | None = None) -> tuple[Request, ...]:
    """Every request in the order of asking, as it stands at a moment (UTC). Raises BookUnreachable."""
    moment = now or datetime.now(UTC)
    steps: dict[str, list[Entry]] = {}
    for entry in ledger.in_force(STEP).values():
        steps.setdefault(entry.subject.split(" ")[0], []).append(entry)
    known = clocks_at(ledger)
    found = ledger.in_force(REQUEST).values()
    return tuple(request_of(each, steps.get(each.subject, []), known(each.number), moment) for each in found)


def ask(
    ledger: Book,
    side: str,
    about: str,
    who: str,
    agreed: Engagement,
    *,
    at: datetime | None = None,
    product: str | None = None,
    week_start: date | None = None,
    now: datetime | None = None,
) -> Entry:
    """Ask the other side; `at` is when it was asked, where that was before it is written.

    Raises Refused, ChangedMeanwhile, BookUnreachable.
    """
    acting(agreed, who, side)
    said = " ".join(about.split())[:LONGEST]
    if not said:
        raise WordsNeeded
    body = {
        "side": side,
        "about": said,
        "at": _told(at, now),
        "product": product or None,
        "week": week_start.isoformat() if week_start else None,
    }
    number = str(len(ledger.newest(REQUEST)) + 1)
    [entry] = ledger.append([Change(REQUEST, number, body, 0)], who)
    return entry


def take_step(
    ledger: Book,
    of: Request,
    name: str,
    who: str,
    agreed: Engagement,
    note: str = "",
    *,
    at: datetime | None = None,
    now: datetime | None = None,
) -> Entry:
    """Reply, solve or answer for the side that was asked, or withdraw for the side that asked.

    Raises Refused, ChangedMeanwhile, BookUnreachable.
    """
    acting(agreed, who, of.side if name == "withdrawn" else of.asked_side)
    if name not in possible(of):
        raise NothingOpen(of.about)
    body = {"at": _told(at, now), "note": note.strip()[:LONGEST]}
    subject = f"{of.name} {name}"
    before = ledger.newest(STEP).get(subject)
    since = before.number if before and before.body is None else 0
    [entry] = ledger.append([Change(STEP, subject, body, since)], who, note.strip())
    return entry


def reopen(ledger: Book, of: Request, step: Step, who: str, agreed: Engagement, why: str) -> Entry:
    """Take a step back with a reason: its writer's mistake, or the other side says that it is not so. The clock runs on.

    Raises Refused, ChangedMeanwhile, BookUnreachable.
    """
    either = step.name != "withdrawn" and of.asked_side in sides(agreed, who)
    acting(agreed, who, of.asked_side if either else of.side)
    if not why.strip():
        raise WordsNeeded
    [entry] = ledger.append([Change(STEP, f"{of.name} {step.name}", None, step.number)], who, why.strip())
    return entry


def possible(of: Request) -> tuple[str, ...]:
    """The steps that can still be taken."""
    if not of.is_open:
        return ()
    if of.asked_side == "merchant":
        return "answered", "withdrawn"
    return ("solved", "withdrawn") if of.step("replied") else ("replied", "solved", "withdrawn")


def _told(at: datetime | None, now: datetime | None) -> str | None:
    """A moment that was typed, as the book keeps it; None: the moment of the entry."""
    if at is None:
        return None
    if at > (now or datetime.now(UTC)):
        raise NotYet(f"{at:%Y-%m-%d %H:%M}")
    return at.astimezone(UTC).isoformat()


def _moment(entry: Entry) -> datetime:
    said = entry.body["at"]
    return datetime.fromisoformat(said) if said else entry.written_at


def request_of(entry: Entry, later: list[Entry], known: Mapping[str, Clock], now: datetime) -> Request:
    """One request from its entry and those of its steps, under the clocks that hold for it."""
    said: dict[str, Any] = entry.body
    asked = reached = _moment(entry)
    steps = []
    for each in sorted(later, key=lambda step: step.number):
        reached = max(reached, _moment(each))
        name = each.subject.split(" ")[1]
        steps.append(Step(name, reached, each.who, each.body["note"], each.written_at, each.number))
    at = {each.name: each.at for each in steps}
    side = OTHER[said["side"]]
    done = at.get(CLOSING[side])
    moment = max(now, reached)
    clocks = [each for each in known.values() if each.side == side]
    running = [
        Running(each, asked, at.get("replied", done) if each.name == "reply" else done, moment, at.get("withdrawn"))
        for each in clocks
    ]
    return Request(
        name=entry.subject,
        side=said["side"],
        who=entry.who,
        about=said["about"],
        product=said["product"],
        week_start=date.fromisoformat(said["week"]) if said["week"] else None,
        asked=asked,
        written_at=entry.written_at,
        steps=tuple(steps),
        running=tuple(running),
        number=entry.number,
    )
