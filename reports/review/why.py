"""Why: product or promotion? The month's sales against other days in bars that add up, what moved, and a reading of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from book.engagement import Engagement
from reports.contract.said import Said, say
from reports.events.event import events
from reports.events.kind import CALENDAR, Event
from reports.events.suggest import suggestions
from reports.metric import Figure, catalogue, plain
from reports.period import Period
from reports.review.bars import Bars, bars
from reports.review.finding import Finding
from reports.review.need import SOURCES, runs
from reports.review.outcome import Days, Outcome
from reports.review.reading import reading
from reports.review.span import Held, Spans
from reports.scope import Scope
from warehouse import N_

# What is held beside the bars, as far as the shop has it.
MOVED = (
    *("impressions", "ctr", "visitors", "conversion", "orders", "average_order_value"),
    *("refund_rate", "ad_spend", "ad_share", "net_profit"),
)


@dataclass(frozen=True)
class Moved:
    """A figure of the days and of those before."""

    name: str
    before: Figure
    now: Figure


@dataclass(frozen=True)
class Why:
    """The evidence of the first question. `last_year` is None where those days are not known whole."""

    days: Period
    month_before: Bars | None
    last_year: Bars | None
    moved: tuple[Moved, ...]
    reading: Said
    findings: tuple[Finding, ...]

    def as_json(self, currency: str) -> dict[str, Any]:
        """As `reports review --json` tells it."""
        return {
            "reading": self.reading.in_english(currency),
            "against_month_before": self.month_before.as_json() if self.month_before else None,
            "against_last_year": self.last_year.as_json() if self.last_year else None,
            "moved": [
                {
                    "figure": each.name,
                    "before": plain(each.before, catalogue()[each.name].unit),
                    "now": plain(each.now, catalogue()[each.name].unit),
                }
                for each in self.moved
            ],
        }


def why(scope: Scope, agreed: Engagement, came: Outcome, days: Days, spans: Spans) -> Why:
    """The evidence for a month of which at least one day is known."""
    now, before, year_before = spans(days.now), spans(days.before), spans(days.year_before)
    month_bars, year_bars = (
        bars(scope, agreed.sales_basis, before, now),
        bars(scope, agreed.sales_basis, year_before, now),
    )
    return Why(
        days=days.now,
        month_before=month_bars,
        last_year=year_bars,
        moved=tuple(
            Moved(name, before.figures[name], now.figures[name])
            for name in MOVED
            if before.figures[name] is not None or now.figures[name] is not None
        ),
        reading=reading(month_bars, came.is_missed),
        findings=tuple(_findings(scope, came, days, now, month_bars, year_bars, year_before)),
    )


def _findings(
    scope: Scope,
    came: Outcome,
    days: Days,
    now: Held,
    month_bars: Bars | None,
    year_bars: Bars | None,
    year_before: Held,
) -> Iterable[Finding]:
    if month_bars:
        rose = N_("Against {first} – {last} sales rose by {amount} ({start} → {end}); not adjusted for season.")
        fell = N_("Against {first} – {last} sales fell by {amount} ({start} → {end}); not adjusted for season.")
        yield _against(rose if month_bars.bridge.change >= 0 else fell, "month_before", month_bars)
    if year_bars:
        rose = N_("Against the same days of last year, {first} – {last}, sales rose by {amount} ({start} → {end}).")
        fell = N_("Against the same days of last year, {first} – {last}, sales fell by {amount} ({start} → {end}).")
        yield _against(rose if year_bars.bridge.change >= 0 else fell, "last_year", year_bars)
    elif year_before.missing.get("orders") and year_before.figures["gross_sales"] is not None:
        text = N_("Last year's days are not held against these: {days} of them have no order file.")
        yield Finding("last_year_unknown", say(text, days=len(year_before.missing["orders"])), page="files")
    if (
        came.target_before is not None
        and came.contract.target is not None
        and came.target_before != came.contract.target
    ):
        moved = came.contract.target - came.target_before
        text = N_("The target itself rose by {amount}.") if moved > 0 else N_("The target itself fell by {amount}.")
        yield Finding("target_moved", say(text, amount=abs(moved)), moved, "contract")
    yield from _events(scope, days.now, days.before)
    yield from _stock_outs(scope, days.now)
    for source, silent in now.missing.items():
        if source in ("orders", "ads", "traffic"):
            text = N_("{source}: no data for {named}; what happened then is not in these figures.")
            yield Finding("days_missing", say(text, source=say(SOURCES[source]), named=runs(silent)), page="files")


def _against(text: str, kind: str, found: Bars) -> Finding:
    about = {"first": found.before.first, "last": found.before.last, "amount": abs(found.bridge.change)}
    return Finding(kind, say(text, start=found.bridge.start, end=found.bridge.end, **about), found.bridge.change)


def _events(scope: Scope, days: Period, before: Period) -> Iterable[Finding]:
    """Events of the month, and promotions that only the other days had."""
    here, there = (_within(events(scope.shop, each.first, each.last), each) for each in (days, before))
    for event in here.values():
        text = EVENTS[event.kind]
        yield Finding(f"event_{event.kind}", say(text, **_about(event)), page="events")
    for name, event in there.items():
        if event.kind == "promotion" and name not in here:
            yield Finding(
                "event_before",
                say(N_("{name} ({days}) lay in the days before, not in these."), **_about(event)),
                page="events",
            )


def _stock_outs(scope: Scope, days: Period) -> Iterable[Finding]:
    """Products that stock counts or sales show to have been out of stock, and that nobody recorded."""
    for each in suggestions(replace(scope, first=days.first, last=days.last)):
        if each.said in STOCK_OUTS:
            about = _about(each.event) | {"product": each.product_name or each.event.product}
            sold = {name: value for name, value in each.fields.items() if name == "sold"}
            yield Finding("stock_out_found", say(STOCK_OUTS[each.said], **about, **sold), page="events")


def _within(found: Iterable[Event], days: Period) -> Mapping[str, Event]:
    return {each.name: each for each in found if each.first <= days.last and each.last >= days.first}


STOCK_OUTS = {
    "stock_out": N_("{product} was counted at nothing ({days})."),
    "no_sales": N_(
        "{product} had no sale ({days}) after {sold} orders in 28 ordinary days; perhaps it was out of stock."
    ),
}
EVENTS = {
    "promotion": N_("{name} ({days}) lay in these days."),
    "picture": N_("Picture changed: {name} ({days})."),
    "title": N_("Title changed: {name} ({days})."),
    "price": N_("Price changed: {name} ({days})."),
    "stock_out": N_("Out of stock: {name} ({days})."),
    "rule": N_("The platform's rules changed: {name} ({days})."),
    "staff": N_("Staff changed: {name} ({days})."),
    "strategy": N_("Strategy changed: {name} ({days})."),
    "other": N_("Something else happened: {name} ({days})."),
}


def _about(event: Event) -> dict[str, Any]:
    own = f"{event.product} {event.name}" if event.product else event.name
    name = say(event.name) if event.origin == CALENDAR else own
    is_one = event.first == event.last
    days = event.first if is_one else say(N_("{first} – {last}"), first=event.first, last=event.last)
    return {"name": name, "days": days}
