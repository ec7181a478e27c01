"""The history of the engagement: who changed what, when and why; nothing that was written is ever changed."""

from typing import Any

import streamlit as st

import warehouse
from book import book
from book.engagement import KIND, Engagement
from book.record import Held
from views.agreedwords import body_text, clause_text, person_text, subject_name
from views.html import note, show, table, text
from views.language import _, plural
from views.numbers import NOTHING

SHOWN = 200


def history(shop: warehouse.Shop, _held: Held, _agreed: Engagement) -> None:
    """Every change, the newest first."""
    entries = book(shop).entries(KIND)
    if not entries:
        show(note([_("Nothing has been recorded yet.")], "calm"))
        return
    show(f"<p>{plural('{count} change, the newest first.', '{count} changes, the newest first.', len(entries))}</p>")
    before: dict[str, Any] = {}
    rows = []
    for entry in entries:
        old, new = changed_text(entry.subject, before.get(entry.subject), entry.body)
        before[entry.subject] = entry.body
        why = f"<span class='sub'>{text(entry.why)}</span>" if entry.why else ""
        moment = f"{entry.written_at.astimezone():%Y-%m-%d %H:%M}"
        said = f"<span class='soft'>{text(old)} →</span> {text(new)}"
        who = f"{text(entry.who)}<span class='sub'>{moment}</span>"
        rows.append(("", [f"{entry.number}", who, text(subject_name(entry.subject)), f"{said}{why}"]))
    header = [("#", "n"), (_("Who, when"), ""), (_("What"), ""), (_("Before → after, and why"), "")]
    show(table(header, rows[::-1][:SHOWN]))
    if len(rows) > SHOWN:
        st.caption(_("The newest {shown} are shown; `python -m book history` lists all.").format(shown=SHOWN))


def changed_text(subject: str, old: Any, new: Any) -> tuple[str, str]:
    """Before and after in words; of a list only what differs."""
    one = {"people": person_text, "clauses": clause_text}.get(subject)
    if one is None or old is None or new is None:
        return body_text(subject, old), body_text(subject, new)
    gone = [one(each) for each in old if each not in new]
    come = [one(each) for each in new if each not in old]
    if not gone and not come:
        return _("another order"), body_text(subject, new)
    return " | ".join(gone) or NOTHING, " | ".join(come) or NOTHING
