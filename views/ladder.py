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
    figures = week.figures
    end = "net_profit" if figures["net_profit"] is not None else "net_profit_high"
    start = figures["gross_sales"]
    if start is None or figures[end] is None:
        return
    steps = ((name, figures[name]) for name in ("refunds", *COST_LINES))
    bars = tuple(Bar(name, -Decimal(amount)) for name, amount in steps if amount is not None)
    largest = min(bars, key=lambda bar: bar.amount, default=None)
    if largest and largest.amount < 0:
        said = _("The largest deduction is {name}: {amount}.")
        show(f'<p class="sub">{said.format(name=text(name_of(largest.name)), amount=money(-largest.amount))}</p>')
    waterfall(
        Bridge(Decimal(start), bars, Decimal(figures[end] or 0)),
        _(metrics()["gross_sales"].label),
        _(metrics()[end].label),
        totals={"refunds": _(metrics()["net_sales"].label)},
    )
