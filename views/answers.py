"""The answers to what a file asked before it loads: buttons under the question, kept until the files are loaded or put away."""

from collections.abc import Iterable

import streamlit as st

from etl import errors
from etl.errors import Problem
from etl.formatfile import formats
from etl.pipeline import Asked
from views.language import _

KEPT = "uploads_answers"


def answered(named: str | None, valid_from: str | None) -> Asked:
    """What was said about the files in the drop zone: by the options, and by the buttons."""
    said: set[tuple[str, str]] = st.session_state.get(KEPT, set())
    defaults = {key: value for key, value in said if key == "date_order"}
    if valid_from:
        defaults["valid_from"] = valid_from
    format = next((value for key, value in said if key == "format"), named)
    accepted = tuple(sorted(value for key, value in said if key == "accept"))
    return Asked(format=format, defaults=defaults or None, accepted=accepted)


def forget() -> None:
    """The files are loaded, or others are in the drop zone: their questions are their own."""
    st.session_state.pop(KEPT, None)


def offer(problems: Iterable[Problem], place: str) -> None:
    """One button per answer to the questions among these problems; an answer holds for all files in the drop zone."""
    answers = {
        answer: label for problem in problems for label, *answer_ in _answers(problem) for answer in [tuple(answer_)]
    }
    if not answers:
        return
    with st.container(horizontal=True):
        for (key, value), label in answers.items():
            st.button(label, key=f"answer_{place}_{key}_{value}", on_click=_say, args=(key, value))


def _say(key: str, value: str) -> None:
    st.session_state[KEPT] = {*st.session_state.get(KEPT, set()), (key, value)}


def _answers(problem: Problem) -> list[tuple[str, str, str]]:
    """(what the button says, what it is about, the answer)."""
    if isinstance(problem, errors.PaidIsGross):
        return [(_("Yes, in this file it is before refunds"), "accept", problem.accept)]
    if isinstance(problem, errors.OtherShop):
        return [(_("It is this shop's file"), "accept", problem.accept)]
    if isinstance(problem, errors.AmbiguousDate):
        return [(_("The day comes first"), "date_order", "dmy"), (_("The month comes first"), "date_order", "mdy")]
    if isinstance(problem, errors.AmbiguousFormat):
        names = [name for name in str(problem.fields["formats"]).split(", ") if name in formats()]
        return [(_(formats()[name].label), "format", name) for name in names]
    return []
