"""Which products the change against the period before comes from."""

from datetime import date

import streamlit as st

import warehouse
from reports.metric import metrics
from reports.products import Products
from views import ask
from views.html import note, show
from views.language import _, joined, plural
from views.numbers import period
from views.waterfall import product_names, sentence, waterfall
from views.ways import sees_costs


def section(shop: warehouse.Shop, first: date, last: date, now: Products) -> None:
    """Product by product, against as many days just before; nothing where the shop knows nothing of those."""
    found = ask.contributions_against_before(shop, first, last)
    if found is None or not now.products:
        return
    st.subheader(_("What changed against the period before, by product"))
    names = product_names(found)
    figure = _(metrics()[found.figure].label)
    days = _("{days} against {before}.").format(
        days=period(first, last), before=period(found.before.first, found.before.last)
    )
    show(f'<p class="dz-say">{joined([days, sentence(figure, found.bridge, names)])}</p>')
    if found.figure != "contribution" and sees_costs():
        said = _("Net sales are compared, because the contribution is not known while unit costs are missing.")
        show(note([said], "calm"))
    if found.unknown_days:
        said = plural(
            "Orders of {count} day of these periods are missing; the change contains that.",
            "Orders of {count} days of these periods are missing; the change contains that.",
            found.unknown_days,
        )
        show(note([said]))
    waterfall(
        found.bridge,
        _("{figure} before").format(figure=figure),
        _("{figure} now").format(figure=figure),
        names,
    )
