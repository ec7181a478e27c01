"""Strategy changes: what was changed on which day, what sales did around it, and the form for another one."""

import streamlit as st

import warehouse
from book import book
from book.engagement import Person
from reports.events.kind import Event
from reports.events.record import record
from reports.review.review import Review
from reports.review.strategy import KIND
from views import writing
from views.html import show, table, text
from views.language import _
from views.numbers import today
from views.review import you
from views.saying import sentence as said


def changes(shop: warehouse.Shop, of: Review, writer: Person | None) -> None:
    """The changes of this month and the two before it."""
    if of.strategies:
        header = [(_("Day"), "d"), (_("Strategy change"), ""), (_("What sales did around it"), "")]
        rows = [
            ("", [f"{each.event.first:%m/%d}", f"<b>{text(each.event.name)}</b>", said(each.said)])
            for each in of.strategies
        ]
        show(table(header, rows))
    else:
        show(f'<p class="soft">{_("No change of strategy was recorded in these three months.")}</p>')
    if writer:
        _add(shop, of, writer)


def _add(shop: warehouse.Shop, of: Review, writer: Person) -> None:
    with st.form(f"strategy_{of.month}_{len(of.strategies)}", border=False):
        left, right = st.columns([1, 3], vertical_alignment="bottom")
        newest = min(of.month.last, today())
        day = left.date_input(_("Since"), newest, key="strategy_day", format="YYYY-MM-DD")
        name = right.text_input(
            _("What was changed"), key="strategy_name", placeholder=_("main product, category, price range, channel …")
        )
        if writing.submit(_("Record the change"), icon=":material/add:") and str(name or "").strip():
            event = Event(KIND, str(name).strip(), day, day)
            you.write(lambda: record(book(shop), [event], writer.name), str(name))
            st.rerun()
