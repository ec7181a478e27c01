"""Who is reading: the person of the engagement in whose name this session writes, and how their words are kept."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from book import BookUnreachable, ChangedMeanwhile
from book.engagement import Engagement, Person
from reports.people import same
from reports.review.rules import Refused
from views import writing
from views.html import link, note, show, text
from views.language import _, joined
from views.review.words import person_label, refusal
from views.view import address
from warehouse import access

TOLD = (
    "review_told"  # why the last attempt was refused, and the words that would be lost; said once, on the run after it
)


def pick(agreed: Engagement) -> Person | None:
    """Who writes; None for somebody who only reads."""
    if not agreed.people or writing.hindrance():
        return None
    if name := access.current().name:
        mine = next((each for each in agreed.people if same(each.name, name)), None)
        said = _("You write as {name}.").format(name=text(person_label(mine))) if mine else _("The engagement does not name you, so you only read here.")  # fmt: skip
        show(f'<p class="soft">{said}</p>')
        return replace(mine, name=name) if mine else None
    labels = {person_label(each): each for each in agreed.people}
    if st.session_state.get("review_you") not in labels:
        st.session_state["review_you"] = None
    st.selectbox(
        _("You write as"),
        list(labels),
        key="review_you",
        width=230,
        placeholder=_("only reading"),
        filter_mode=None,
        help=_("In local mode the name is not verified; what is written says so."),
    )
    return labels.get(st.session_state["review_you"])


def told() -> None:
    """What was refused a moment ago, with the words that were typed."""
    if said := st.session_state.pop(TOLD, None):
        show(note([said], "alarm"))


def nobody(agreed: Engagement) -> None:
    """Without people nobody can answer or accept."""
    if not agreed.people:
        way = link(_("Name the people"), address("engagement"))
        said = _("Nobody can answer or accept yet: the engagement names no people.")
        show(note([joined([said, way])]))


def write(doing: Callable[[], object], words: str = "") -> bool:
    """Do something that writes into the book; a refusal is told on the next run, and typed words are not lost."""
    try:
        doing()
    except (Refused, ChangedMeanwhile, BookUnreachable) as fault:
        lost = _("Your words were: “{words}”").format(words=text(words)) if words.strip() else ""
        st.session_state[TOLD] = joined([refusal(fault), lost])
        return False
    return True
