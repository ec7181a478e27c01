"""What the change is made of: sales by price, volume and mix, profit by its costs; and what else began with the service."""

from collections.abc import Callable

import streamlit as st

from reports.compare.comparison import Comparison
from reports.decomposition.bridge import Bridge
from reports.decomposition.profit import profit_bridge
from reports.scope import Scope
from views.events.words import kind_name, name, short_days
from views.html import link, note, show, table, text
from views.language import _
from views.numbers import money
from views.view import address


def decomposition(found: Comparison, scope: Scope) -> None:
    """Two bridges that add up to the fen: of sales, and of profit."""
    left, right = st.columns(2, gap="large")
    with left:
        show(f"<p><b>{_('Sales')}</b></p>")
        if found.split:
            _bridge(found.split.bridge)
        else:
            show(
                f'<p class="soft">{_("Sales are split where orders name products and pieces, for gross and net sales.")}</p>'
            )
    with right:
        show(f"<p><b>{_('Net profit')}</b></p>")
        profit = profit_bridge(scope, found.before.period, found.after.period)
        if profit.bridge:
            _bridge(profit.bridge)
        elif profit.low is not None and profit.high is not None:
            said = _("Net profit changed by {low} to {high}: products without a unit cost were sold. {action}")
            action = link(_("Enter the costs"), address("costs"))
            show(
                note(
                    [
                        said.format(
                            low=money(profit.low, signed=True), high=money(profit.high, signed=True), action=action
                        )
                    ]
                )
            )
        else:
            show(f'<p class="soft">{_("The net profit of a period is not known.")}</p>')


def _bridge(bridge: Bridge) -> None:
    rows = [("", [_("Before"), money(bridge.start)])]
    rows += [("", [bar_name(bar.name), money(bar.amount, signed=True)]) for bar in bridge.bars if bar.amount]
    show(table([("", ""), (_("Amount"), "n")], [*rows, ("total", [_("Since"), money(bridge.end)])]))


def bar_name(bar: str) -> str:
    """What a bar of a bridge is about."""
    names: dict[str, Callable[[], str]] = {
        "volume": lambda: _("More or fewer pieces"),
        "mix": lambda: _("Dearer or cheaper products"),
        "price": lambda: _("Prices"),
        "new_products": lambda: _("New products"),
        "discontinued_products": lambda: _("Products no longer sold"),
        "not_split": lambda: _("Not told by product"),
        "unit_cost": lambda: _("Unit costs"),
        "refund_rate": lambda: _("Refund rate"),
        "platform_rate": lambda: _("Platform fees"),
        "ad_spend": lambda: _("Ad spend"),
        "service_fee": lambda: _("Service fee"),
        "fulfilment_cost": lambda: _("Shipping and packing"),
        "other_costs": lambda: _("Other costs"),
    }
    return names[bar]() if bar in names else text(bar)


def events(found: Comparison) -> None:
    """What began within a week of the start: one date cannot tell it from the service."""
    said = _("A single start date cannot separate the service from anything else that began in the same days.")
    began = found.began_with_it
    if not began:
        action = link(_("Record what you know"), address("events"))
        said += " " + _("Nothing else is recorded within a week of the start. {action}").format(action=action)
    show(f"<p>{said}</p>")
    if began:
        rows = [("", [short_days(each.first, each.last), kind_name(each.kind), text(name(each))]) for each in began]
        show(table([(_("Day"), "d"), (_("Kind"), ""), (_("What"), "")], rows))
