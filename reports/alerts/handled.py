"""What people did about an alert: seen, put off to a day, a note, who takes care. Entries of the book."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from book import Book, Change, Entry

KIND = "alert_state"  # of the ledger's entries; a subject is the alert's id: rule, date, subject
STATES = ("open", "acknowledged", "snoozed")


@dataclass(frozen=True)
class Handled:
    """What holds for an alert. One that is put off is open again from its day `until` on."""

    state: str = "open"
    until: date | None = None
    note: str = ""
    owner: str = ""
    who: str = ""
    at: datetime | None = None
    number: int = 0  # of the entry; 0: nobody has touched it

    def on(self, day: date) -> str:
        """Where it stands on a day."""
        return "open" if self.state == "snoozed" and self.until is not None and self.until <= day else self.state


def handled(ledger: Book) -> dict[str, Handled]:
    """What holds, by alert. Raises BookUnreachable."""
    return {subject: _handled(entry) for subject, entry in ledger.in_force(KIND).items()}


def handle(ledger: Book, said: Iterable[tuple[str, Handled]], who: str) -> list[Entry]:
    """Write what is done about alerts (by id); `number` is that of the entry the writer has seen.

    Raises ValueError for a state that is none or a snooze without its day, ChangedMeanwhile, BookUnreachable.
    """
    changes = []
    for alert, each in said:
        if each.state not in STATES or (each.state == "snoozed") != (each.until is not None):
            raise ValueError(each.state)
        until = each.until.isoformat() if each.until else None
        body = {"state": each.state, "until": until, "note": each.note.strip(), "owner": each.owner.strip()}
        changes.append(Change(KIND, alert, body, each.number))
    return ledger.append(changes, who) if changes else []


def _handled(entry: Entry) -> Handled:
    body = entry.body
    until = date.fromisoformat(body["until"]) if body["until"] else None
    return Handled(body["state"], until, body["note"], body["owner"], entry.who, entry.written_at, entry.number)
