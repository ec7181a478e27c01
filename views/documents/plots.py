"""What the charts of the documents show, made from the same answers as those of the page."""

from collections.abc import Iterable, Sequence

from reports.events.kind import Event
from reports.metric import metrics
from reports.weekly import Week
from views.charts import STEPS
from views.documents.words import event_words
from views.language import _
from views.paper.plots import Mark, Step, Waterfall, Weeks


def weeks(found: Sequence[Week], events: Iterable[Event] = (), ripe: frozenset[int] | None = None) -> Weeks:
    """Net profit as bars under net sales as a line; a profit that is not known stands as its upper end.

    `ripe`: the places of weeks whose figures are final; where it is not given, a week is as its sources are.
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
            n for n, week in enumerate(found) if week.state == "provisional" or (ripe and n not in ripe)
        ),
        marks=tuple(marks(found, events)),
    )


def marks(found: Sequence[Week], events: Iterable[Event]) -> Iterable[Mark]:
    """A mark in the week that an event took the most days of."""
    for event in events:
        taken = [(min(event.last, week.last) - max(event.first, week.first)).days for week in found]
        if taken and max(taken) >= 0:
            yield Mark(taken.index(max(taken)), event_words(event))


def ladder(week: Week) -> Waterfall | None:
    """From gross sales down to net profit; what is not known is left out. None where there is no end to go to."""
    steps = []
    for name, kind in STEPS:
        value = week.figures[name]
        if value is not None:
            amount = -value if kind == "minus" else value
            steps.append(Step(_(metrics()[name].label), amount, kind != "minus"))  # type: ignore[arg-type]
    end = "net_profit" if week.figures["net_profit"] is not None else "net_profit_high"
    last = week.figures[end]
    if not steps or last is None:
        return None
    steps.append(Step(_(metrics()[end].label), last, is_total=True))  # type: ignore[arg-type]
    return Waterfall(tuple(steps), ("", _("Amount")))
