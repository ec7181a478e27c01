"""The sheet of the weekly meeting: four lists that begin with what the book knows; every word is kept at once."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

import streamlit as st

import warehouse
from book import BookUnreachable, ChangedMeanwhile, book
from book.engagement import Person
from reports.duties.duties import Duties
from reports.weekreport.items import LISTS, LONGEST, Item, change, items, take_back, write
from reports.weekreport.suggested import Suggestion, suggestions
from views import problem, writing
from views.documents.meeting import meeting_document
from views.documents.offer import offer
from views.documents.weekitems import behind, list_name
from views.documents.words import side_name
from views.frame import shop_title
from views.html import note, plain, show, text
from views.language import _
from views.meeting.words import words
from views.paper.model import Document
from views.reconcile.form import changed_meanwhile

TOLD = "meeting_told"


def section(shop: warehouse.Shop, found: Duties, week: date, writer: Person | None) -> None:
    """All of it for one week."""
    st.subheader(_("The meeting of the week"))
    st.caption(
        _(
            "The lines of the weekly report, begun with what the book knows. A changed line is kept at once; an emptied one is taken back."
        )
    )
    if said := st.session_state.pop(TOLD, None):
        show(note([said], "alarm"))
    written, offered = items(book(shop), week), suggestions(shop, found, week)
    for names in (LISTS[:2], LISTS[2:]):
        for column, name in zip(st.columns(2, gap="medium"), names, strict=True):
            with column:
                _list(shop, week, name, written, offered, writer)

    def made() -> Document:
        return meeting_document(
            shop_title(shop.name), week, items(book(shop), week), found, datetime.now().astimezone()
        )

    name = f"{shop.title}-{_('Weekly meeting')}-{week:%Y%m%d}"
    offer("meeting", name, (found.last, week, found.now.isoformat(timespec="hours")), made)


def _list(
    shop: warehouse.Shop, week: date, name: str, written: Sequence[Item], offered: Sequence[Suggestion], writer: Person | None
) -> None:  # fmt: skip
    side = writer.side if writer else None
    mine = [each for each in written if each.list == name and each.side == side]
    other = [each for each in written if each.list == name and each.side != side]
    ours = [one for one in offered if one.list == name and one.side == side]
    theirs = [one for one in offered if one.list == name and one.side != side]
    lines = [f'<li>{text(each.text)} <span class="soft">{text(behind(each))}</span></li>' for each in other]
    lines += [f'<li class="soft">{text(words(one))} · {side_name(one.side)}</li>' for one in theirs]
    nothing = "" if lines or mine or ours else f'<p class="soft">{_("nothing yet")}</p>'
    show(f'<div class="dz-lists"><div><b>{list_name(name)}</b><ul>{"".join(lines)}</ul>{nothing}</div></div>')
    if writer:
        for each in mine:
            _line(shop, each, writer)
        for one in ours:
            _offered(shop, week, one, writer)
        _fresh(shop, week, name, writer, len(written))


def _line(shop: warehouse.Shop, each: Item, writer: Person) -> None:
    key = f"meeting_{each.number}"

    def keep() -> None:
        said = str(st.session_state.get(key) or "")
        _written(lambda: change(book(shop), each, said, writer.name) if said.strip() else take_back(book(shop), each, writer.name))  # fmt: skip

    st.text_input(behind(each), each.text, key=key, max_chars=LONGEST, on_change=keep)


def _offered(shop: warehouse.Shop, week: date, each: Suggestion, writer: Person) -> None:
    """A suggestion of the writer's own side, with the button that takes it over."""
    said = words(each)
    writing.button(
        plain(said),
        key=f"meeting_take_{each.source}",
        icon=":material/add:",
        type="tertiary",
        help=_("Take it over"),
        on_click=_written,
        args=(lambda: write(book(shop), week, each.list, each.side, said, writer.name, each.source),),
    )


def _fresh(shop: warehouse.Shop, week: date, name: str, writer: Person, known: int) -> None:
    key = f"meeting_new_{name}_{known}"

    def add() -> None:
        said = str(st.session_state.get(key) or "")
        if said.strip():
            _written(lambda: write(book(shop), week, name, writer.side, said, writer.name))

    st.text_input(
        _("Another line: {list}").format(list=list_name(name)),
        key=key,
        max_chars=LONGEST,
        placeholder=_("Another line"),
        label_visibility="collapsed",
        on_change=add,
    )


def _written(doing: Callable[[], object]) -> None:
    try:
        doing()
    except ChangedMeanwhile:
        st.session_state[TOLD] = changed_meanwhile()
    except BookUnreachable as fault:
        st.session_state[TOLD] = problem.unreachable(fault)
