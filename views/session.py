"""Whose session this is: nobody's in particular in local mode, somebody who is signed in and granted in team mode."""

import getpass
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from book import people
from book.people import Granted
from warehouse import access, mode


def access_of_session() -> access.Access:
    """What whoever looks at this session may do; threads that belong to no session may do nothing in team mode."""
    if not mode.is_team():
        return access.EVERYONE
    return signed_in() or access.NOBODY


def signed_in(*, fresh: bool = False) -> Granted | None:
    """Whoever is signed in here; None for nobody, and in local mode."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is None or not mode.is_team() or not context.user_info.get("is_logged_in"):
        return None
    return people.signed_in(dict(context.user_info), fresh=fresh)


def acting_later() -> Callable[[], AbstractContextManager[None]]:
    """Whoever looks now, for a thread without a session; what they may do is asked again when it runs."""
    if not mode.is_team():
        return lambda: access.acting(access.EVERYONE)
    context = get_script_run_ctx(suppress_warning=True)
    claims = dict(context.user_info) if context else {}
    return lambda: access.acting(people.signed_in(claims) or access.NOBODY)


def is_team() -> bool:
    """Whether people sign in here."""
    return mode.is_team()


def name_of_reader(typed: str | None = None) -> str:
    """Who is writing: whoever is signed in; else the name that was typed, or said last, or the computer's user."""
    return access.current().name or (typed or "").strip() or str(st.session_state.get("who") or "").strip() or _user()


def who_field(label: str, key: str, place: Any = st, **look: Any) -> str:
    """The field in which somebody says who is writing; whoever is signed in sees their name there and cannot change it."""
    if name := access.current().name:
        place.text_input(label, name, key=f"{key}_signed", disabled=True, **look)
        return name
    if key not in st.session_state:
        st.session_state[key] = st.session_state[f"{key}_before"] = name_of_reader()
    said = name_of_reader(place.text_input(label, key=key, **look))
    if said != st.session_state.get(f"{key}_before"):  # another field that nobody touched says an older name
        st.session_state["who"] = st.session_state[f"{key}_before"] = said
    return said


def may(action: str, shop: str) -> bool:
    """Whether whoever looks may do this with a shop."""
    return access.current().may(action, shop)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container's user may have no name
        return "unknown"
