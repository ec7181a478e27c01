"""What was sent: one line per sending in a file of the shop, on disk before the next one is made.

A line is written when the receiver has taken the message. A crash between the two sends that one message twice, never more.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from reports.alerts.alert import Alert, Alerts
from reports.alerts.notify.post import Problem
from warehouse import Shop


@dataclass(frozen=True)
class Sending:
    """One sending to one address, `at` this computer's time. `told` holds each alert with what was said of it."""

    to: str
    at: datetime
    things: int = 0  # how many the message told of; 0: there was nothing new, and no message
    told: Mapping[str, str] = field(default_factory=dict)
    problem: Problem | None = None


@dataclass(frozen=True)
class Past:
    """What an address was sent so far."""

    told: Mapping[str, str] = field(default_factory=dict)
    last: Sending | None = None
    sent: Sending | None = None  # the last one with a message that was taken
    failures: int = 0  # in a row, up to now

    def news(self, found: Alerts) -> list[Alert]:
        """The open alerts that the address does not know, or not as they stand now."""
        return [each for each in found.standing("open") if self.told.get(key(each)) != mark(found, each)]


def key(alert: Alert) -> str:
    """A short name of an alert."""
    return hashlib.sha256(alert.id.encode()).hexdigest()[:16]


def mark(found: Alerts, alert: Alert) -> str:
    """What was said of an alert; another one is a change. Coming back after it was put off is one too."""
    until = found.state(alert).until
    said = repr((alert.value, alert.threshold, alert.money, until and until.isoformat()))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def past(shop: Shop) -> dict[str, Past]:
    """What was sent, by address."""
    found: dict[str, Past] = {}
    for each in _read(_path(shop)):
        before = found.get(each.to, Past())
        is_message = each.things > 0 and each.problem is None
        found[each.to] = Past(
            {**before.told, **each.told},
            each,
            each if is_message else before.sent,
            before.failures + 1 if each.problem else 0,
        )
    return found


def remember(shop: Shop, sending: Sending) -> None:
    """Write a line; when this returns it outlives a power cut."""
    problem = [sending.problem.kind, sending.problem.said] if sending.problem else None
    line = {
        "to": sending.to,
        "at": sending.at.isoformat(timespec="seconds"),
        "things": sending.things,
        "told": dict(sending.told),
        "problem": problem,
    }
    path = _path(shop)
    with path.open("a+b") as file:
        torn = file.tell() > 0 and _last_byte(path) != b"\n"  # a line that a power cut left half
        file.write((b"\n" if torn else b"") + json.dumps(line, ensure_ascii=False).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _path(shop: Shop) -> Path:
    return shop.folder / "delivered.jsonl"


def _last_byte(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1)


def _read(path: Path) -> Iterable[Sending]:
    if not path.exists():
        return
    for line in path.read_text("utf-8", errors="replace").splitlines():
        try:
            said = json.loads(line)
        except ValueError:
            continue  # half a line: what it told of is sent once more
        problem = Problem(*said["problem"]) if said["problem"] else None
        yield Sending(said["to"], datetime.fromisoformat(said["at"]), said["things"], said["told"], problem)
