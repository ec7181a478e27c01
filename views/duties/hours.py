"""The hours that hold, and own ones for what is asked from now on."""

import streamlit as st

import warehouse
from book import book
from book.engagement import Person
from reports.duties.duties import Duties
from reports.duties.own import KIND, MOST, say_hours
from views import writing
from views.duties.saving import write
from views.duties.words import clock_name, side_name
from views.html import show, table
from views.language import _


def section(shop: warehouse.Shop, found: Duties, writer: Person | None) -> None:
    """A table of clocks; a person of either side may change one, and the change stays in the book."""
    with st.expander(_("How many hours each side has"), icon=":material/schedule:"):
        show(
            f'<p class="soft">{_("Hours run around the clock, nights and holidays too. Exactly on time is in time. Own hours hold for what is asked after them.")}</p>'
        )
        header = [(_("Duty"), ""), (_("Who"), ""), (_("Hours"), "n"), (_("Due soon from"), "n")]
        rows = [
            ("", [clock_name(each.name), side_name(each.side), str(each.hours), str(each.remind or "—")])
            for each in found.clocks.values()
        ]
        show(table(header, rows))
        if writer:
            _form(shop, found, writer)


def _form(shop: warehouse.Shop, found: Duties, writer: Person) -> None:
    with st.form(f"hours_{found.last}", border=False):
        left, middle, right = st.columns(3)
        name = left.selectbox(
            _("Duty"), list(found.clocks), format_func=clock_name, key="hours_clock", filter_mode=None
        )
        hours = middle.number_input(_("Hours"), 1, MOST, 24, key="hours_number")
        remind = right.number_input(_("Due soon from (0: never)"), 0, MOST, 0, key="hours_remind")
        if writing.submit(_("Use these hours from now on")):
            before = book(shop).newest(KIND).get(str(name))
            write(
                lambda: say_hours(
                    book(shop), str(name), int(hours), int(remind) or None, writer.name, found.agreed,
                    before.number if before else 0,
                )
            )  # fmt: skip
            st.rerun()
