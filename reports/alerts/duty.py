"""The rules about duties, whose source is the shop's book: what is answered too late, what of the package is missing."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from book import book
from book.engagement import engagement
from reports.alerts.alert import BOOK, Named
from reports.alerts.question import Found, Question
from reports.duties.deliverables import deeds
from reports.duties.moment import begin, day_of
from reports.duties.owed import Owed, owed_until
from reports.duties.request import Request, Running
from reports.duties.requests import requests


def duty_overdue(question: Question) -> list[Found]:
    """Clocks of requests that are more hours over than the number, of what is open and of what was closed late."""
    usual = question.limit.usual
    if usual is None:
        return []
    now = min(datetime.now(UTC), begin(question.today + timedelta(days=1)))
    return [
        _late(request, each, Fraction(usual))
        for request in requests(book(question.scope.shop), now)
        for each in request.running
        if each.late_hours > usual
    ]


def _late(request: Request, each: Running, threshold: Fraction) -> Found:
    assert each.late
    steps = [step.number for step in request.steps if step.at <= each.late.end]
    fields = {
        "side": Named("side", each.clock.side),
        "clock": Named("clock", each.clock.name),
        "about": request.about,
        "who": request.who,
        "due": day_of(each.due),
        "hours": each.clock.hours,
    }
    return Found(
        subject=f"{request.name} {each.clock.name}",
        day=day_of(each.due),
        until=day_of(each.late.end),
        value=each.late_hours,
        threshold=threshold,
        said="" if each.stopped is None and each.ended is None else "closed",
        fields=fields,
        behind=tuple((BOOK, number) for number in (request.number, *steps)),
        name=request.about,
    )


def deliverable_owed(question: Question) -> list[Found]:
    """Weeks and months that ended, or are about to, with more pieces of the agreed package missing than the number."""
    ledger, usual, today = book(question.scope.shop), question.limit.usual, question.today
    agreed = engagement(ledger)
    if not agreed.package or usual is None:
        return []
    return [
        _owed(each, int(usual), today)
        for each in owed_until(agreed, deeds(ledger), today)
        if each.missing > usual and (each.is_over(today) or each.is_soon(today))
    ]


def _owed(each: Owed, threshold: int, today: date) -> Found:
    fields = {
        "deliverable": Named("deliverable", each.kind),
        "owed": each.owed,
        "done": each.done,
        "last": each.last,
    }
    return Found(
        subject=each.kind,
        day=each.last,
        until=each.last,
        value=each.missing,
        threshold=threshold,
        said="" if each.is_over(today) else "soon",
        fields=fields,
        behind=tuple((BOOK, deed.number) for deed in each.deeds),
        name=each.kind,
    )
