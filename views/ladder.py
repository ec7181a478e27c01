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
    """The ladder of a week, with the largest deduction in words."""
    found = ladder(week)
    if found is None:
        return
    largest = min(found.bars, key=lambda bar: bar.amount, default=None)
    if largest and largest.amount < 0:
        said = _("The largest deduction is {name}: {amount}.")
        show(f'<p class="sub">{said.format(name=text(name_of(largest.name)), amount=money(-largest.amount))}</p>')
    waterfall(found, *ends(week), totals=totals())


def ladder(week: Week) -> Bridge | None:
    """The steps that are known; while unit costs are missing it ends at the most that the profit can be."""
    figures, end = week.figures, _end(week)
    start = figures["gross_sales"]
    if start is None or figures[end] is None:
        return None
    steps = ((name, figures[name]) for name in ("refunds", *COST_LINES))
    bars = tuple(Bar(name, -Decimal(amount)) for name, amount in steps if amount is not None)
    return Bridge(Decimal(start), bars, Decimal(figures[end] or 0))


def ends(week: Week) -> tuple[str, str]:
    """What the first and the last amount are called."""
    return _(metrics()["gross_sales"].label), _(metrics()[_end(week)].label)


def totals() -> dict[str, str]:
    """After which bar a sum stands, and what it is called."""
    return {"refunds": _(metrics()["net_sales"].label)}


def _end(week: Week) -> str:
    return "net_profit" if week.figures["net_profit"] is not None else "net_profit_high"
