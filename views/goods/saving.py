"""Writing into the book from this page: what became of it is said when the page has run again."""

from collections.abc import Callable

import streamlit as st

from book import BookUnreachable, ChangedMeanwhile
from book.value import Wrong
from reports.duties.rules import Refused
from views import problem, session
from views.duties.words import refusal
from views.html import note, show
from views.language import _
from views.reconcile.form import changed_meanwhile

SAID = "goods_said"
ROUND = "goods_round"


def said() -> None:
    """What became of the last entry."""
    for kind, sentence in st.session_state.pop(SAID, []):
        show(note([sentence], kind))


def fresh(name: str) -> str:
    """A key for a widget that is empty again once something was saved."""
    return f"goods_{name}_{st.session_state.get(ROUND, 0)}"


def who_field(key: str) -> None:
    """Who is writing."""
    session.who_field(_("Who enters it"), key)


def who(key: str) -> str:
    """The name that stands there; it is offered again elsewhere."""
    return session.name_of_reader(st.session_state.get(key))


def save(write: Callable[[], object], done: str, wrong: str) -> None:
    """Run a writing call and say what became of it; `wrong` names what was expected."""
    try:
        write()
        _say("calm", done)
        st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    except Refused as fault:
        _say("alarm", refusal(fault))
    except Wrong:
        _say("alarm", wrong)
    except ChangedMeanwhile:
        _say("alarm", changed_meanwhile())
    except BookUnreachable as fault:
        _say("alarm", problem.unreachable(fault))


def _say(kind: str, sentence: str) -> None:
    st.session_state.setdefault(SAID, []).append((kind, sentence))
