"""The service on a time line: every week's daily mean, where the service begins, what else happened."""

from datetime import timedelta

import plotly.graph_objects as go

from reports.compare.comparison import Comparison
from reports.compare.model import LEAST_PLAIN_DAYS
from reports.metric import catalogue
from views.charts import BLUE, GREY, LIGHT, ORANGE, draw
from views.events import marks
from views.html import show
from views.language import _, joined, plural
from views.numbers import short_money

PALE = "#D3D9E1"
FOLDED = 10  # marks, above which their words are shown on demand


def timeline(found: Comparison) -> None:
    """Bars by week, grey before and blue since; weeks that promotions take are hatched."""
    metric = catalogue()[found.daily.metric]
    weeks = [week for week in found.shown_weeks if week.mean is not None]
    if not weeks:
        return
    middles = [week.first + timedelta(days=3) for week in weeks]
    colours = [
        (BLUE if week.first in found.after.period else LIGHT)
        if week.first >= found.service.first
        else (GREY if week.first in found.before.period else PALE)
        for week in weeks
    ]
    hatch = ["/" if week.plain_days < LEAST_PLAIN_DAYS else "" for week in weeks]
    labels = [short_money(week.mean) if metric.unit == "money" else f"{week.mean:,.1f}" for week in weeks]
    figure = go.Figure(
        go.Bar(
            x=middles,
            y=[week.mean for week in weeks],
            marker={"color": colours, "pattern": {"shape": hatch, "solidity": 0.35}},
            customdata=[[f"{week.first:%Y/%m/%d}", label] for week, label in zip(weeks, labels, strict=True)],
            hovertemplate="%{customdata[0]}<br>%{customdata[1]}<extra></extra>",
            showlegend=False,
        )
    )
    top = max(week.mean or 0 for week in weeks)
    start = found.service.first
    figure.add_shape(type="line", x0=start, x1=start, y0=0, y1=top * 1.12, line={"color": ORANGE, "width": 2})
    figure.add_annotation(
        x=start, y=top * 1.12, text=_("service begins {day}").format(day=f"{start:%m/%d}"), showarrow=False, xanchor="left", xshift=4,
    )  # fmt: skip
    first, last = found.daily.period.first, found.daily.period.last
    marked = marks.marks(found.events, first, last)
    marks.drawn(figure, marked, marks.days_axis(), first, last)
    figure.update_xaxes(tickformat="%y/%m", nticks=8)
    figure.update_yaxes(tickformat=",.0f", gridcolor="rgba(128,128,128,.18)", nticks=5, range=[0, top * 1.2])
    room = marks.height(marked)
    alt = _("{figure} a day, by week").format(figure=_(metric.label))
    draw(figure, 300 + room, alt, "timeline", top=12 + room)
    words = marks.listed(marked)
    if len(marked) > FOLDED:
        title = plural("{count} event on the chart", "{count} events on the chart", len(marked))
        words = f"<details><summary>{title}</summary>{words}</details>"
    show(words)


def sentence(found: Comparison) -> str:
    """What the chart shows."""
    name = _(catalogue()[found.daily.metric].label)
    said = [
        _("{figure} a day, week by week: grey before, blue since the service began; pale beyond the periods compared."),
        _("Hatched weeks have too few days without a promotion to say anything."),
    ]
    return joined(each.format(figure=name) for each in said)
