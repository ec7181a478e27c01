"""Charts as still pictures (SVG) for paper and chat: what the page draws with plotly, from the same answers.

Every bar carries its exact value as a title; only places on the paper are floats.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import singledispatch

from reports.metric import Figure
from views.charts import BLUE, GREY, LIGHT, ORANGE
from views.html import text
from views.language import _
from views.numbers import count, money, rate, short_money
from views.paper.canvas import GRID, INK, SIZE, SOFT, Drawing
from views.paper.lettering import lines, packed, width
from views.paper.plots import Attainment, Interval, Plot, Waterfall, Weeks, known

BAND, BROWN = "#FBF1E6", "#A65206"
EXACT: dict[str, Callable[[Figure], str]] = {"money": money, "count": count, "rate": rate}
SHORT: dict[str, Callable[[Figure], str]] = {"money": short_money, "count": count, "rate": rate}


@singledispatch
def draw(plot: Plot, wide: float) -> Drawing:
    """A chart in so much room."""
    raise NotImplementedError(type(plot))


@draw.register
def _weeks(plot: Weeks, wide: float) -> Drawing:
    paper, short = Drawing(wide), SHORT[plot.unit]
    highs = plot.highs[1] if plot.highs else ()
    values = known([*plot.bars[1], *plot.line[1], *highs])
    low, high, step = _scale(min([Decimal(0), *values]), max([Decimal(1), *values]))
    ticks = [low + step * n for n in range(int((high - low) / step) + 1)]
    left = max(width(short(each), SIZE) for each in ticks) + 6
    top = _legend(paper, plot) + (28 if plot.marks else 8)
    base, slot = top + 150.0, (wide - left) / max(len(plot.times), 6)

    def y(value: Figure) -> float:
        return base - float((Decimal(str(value)) - low) / (high - low)) * (base - top)

    _marks(paper, plot, left, slot, top, base)
    for each in ticks:
        paper.stroke(left, y(each), wide, y(each), GREY if each == 0 else GRID)
        paper.words(left - 5, y(each) + 3.5, short(each), at="end", ink=SOFT, size=SIZE - 1)
    middle = [left + slot * (n + 0.5) for n in range(len(plot.times))]
    for n, time in enumerate(plot.times):
        value, at_most = plot.bars[1][n], highs[n] if highs else None
        shown = value if value is not None else at_most
        if shown is not None:
            colour = (BLUE if shown >= 0 else ORANGE) if value is not None else LIGHT
            is_open = n in plot.provisional or value is None
            fill = paper.hatched(colour) if is_open else colour
            title = f"{time} {plot.bars[0] if value is not None else plot.highs[0] if plot.highs else ''} {EXACT[plot.unit](shown)}"
            paper.box(middle[n] - slot * 0.31, min(y(0), y(shown)), slot * 0.62, abs(y(shown) - y(0)), fill, title)
            label = short(shown)
            if width(label, SIZE - 1.5) < slot * 0.98 or n == len(plot.times) - 1:
                above = y(shown) - 3.5 if shown >= 0 else y(shown) + SIZE
                end = min(middle[n] + width(label, SIZE - 1.5) / 2, wide)
                paper.words(end, above, label, at="end", size=SIZE - 1.5)
    _line(paper, plot, middle, y)
    apart = max(1, -int(-(width(max(plot.times, key=len, default=""), SIZE - 1) + 5) // slot))
    for n in range(len(plot.times) - 1, -1, -apart):
        paper.words(middle[n], base + 13, plot.times[n], at="middle", ink=SOFT, size=SIZE - 1)
    paper.high = base + 18
    for line in packed([f"{n} {mark.words}" for n, mark in enumerate(plot.marks, 1)], SIZE - 0.5, wide):
        paper.high += 13.5
        paper.words(0, paper.high - 2, line, ink=SOFT, size=SIZE - 0.5)
    return paper


def _legend(paper: Drawing, plot: Weeks) -> float:
    """What bars, line and stripes mean; how high that is."""
    kinds = [(plot.bars[0], BLUE, True), (plot.line[0], GREY, False)]
    if plot.highs and any(each is not None for each in plot.highs[1]):
        kinds.append((plot.highs[0], paper.hatched(LIGHT), True))
    if plot.provisional:
        kinds.append((_("may still change"), paper.hatched(BLUE), True))
    x, y = 0.0, 10.0
    for name, fill, is_bar in kinds:
        if x and x + 13 + width(name, SIZE) > paper.wide:
            x, y = 0.0, y + 15
        paper.box(x, y - (8 if is_bar else 5), 9, 9 if is_bar else 2.5, fill)
        paper.words(x + 13, y, name, ink=SOFT)
        x += 13 + width(name, SIZE) + 14
    return y


def _marks(paper: Drawing, plot: Weeks, left: float, slot: float, top: float, base: float) -> None:
    """A band for each promotion, a dotted line for anything else, each with its number; numbers that are near stand higher."""
    ends = [-1.0, -1.0]  # where the numbers of each level ended
    for n, mark in enumerate(plot.marks, 1):
        spans = [(left + slot * (a + 0.5), left + slot * (b + 0.5)) for a, b in mark.spans]
        for a, b in spans if mark.is_band else ():
            paper.box(max(a, left), top, min(b, paper.wide) - max(a, left), base - top, BAND)
        x = max(spans[0][0], left)
        if not mark.is_band:
            paper.stroke(x, top, x, base, SOFT, dash="2 3")
        level = 0 if x > ends[0] else 1
        ends[level] = x + width(str(n), SIZE) + 2
        paper.words(x, top - 3 - 11 * level, str(n), ink=BROWN if mark.is_band else SOFT, size=SIZE - 1, bold=True)


def _line(paper: Drawing, plot: Weeks, middle: Sequence[float], y: Callable[[Figure], float]) -> None:
    """The line, broken where nothing is known."""
    run: list[tuple[float, float]] = []
    for n, value in enumerate((*plot.line[1], None)):
        if value is not None:
            run.append((middle[n], y(value)))
            title = f"{plot.times[n]} {plot.line[0]} {EXACT[plot.unit](value)}"
            paper.body.append(
                f'<circle cx="{run[-1][0]:.1f}" cy="{run[-1][1]:.1f}" r="2.2" fill="{GREY}"><title>{text(title)}</title></circle>'
            )
        elif run:
            way = " ".join(f"{px:.1f},{py:.1f}" for px, py in run)
            paper.body.append(f'<polyline points="{way}" fill="none" stroke="{GREY}" stroke-width="1.6"/>')
            run = []


def _scale(low: Decimal, high: Decimal) -> tuple[Decimal, Decimal, Decimal]:
    """Round bounds around two values, and the step between the lines."""
    rough = (high - low) / 4
    size = Decimal(10) ** rough.adjusted()
    step = next(size * each for each in (1, 2, 5, 10) if size * each >= rough)
    return (low // step - (low % step < 0)) * step, -((-high) // step - ((-high) % step < 0)) * step, step


@draw.register
def _waterfall(plot: Waterfall, wide: float) -> Drawing:
    paper, short = Drawing(wide), SHORT[plot.unit]
    spans = plot.spans()
    left = min(max(width(step.name, SIZE) for step in plot.steps) + 8, wide * 0.36)
    labels = [short(step.amount) if step.is_total else _signed(short, step.amount) for step in plot.steps]
    right = max(width(label, SIZE * 1.05) for label in labels) + 6
    ends = [Decimal(0), *(at for _step, *both in spans for at in both)]
    cut = plot.base
    low, high = min(ends) if cut is None else cut, max(ends)
    below = right if low < 0 else 0.0  # room for labels on the left of bars below zero
    room = wide - left - right - below

    def x(value: Decimal) -> float:
        return left + below + float((value - low) / ((high - low) or 1)) * room

    y = 0.0
    for (step, begin, end), label in zip(spans, labels, strict=True):
        named = lines(step.name, SIZE, left - 8)
        tall = max(24.0, 13.0 * len(named) + 8)
        for n, line in enumerate(named):
            paper.words(0, y + tall / 2 + 3.5 - 6.5 * (len(named) - 1) + 13 * n, line, bold=step.is_total)
        a, b = sorted((x(low if step.is_total and cut is not None else begin), x(end)))
        fill = BLUE if step.amount >= 0 else ORANGE
        paper.box(a, y + 4, max(b - a, 1), tall - 8, fill, f"{step.name} {EXACT[plot.unit](step.amount)}")
        if step.is_total and cut is not None:
            paper.stroke(left + 9, y + 2, left + 13, y + tall - 2, "#FFFFFF", thick=3)
        is_left = end < 0
        place, side = (a - 4, "end") if is_left else (b + 4, "start")
        paper.words(place, y + tall / 2 + 3.5, label, at=side, bold=step.is_total)
        y += tall
        if step is not plot.steps[-1]:
            paper.stroke(x(end), y - 4, x(end), y + 4, GREY, dash="1 2")
    if cut is None:
        paper.stroke(x(Decimal(0)), 0, x(Decimal(0)), y, GREY)
    paper.high = y + 2
    for line in (
        lines(_("The totals are cut short on the left, so that the steps can be seen."), SIZE - 1, wide) if cut else ()
    ):
        paper.high += 13
        paper.words(0, paper.high - 2, line, ink=SOFT, size=SIZE - 1)
    return paper


def _signed(short: Callable[[Figure], str], amount: Decimal) -> str:
    return f"+{short(amount)}" if amount > 0 else short(amount)


@draw.register
def _attainment(plot: Attainment, wide: float) -> Drawing:
    paper, exact = Drawing(wide), EXACT[plot.unit]
    y = 0.0
    for each in plot.bars:
        paper.words(0, y + 12, each.name, bold=True)
        paper.words(wide, y + 12, each.note, at="end", ink=SOFT)
        most = max(known([each.value, each.target]) or [Decimal(0)]) or Decimal(1)
        room = wide - 2
        paper.box(0, y + 18, room, 13, "#EEF2F6", round_=3)
        if each.value is not None and each.value > 0:
            title = f"{each.name} {exact(each.value)}"
            is_met = each.target is None or each.value >= each.target
            paper.box(
                0,
                y + 18,
                float(Decimal(str(each.value)) / most) * room,
                13,
                BLUE if is_met else ORANGE,
                title,
                round_=3,
            )
        if each.target is not None:
            at = float(Decimal(str(each.target)) / most) * room
            paper.stroke(at, y + 15, at, y + 34, INK, thick=2)
        y += 42
    paper.high = y
    return paper


@draw.register
def _interval(plot: Interval, wide: float) -> Drawing:
    paper = Drawing(wide)

    def said(value: Figure) -> str:
        return rate(value, signed=True) if plot.unit == "rate" else SHORT[plot.unit](value)

    labels = [f"{said(each.low)} … {said(each.high)}" for each in plot.ranges]
    values = known([value for each in plot.ranges for value in (each.low, each.middle, each.high)])
    low, high = min([Decimal(0), *values]), max([Decimal(0), *values])
    left = min(max(width(each.name, SIZE) for each in plot.ranges) + 10, wide * 0.34)
    room = wide - left - max(width(label, SIZE) for label in labels) - 14

    def x(value: Figure) -> float:
        return left + 4 + float((Decimal(str(value)) - low) / ((high - low) or 1)) * room

    y = 0.0
    for each, label in zip(plot.ranges, labels, strict=True):
        named = lines(each.name, SIZE, left - 10)
        tall = max(24.0, 13.0 * len(named) + 6)
        for n, line in enumerate(named):
            paper.words(0, y + tall / 2 + 3.5 - 6.5 * (len(named) - 1) + 13 * n, line)
        if each.low is not None and each.high is not None:
            paper.stroke(x(each.low), y + tall / 2, x(each.high), y + tall / 2, BLUE, thick=5)
            paper.words(wide, y + tall / 2 + 3.5, label, at="end", ink=SOFT)
        if each.middle is not None:
            title = f"{each.name} {said(each.middle)}"
            paper.body.append(
                f'<circle cx="{x(each.middle):.1f}" cy="{y + tall / 2:.1f}" r="5" fill="{BLUE}" stroke="#FFFFFF" stroke-width="1.5"><title>{text(title)}</title></circle>'
            )
        y += tall
    paper.stroke(x(0), 0, x(0), y, GREY, dash="2 3")
    paper.words(x(0), y + 11, "0", at="middle", ink=SOFT, size=SIZE - 1)
    paper.high = y + 14
    return paper
