"""What the change is made of: sales by price, volume and mix, profit by its costs; and what else began with the service."""

import streamlit as st

from reports.compare.comparison import Comparison
from reports.decomposition.ads import ad_chain
from reports.decomposition.profit import profit_bridge
from reports.decomposition.sales import sales_split
from reports.metric import metrics
from reports.scope import Scope
from views import ways
from views.events.words import kind_name, name, short_days
from views.html import link, note, show, table, text
from views.language import _
from views.numbers import money
from views.view import address
from views.waterfall import sentence, waterfall


def decomposition(found: Comparison, scope: Scope) -> None:
    """Two bridges that add up to the fen: of sales, and of profit."""
    before, after = found.before.period, found.after.period
    figure = found.metric if found.split else "gross_sales"
    sales = found.split or sales_split(scope, before, after)
    profit = profit_bridge(scope, before, after)
    left, right = st.columns(2, gap="large")
    with left:
        name = _(metrics()[figure].label)
        if sales:
            show(f"<p>{sentence(name, sales.bridge)}</p>")
            waterfall(sales.bridge, _("Before"), _("Since"))
        else:
            said = _("Sales can be split where the orders of both periods name products and pieces.")
            show(f'<p class="soft">{said}</p>')
    with right:
        if profit.bridge:
            show(f"<p>{sentence(_(metrics()['net_profit'].label), profit.bridge)}</p>")
            waterfall(profit.bridge, _("Before"), _("Since"))
        elif profit.low is not None and profit.high is not None:
            said = _("Net profit changed by {low} to {high}: products without a unit cost were sold. {action}")
            ends = {"low": money(profit.low, signed=True), "high": money(profit.high, signed=True)}
            show(note([said.format(action=ways.way(_("Enter the costs"), "costs"), **ends)]))
        else:
            show(f'<p class="soft">{_("The net profit of a period is not known.")}</p>')


def ads(found: Comparison, scope: Scope) -> None:
    """The sales that ad reports attribute to ads: how often seen, clicked, bought, for how much. Nothing without such reports."""
    chain = ad_chain(scope, found.before.period, found.after.period)
    if chain is None:
        return
    st.subheader(_("What the sales from ads are made of"))
    show(f"<p>{sentence(_('Sales that the ad reports attribute to ads'), chain)}</p>")
    waterfall(chain, _("Before"), _("Since"))
    st.caption(_("They are what the platforms claim for their ads, part of the sales above and never added to them."))


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
