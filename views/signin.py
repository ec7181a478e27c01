"""What somebody sees who is not signed in, or signed in and granted nothing; and the line that says whose session it is."""

import time
from typing import NoReturn

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from book import seen
from book.people import Granted
from views import session, view, ways
from views.html import note, show, text
from views.language import _, joined
from warehouse import access, mode, shop_names

RIGHTS = "session_rights"
WATCH = 20  # seconds after which an open page asks again whether it may still be seen


def enter() -> None:
    """Let nobody in who is not signed in and granted something; a page behind this may be drawn."""
    access.ask(session.access_of_session)
    if not session.is_team():
        return
    if not mode.is_gated():
        show(note([_("Team mode runs behind its gate only: start the app with `python run.py`.")], "alarm"))
        st.stop()
    reader = session.signed_in(fresh=True)
    if reader is None:
        _sign_in()
    if st.session_state.get(RIGHTS, reader.rights) != reader.rights:
        st.session_state.clear()  # what was computed for other rights
    st.session_state[RIGHTS] = reader.rights
    _watch(reader)
    if not reader.is_administrator and not shop_names():
        _nothing_granted(reader)


def _sign_in() -> NoReturn:
    expired = bool(st.user.get("is_logged_in"))
    st.title(_("Duizhang"))
    said = _("This sign-in counts no more. Sign in again.") if expired else _("Sign in to see the shops that were granted to you.")  # fmt: skip
    show(f'<p class="dz-say">{said}</p>')
    st.button(_("Sign in"), key="sign_in", type="primary", icon=":material/login:", on_click=st.login)
    st.stop()


def _nothing_granted(reader: Granted) -> NoReturn:
    st.title(_("Duizhang"))
    said = _("You are signed in as {account}, and no shop is granted to you yet. Tell whoever looks after the shops this account.")  # fmt: skip
    show(note([said.format(account=f"<b>{text(reader.account)}</b>")]))
    sign_out()
    st.stop()


@st.fragment(run_every=WATCH)
def _watch(drawn_for: Granted) -> None:
    """Draw an open page again when its reader may see something else by now, or nothing."""
    now = session.signed_in(fresh=True)
    if now is None or now.rights != drawn_for.rights:
        st.rerun(scope="app")


def granted(pages: dict[str, list[StreamlitPage]]) -> dict[str, list[StreamlitPage]]:
    """The pages that there are for whoever is here: an administrator has only the list of people.

    The others stay as addresses that say so: for an unknown address Streamlit speaks English.
    """
    reader = session.signed_in()
    if reader is None:
        return pages
    if reader.is_administrator:
        known = {page.url_path: page for group in pages.values() for page in group}
        own = known.pop("people")
        front = st.Page("pages/people.py", title=own.title, icon=own.icon, url_path="front", default=True)
        same = st.Page("pages/people.py", title=own.title, url_path="people", visibility="hidden")
        return {"": [front, same, *(_lacked(page) for page in known.values() if page.url_path)]}
    view.shop()  # held from here on
    return {
        name: [page if ways.is_there(page.url_path) else _lacked(page) for page in group]
        for name, group in pages.items()
    }


def _lacked(page: StreamlitPage) -> StreamlitPage:
    """What stands at the address of a page that whoever is here does not have."""
    return st.Page(_not_theirs, title=_("A page of other roles"), url_path=page.url_path, visibility="hidden")


def _not_theirs() -> None:
    show(note([_("Your role in this shop does not include this.")]))


def saw(page: str) -> None:
    """Write down who looks at which page of which shop, once in a session and an hour."""
    reader, shop = session.signed_in(), view.shop()
    if reader is None or shop is None:
        return
    noted = st.session_state.setdefault("seen_noted", set())
    what = shop.name, page, int(time.time()) // 3600
    if what not in noted:
        seen.note(shop.name, reader.name, seen.SAW, page, {"account": reader.account})
        noted.add(what)


def who() -> None:
    """Whose session this is, and the way out; in local mode that there is none."""
    reader = session.signed_in()
    if reader is None:
        st.caption(_("Local mode: everyone who can use this computer can see the figures."))
        return
    role = _("administrator") if reader.is_administrator else ""
    st.caption(joined([_("Signed in as {name}.").format(name=reader.name), role]))
    sign_out()


def sign_out() -> None:
    """The way out; the gate ends the sign-in for copies of its cookie too."""
    st.button(_("Sign out"), key="sign_out", icon=":material/logout:", on_click=st.logout)
