"""Strategy changes with their date, and what sales did in equally many days before and after; season is not taken out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from reports.compare.ratio import RatioChange, changed
from reports.contract.said import Said, say
from reports.events.event import events, plain_days
from reports.events.kind import Event
from reports.metric import columns
from reports.period import Period
from reports.scope import Scope
from warehouse import N_, NoBuild

KIND = "strategy"
LONGEST = 28  # days on each side; another strategy change cuts them
FEWEST = 7  # plain days on each side; with fewer nothing is said


@dataclass(frozen=True)
class Effect:
    """A strategy change. `change` is of gross sales per plain day, with its 95 % interval; None where nothing can be said."""

    event: Event
    before: Period | None
    after: Period | None
    days: tuple[int, int]  # plain days before and after
    change: RatioChange | None
    said: Said

    def as_json(self, currency: str) -> dict[str, Any]:
        """As `reports review --json` tells it."""
        return {
            "change": self.event.name,
            "date": self.event.first.isoformat(),
            "before": self.before.as_json() if self.before else None,
            "after": self.after.as_json() if self.after else None,
            "plain_days": list(self.days),
            "effect": self.change.as_json() if self.change else None,
            "sentence": self.said.in_english(currency),
        }


def strategies(scope: Scope, first: date, last: date, known_to: date | None) -> tuple[Effect, ...]:
    """The strategy changes of a span of days, the newest first."""
    found = [
        each for each in events(scope.shop, first - timedelta(LONGEST), last + timedelta(LONGEST)) if each.kind == KIND
    ]
    inside = [each for each in found if first <= each.first <= last]
    return tuple(_effect(scope, each, found, known_to) for each in reversed(inside))


def _effect(scope: Scope, event: Event, others: Sequence[Event], known_to: date | None) -> Effect:
    earlier = [each.first for each in others if each.first < event.first]
    later = [each.first for each in others if each.first > event.first]
    start = max([event.first - timedelta(LONGEST), *earlier])
    end = min(
        [
            event.first + timedelta(LONGEST - 1),
            *(day - timedelta(1) for day in later),
            *([known_to] if known_to else []),
        ]
    )
    length = min((event.first - start).days, (end - event.first).days + 1)
    if known_to is None or length < FEWEST:
        return Effect(event, None, None, (0, 0), None, say(N_("Too few days around it to say anything.")))
    before = Period(event.first - timedelta(length), event.first - timedelta(1))
    after = Period(event.first, event.first + timedelta(length - 1))
    sold = _daily(scope, before.first, after.last)
    around = events(scope.shop, before.first, after.last)
    sides = [sorted(plain_days(around, each.first, each.last) & sold.keys()) for each in (before, after)]
    days = len(sides[0]), len(sides[1])
    if min(days) < FEWEST:
        said = say(
            N_("Too few days without a promotion around it ({before} before, {after} after) to say anything."),
            before=days[0],
            after=days[1],
        )
        return Effect(event, before, after, days, None, said)
    amounts = [[sold[day][0] for day in side] for side in sides]
    orders = [sum(sold[day][1] for day in side) for side in sides]
    change = changed(amounts[0], [1] * days[0], amounts[1], [1] * days[1], events=(orders[0], orders[1]), floored=False)
    return Effect(event, before, after, days, change, _said(change, before, after, days))


def _said(change: RatioChange, before: Period, after: Period, days: tuple[int, int]) -> Said:
    about = {
        "first": before.first,
        "last": before.last,
        "start": after.first,
        "end": after.last,
        "before": days[0],
        "after": days[1],
        "was": _fen(change.before),
        "now": _fen(change.after),
    }
    if change.change is None or change.low is None or change.high is None:
        text = N_(
            "Gross sales of a plain day {was} → {now} ({first} – {last} against {start} – {end}); too few orders for more."
        )
        return say(text, **about)
    about |= {"change": _percent(change.change), "low": _percent(change.low), "high": _percent(change.high)}
    if change.direction is None:
        text = N_(
            "Gross sales of a plain day {was} → {now}, {change} (95 %: {low} to {high}; {before} and {after} days, "
            "{first} – {last} against {start} – {end}). Not to be told from ordinary swings; not adjusted for season."
        )
    else:
        text = N_(
            "Gross sales of a plain day {was} → {now}, {change} (95 %: {low} to {high}; {before} and {after} days, "
            "{first} – {last} against {start} – {end}). Not adjusted for season."
        )
    return say(text, **about)


def _daily(scope: Scope, first: date, last: date) -> dict[date, tuple[Decimal, int]]:
    """Gross sales and orders of each day that every platform's order files cover."""
    sums = " + ".join(f"coalesce(sum({name}), 0)" for name in columns(["gross_sales"], scope.refunds))
    orders = " + ".join(f"coalesce(sum({name}), 0)" for name in columns(["orders"], scope.refunds))
    asked = f"""
        with covered as (
            select day from marts.coverage where source = 'orders' group by day
            having count(distinct platform) = (select count(distinct platform) from marts.coverage where source = 'orders')
        ),
        sold as (
            select day, {sums} as gross, {orders} as orders from marts.daily where {scope.counted} group by day
        )
        select covered.day, coalesce(sold.gross, 0) as gross, cast(coalesce(sold.orders, 0) as bigint) as orders
        from covered left join sold using (day)
        where covered.day between $1 and $2
    """
    try:
        rows = scope.reader.rows(asked, [first, last])
    except NoBuild:
        return {}
    return {row["day"]: (Decimal(row["gross"]), int(row["orders"])) for row in rows}


def _fen(value: float | None) -> Decimal:
    return Decimal(str(value or 0)).quantize(Decimal("0.01"))


def _percent(value: float) -> str:
    return f"{'+' if value >= 0 else '−'}{abs(value) * 100:.0f}%"
