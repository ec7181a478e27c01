"""Events that the figures tell of: offered with their evidence, recorded only when somebody says so."""

from dataclasses import replace
from datetime import date

import streamlit as st

import warehouse
from book import book
from reports.events.record import record
from reports.events.suggest import suggestions
from reports.scope import Scope
from views import writing
from views.events import form
from views.events.words import kind_name, short_days, suggestion
from views.html import plain
from views.language import _, plural

SHOWN = 6


def offered(shop: warehouse.Shop, year: int) -> None:
    """The newest suggestions of the year, each with a button that records it."""
    found = suggestions(Scope(shop, date(year, 1, 1), date(year, 12, 31)))
    if not found:
        return
    st.subheader(_("Found in the figures"))
    st.caption(
        plural("{count} change that no event explains yet.", "{count} changes that no event explains yet.", len(found))
    )
    for place, each in enumerate(found[:SHOWN]):
        said = suggestion(each)
        with st.container(horizontal=True, vertical_alignment="center", key=f"found_{place}"):
            what = f"**{short_days(each.event.first, each.event.last)}** · {plain(each.product_name or each.event.product)} · {plain(said)}"
            st.markdown(what)
            if writing.button(
                _("Record as “{kind}”").format(kind=kind_name(each.event.kind)),
                key=f"take_{each.said}_{each.event.product}_{each.event.first}",
            ):
                written = record(book(shop), [replace(each.event, name=said)], form.who(), "found")
                form.say("calm", form.recorded_words(len(written)))
                st.rerun()
