"""A document to take along: as Excel, as a page that prints on A4, as one picture for a chat; made only when asked for."""

from collections.abc import Callable, Sequence

import streamlit as st

from views.html import note, show
from views.language import _
from views.later import fingerprint, later
from views.paper import page, picture, workbook
from views.paper.model import Document

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def offer(key: str, name: str, stands_on: Sequence[object], make: Callable[[], Document]) -> None:
    """Three buttons in a row. `name`: of the files, without ending. `make` is called when one is pressed.

    `stands_on`: what their fingerprint is made of (views.later).
    """
    mark = fingerprint(*stands_on)
    ways = (
        ("xlsx", XLSX, _("Excel"), ":material/download:", workbook.written),
        ("html", "text/html", _("To print on A4"), ":material/print:", page.written),
        ("png", "image/png", _("Picture for a chat"), ":material/image:", picture.written),
    )
    missing = picture.missing()
    with st.container(horizontal=True):
        for ending, mime, label, icon, write in ways:
            st.download_button(
                label,
                _maker(write, make),
                f"{name}-{mark}.{ending}",
                mime,
                icon=icon,
                on_click="ignore",
                key=f"{key}_{ending}",
                disabled=ending == "png" and missing is not None,
            )
    if missing:
        show(note([missing], "calm"))


def _maker(write: Callable[[Document], bytes], make: Callable[[], Document]) -> Callable[[], bytes]:
    return later(lambda: write(make()))
