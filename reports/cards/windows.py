"""Which days a change is judged by: as many plain days before it as after it, none beyond the neighbouring changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from reports.events.event import Event, plain_days

CHANGES = ("picture", "title")  # what a card is made for
CUTS = (*CHANGES, "price")  # what else moves the clicks and orders of a product at once
DAYS = 14  # two of each weekday
REACH = 2  # how far a window looks for its days, in multiples of their number


@dataclass(frozen=True)
class Change:
    """What was changed at a product on the same days; one card tells of it all."""

    product: str
    first: date
    last: date
    events: tuple[Event, ...]


@dataclass(frozen=True)
class Windows:
    """The days on both sides of a change, equally many, in their order; the days of the change itself are in neither."""

    before: tuple[date, ...]
    after: tuple[date, ...]
    left_out: int  # days between the first and the last of them that a promotion or an empty stock took
    cut_before: Event | None = None  # the change that the window before begins after
    cut_after: Event | None = None  # the change that the window after ends before
    beside: tuple[Event, ...] = ()  # what else happened in these days: it cannot be told apart from the change

    @property
    def days(self) -> int:
        """How many days each side has."""
        return len(self.after)


def changes(found: Iterable[Event]) -> list[Change]:
    """The changes of pictures and titles, the oldest first; those of a product that share a day are one."""
    joined: dict[str, list[Change]] = {}
    for event in sorted((e for e in found if e.kind in CHANGES and e.product), key=lambda e: (e.first, e.last)):
        known = joined.setdefault(str(event.product), [])
        if known and event.first <= known[-1].last:
            last = known.pop()
            known.append(Change(last.product, last.first, max(last.last, event.last), (*last.events, event)))
        else:
            known.append(Change(str(event.product), event.first, event.last, (event,)))
    return sorted((each for list_ in joined.values() for each in list_), key=lambda each: (each.first, each.product))


def windows(change: Change, found: Sequence[Event], known: tuple[date, date], days: int = DAYS) -> Windows:
    """The days to compare, within the days of which the shop has figures; both sides empty when one has none."""
    others = [e for e in found if e.kind in CUTS and e.product in (None, change.product) and e not in change.events]
    earlier = max((e for e in others if e.last < change.first), key=lambda e: e.last, default=None)
    later = min((e for e in others if e.first > change.last), key=lambda e: e.first, default=None)
    floor = max(known[0], earlier.last + timedelta(1) if earlier else date.min, change.first - timedelta(REACH * days))
    ceiling = min(known[1], later.first - timedelta(1) if later else date.max, change.last + timedelta(REACH * days))
    plain = plain_days(found, floor, ceiling, change.product) if floor <= ceiling else frozenset()
    usable = sorted(plain - _empty_shelves(found, change.product))
    before = [day for day in usable if day < change.first][-days:]
    after = [day for day in usable if day > change.last][:days]
    number = min(len(before), len(after))
    is_cut = [len(side) < days and len(side) == number for side in (before, after)]
    before, after = before[len(before) - number :], after[:number]
    return Windows(
        tuple(before),
        tuple(after),
        _gaps(before, change.first - timedelta(1)) + _gaps(after, change.last + timedelta(1)),
        earlier if is_cut[0] and earlier and floor == earlier.last + timedelta(1) else None,
        later if is_cut[1] and later and ceiling == later.first - timedelta(1) else None,
        _beside(change, found, before[0], after[-1]) if number else (),
    )


def _beside(change: Change, found: Iterable[Event], first: date, last: date) -> tuple[Event, ...]:
    return tuple(
        e
        for e in found
        if e.kind not in ("promotion", "stock_out")
        and e.product in (None, change.product)
        and e not in change.events
        and e.first <= last
        and first <= e.last
    )


def _empty_shelves(found: Iterable[Event], product: str) -> set[date]:
    return {
        e.first + timedelta(n)
        for e in found
        if e.kind == "stock_out" and e.product in (None, product)
        for n in range((e.last - e.first).days + 1)
    }


def _gaps(days: Sequence[date], beside: date) -> int:
    """How many days lie between the change and the farthest day of a side without being in it."""
    if not days:
        return 0
    return max(abs((beside - days[0]).days), abs((beside - days[-1]).days)) + 1 - len(days)
