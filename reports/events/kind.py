"""An event: what happened, on which days, to which product, and who says so."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

KINDS = ("promotion", "picture", "title", "price", "stock_out", "rule", "staff", "strategy", "other")
CALENDAR = "calendar"  # the origin of the promotions that everybody has; others: typed, pasted, uploaded, found


@dataclass(frozen=True)
class Event:
    """Something that may move a figure besides the service. Both days are included."""

    kind: str  # of KINDS
    name: str  # in the words of whoever recorded it; of the calendar: English source text
    first: date
    last: date
    product: str | None = None  # its key; None: the whole shop
    note: str = ""
    origin: str = CALENDAR
    number: int = 0  # of the entry in the book; 0: of the calendar
    before: int = 0  # days before, in which buyers wait for it
    after: int = 0  # days after, until demand is back
    who: str = ""
    season: str = ""  # the promotion that it is a window of, as English source text

    @property
    def subject(self) -> str:
        """How the book calls it: the same event recorded twice is one."""
        return f"{self.first}..{self.last} {self.kind} {self.product or '*'} {self.name}"

    @property
    def reach(self) -> tuple[date, date]:
        """Its first and last day with the days around it that it touches."""
        return self.first - timedelta(self.before), self.last + timedelta(self.after)

    def touches(self, first: date, last: date) -> bool:
        """Whether a day of a span lies within its reach."""
        reach = self.reach
        return reach[0] <= last and first <= reach[1]

    def as_json(self) -> dict[str, Any]:
        """One event of `reports events --json`."""
        return {
            "kind": self.kind,
            "name": self.name,
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "before": self.before,
            "after": self.after,
            "product": self.product,
            "note": self.note,
            "origin": self.origin,
            "entry": self.number or None,
        }
