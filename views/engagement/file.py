"""The engagement as a TOML file: download, and upload or paste with the differences shown before they are recorded."""

import json
from typing import Any

import streamlit as st

import warehouse
from book import record, toml
from book.engagement import Engagement
from book.problem import EngagementRefused
from book.record import Held
from views import writing
from views.engagement import saving
from views.engagement.history import changed_text, what_cell
from views.html import note, show, table
from views.language import _, plural
from warehouse import access

LARGEST = 1 << 20


def file(shop: warehouse.Shop, held: Held, agreed: Engagement) -> None:
    """Both ways."""
    if not agreed.is_empty:
        st.download_button(
            _("Download the engagement"),
            toml.written(held.terms).encode(),
            f"{shop.name}.toml",
            "application/toml",
            icon=":material/download:",
            on_click="ignore",
        )
    st.caption(
        _(
            "A file takes the place of all that is agreed; what it does not say is taken away. You see the differences first."
        )
    )
    round_ = st.session_state.get("engagement_file_round", 0)
    # The drop zone's own words are those of the Files page.
    said = json.dumps(_("A .toml file of at most 1 MB"), ensure_ascii=False)
    zone = '.st-key-engagement_drop [data-testid="stFileUploaderDropzoneInstructions"]'
    st.html(f"<style>{zone}::before {{ content: {said}; }} {zone}::after {{ content: none; }}</style>")
    with st.container(key="engagement_drop"):
        uploaded = writing.uploader(
            _("A TOML file"), type=["toml", "txt"], key=f"engagement_file_{round_}", action=access.AGREE
        )
    st.caption(_("Drop a .toml file above, or paste its text here."))
    pasted = st.text_area(
        _("Its text"), key=f"engagement_text_{round_}", height=180, placeholder='[targets]\n"2025-03" = "80000.00"'
    )
    content: bytes | str = uploaded.getvalue() if uploaded else pasted or ""
    if content:
        _compare(shop, held, content)


def _compare(shop: warehouse.Shop, held: Held, content: bytes | str) -> None:
    if len(content) > LARGEST:
        show(note([_("This file is too large to be an engagement.")], "alarm"))
        return
    try:
        fresh = toml.read(content)
    except EngagementRefused as refused:
        show(note([saving.problem_text(each) for each in refused.problems], "alarm"))
        return
    found = record.differences(held.terms, fresh)
    if not found:
        show(note([_("The file says what holds already; nothing would change.")], "calm"))
        return
    show(f"<p>{plural('{count} difference:', '{count} differences:', len(found))}</p>")
    rows = []
    for each in found:
        before, after = changed_text(each.subject, each.before, each.after)
        rows.append(("", [what_cell(each.subject), before, after]))
    show(table([(_("What"), ""), (_("Now"), ""), (_("In the file"), "")], rows))
    writing.button(
        _("Record these changes"),
        type="primary",
        on_click=_record,
        args=(shop, fresh),
        key="record_file",
        action=access.AGREE,
    )


def _record(shop: warehouse.Shop, fresh: dict[str, Any]) -> None:
    if saving.save_whole(shop, fresh):
        st.session_state["engagement_file_round"] = st.session_state.get("engagement_file_round", 0) + 1
