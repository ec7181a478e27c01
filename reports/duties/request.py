"""One request and its clocks as they stand at a moment."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from reports.duties.moment import Stretch, hours
from reports.duties.usual import Clock

OTHER = {"agency": "merchant", "merchant": "agency"}
CLOSING = {"agency": "solved", "merchant": "answered"}  # the last step of the side that was asked
MANUAL = timedelta(minutes=5)  # a moment so far from its entry was typed afterwards


@dataclass(frozen=True)
class Step:
    """What somebody did about a request, and when it happened; `written_at` is when it was recorded."""

    name: str  # replied, solved, answered, withdrawn
    at: datetime
    who: str
    note: str
    written_at: datetime
    number: int

    @property
    def is_late_told(self) -> bool:
        """Whether it was recorded well after it is said to have happened."""
        return self.written_at - self.at > MANUAL


@dataclass(frozen=True)
class Running:
    """One clock of a request: it stops at `stopped`, None while it runs at `now`."""

    clock: Clock
    asked: datetime
    stopped: datetime | None
    now: datetime
    ended: datetime | None  # withdrawn: nothing is owed from here on

    @property
    def due(self) -> datetime:
        """The last moment that is in time."""
        return self.asked + timedelta(hours=self.clock.hours)

    @property
    def late(self) -> Stretch | None:
        """The time beyond; None where there is none. Exactly on time is in time."""
        until = min(each for each in (self.stopped, self.ended, self.now) if each)
        return Stretch(self.due, until) if until > self.due else None

    @property
    def late_hours(self) -> Fraction:
        """The exact hours beyond."""
        return hours([self.late]) if self.late else Fraction(0)

    @property
    def state(self) -> str:
        """One of done, withdrawn, overdue, due_soon, open."""
        if self.stopped or self.ended:
            return "done" if self.stopped else "withdrawn"
        if self.late:
            return "overdue"
        remind = self.clock.remind
        return "due_soon" if remind is not None and self.now >= self.asked + timedelta(hours=remind) else "open"


@dataclass(frozen=True)
class Request:
    """One request as it stands at a moment."""

    name: str
    side: str  # that asks
    who: str
    about: str
    product: str | None
    week_start: date | None
    asked: datetime
    written_at: datetime
    steps: tuple[Step, ...]
    running: tuple[Running, ...]  # the clocks of the side that was asked
    number: int

    @property
    def asked_side(self) -> str:
        """The side that owes the answer."""
        return OTHER[self.side]

    def step(self, name: str) -> Step | None:
        """What was done, if it was."""
        return next((each for each in self.steps if each.name == name), None)

    @property
    def is_open(self) -> bool:
        """Whether anything is still owed."""
        return not any(each.name in ("withdrawn", CLOSING[self.asked_side]) for each in self.steps)

    @property
    def is_late_told(self) -> bool:
        """Whether the request was recorded well after it is said to have been made."""
        return self.written_at - self.asked > MANUAL

    @property
    def state(self) -> str:
        """One of withdrawn, solved, answered, overdue, due_soon, replied, open."""
        for name in ("withdrawn", "solved", "answered"):
            if self.step(name):
                return name
        states = {each.state for each in self.running}
        for name in ("overdue", "due_soon"):
            if name in states:
                return name
        return "replied" if self.step("replied") else "open"

    @property
    def late(self) -> tuple[Stretch, ...]:
        """The overdue time of its clocks."""
        return tuple(each.late for each in self.running if each.late)
