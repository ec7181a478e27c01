"""Weeks with more orders than their visits explain, as a table that asks."""

import streamlit as st

import warehouse
from reports.brushing.queue import Queue
from reports.brushing.visits import Beyond, beyond
from reports.scope import Scope
from views import view
from views.html import show, table, text
from views.language import _, joined
from views.numbers import count, money, period
from views.words import platform_name

SHOWN = 20


def section(shop: warehouse.Shop, within: Queue) -> None:
    """Nothing where visits and clicks explain the orders, or where no file tells of them."""
    found = beyond(Scope(shop, book=view.book()), within.first, within.last)
    if not found:
        return
    st.subheader(_("More orders than visits explain"))
    asks = _(
        "Each of these orders may look real; it is their number that stands out. A live show or a newsletter can be the reason: ask."
    )
    show(f"<p>{asks}</p>")
    header = [
        (_("Product"), ""),
        (_("Days"), "d wide-only"),
        (_("Came"), "n wide-only"),
        (_("Orders"), "n"),
        (_("Usual"), "n wide-only"),
        (_("At most"), "n"),
        (_("Sales"), "n"),
    ]
    show(table(header, [("", _cells(each)) for each in found[:SHOWN]]))
    how = [
        _("At most: of a thousand weeks with so many visitors one has more orders."),
        _("Usual: what the other weeks of the product bring, and never fewer than three of a hundred visitors."),
        _("Orders already confirmed as brushing are left out."),
    ]
    show(f'<p class="soft">{joined(how)}</p>')


def _cells(each: Beyond) -> list[str]:
    name = text(each.name) if each.product else _("the whole shop")
    template = _("{count} visitors") if each.of == "visits" else _("{count} clicks of ads")
    came, days = template.format(count=count(each.came)), period(each.first, each.last)
    return [
        f'{name}<span class="sub">{platform_name(each.platform)}</span><span class="sub narrow-only">{days} · {came}</span>',
        days,
        came,
        f"<b>{count(each.orders)}</b>",
        f"{each.usual:,.1f}",
        count(each.most),
        money(each.amount),
    ]
