"""The history of the engagement: who changed what, when and why; nothing that was written is ever changed."""

from datetime import datetime
from typing import Any

import streamlit as st

import warehouse
from book import book
from book.engagement import KIND, Engagement
from book.record import Held
from views.engagement.words import body_text, clause_text, person_text, subject_name
from views.html import note, show, table, text
from views.language import _, plural
from views.numbers import NOTHING

SHOWN = 300  # lines


def history(shop: warehouse.Shop, _held: Held, _agreed: Engagement) -> None:
    """Every change under the saving it was part of, the newest first."""
    entries = book(shop).entries(KIND)
    if not entries:
        show(note([_("Nothing has been recorded yet.")], "calm"))
        return
    show(f"<p>{plural('{count} change, the newest first.', '{count} changes, the newest first.', len(entries))}</p>")
    before: dict[str, Any] = {}
    savings: dict[tuple[datetime, str, str], list[list[str]]] = {}
    for entry in entries:
        old, new = changed_text(entry.subject, before.get(entry.subject), entry.body)
        before[entry.subject] = entry.body
        lines = savings.setdefault((entry.written_at, entry.who, entry.why), [])
        lines.append([what_cell(entry.subject), f'<span class="soft">{old} →</span> {new}'])
    rows: list[tuple[str, list[str]]] = []
    for (moment, who, why), lines in list(savings.items())[::-1]:
        about = " · ".join(text(each) for each in (f"{moment.astimezone():%Y-%m-%d %H:%M}", who, why) if each)
        rows += [("remark", [f"<b>{about}</b>"]), *(("", line) for line in lines)]
    show(table([(_("What"), ""), (_("Before → after"), "")], rows[:SHOWN]))
    if len(rows) > SHOWN:
        st.caption(_("Only the newest are shown; `python -m book history` lists all."))


def what_cell(subject: str) -> str:
    """The name of a subject in a column that long neighbours do not squeeze."""
    return f'<span style="display: inline-block; min-width: 7em">{text(subject_name(subject))}</span>'


def changed_text(subject: str, old: Any, new: Any) -> tuple[str, str]:
    """Before and after in words, as HTML; of a list only what differs, one under the other."""
    one = {"people": person_text, "clauses": clause_text}.get(subject)
    if one is None:
        return text(body_text(subject, old)), text(body_text(subject, new))
    old, new = old or [], new or []
    gone = [text(one(each)) for each in old if each not in new]
    come = [text(one(each)) for each in new if each not in old]
    if not gone and not come:
        return _("another order"), "<br>".join(text(one(each)) for each in new)
    return "<br>".join(gone) or NOTHING, "<br>".join(come) or NOTHING
