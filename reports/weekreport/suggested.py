"""What a week's report may say before anybody wrote it: deeds, changes, what is owed next, what waits for the other side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from book import book
from reports.duties.duties import Duties
from reports.duties.moment import day_of
from reports.events.record import recorded
from reports.review.promises import given
from reports.weekreport.items import taken
from warehouse import Shop


@dataclass(frozen=True)
class Suggestion:
    """One line that a side may take over and reword. `source` is what it comes from, `kind` and `fields` what it says."""

    source: str
    list: str  # of items.LISTS
    side: str  # that would say it
    kind: str  # delivered, event, owed, promise, request, approval
    fields: Mapping[str, Any]


def suggestions(shop: Shop, found: Duties, week: date) -> tuple[Suggestion, ...]:
    """The lines that nobody took over yet, for the week that begins on a day. `found`: the duties with that week in view."""
    known = taken(book(shop), week)
    last = week + timedelta(days=6)
    every = (*_delivered(found, week, last), *_events(shop, week, last), *_next(shop, found, last), *_needed(found, last))  # fmt: skip
    return tuple(each for each in every if each.source not in known)


def _delivered(found: Duties, first: date, last: date) -> Iterable[Suggestion]:
    done: dict[str, int] = {}
    for each in found.deeds:
        if first <= each.day <= last:
            done[each.kind] = done.get(each.kind, 0) + each.count
    owed = {each.kind: each.owed for each in found.of_week}
    for kind, count in done.items():
        yield Suggestion(f"delivered {kind}", "done", "agency", "delivered", {"deliverable": kind, "done": count, "owed": owed.get(kind)})  # fmt: skip


def _events(shop: Shop, first: date, last: date) -> Iterable[Suggestion]:
    for each in recorded(book(shop)):
        if first <= each.first <= last:
            yield Suggestion(f"event {each.subject}", "changed", "agency", "event", {"event": each})


def _next(shop: Shop, found: Duties, last: date) -> Iterable[Suggestion]:
    for each in found.of_week:
        if each.missing:
            yield Suggestion(f"owed {each.kind}", "next", "agency", "owed", {"deliverable": each.kind, "missing": each.missing})  # fmt: skip
    for promise in given(shop).promises:
        if last < promise.due <= last + timedelta(days=7):
            yield Suggestion(f"promise {promise.name}", "next", promise.side, "promise", {"what": promise.what, "due": promise.due})  # fmt: skip


def _needed(found: Duties, last: date) -> Iterable[Suggestion]:
    for each in found.waiting:
        if day_of(each.asked) <= last:
            yield Suggestion(f"request {each.name}", "needed", each.side, "request", {"request": each})
    for approval in found.to_approve:
        if day_of(approval.asked_at) <= last:
            yield Suggestion(f"approval {approval.subject}", "needed", "agency", "approval", {"approval": approval})
