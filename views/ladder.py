"""The profit ladder as a waterfall: from gross sales down to net profit."""

from decimal import Decimal

from reports.decomposition.bridge import Bar, Bridge
from reports.metric import COST_LINES, metrics
from reports.weekly import Week
from views.html import show, text
from views.language import _
from views.numbers import money
from views.waterfall import name_of, waterfall


def from_sales_to_profit(week: Week) -> None:
    """The steps that are known; while unit costs are missing it ends at the most that the profit can be."""
    bridge = bridge_of(week)
    if bridge is None:
        return
    largest = min(bridge.bars, key=lambda bar: bar.amount, default=None)
    if largest and largest.amount < 0:
        said = _("The largest deduction is {name}: {amount}.")
        show(f'<p class="sub">{said.format(name=text(name_of(largest.name)), amount=money(-largest.amount))}</p>')
    start, end = ends(week)
    waterfall(bridge, start, end, totals=totals())


def bridge_of(week: Week) -> Bridge | None:
    """From gross sales by every known deduction to the profit; None where either end is not known."""
    figures = week.figures
    start, end = figures["gross_sales"], figures[_end(week)]
    if start is None or end is None:
        return None
    steps = ((name, figures[name]) for name in ("refunds", *COST_LINES))
    bars = tuple(Bar(name, -Decimal(amount)) for name, amount in steps if amount is not None)
    return Bridge(Decimal(start), bars, Decimal(end))


def ends(week: Week) -> tuple[str, str]:
    """What its first and its last amount are called."""
    return _(metrics()["gross_sales"].label), _(metrics()[_end(week)].label)


def totals() -> dict[str, str]:
    """The total between them, after its last deduction."""
    return {"refunds": _(metrics()["net_sales"].label)}


def _end(week: Week) -> str:
    return "net_profit" if week.figures["net_profit"] is not None else "net_profit_high"
