"""The weekly report on the page: four lists, a line to write into them, and the report as files."""

from datetime import date, datetime, timedelta

import streamlit as st

import warehouse
from book import Book, BookUnreachable, ChangedMeanwhile, book
from book.engagement import engagement
from reports.weekreport.items import LISTS, LONGEST, SIDES, Item, items, take_back, write
from reports.weekreport.report import week_report
from views import problem, view, writing
from views.documents.offer import offer
from views.documents.weekitems import behind, list_name
from views.documents.weekreport import weekly_document
from views.documents.words import side_name
from views.frame import shop_title
from views.html import note, show, text
from views.language import _
from views.paper.model import Document
from views.reconcile.form import changed_meanwhile
from views.session import name_of_reader, who_field

TOLD = "week_item_told"  # what went wrong with the last line; said once, on the run after it


def section(shop: warehouse.Shop, week: date) -> None:
    """The whole of it for one week."""
    ledger = book(shop)
    st.subheader(_("Weekly operations report"))
    st.caption(
        _(
            "The week in figures with what was done, what changed, what comes next and what is needed: for the weekly talk."
        )
    )
    if said := st.session_state.pop(TOLD, None):
        show(note([said], "alarm"))
    found = items(ledger, week)
    show(f'<div class="dz-lists">{"".join(_list(name, found) for name in LISTS)}</div>')
    with st.expander(_("Write into the report"), icon=":material/edit:", key="week_items"):
        _write(ledger, week)
        _take_back(ledger, found)
    _offer(shop, ledger, week)


def _list(name: str, found: tuple[Item, ...]) -> str:
    lines = "".join(
        f'<li>{text(each.text)} <span class="soft">{text(behind(each))}</span></li>'
        for each in found
        if each.list == name
    )
    body = f"<ul>{lines}</ul>" if lines else f'<p class="soft">{_("nothing yet")}</p>'
    return f"<div><b>{list_name(name)}</b>{body}</div>"


def _write(ledger: Book, week: date) -> None:
    """One line; who writes it is of the side that the engagement names, any other chooses."""
    with st.form("week_item", border=False, clear_on_submit=True):
        left, middle, right = st.columns(3)
        name = left.selectbox(_("List"), LISTS, format_func=list_name, key="week_item_list", filter_mode=None)
        who = who_field(_("Who writes it"), "week_item_who", middle)
        side = engagement(ledger).side_of(who)
        chosen = right.selectbox(
            _("For which side"),
            SIDES,
            SIDES.index(side or "agency"),
            format_func=side_name,
            key="week_item_side",
            filter_mode=None,
        )
        said = st.text_input(_("Text"), max_chars=LONGEST, key="week_item_text").strip()
        if writing.submit(_("Add"), icon=":material/add:") and said:
            try:
                write(ledger, week, name, engagement(ledger).side_of(who) or chosen, said, who)
            except ChangedMeanwhile:
                st.session_state[TOLD] = changed_meanwhile()
            except BookUnreachable as fault:
                st.session_state[TOLD] = problem.unreachable(fault)
            st.rerun()


def _take_back(ledger: Book, found: tuple[Item, ...]) -> None:
    if not found:
        return
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    chosen = left.selectbox(
        _("Take a line back; its entry stays in the book"),
        found,
        format_func=lambda each: f"{list_name(each.list)}: {each.text}",
        index=None,
        key="week_item_chosen",
        placeholder=_("Choose a line"),
    )
    pressed = writing.button(
        _("Take it back"), key="week_item_back", icon=":material/undo:", disabled=chosen is None, place=right
    )
    if pressed and chosen:
        try:
            take_back(ledger, chosen, name_of_reader())
        except ChangedMeanwhile:
            st.session_state[TOLD] = changed_meanwhile()
        st.rerun()


def _offer(shop: warehouse.Shop, ledger: Book, week: date) -> None:
    scope = view.scope(shop, week, week + timedelta(days=6))
    try:
        build = scope.reader.build
    except warehouse.NoBuild:
        return

    def made() -> Document:
        return weekly_document(shop_title(shop.name), week_report(scope, week), datetime.now().astimezone())

    name = f"{shop.title}-{_('Weekly operations report')}-{week:%Y%m%d}"
    offer("weekreport", name, (build, ledger.last, scope.refunds, scope.book), made)
