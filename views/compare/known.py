"""What only people know and the estimate needs: how strong the season is, and how the category went."""

import streamlit as st

import warehouse
from book import BookUnreachable, book
from book.engagement import Engagement
from reports.compare.comparison import Comparison
from reports.compare.index import index, pasted, say_index
from reports.compare.season import STRENGTHS, say_season, season
from views import writing
from views.engagement import saving
from views.html import show
from views.language import _, joined, plural

UNSAID = ""


def section(shop: warehouse.Shop, agreed: Engagement, found: Comparison) -> None:
    """The two questions; what is said is kept in the book, with who said it."""
    st.subheader(_("What you know and no export tells"))
    saving.said()
    _season(shop, agreed)
    _index(shop, found)


def _season(shop: warehouse.Shop, agreed: Engagement) -> None:
    names = {
        UNSAID: _("I do not know"),
        "none": _("Hardly any season"),
        "weak": _("A weak season"),
        "middle": _("A clear season"),
        "strong": _("A strong season (down jackets, fans)"),
    }
    saving.pick_who(agreed)
    st.session_state["pick_season"] = season(shop) or UNSAID
    st.selectbox(
        _("Do these goods have a high and a low season?"),
        (UNSAID, *STRENGTHS),
        key="pick_season",
        format_func=names.__getitem__,
        width=320,
        filter_mode=None,
        on_change=_take_season,
        args=(shop,),
    )


def _take_season(shop: warehouse.Shop) -> None:
    who = saving.who()
    if not who:
        saving.tell(_("Say first who you are (above); nothing is recorded without a name."))
        return
    try:
        say_season(book(shop), st.session_state["pick_season"] or None, who)
    except BookUnreachable:
        saving.tell(_("The book cannot be opened just now; nothing was saved. Try again in a moment."))


def _index(shop: warehouse.Shop, found: Comparison) -> None:
    known = index(shop)
    with st.expander(_("A category index, week by week")):
        said = _("Paste one week a line: a day of the week, then the value that your platform shows for the category.")
        if known:
            weeks = plural("{count} week is known.", "{count} weeks are known.", len(known))
            if found.controls.index_weeks_missing:
                lacking = plural(
                    "{count} week of the comparison lacks it, so that it is not used.",
                    "{count} weeks of the comparison lack it, so that it is not used.",
                    found.controls.index_weeks_missing,
                )
                weeks = joined([weeks, lacking])
            said = joined([said, weeks])
        show(f'<p class="soft">{said}</p>')
        with st.form("category_index", border=False):
            st.text_area(
                _("Weeks and values"), key="index_text", placeholder="2026-05-11 10230\n2026-05-18 10410", height=160
            )
            writing.submit(_("Record"), on_click=_take_index, args=(shop,))


def _take_index(shop: warehouse.Shop) -> None:
    who = saving.who()
    if not who:
        saving.tell(_("Say first who you are (above); nothing is recorded without a name."))
        return
    read = pasted(str(st.session_state["index_text"] or ""))
    if read.unread:
        saving.tell(
            _("These lines were not understood, and nothing was recorded: {lines}").format(
                lines=" · ".join(read.unread[:5])
            )
        )
        return
    try:
        say_index(book(shop), read.weeks, who)
    except BookUnreachable:
        saving.tell(_("The book cannot be opened just now; nothing was saved. Try again in a moment."))
        return
    st.session_state["index_text"] = ""
