"""Saving what was agreed: who says it, what they had seen, and what became of it. Every edit is one transaction."""

from collections.abc import Mapping
from decimal import Decimal
from html import unescape
from typing import Any

import streamlit as st

import warehouse
from book import BookUnreachable, ChangedMeanwhile, book, record
from book.engagement import KIND, Engagement
from book.problem import EngagementRefused, Problem
from book.value import RATE
from views import view
from views.engagement.words import body_text, key_name, said_name, subject_name
from views.html import note, plain, show, text
from views.language import _, joined, listed, plural
from views.session import who_field
from warehouse import access

WHO = "who"  # kept in the session and not in the address: a copied link must not make its reader somebody else
SEEN = "engagement_seen"
SAID = "engagement_said"
SOMEBODY_ELSE = ""


def seen(shop: warehouse.Shop) -> record.Held:
    """The engagement in force; what is saved later is held against what was seen here."""
    found = record.held(shop)
    st.session_state[SEEN] = found.since
    return found


def mark(held: record.Held, *subjects: str) -> str:
    """The shop and the newest entry of some subjects (or of those that begin so): widgets named by it show what was
    saved last, and never what was typed for another shop.
    """
    newest = max((number for subject, number in held.since.items() if subject.startswith(subjects)), default=0)
    return f"{view.held('shop')}_{newest}"


def pick_who(agreed: Engagement) -> None:
    """Who is at the screen, and the reason of what they change."""
    names = [person.name for person in agreed.people]
    chosen = st.session_state.get(WHO)
    if chosen and chosen not in names:
        names.append(chosen)
    with st.container(horizontal=True, vertical_alignment="bottom", key="engagement_who"):
        if access.current().name:
            who_field(_("Who are you?"), WHO, width=240)
        elif names and chosen != SOMEBODY_ELSE:
            st.session_state["pick_who"] = chosen
            st.selectbox(
                _("Who are you?"),
                [*names, SOMEBODY_ELSE],
                key="pick_who",
                index=None,
                placeholder=_("Choose your name"),
                format_func=lambda name: name or _("Somebody else …"),
                filter_mode=None,
                on_change=_take_who,
                args=("pick_who",),
                width=240,
            )
        else:
            st.text_input(
                _("Who are you?"),
                key="type_who",
                placeholder=_("Your name"),
                on_change=_take_who,
                args=("type_who",),
                width=240,
                help=_("Local mode does not check names; add yourself to the people below."),
            )
        st.text_input(
            _("Why, for the history"), key="engagement_why", placeholder=_("Contract signed on 1 March"), width=320
        )


def _take_who(key: str) -> None:
    said = st.session_state.get(key)
    st.session_state[WHO] = said.strip() if said else said
    st.session_state.pop("type_who", None)


def who() -> str | None:
    """The name that was chosen."""
    return (
        access.current().name or st.session_state.get(WHO) or (st.session_state.get("type_who") or "").strip() or None
    )


def save(shop: warehouse.Shop, edits: Mapping[str, Any]) -> bool:
    """Record edits of subjects (None takes one away); what became of it is said when the page has run again."""
    if not (name := who()):
        return _nobody()
    try:
        changes = record.change(shop, edits, st.session_state.get(SEEN, {}), name, _why())
    except (EngagementRefused, ChangedMeanwhile, BookUnreachable) as fault:
        return _refuse(shop, fault)
    return _saved(len(changes))


def save_whole(shop: warehouse.Shop, fresh: Mapping[str, Any]) -> bool:
    """Put a whole engagement in the place of the one that was seen."""
    if not (name := who()):
        return _nobody()
    try:
        as_of = max(st.session_state.get(SEEN, {}).values(), default=0)
        changes = record.replace(shop, dict(fresh), name, _why(), as_of)
    except (ChangedMeanwhile, BookUnreachable) as fault:
        return _refuse(shop, fault)
    return _saved(len(changes))


def _why() -> str:
    return str(st.session_state.get("engagement_why") or "").strip()


def _nobody() -> bool:
    _say("alarm", _("Say first who you are (above); nothing is recorded without a name."))
    return False


def _saved(number: int) -> bool:
    if number:
        _say("calm", plural("Saved: {count} change.", "Saved: {count} changes.", number))
        st.session_state["engagement_why"] = ""
    else:
        _say("calm", _("Nothing is different from what holds already."))
    return bool(number)


def _refuse(shop: warehouse.Shop, fault: Exception) -> bool:
    if isinstance(fault, EngagementRefused):
        for problem in fault.problems:
            _say("alarm", problem_text(problem, is_typed=True))
    elif isinstance(fault, ChangedMeanwhile):
        _say("", _changed(shop, str(fault.about)))
    else:
        _say("alarm", _("The book cannot be opened just now; nothing was saved. Try again in a moment."))
    return False


def _changed(shop: warehouse.Shop, subject: str) -> str:
    """What somebody else wrote meanwhile."""
    entry = book(shop).newest(KIND)[subject]
    said = _("{who} changed “{what}” while you were looking; it now reads: {now}.").format(
        who=text(entry.who), what=text(subject_name(subject)), now=text(body_text(subject, entry.body))
    )
    return joined([said, _("Nothing of yours was saved. Look at it, then save again.")])


def problem_text(problem: Problem, *, is_typed: bool = False) -> str:
    """What is wrong and the way out, as HTML; what was typed into a form is called by the form's own names."""
    named, wanted = problem, _(problem.wanted) if problem.wanted else ""
    if is_typed:
        fields = dict(problem.fields)
        if "choices" in fields:
            fields["choices"] = listed(map(said_name, str(fields["choices"]).split(", ")))
        if problem.wanted == RATE.wanted:
            wanted = _("a number of per cent from 0 to 100")
        named = type(problem)(key_name(problem.key), _percent(problem), problem.wanted, fields)
    return text(joined(named.filled(_(part), wanted) for part in (problem.sentence, problem.advice) if part))


def _percent(problem: Problem) -> str:
    try:
        return f"{(Decimal(problem.value) * 100).normalize():f} %" if problem.wanted == RATE.wanted else problem.value
    except ArithmeticError:
        return problem.value


def tell(sentence: str) -> None:
    """Say why nothing was saved."""
    _say("alarm", text(sentence))


def _say(kind: str, sentence: str) -> None:
    st.session_state.setdefault(SAID, []).append((kind, sentence))


def said() -> None:
    """What became of the last edit."""
    for kind, sentence in st.session_state.pop(SAID, []):
        show(note([sentence], kind))
        st.toast(plain(unescape(sentence)))  # the reader may be further down the page
