"""Events on a chart over time: a band for each promotion, a line for each other event, a number, and the words below.

A chart says where a day stands on its axis; `drawn` puts the marks on it, `listed` says them in words.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import plotly.graph_objects as go

from reports.events.kind import Event
from views.events.words import short_days, titled
from views.html import text
from views.language import _

Axis = Callable[[date], float | str]  # where the beginning of a day stands
BAND, LINE = "rgba(217,130,43,.13)", "#8C96A5"
LEVELS, NEAR = 3, 0.05  # numbers nearer than this share of the axis stand one above the other


@dataclass(frozen=True)
class Mark:
    """One mark: an event, or the windows of one promotion that follow each other."""

    label: str
    first: date
    last: date
    is_band: bool
    spans: tuple[tuple[date, date], ...]


def weeks_axis(starts: Sequence[date]) -> Axis:
    """An axis with one category per week, named by its first day; days of a week that it leaves out stand in the gap."""

    def at(day: date) -> float:
        place = max(bisect_right(starts, day) - 1, 0)
        return place + min(max((day - starts[place]).days / 7, 0), 1) - 0.5

    return at


def months_axis(months: Sequence[date]) -> Axis:
    """An axis with one category per month, named by its first day, the months in a row."""

    def at(day: date) -> float:
        place = (day.year - months[0].year) * 12 + day.month - months[0].month
        return place + (day.day - 1) / 31 - 0.5

    return at


def days_axis(_days: Sequence[date] = ()) -> Axis:
    """A date axis."""
    return lambda day: day.isoformat()


def marks(found: Sequence[Event], first: date, last: date) -> list[Mark]:
    """The marks of a span of days in their order; the windows of one promotion in a row are one."""
    marked: list[Mark] = []
    for event in sorted(found, key=lambda each: (each.first, each.last)):
        if event.last < first or last < event.first:
            continue
        own = (max(event.first, first), min(event.last, last))
        label = _(event.season) if event.season else titled(event)
        before = next((each for each in reversed(marked) if event.season and each.label == label), None)
        if before and (event.first - before.last).days < 60:  # not the one of the year before
            marked[marked.index(before)] = Mark(label, before.first, own[1], True, (*before.spans, own))
        else:
            marked.append(Mark(label, *own, event.kind == "promotion", (own,)))
    return marked


def drawn(figure: go.Figure, found: Sequence[Mark], axis: Axis, first: date, last: date) -> None:
    """Put marks on a figure whose x axis shows the days from `first` to `last`."""
    length = (last - first).days + 1
    taken: list[int] = []  # days at which the numbers of each level ended
    shapes, numbers = (
        list(figure.layout.shapes),
        list(figure.layout.annotations),
    )  # put on at once: plotly checks all of them at each
    for number, mark in enumerate(found, 1):
        for start, end in mark.spans if mark.is_band else ():
            shapes.append(
                {
                    "type": "rect",
                    "x0": axis(start),
                    "x1": axis(end + timedelta(1)),
                    "y0": 0,
                    "y1": 1,
                    "yref": "paper",
                    "layer": "below",
                    "line": {"width": 0},
                    "fillcolor": BAND,
                }
            )
        if not mark.is_band:
            place = axis(mark.first)
            shapes.append(
                {
                    "type": "line",
                    "x0": place,
                    "x1": place,
                    "y0": 0,
                    "y1": 1,
                    "yref": "paper",
                    "line": {"color": LINE, "width": 1, "dash": "dot"},
                }
            )
        day = (mark.first - first).days
        level = next((n for n, end in enumerate(taken) if day - end > NEAR * length), min(len(taken), LEVELS - 1))
        taken[level : level + 1] = [day]
        numbers.append(
            {
                "x": axis(mark.first),
                "y": 1,
                "yref": "paper",
                "yanchor": "bottom",
                "xanchor": "left" if mark.is_band else "center",
                "yshift": 13 * level,
                "text": str(number),
                "showarrow": False,
                "font": {"size": 11},
            }
        )
    figure.update_layout(shapes=shapes, annotations=numbers)


def height(found: Sequence[Mark]) -> int:
    """How much room the numbers need above the plot, in pixels."""
    return 13 * min(LEVELS, len(found)) if found else 0


def listed(found: Sequence[Mark]) -> str:
    """The marks in words, as HTML: what the numbers on the chart mean."""
    if not found:
        return ""
    said = "".join(
        f'<span class="dz-chip" role="listitem"><b>{number}</b> {text(mark.label)} {short_days(mark.first, mark.last)}</span>'
        for number, mark in enumerate(found, 1)
    )
    return f'<div class="dz-chips" role="list" aria-label="{text(_("Events in these weeks"))}">{said}</div>'
