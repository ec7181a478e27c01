"""Accepting what a newer version changed: who, why, once."""

import streamlit as st

import warehouse
from book import BookUnreachable, ChangedMeanwhile
from reports.upgrade.accepted import Known, accept
from views import problem, session, writing
from views.html import note, show
from views.language import _
from warehouse import access

TOLD = "rules_told"


def told() -> None:
    """What became of the last press."""
    if said := st.session_state.pop(TOLD, None):
        show(note([said[1]], said[0]))


def form(shop: warehouse.Shop, each: Known) -> None:
    """The form of whoever may accept; others are told who may."""
    if not session.may(access.AGREE, shop.name):
        show(note([_("The merchant or the agency's account manager accepts it.")], "calm"))
        return
    with st.form(f"accept_{each.upgrade.name}"):
        left, right = st.columns(2)
        who = session.who_field(_("Who accepts"), f"accept_who_{each.upgrade.name}", left)
        why = right.text_input(
            _("Remark"), key=f"accept_why_{each.upgrade.name}", placeholder=_("a sentence for the other side")
        )
        if writing.submit(_("Accept what changed"), action=access.AGREE, type="primary", icon=":material/check:"):
            _take(shop, each, who, why)


def _take(shop: warehouse.Shop, each: Known, who: str, why: str) -> None:
    try:
        accept(shop, each.upgrade, who, why.strip())
        st.session_state[TOLD] = "calm", _("Accepted and written into the book, with every difference.")
    except ChangedMeanwhile:
        st.session_state[TOLD] = "alarm", _("Somebody else has accepted it meanwhile; nothing was written twice.")
    except BookUnreachable as fault:
        st.session_state[TOLD] = "alarm", problem.unreachable(fault)
    st.rerun()
