"""The buttons of an alert: seen, put off, a note, who takes care. Each press is one transaction of the book."""

from collections.abc import Sequence
from datetime import date, timedelta

import streamlit as st

import warehouse
from book import BookUnreachable, ChangedMeanwhile, book
from reports.alerts.alert import Alert, Alerts
from reports.alerts.handled import Handled, handle
from views import problem, writing
from views.html import note, show
from views.language import _
from views.numbers import today
from views.reconcile.form import changed_meanwhile
from views.session import name_of_reader

SAID = "alerts_said"


def said() -> None:
    """What became of the last press, where it was not kept."""
    for sentence in st.session_state.pop(SAID, []):
        show(note([sentence], "alarm"))


def buttons(shop: warehouse.Shop, found: Alerts, group: Sequence[Alert], key: str) -> None:
    """What can be done about some alerts of one subject, all at once."""
    states = {found.state(each).on(found.today) for each in group}
    with st.container(horizontal=True, vertical_alignment="center", key=f"do_{key}", gap="small"):
        if states == {"open"}:
            _button(_("Seen"), "check", shop, found, group, Handled("acknowledged"), f"seen_{key}")
            tomorrow = Handled("snoozed", today() + timedelta(days=1))
            _button(_("Tomorrow"), "snooze", shop, found, group, tomorrow, f"tomorrow_{key}")
        else:
            _button(_("Open again"), "undo", shop, found, group, Handled("open"), f"open_{key}")
        with st.popover(_("Note"), icon=":material/edit_note:"):
            _form(shop, found, group, key)


def _button(
    name: str, icon: str, shop: warehouse.Shop, found: Alerts, group: Sequence[Alert], what: Handled, key: str
) -> None:
    args = (shop, found, group, what.state, what.until)
    writing.button(name, icon=f":material/{icon}:", key=key, on_click=_take, args=args)


def _form(shop: warehouse.Shop, found: Alerts, group: Sequence[Alert], key: str) -> None:
    held = found.state(group[0])
    with st.form(f"form_{key}_{held.number}", border=False):
        owner = st.text_input(_("Who takes care of it"), held.owner, key=f"owner_{key}")
        words = st.text_input(_("Note"), held.note, key=f"note_{key}")
        until = st.date_input(_("Put off to"), held.until, key=f"until_{key}", format="YYYY-MM-DD", help=_("Empty: not put off."))  # fmt: skip
        if writing.submit(_("Save"), type="primary"):
            day = until if isinstance(until, date) else None
            state = "snoozed" if day else "open" if held.state == "snoozed" else held.state
            _take(shop, found, group, state, day, (words or "").strip(), (owner or "").strip())
            st.rerun()


def _take(
    shop: warehouse.Shop,
    found: Alerts,
    group: Sequence[Alert],
    state: str,
    until: date | None,
    words: str | None = None,
    owner: str | None = None,
) -> None:
    """Write it for every alert of the group; words and owner that nobody changes stay."""
    wanted = []
    for each in group:
        held = found.state(each)
        kept_words, kept_owner = held.note if words is None else words, held.owner if owner is None else owner
        wanted.append((each.id, Handled(state, until, kept_words, kept_owner, number=held.number)))
    try:
        handle(book(shop), wanted, name_of_reader())
    except ChangedMeanwhile:
        st.session_state[SAID] = [changed_meanwhile()]
    except BookUnreachable as fault:
        st.session_state[SAID] = [problem.unreachable(fault)]
