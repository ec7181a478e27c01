"""What the charts of the documents show, made from the same answers as those of the page."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from reports.decomposition.bridge import Bridge
from reports.events.kind import Event
from reports.weekly import Week
from views.events import marks
from views.events.words import short_days
from views.ladder import bridge_of, ends, totals
from views.language import _
from views.paper.plots import Mark, Step, Waterfall, Weeks
from views.waterfall import rows


def weeks(found: Sequence[Week], events: Sequence[Event] = (), unripe: Collection[date] = ()) -> Weeks:
    """Net profit as bars under net sales as a line; a profit that is not known stands as its upper end.

    Weeks without all their sources, or whose refunds are still arriving (`unripe`), are provisional.
    """
    profits = [week.figures["net_profit"] for week in found]
    highs = [
        week.figures["net_profit_high"] if known is None else None for week, known in zip(found, profits, strict=True)
    ]
    is_range = any(high is not None for high in highs)
    return Weeks(
        times=tuple(f"{week.week_start:%m/%d}" for week in found),
        bars=(_("Net profit"), tuple(profits)),
        line=(_("Net sales"), tuple(week.figures["net_sales"] for week in found)),
        highs=(_("Net profit at most"), tuple(highs)) if is_range else None,
        provisional=frozenset(
            n for n, week in enumerate(found) if week.state == "provisional" or week.week_start in unripe
        ),
        marks=_marks(found, events),
    )


def _marks(found: Sequence[Week], events: Sequence[Event]) -> tuple[Mark, ...]:
    """The marks of the page's chart, on the same places."""
    axis = marks.weeks_axis([week.week_start for week in found])
    return tuple(
        Mark(
            f"{each.label} {short_days(each.first, each.last)}",
            tuple((float(axis(first)), float(axis(last + timedelta(1)))) for first, last in each.spans),
            each.is_band,
        )
        for each in marks.marks(events, found[0].week_start, found[-1].week_start + timedelta(days=6))
    )


def ladder(week: Week) -> Waterfall | None:
    """From gross sales down to net profit, as on the Week page; None where either end is not known."""
    found = bridge_of(week)
    return bridge(found, *ends(week), totals()) if found else None


def bridge(found: Bridge, start: str, end: str, totals: Mapping[str, str] | None = None) -> Waterfall:
    """A decomposition from its first amount to its last, in the lines of the page's waterfall."""
    lines = rows(found, start, end, totals=totals)
    return Waterfall(tuple(Step(each.name, each.amount, each.is_total) for each in lines), ("", _("Amount")))
