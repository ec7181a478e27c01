"""Figures as pictures: one template, direct labels, the same colour for the same metric. Only here does money become float."""

from collections.abc import Sequence
from datetime import timedelta

import plotly.graph_objects as go
import streamlit as st

from reports.events.kind import Event
from reports.metric import COST_LINES, metrics
from reports.weekly import Week
from views.events import marks
from views.html import show
from views.language import _
from views.numbers import short_money

BLUE, ORANGE, GREY, LIGHT = "#1F5FBF", "#D9822B", "#8C96A5", "#A9C4EA"
FONT = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, system-ui, sans-serif"
STEPS = (
    ("gross_sales", "absolute"),
    ("refunds", "minus"),
    ("net_sales", "total"),
    *((name, "minus") for name in COST_LINES),
)


def waterfall(week: Week) -> None:
    """The ladder from sales down to profit; a step that is not known is left out."""
    names, values, measures, labels = [], [], [], []
    for name, kind in STEPS:
        value = week.figures[name]
        if value is None:
            continue
        names.append(_(metrics()[name].label))
        values.append(-float(value) if kind == "minus" else float(value))
        measures.append({"minus": "relative"}.get(kind, kind))
        labels.append(short_money(-value if kind == "minus" else value))
    end = "net_profit" if week.figures["net_profit"] is not None else "net_profit_high"
    if not values or week.figures[end] is None:
        return
    names.append(_(metrics()[end].label))
    values.append(float(week.figures[end] or 0))
    measures.append("total")
    labels.append(short_money(week.figures[end]))
    figure = go.Figure(
        go.Waterfall(
            orientation="h",
            y=names,
            x=values,
            measure=measures,
            text=labels,
            textposition="outside",
            cliponaxis=False,
            connector={"line": {"color": GREY, "width": 1, "dash": "dot"}},
            increasing={"marker": {"color": BLUE}},
            decreasing={"marker": {"color": ORANGE}},
            totals={"marker": {"color": BLUE}},
            hoverinfo="none",
        )
    )
    largest = max(abs(value) for value in values)
    lowest = min(0.0, float(week.figures[end] or 0))
    figure.update_yaxes(autorange="reversed", ticksuffix="  ")
    figure.update_xaxes(visible=False, range=[lowest * 1.25, largest * 1.4])
    _draw(figure, 42 * len(names) + 24, _("From gross sales to net profit"), "waterfall")


def weeks(found: Sequence[Week], happened: Sequence[Event] = ()) -> None:
    """Net sales as a line over net profit as bars; provisional weeks hatched, unknown profit as its upper end, pale.

    What happened in these weeks is marked, and said in words below.
    """
    days = [f"{week.week_start:%m/%d}" for week in found]
    sales = [_float(week.figures["net_sales"]) for week in found]
    profits = [_float(week.figures["net_profit"]) for week in found]
    highs = [
        _float(week.figures["net_profit_high"]) if known is None else None
        for week, known in zip(found, profits, strict=True)
    ]
    hatch = ["/" if week.state == "provisional" else "" for week in found]
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
    first, last = found[0].week_start, found[-1].week_start + timedelta(days=6)
    marked = marks.marks(happened, first, last)
    marks.drawn(figure, marked, marks.weeks_axis([week.week_start for week in found]), first, last)
    figure.update_layout(legend={"y": 1.12 + marks.height(marked) / 280})
    _draw(figure, 340 + marks.height(marked), _("Net sales and net profit by week"), "weeks")
    show(marks.listed(marked))


def _float(value: object) -> float | None:
    return None if value is None else float(value)  # type: ignore[arg-type]


def _draw(figure: go.Figure, height: int, alt: str, key: str) -> None:
    figure.update_layout(
        template="none",
        height=height,
        margin={"l": 8, "r": 8, "t": 12, "b": 8},
        font={"family": FONT, "size": 13},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        dragmode=False,
        showlegend=len(figure.data) > 1,
    )
    figure.update_xaxes(automargin=True, fixedrange=True)
    figure.update_yaxes(automargin=True, fixedrange=True)
    st.plotly_chart(figure, config={"displayModeBar": False}, key=key, alt=alt, theme="streamlit")
