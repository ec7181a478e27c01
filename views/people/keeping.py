"""What an administrator does: grant, take away, hide costs, end sign-ins, make a shop. Each press is one entry."""

from collections.abc import Callable

import streamlit as st

import warehouse
from book import people
from book.people import Granted
from views.html import note, show, text
from views.language import _
from views.people.words import role_name
from views.words import name_refused
from warehouse import access

SAID = "people_said"


def said() -> None:
    """What became of the last press."""
    for kind, sentence in st.session_state.pop(SAID, []):
        show(note([sentence], kind))


def forms(reader: Granted) -> None:
    """Everything that can be changed."""
    with access.acting(access.EVERYONE):  # their names, to grant them; nothing of what is in them
        shops = warehouse.shop_names()
    _grant(reader, shops)
    _take_away(reader)
    _shop_settings(reader, shops)


def _grant(reader: Granted, shops: list[str]) -> None:
    st.subheader(_("Grant"))
    with st.form("people_grant", clear_on_submit=True, border=False):
        left, middle, right, last = st.columns(4)
        account = left.text_input(
            _("Account"),
            key="grant_account",
            help=_(
                "The e-mail address that the provider has verified, or what the person reads after the first sign-in."
            ),
        )
        name = middle.text_input(
            _("Full name"), key="grant_name", placeholder=_("as it shall stand behind what they write")
        )
        roles = [*people.ROLES, "administrator"]
        role = right.selectbox(_("Role in the shop"), roles, format_func=role_name, key="grant_role", filter_mode=None)
        shop = last.selectbox(_("Shop"), shops, key="grant_shop", index=None, placeholder=_("choose a shop"))
        if st.form_submit_button(_("Grant"), icon=":material/person_add:"):
            if not account.strip() or (role != "administrator" and not shop):
                _say("alarm", _("Say who, and for which shop."))
            elif role == "administrator":
                done = _("{who} keeps the list of people now.").format(who=text(name or account))
                _do(lambda: people.appoint(account, reader.name, name), done)
            else:
                done = _("{who} is {role} in {shop}.").format(
                    who=text(name or account), role=role_name(role), shop=text(shop)
                )
                _do(lambda: people.grant(account, str(shop), role, reader.name, name), done)
            st.rerun()


def _take_away(reader: Granted) -> None:
    known = reader.people
    choices = [*sorted(known.grants), *((each, "") for each in sorted(known.administrators - {reader.account}))]
    if not choices:
        return
    with st.expander(_("Take away a role, or end somebody's sign-ins")), st.container(horizontal=True, vertical_alignment="bottom"):  # fmt: skip
        chosen = st.selectbox(
            _("Who"),
            choices,
            key="people_chosen",
            index=None,
            width=420,
            placeholder=_("choose somebody"),
            format_func=lambda each: (
                f"{known.names.get(each[0], each[0])} · {role_name(known.grants.get(each, 'administrator'))} {each[1]}"
            ),
        )
        if (
            st.button(_("Take it away"), key="people_take", icon=":material/person_remove:", disabled=not chosen)
            and chosen
        ):
            account, shop = chosen
            _do(
                lambda: (
                    people.grant(account, shop, None, reader.name)
                    if shop
                    else people.appoint(account, reader.name, is_one=False)
                ),
                _("It was taken away; an open page notices within a minute."),
            )
            st.rerun()
        if st.button(_("End the sign-ins"), key="people_end", icon=":material/logout:", disabled=not chosen) and chosen:
            _do(lambda: people.end_sessions(chosen[0], reader.name), _("Whoever that is has to sign in again."))
            st.rerun()


def _shop_settings(reader: Granted, shops: list[str]) -> None:
    st.subheader(_("Shops"))
    for shop in shops:
        st.toggle(
            _("{shop}: operators do not see costs and profit").format(shop=shop),
            shop in reader.people.costs_hidden,
            key=f"hide_{shop}",
            on_change=_hide,
            args=(shop, reader),
        )
    with st.form("people_shop", clear_on_submit=True, border=False), st.container(horizontal=True, vertical_alignment="bottom"):  # fmt: skip
        name = st.text_input(_("Name of a new shop"), key="people_shop_name", width=260)
        if st.form_submit_button(_("Make the shop"), icon=":material/add:") and name.strip():
            _make(name.strip(), shops)
            st.rerun()


def _make(name: str, shops: list[str]) -> None:
    if name in shops:
        _say("alarm", _("There is a shop of this name already."))
        return
    try:
        with access.acting(access.EVERYONE):
            warehouse.shop(name, make=True)
    except warehouse.ShopNameRefused:
        _say("alarm", name_refused(name))
        return
    _say("calm", _("{shop} is there; grant it to whoever shall load its files.").format(shop=text(name)))


def _hide(shop: str, reader: Granted) -> None:
    hidden = bool(st.session_state[f"hide_{shop}"])
    _do(lambda: people.hide_costs(shop, reader.name, hidden=hidden), _("Kept."))


def _do(doing: Callable[[], None], done: str) -> None:
    try:
        doing()
    except people.Refused as refused:
        _say("alarm", _(refused.sentence).format(text(refused.about)))
    else:
        _say("calm", done)


def _say(kind: str, sentence: str) -> None:
    st.session_state.setdefault(SAID, []).append((kind, sentence))
