"""The answer: what each side owes now, what was late, what was delivered of the package, worked, asked and approved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from book import book
from book.engagement import Engagement, engagement
from reports.contract.month import Month
from reports.duties.approvals import Approval, approvals
from reports.duties.deliverables import Deed, deeds
from reports.duties.late import Late, late, late_by_month
from reports.duties.moment import day_of, shown
from reports.duties.owed import Owed, owed
from reports.duties.own import clocks_now
from reports.duties.request import Request
from reports.duties.requests import requests
from reports.duties.usual import Clock
from reports.duties.work import Minutes, Work, summed, work
from warehouse import Shop

WAITING = ("overdue", "due_soon", "open", "replied")  # states of open requests, the most pressing first


@dataclass(frozen=True)
class Duties:
    """Everything about the duties of a shop as it stands at a moment; week and month are those of `day`."""

    shop: str
    now: datetime
    day: date
    agreed: Engagement
    clocks: Mapping[str, Clock]  # that hold for what is asked next
    requests: tuple[Request, ...]
    months: Mapping[Month, Mapping[str, Late]]  # in which something was late
    deeds: tuple[Deed, ...]
    of_week: tuple[Owed, ...]
    of_month: tuple[Owed, ...]
    work: tuple[Work, ...]  # of the month
    minutes: Minutes  # of the month
    approvals: tuple[Approval, ...]
    last: int  # the newest entry of the book

    @property
    def month(self) -> Month:
        """The month in view."""
        return Month.of(self.day)

    @property
    def waiting(self) -> list[Request]:
        """What is open, the most pressing first, then the oldest."""
        found = [each for each in self.requests if each.is_open]
        return sorted(found, key=lambda each: (WAITING.index(each.state), each.asked))

    @property
    def to_approve(self) -> list[Approval]:
        """What the merchant has not decided."""
        return [each for each in self.approvals if each.state == "asked"]

    @property
    def late_now(self) -> Mapping[str, Late]:
        """The overdue hours of both sides in the month in view."""
        return late(self.requests, self.month.first, self.month.last)

    def as_json(self) -> dict[str, Any]:
        """The answer of `reports duties --json`."""
        return {
            "shop": self.shop,
            "now": self.now.isoformat(timespec="seconds"),
            "day": self.day.isoformat(),
            "clocks": {
                each.name: {"side": each.side, "hours": each.hours, "remind": each.remind}
                for each in self.clocks.values()
            },
            "requests": [_request_json(each) for each in self.requests],
            "overdue": {
                str(month): {side: each.as_json() for side, each in sides.items()}
                for month, sides in self.months.items()
            },
            "package_agreed": bool(self.agreed.package),
            "deliverables": [each.as_json() for each in (*self.of_week, *self.of_month)],
            "deeds": [each.as_json() for each in self.deeds],
            "work": [each.as_json() for each in self.work],
            "minutes": self.minutes.as_json(),
            "approvals": [each.as_json() for each in self.approvals],
        }


def duties(shop: Shop, day: date | None = None, now: datetime | None = None) -> Duties:
    """The duties at a moment, with the week and month of a day; both are now without them. Raises BookUnreachable."""
    moment = now or datetime.now(UTC)
    chosen = day or day_of(moment)
    ledger = book(shop)
    agreed, found, done, month = engagement(ledger), requests(ledger, moment), deeds(ledger), Month.of(chosen)
    worked = work(ledger, month.first, month.last)
    return Duties(
        shop=shop.name,
        now=moment,
        day=chosen,
        agreed=agreed,
        clocks=clocks_now(ledger),
        requests=found,
        months=late_by_month(found),
        deeds=done,
        of_week=owed(agreed, done, "week", chosen),
        of_month=owed(agreed, done, "month", chosen),
        work=worked,
        minutes=summed(worked),
        approvals=tuple(approvals(ledger).values()),
        last=ledger.last,
    )


def _request_json(each: Request) -> dict[str, Any]:
    return {
        "request": each.name,
        "asked_by": each.side,
        "who": each.who,
        "about": each.about,
        "product": each.product,
        "week": each.week_start.isoformat() if each.week_start else None,
        "at": each.asked.isoformat(timespec="seconds"),
        "state": each.state,
        "clocks": [
            {
                "clock": one.clock.name,
                "hours": one.clock.hours,
                "due": one.due.isoformat(timespec="seconds"),
                "state": one.state,
                "overdue_hours": shown(one.late_hours),
            }
            for one in each.running
        ],
        "steps": [
            {"step": step.name, "at": step.at.isoformat(timespec="seconds"), "who": step.who, "note": step.note, "entry": step.number}
            for step in each.steps
        ],
        "entry": each.number,
    }  # fmt: skip
