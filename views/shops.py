"""The Shops page: each shop with its name, what is loaded, and a way to remove it."""

import streamlit as st

import book
import warehouse
from etl import register
from etl.demo import make_demo
from reports.demo import tell_demo
from views import books, problem, session, view, writing
from views.frame import shop_title
from views.html import note, show, text
from views.language import _, plural
from views.words import name_refused
from warehouse import access


def demo() -> None:
    """Make the demo shop, or remove it, with one click."""
    made = [name for name in warehouse.shop_names() if warehouse.shop(name).is_demo]
    with st.container(border=True):
        if made:
            show(
                f"<p>{_('The demo shop is invented: fourteen months, two platforms, an agency since month nine. Remove it when you no longer need it.')}</p>"
            )
            if writing.button(
                _("Remove the demo shop"), key="demo_remove", icon=":material/delete:", action=access.MAKE
            ):
                for name in made:
                    book.forget(warehouse.shop(name))
                    warehouse.forget(name)
                _forget_view()
                st.rerun()
        else:
            show(
                f"<p>{_('Look around in an invented shop: fourteen months, two platforms, an agency since month nine.')}</p>"
            )
            if writing.button(
                _("Make the demo shop"),
                key="demo_make",
                icon=":material/storefront:",
                type="primary",
                action=access.MAKE,
            ):
                with st.spinner(_("Making the demo shop …"), show_time=True):
                    made_now = make_demo()
                    tell_demo(made_now)
                    view.hold("shop", made_now)
                st.rerun()


def listing() -> None:
    """Every shop but the demo: rename, open, remove."""
    for name in warehouse.shop_names():
        shop = warehouse.shop(name)
        if shop.is_demo:
            continue
        files = len(register.active(shop))
        with st.container(border=True):
            show(
                f"<b>{text(shop_title(name))}</b> <span class='soft'>{plural('{count} table loaded', '{count} tables loaded', files)}</span>"
            )
            if files:
                books.line(shop, page=None)
            with st.container(horizontal=True, vertical_alignment="bottom"):
                st.text_input(_("Name"), shop.title, key=f"title_{name}", on_change=_rename, args=(name,), width=260)
                if st.button(_("Open"), key=f"open_{name}", icon=":material/arrow_forward:"):
                    _forget_view()
                    view.hold("shop", name)
                    st.switch_page("pages/week.py")
                if not session.is_team() and writing.button(
                    _("Remove …"), key=f"remove_{name}", icon=":material/delete:", action=access.MAKE
                ):
                    _confirm(name)


def making() -> None:
    """A new shop."""
    with st.form("new_shop_form", clear_on_submit=True):
        name = st.text_input(_("Name of a new shop"), key="make_name", placeholder=_("My shop"))
        if writing.submit(_("Make the shop"), icon=":material/add:", action=access.MAKE) and name.strip():
            try:
                if name.strip() in warehouse.shop_names():
                    show(note([_("There is a shop of this name already.")], "alarm"))
                    return
                warehouse.shop(name.strip(), make=True)
            except warehouse.ShopNameRefused:
                show(note([name_refused(name.strip())], "alarm"))
                return
            _forget_view()
            view.hold("shop", name.strip())
            st.switch_page("pages/files.py")


def _rename(name: str) -> None:
    title = st.session_state[f"title_{name}"].strip()
    warehouse.shop(name).set(title=title or name)


def _confirm(name: str) -> None:
    @st.dialog(_("Remove this shop?"))
    def ask() -> None:
        show(
            f"<p>{_('{shop}: every file, every figure, everything agreed and signed is removed for good.').format(shop=text(shop_title(name)))}</p>"
        )
        if writing.button(
            _("Remove for good"), key="remove_yes", type="primary", icon=":material/delete_forever:", action=access.MAKE
        ):
            try:
                book.forget(warehouse.shop(name))
            except book.BookUnreachable as fault:  # what stands on the server would be left behind
                show(note([problem.unreachable(fault)], "alarm"))
                return
            warehouse.forget(name)
            _forget_view()
            st.rerun()

    ask()


def _forget_view() -> None:
    for each in ("shop", "week", "figure", "product"):
        view.hold(each, None)
