"""Writing about duties: a refusal is told on the next run with the words that would be lost; a moment as people type it."""

import re
from collections.abc import Callable
from datetime import datetime

import streamlit as st

from book import BookUnreachable, ChangedMeanwhile
from reports.duties.moment import SHOP_TIME
from reports.duties.rules import Refused, WrongNumber
from views.duties.words import refusal
from views.html import note, show, text
from views.language import _, joined

TOLD = "duties_told"
MOMENT = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})[ T]+(\d{1,2})[:：](\d{2})")


def told() -> None:
    """What was refused a moment ago."""
    if said := st.session_state.pop(TOLD, None):
        show(note([said], "alarm"))


def write(doing: Callable[[], object], words: str = "") -> bool:
    """Do something that writes into the book; whether it was written."""
    try:
        doing()
    except (Refused, ChangedMeanwhile, BookUnreachable) as fault:
        lost = _("Your words were: “{words}”").format(words=text(words)) if words.strip() else ""
        st.session_state[TOLD] = joined([refusal(fault), lost])
        return False
    return True


def typed_moment(said: str | None) -> datetime | None:
    """A moment of the shop such as 2026-11-20 14:30; None for nothing. Raises WrongNumber."""
    if not (said or "").strip():
        return None
    found = MOMENT.fullmatch(str(said).strip())
    if not found:
        raise WrongNumber(said)
    year, month, day, hour, minute = map(int, found.groups())
    try:
        return datetime(year, month, day, hour, minute, tzinfo=SHOP_TIME)
    except ValueError:
        raise WrongNumber(said) from None
