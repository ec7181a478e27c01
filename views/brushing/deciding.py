"""Deciding about listed orders: one form, one entry of the book per order, at once in every cleaned figure."""

from collections.abc import Sequence

import streamlit as st

import warehouse
from book import BookUnreachable, ChangedMeanwhile, book
from etl.typed import list_as_brushing
from reports.brushing.decided import STATES, Seen, decide, decisions
from reports.brushing.queue import Queue, Suspect
from views import problem, writing
from views.brushing.words import state_name
from views.html import note, show
from views.language import _, plural
from views.numbers import money
from views.reconcile.form import changed_meanwhile
from views.session import may, who_field
from warehouse import access

TOLD = "brushing_told"


def form(shop: warehouse.Shop, found: Queue) -> None:
    """Choose orders and what is decided about them; an explanation needs its words."""
    if said := st.session_state.pop(TOLD, None):
        show(note(*said))
    if not found.suspects:
        return
    st.subheader(_("Decide"))
    orders = {f"{each.platform} {each.order}": each for each in found.suspects}
    with st.form(f"brushing_{_seen(found)}"):
        chosen = st.multiselect(
            _("Which orders"),
            list(orders),
            format_func=lambda name: (
                f"{orders[name].order} · {money(orders[name].amount)} · {state_name(orders[name].state)}"
            ),
            key="brushing_orders",
            placeholder=_("choose orders"),
        )
        left, right = st.columns(2)
        state = left.selectbox(
            _("What is decided"), STATES, format_func=state_name, key="brushing_state", filter_mode=None
        )
        who = who_field(_("Who decides"), "brushing_who", right)
        words = st.text_input(_("Note"), key="brushing_note", placeholder=_("what the agency said, or why"))
        st.caption(
            _(
                "Only “confirmed” takes an order out of the cleaned book; every other state leaves it in. Each decision is kept with name and time."
            )
        )
        if writing.submit(_("Save the decision"), type="primary"):
            _take(
                shop,
                [orders[name] for name in chosen],
                str(state),
                who,
                words or "",
            )


def _take(shop: warehouse.Shop, chosen: Sequence[Suspect], state: str, who: str, words: str) -> None:
    if not chosen:
        st.session_state[TOLD] = [_("Choose at least one order.")], "alarm"
    elif state == "explained" and not words.strip():
        st.session_state[TOLD] = [_("Write down the explanation; without it nobody can check it later.")], "alarm"
    else:
        try:
            decide(book(shop), [_seen_of(each) for each in chosen], state, who, words)
            said = plural(
                "The decision about {count} order is kept.", "The decision about {count} orders is kept.", len(chosen)
            )
            st.session_state[TOLD] = [said], "calm"
        except ChangedMeanwhile:
            st.session_state[TOLD] = [changed_meanwhile()], "alarm"
        except BookUnreachable as fault:
            st.session_state[TOLD] = [problem.unreachable(fault)], "alarm"
    st.rerun()


def settle(shop: warehouse.Shop) -> None:
    """Bring the cleaned book to what was decided: after a decision, and after a fault between the two."""
    if not may(access.LOAD, shop.name):
        return
    known = decisions(book(shop)).values()
    if list_as_brushing(shop, {each.order: each.day for each in known if each.state == "confirmed"}):
        st.rerun()


def _seen_of(each: Suspect) -> Seen:
    return Seen(each.platform, each.order, each.day, each.decision.number if each.decision else 0)


def _seen(found: Queue) -> int:
    """The newest decision in view: once another one is written, this is another form."""
    return max((each.decision.number for each in found.suspects if each.decision), default=0)
