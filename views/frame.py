"""What stands around every page: look, language, the shop in view, the demo's mark."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NoReturn

import streamlit as st

import warehouse
from views import behind, mend, signin, view
from views.html import show
from views.language import LANGUAGES, _, language, settle
from views.numbers import week_label

STYLE = Path(__file__).parent / "style.css"
ICON = Path(__file__).parent / "icon.svg"  # a material icon would be fetched from a host of Google's


def dress() -> None:
    """Page settings, style, and the words of Streamlit itself that no parameter reaches."""
    settle()
    st.set_page_config(page_title=_("Duizhang"), page_icon=str(ICON), layout="wide")
    view.hold("lang", language())
    st.html(STYLE)
    drop, button = _quoted(_("Drop files here, several at once")), _quoted(_("Choose files"))
    limits = _quoted(_("csv, xlsx, xls or zip, as the platform exported them"))
    skip = _quoted(_("Skip to the content"))
    st.html(
        "<style>"
        '[data-testid="stSkipToContent"] { font-size: 0; }'
        f'[data-testid="stSkipToContent"]::after {{ content: {skip}; font-size: .875rem; }}'
        '[data-testid="stFileUploaderDropzone"] button p { font-size: 0; }'
        f'[data-testid="stFileUploaderDropzone"] button p::after {{ content: {button}; font-size: .875rem; }}'
        '[data-testid="stFileUploaderDropzoneInstructions"] { flex-direction: column; align-items: flex-start; }'
        '[data-testid="stFileUploaderDropzoneInstructions"] * { display: none; }'
        f'[data-testid="stFileUploaderDropzoneInstructions"]::before {{ content: {drop}; font-size: .9375rem; }}'
        f'[data-testid="stFileUploaderDropzoneInstructions"]::after {{ content: {limits}; font-size: .8125rem; opacity: .7; }}'
        "</style>"
    )
    code = "zh-CN" if language() == "zh" else "en"
    st.html(f"<script>document.documentElement.lang = '{code}';</script>", unsafe_allow_javascript=True)


def _quoted(text: str) -> str:
    """A text as a string of CSS, with its letters as they are: CSS has other escapes than JSON."""
    return json.dumps(text, ensure_ascii=False)


def sidebar() -> None:
    """The shop in view and the language, under the page list."""
    for name in (
        "refunds",
        "weeks",
        "book",
    ):  # the page list opens a page without them; the address must say what is shown
        view.hold(name, view.held(name))
    current = view.shop()
    with st.sidebar:
        if current:
            names = warehouse.shop_names()
            st.session_state["pick_shop"] = current.name
            st.selectbox(
                _("Shop"),
                names,
                key="pick_shop",
                format_func=shop_title,
                on_change=_take_shop,
                filter_mode=None,
            )
        st.session_state["pick_lang"] = language()
        st.segmented_control(
            "语言 / Language",
            list(LANGUAGES),
            key="pick_lang",
            format_func=LANGUAGES.__getitem__,
            on_change=_take_language,
        )
        signin.who()
    if current:  # after the choice of the shop: one that cannot be read must not stand before the others
        mend.look(current)
        behind.bring_current(current)
        st.session_state["currency"] = view.currency(current)


def shop_title(name: str) -> str:
    """The shop's name as people gave it; the demo's in the reader's language."""
    shop = warehouse.shop(name)
    if shop.is_demo:
        title = shop.settings.get("title_en") if language() == "en" else shop.title
        return f"{title} · {_('invented figures')}"
    return shop.title


def _take_shop() -> None:
    view.hold("shop", st.session_state["pick_shop"])
    for name in ("week", "figure", "product", "start", "end", "baseline"):
        view.hold(name, None)


def _take_language() -> None:
    view.hold("lang", st.session_state["pick_lang"] or language())


def opened() -> warehouse.Shop:
    """The shop in view with its demo mark; without any shop the page ends with what to do first."""
    shop = view.shop()
    if shop is None:
        no_shop()
        st.stop()
    if shop.is_demo:
        with st.container(horizontal=True, vertical_alignment="center", key="demo_mark"):
            show(
                f'<div class="dz-note calm">{_("This is an invented shop. Drop your first file and see your own figures.")}</div>'
            )
            st.page_link("pages/files.py", label=_("Drop your first file"), icon=":material/upload_file:")
            st.page_link("pages/exports.py", label=_("Where do I export this?"), icon=":material/help:")
    return shop


def no_shop() -> None:
    """The empty data folder: the two ways to begin."""
    show(
        f'<p class="dz-say">{_("There is no shop yet. Make one and drop its first file, or look around in an invented one.")}</p>'
    )
    with st.container(horizontal=True):
        st.page_link("pages/files.py", label=_("Drop your first file"), icon=":material/upload_file:")
        st.page_link("pages/shops.py", label=_("Look around in the demo shop"), icon=":material/storefront:")
        st.page_link("pages/exports.py", label=_("Where do I export this?"), icon=":material/help:")


def nothing_loaded() -> NoReturn:
    """A shop without a file: what to do next."""
    show(
        f'<p class="dz-say">{_("Nothing has been loaded into this shop yet. Begin with the order export; one file is enough for a first figure.")}</p>'
    )
    with st.container(horizontal=True):
        st.page_link("pages/files.py", label=_("Drop your first file"), icon=":material/upload_file:")
        st.page_link("pages/exports.py", label=_("Where do I export this?"), icon=":material/help:")
    st.stop()


def pick_week(shop: warehouse.Shop, *, with_refunds: bool = True) -> date:
    """The week in view, with a step back and forth, and how refunds are counted where that matters."""
    weeks = view.known_weeks(shop)
    if not weeks:
        nothing_loaded()
    chosen = view.week(weeks)
    view.hold("week", chosen.isoformat())
    place = weeks.index(chosen)
    with st.container(horizontal=True, vertical_alignment="bottom", key="context"):
        st.button(
            "‹",
            key="week_before",
            help=_("The week before"),
            disabled=place + 1 >= len(weeks),
            on_click=_take_week,
            args=(weeks, place + 1),
        )
        st.session_state["pick_week"] = chosen
        st.selectbox(
            _("Week"),
            weeks,
            key="pick_week",
            format_func=week_label,
            width=230,
            on_change=lambda: view.hold("week", st.session_state["pick_week"].isoformat()),
        )
        st.button(
            "›",
            key="week_after",
            help=_("The week after"),
            disabled=place == 0,
            on_click=_take_week,
            args=(weeks, place - 1),
        )
        if with_refunds:
            pick_refunds()
    return chosen


def pick_refunds() -> None:
    """How refunds are dated."""
    st.session_state["pick_refunds"] = view.refunds()
    names = {"accounting": _("on the day of the refund"), "order": _("in the week of the order")}
    st.selectbox(
        _("Refunds count"),
        list(names),
        key="pick_refunds",
        format_func=names.__getitem__,
        width=250,
        help=_(
            "On the day of the refund: what the week really earned. In the week of the order: what its orders were worth in the end."
        ),
        on_change=lambda: view.hold("refunds", st.session_state["pick_refunds"]),
    )


def _take_week(weeks: Sequence[date], place: int) -> None:
    view.hold("week", weeks[place].isoformat())


def span_weeks(last: date, number: int, known: Sequence[date] = ()) -> tuple[date, date]:
    """The first and last day of so many weeks that end with the week of `last`, none before the oldest known one."""
    number = min(number, known.index(known[-1]) - known.index(last) + 1) if known else number
    return last - timedelta(days=7 * (number - 1)), last + timedelta(days=6)


def pick_span() -> int:
    """How many weeks, ending with the week in view."""
    names = {1: _("1 week"), 4: _("4 weeks"), 13: _("13 weeks"), 52: _("52 weeks")}
    held = view.number_of_weeks() if view.held("weeks") else 4
    st.session_state["pick_span"] = held if held in names else 4
    st.segmented_control(
        _("Period"),
        list(names),
        key="pick_span",
        format_func=names.__getitem__,
        label_visibility="collapsed",
        on_change=lambda: view.hold("weeks", str(st.session_state["pick_span"] or 4)),
    )
    return int(st.session_state["pick_span"] or 4)


def opened_or_new() -> warehouse.Shop | None:
    """The shop in view; None where there is none, or only the demo, whose figures must not mix with real files."""
    shop = view.shop()
    return shop if shop is not None and not shop.is_demo else None
