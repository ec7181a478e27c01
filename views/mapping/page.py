"""The page "Columns of a table": a file nobody knows, its columns chosen by the reader, tried at once, loaded and remembered."""

import json
from collections.abc import Iterable

import streamlit as st

import warehouse
from etl.errors import Problem
from etl.sheet import PAGE
from views import problem, writing
from views.html import link, note, show, text
from views.language import _, joined
from views.mapping import file as mapfile
from views.mapping.choice import choose
from views.mapping.review import review
from views.view import address
from warehouse import access


def page(shop: warehouse.Shop | None) -> str:
    """The whole page but for day totals; the name of the shop that what is said here goes into."""
    if said := st.session_state.pop("map_said", None):
        show(said)
    show(f"<p>{link('← ' + _('Back to the files'), address('files'))}</p>")
    name = shop.name if shop else _new_shop()
    hand = mapfile.in_hand()
    if hand is None:
        _ask_for_a_file()
        return name
    with st.container(horizontal=True, vertical_alignment="center"):
        show(f'<div class="dz-chips"><span class="dz-chip"><b>{text(hand.name)}</b></span></div>')
        if st.button(_("Another file"), key="map_other", icon=":material/undo:"):
            mapfile.let_go()
            st.rerun()
    found, problems = mapfile.sheets(hand)
    _told(problems)
    if not found:
        return name
    place = 0
    if len(found) > 1:
        place = st.selectbox(
            _("Table"), range(len(found)), format_func=lambda i: found[i].name, key=f"map_sheet_{hand.sha[:8]}"
        )
    chosen = choose(found[place], f"{hand.sha[:8]}_{place}")
    review(hand, chosen, name)
    return name


def _new_shop() -> str:
    """The name of a shop to make: files never go into the demo."""
    said = str(st.session_state.get("map_shop", ""))
    name = st.text_input(
        _("Name of the shop"),
        said,
        placeholder=_("My shop"),
        key="map_new_shop",
        help=_("The files go into a shop of its own, never into the demo."),
        width=320,
    )
    return (name or "").strip() or _("My shop")


def _ask_for_a_file() -> None:
    sentence = _(
        "For a table that no format knows: drop it, see what each column is taken for, correct it, load it. Files with the same columns are recognised from then on."
    )
    show(f"<p>{sentence}</p>")
    # The uploader's own words are the style's (views.frame.dress), which speak of several files.
    st.html(
        "<style>"
        '.st-key-map_drop [data-testid="stFileUploaderDropzoneInstructions"]::before '
        f"{{ content: {json.dumps(_('Drop the file here'), ensure_ascii=False)}; }}"
        "</style>"
    )
    file = writing.uploader(
        _("A table"),
        None,
        key=f"map_file_{st.session_state.get('map_round', 0)}",
        label_visibility="collapsed",
        max_upload_size=PAGE.file_bytes >> 20,
        place=st.container(key="map_drop"),
        action=access.LOAD,
    )
    if file is not None:
        mapfile.keep(file.name, bytes(file.getbuffer()))
        st.rerun()


def _told(problems: Iterable[Problem]) -> None:
    for each in problems:
        show(note([text(joined([problem.sentence(each), problem.advice(each)]))], "alarm"))
