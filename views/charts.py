"""Figures as pictures: one template, direct labels, the same colour for the same metric. Only here does money become float."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

import plotly.graph_objects as go
import streamlit as st

from reports.events.kind import Event
from reports.ripeness.ripeness import WeekRipeness
from reports.weekly import Week
from views.events import marks
from views.html import show
from views.language import _
from views.numbers import rate, short_money

BLUE, ORANGE, GREY, LIGHT = "#1F5FBF", "#D9822B", "#8C96A5", "#A9C4EA"
PALE = "#F0CDA3"
FONT = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, system-ui, sans-serif"


def weeks(found: Sequence[Week], happened: Sequence[Event] = (), unripe: Collection[date] = ()) -> None:
    """Net sales as a line over net profit as bars; provisional weeks hatched, unknown profit as its upper end, pale.

    What happened in these weeks is marked, and said in words below; weeks whose refunds have not all come are hatched too.
    """
    days = [f"{week.week_start:%m/%d}" for week in found]
    sales = [_float(week.figures["net_sales"]) for week in found]
    profits = [_float(week.figures["net_profit"]) for week in found]
    highs = [
        _float(week.figures["net_profit_high"]) if known is None else None
        for week, known in zip(found, profits, strict=True)
    ]
    hatch = ["/" if week.state == "provisional" or week.week_start in unripe else "" for week in found]
    figure = go.Figure()
    figure.add_bar(
        x=days,
        y=profits,
        name=_("Net profit"),
        marker={
            "color": [BLUE if (p or 0) >= 0 else ORANGE for p in profits],
            "pattern": {"shape": hatch, "solidity": 0.35},
        },
        text=[
            short_money(week.figures["net_profit"]) if week.figures["net_profit"] is not None else "" for week in found
        ],
        textposition="outside",
        cliponaxis=False,
        hovertemplate="%{x}<br>%{y:,.2f}<extra></extra>",
    )
    if any(high is not None for high in highs):
        figure.add_bar(
            x=days,
            y=highs,
            name=_("Net profit at most"),
            marker={"color": LIGHT, "pattern": {"shape": "/", "solidity": 0.35}},
            hovertemplate="%{x}<br>≤ %{y:,.2f}<extra></extra>",
        )
    figure.add_scatter(
        x=days,
        y=sales,
        name=_("Net sales"),
        mode="lines+markers",
        line={"color": GREY, "width": 2},
        hovertemplate="%{x}<br>%{y:,.2f}<extra></extra>",
    )
    figure.update_layout(
        barmode="overlay", legend={"orientation": "h", "y": 1.12, "x": 0}, uniformtext={"minsize": 9, "mode": "hide"}
    )
    figure.update_xaxes(type="category", range=[-0.5, max(len(days), 6) - 0.5])  # one week alone is no wall
    figure.update_yaxes(
        tickformat=",.0f", zeroline=True, zerolinecolor=GREY, gridcolor="rgba(128,128,128,.18)", nticks=6
    )
    marked = _mark(figure, happened, [week.week_start for week in found])
    figure.update_layout(legend={"y": 1.12 + marks.height(marked) / 280})
    draw(figure, 340 + marks.height(marked), _("Net sales and net profit by week"), "weeks")
    show(marks.listed(marked))


def refunds(found: Sequence[WeekRipeness], happened: Sequence[Event] = ()) -> None:
    """The share of refunded orders by week of payment: arrived solid, expected hatched on top, the 90 % range as a whisker.

    What happened in these weeks is marked, and said in words below.
    """
    days = [f"{week.first:%m/%d}" for week in found]
    arrived = [week.rate("arrived") or 0.0 for week in found]
    is_open = [not week.is_settled and week.expected is not None for week in found]
    # A settled week stands as it came.
    ends = [week.rate() if unsure else came for week, unsure, came in zip(found, is_open, arrived, strict=True)]
    prefixes = ["≈" if unsure else "" if week.is_settled else "≥" for unsure, week in zip(is_open, found, strict=True)]
    figure = go.Figure()
    figure.add_bar(
        x=days,
        y=arrived,
        name=_("Refunded so far"),
        marker={"color": [ORANGE if week.is_settled or week.expected is not None else PALE for week in found]},
        hovertemplate="%{x}<br>%{y:.1%}<extra></extra>",
    )
    figure.add_bar(
        x=days,
        y=[(end or 0.0) - came for end, came in zip(ends, arrived, strict=True)],
        name=_("Still expected (estimate)"),
        marker={"color": PALE, "pattern": {"shape": "/", "solidity": 0.35, "fgcolor": ORANGE}},
        hovertemplate="%{x}<br>+ %{y:.1%}<extra></extra>",
        showlegend=any(is_open),
    )
    tops = [week.rate("high") if unsure else end for week, unsure, end in zip(found, is_open, ends, strict=True)]
    figure.add_bar(  # carries the labels above the whiskers; on a narrow screen they are hidden together
        x=days,
        y=[(top or 0.0) - (end or 0.0) for top, end in zip(tops, ends, strict=True)],
        marker={"color": "rgba(0,0,0,0)"},
        text=[f"{mark}{rate(end)}" for mark, end in zip(prefixes, ends, strict=True)],
        textposition="outside",
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
    )
    unsure_weeks = [week for week, unsure in zip(found, is_open, strict=True) if unsure]
    figure.add_scatter(
        x=[f"{week.first:%m/%d}" for week in unsure_weeks],
        y=[week.rate() for week in unsure_weeks],
        mode="markers",
        marker={"opacity": 0},
        error_y={
            "type": "data",
            "symmetric": False,
            "array": [_spread(week, "high") for week in unsure_weeks],
            "arrayminus": [-_spread(week, "low") for week in unsure_weeks],
            "color": GREY,
            "thickness": 1.5,
            "width": 3,
        },
        hoverinfo="skip",
        showlegend=False,
    )
    figure.update_layout(
        barmode="stack",
        legend={"orientation": "h", "y": 1.16, "x": 0, "traceorder": "normal"},
        uniformtext={"minsize": 9, "mode": "hide"},
    )
    figure.update_xaxes(type="category", range=[-0.5, max(len(days), 6) - 0.5])
    top = max([each or 0.0 for each in tops] + [0.01])
    figure.update_yaxes(tickformat=".0%", gridcolor="rgba(128,128,128,.18)", nticks=5, range=[0, top * 1.15])
    marked = _mark(figure, happened, [week.first for week in found])
    figure.update_layout(legend={"y": 1.16 + marks.height(marked) / 240})
    draw(figure, 300 + marks.height(marked), _("Share of refunded orders by week of payment"), "refunds")
    if marked:  # the same as above it, so at hand only
        show(f"<details><summary>{_('Events in these weeks')}</summary>{marks.listed(marked)}</details>")


def _mark(figure: go.Figure, happened: Sequence[Event], starts: Sequence[date]) -> list[marks.Mark]:
    """Mark what happened on an axis of weeks, from the first Monday to the last Sunday."""
    first, last = starts[0], starts[-1] + timedelta(days=6)
    marked = marks.marks(happened, first, last)
    marks.drawn(figure, marked, marks.weeks_axis(starts), first, last)
    return marked


def _spread(week: WeekRipeness, end: str) -> float:
    return (week.rate(end) or 0.0) - (week.rate() or 0.0)


def _float(value: object) -> float | None:
    return None if value is None else float(value)  # type: ignore[arg-type]


def draw(figure: go.Figure, height: int, alt: str, key: str, top: int = 12) -> None:
    """Put a chart on the page in the one template; `alt` says what it shows to whoever cannot see it, `top` is a margin."""
    figure.update_layout(
        template="none",
        height=height,
        margin={"l": 8, "r": 8, "t": top, "b": 8},
        font={"family": FONT, "size": 13},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        dragmode=False,
        showlegend=len(figure.data) > 1,
        xaxis={"automargin": True, "fixedrange": True},
        yaxis={"automargin": True, "fixedrange": True},
    )
    st.plotly_chart(figure, config={"displayModeBar": False}, key=key, alt=alt, theme="streamlit")
