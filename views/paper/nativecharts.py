"""A workbook's own charts: they read the cells that hold the values, so that who changes a cell sees it in the chart."""

from decimal import Decimal
from functools import singledispatch
from typing import Any

from xlsxwriter.chart import Chart as Native
from xlsxwriter.worksheet import Worksheet

from views.charts import BLUE, GREY, LIGHT, ORANGE
from views.language import _
from views.paper.cells import Paper
from views.paper.model import Chart
from views.paper.plots import Attainment, Interval, Plot, Waterfall, Weeks

NIL = Decimal(0)
BESIDE = 5  # the first column of what only the chart needs
NUMBERS = {"money": "#,##0", "count": "#,##0", "rate": "0%"}
HATCH = "wide_upward_diagonal"


def chart(paper: Paper, values: Worksheet, first: int, block: Chart) -> Native:
    """The chart of values that stand from row `first` of a sheet on, the names in its first column."""
    made = _made(block.plot, paper, values, first)
    made.set_title({"name": block.title, "overlay": False, "name_font": {"size": 11, "bold": True}})
    made.set_legend({"position": "bottom"} if isinstance(block.plot, Weeks | Attainment) else {"none": True})
    return made


def _span(values: Worksheet, first: int, rows: int, column: int) -> list[Any]:
    return [values.get_name(), first, column, first + rows - 1, column]


def _axis(plot: Plot) -> dict[str, Any]:
    return {"num_format": NUMBERS[plot.unit], "major_gridlines": {"visible": True, "line": {"color": "#DFE4EA"}}}


@singledispatch
def _made(plot: Plot, paper: Paper, values: Worksheet, first: int) -> Native:
    raise NotImplementedError(type(plot))


@_made.register
def _weeks(plot: Weeks, paper: Paper, values: Worksheet, first: int) -> Native:
    """Bars with a line over them; weeks that may still change have striped bars."""
    rows, made = len(plot.times), paper.book.add_chart({"type": "column"})
    times = _span(values, first, rows, 0)
    for column, name, colour in (
        (1, plot.bars[0], BLUE),
        *(((2, plot.highs[0], LIGHT),) if plot.highs else ()),
    ):
        striped = {"pattern": {"pattern": HATCH, "fg_color": colour, "bg_color": "#FFFFFF"}}
        made.add_series(
            {
                "name": name,
                "categories": times,
                "values": _span(values, first, rows, column),
                "fill": {"color": colour},
                "points": [striped if n in plot.provisional else None for n in range(rows)],
                "overlap": 100,
                "gap": 60,
            }
        )
    line = paper.book.add_chart({"type": "line"})
    line.add_series(
        {
            "name": plot.line[0],
            "categories": times,
            "values": _span(values, first, rows, len(plot.header) - 1),
            "line": {"color": GREY, "width": 2},
            "marker": {"type": "circle", "size": 4, "fill": {"color": GREY}, "border": {"color": GREY}},
        }
    )
    made.combine(line)
    made.set_x_axis({"label_position": "low"})
    made.set_y_axis(_axis(plot))
    return made


@_made.register
def _waterfall(plot: Waterfall, paper: Paper, values: Worksheet, first: int) -> Native:
    """Stacked bars on bars that are not seen; below zero the stack goes down."""
    spans, made = plot.spans(), paper.book.add_chart({"type": "column", "subtype": "stacked"})
    looks = ((_("from"), None), (_("total"), BLUE), (_("more"), LIGHT), (_("less"), ORANGE), (_("below zero"), ORANGE))
    for column, (name, _colour) in enumerate(looks, BESIDE):
        paper.text(values, first - 1, column, name, "soft", "right")
    soft = paper.look("money", "soft")
    for row, (step, begin, end) in enumerate(spans, first):
        low, high = sorted((begin, end))
        above, below = max(high, NIL) - max(low, NIL), min(low, NIL) - min(high, NIL)
        values.write_number(row, BESIDE, float(max(low, NIL) + min(high, NIL)), soft)
        values.write_number(row, BESIDE + (1 if step.is_total else 2 if step.amount >= 0 else 3), float(above), soft)
        values.write_number(row, BESIDE + 4, float(below), soft)
    for column, (name, colour) in enumerate(looks, BESIDE):
        fill = {"fill": {"color": colour}} if colour else {"fill": {"none": True}, "border": {"none": True}}
        series = {"name": name, "categories": _span(values, first, len(spans), 0), "gap": 40}
        made.add_series(series | fill | {"values": _span(values, first, len(spans), column)})
    made.set_x_axis({"label_position": "low"})
    made.set_y_axis(_axis(plot))
    return made


@_made.register
def _attainment(plot: Attainment, paper: Paper, values: Worksheet, first: int) -> Native:
    """What was reached beside its target."""
    made = paper.book.add_chart({"type": "bar"})
    for column, colour in ((2, LIGHT), (1, BLUE)):
        made.add_series(
            {
                "name": plot.header[column],
                "categories": _span(values, first, len(plot.bars), 0),
                "values": _span(values, first, len(plot.bars), column),
                "fill": {"color": colour},
                "data_labels": {"value": True, "num_format": NUMBERS[plot.unit]},
                "gap": 60,
            }
        )
    made.set_y_axis({"reverse": True})
    made.set_x_axis(_axis(plot) | {"min": 0})
    return made


@_made.register
def _interval(plot: Interval, paper: Paper, values: Worksheet, first: int) -> Native:
    """Points, each on a line from its lower to its upper bound."""
    made = paper.book.add_chart({"type": "line"})
    for column, size in ((1, 0), (2, 9), (3, 0)):
        look = {"fill": {"color": BLUE}, "border": {"color": BLUE}}
        made.add_series(
            {
                "name": plot.header[column],
                "categories": _span(values, first, len(plot.ranges), 0),
                "values": _span(values, first, len(plot.ranges), column),
                "line": {"none": True},
                "marker": {"type": "circle", "size": size, **look}
                if size
                else {"type": "short_dash", "size": 9, **look},
                "data_labels": {"value": True, "position": "right", "num_format": "+0.0%;-0.0%"}
                if plot.unit == "rate"
                else {},
            }
        )
    made.set_high_low_lines({"line": {"color": BLUE, "width": 3}})
    made.set_x_axis({"label_position": "low"})
    made.set_y_axis(_axis(plot))
    return made
