"""Parties of the engagement: agency and merchant, the time of service, platforms, and the people of both sides."""

from typing import Any

import streamlit as st

import warehouse
from book.engagement import Engagement
from book.record import Held
from book.schema import SECTIONS, SIDES
from etl.formatfile import formats
from views import writing
from views.engagement import fields as termfields
from views.engagement import saving
from views.engagement.words import side_name, term_name
from views.html import note, show, table, text
from views.language import _
from views.words import platform_name
from warehouse import access

SHOPS = ("taobao", "pinduoduo", "douyin", "jd", "kuaishou", "xiaohongshu", "wechat")


def parties(shop: warehouse.Shop, held: Held, agreed: Engagement) -> None:
    """Who works for whom since when, and who speaks for each side."""
    _service(shop, held, agreed)
    st.subheader(_("People"))
    st.caption(_("Who submits a week for the agency, and who confirms it for the merchant. One person cannot be both."))
    _people(shop, held)


def _service(shop: warehouse.Shop, held: Held, agreed: Engagement) -> None:
    mark = saving.mark(held, "engagement.")
    fields = SECTIONS["engagement"]
    with st.form(f"service_{mark}"):
        for names in (
            ("agency", "merchant"),
            ("service_start", "service_end"),
        ):  # rows, so that a phone keeps their order
            for name, place in zip(names, st.columns(2), strict=True):
                subject = f"engagement.{name}"
                termfields.draw(fields[name], f"{subject}_{mark}", held.terms.get(subject), term_name(subject), place)
        known = list(
            dict.fromkeys([*SHOPS, *(each.platform for each in formats().values() if each.entity == "orders")])
        )
        options = list(dict.fromkeys([*agreed.platforms, *known]))
        st.multiselect(
            _("Platforms"),
            options,
            list(agreed.platforms),
            key=f"engagement.platforms_{mark}",
            format_func=platform_name,
            placeholder=_("Choose"),
        )
        st.multiselect(
            _("Categories that may be sold"),
            list(agreed.categories),
            list(agreed.categories),
            key=f"engagement.categories_{mark}",
            accept_new_options=True,
            placeholder=_("Type one and press the return key"),
            help=_("Empty: any category."),
        )
        writing.submit(
            _("Save"),
            type="primary",
            on_click=_save_service,
            args=(shop, mark),
            key="save_service",
            action=access.AGREE,
        )


def _save_service(shop: warehouse.Shop, mark: str) -> None:
    fields = SECTIONS["engagement"]
    edits: dict[str, Any] = {
        f"engagement.{name}": termfields.typed(field, f"engagement.{name}_{mark}")
        for name, field in fields.items()
        if name not in ("platforms", "categories")
    }
    lists = {
        f"engagement.{name}": st.session_state[f"engagement.{name}_{mark}"] or None
        for name in ("platforms", "categories")
    }
    saving.save(shop, edits | lists)


def _people(shop: warehouse.Shop, held: Held) -> None:
    people: list[dict[str, str]] = held.terms.get("people", [])
    mark = saving.mark(held, "people")
    if people:
        header = [(_("Full name"), ""), (_("Side"), ""), (_("Role"), "")]
        show(table(header, [("", [text(p["name"]), side_name(p["side"]), text(p.get("role", ""))]) for p in people]))
    else:
        show(note([_("Nobody yet. Add yourself first, then the other side.")], "calm"))
    with st.form(f"person_{mark}"):
        left, middle, right = st.columns(3)
        left.text_input(_("Full name"), "" if people else saving.who() or "", key=f"person_name_{mark}")
        middle.selectbox(
            _("Side"),
            SIDES,
            None,
            key=f"person_side_{mark}",
            format_func=side_name,
            placeholder=_("Choose"),
            filter_mode=None,
        )
        right.text_input(_("Role"), key=f"person_role_{mark}", placeholder=_("Shop manager"))
        writing.submit(
            _("Add the person"), on_click=_add, args=(shop, people, mark), key="add_person", action=access.AGREE
        )
    if people:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.selectbox(
                _("Take a person out"),
                range(len(people)),
                None,
                key=f"person_out_{mark}",
                format_func=lambda place: people[place]["name"],
                placeholder=_("Choose"),
                filter_mode=None,
                width=240,
            )
            writing.button(
                _("Take out"), on_click=_take_out, args=(shop, people, mark), key="take_person", action=access.AGREE
            )


def _add(shop: warehouse.Shop, people: list[dict[str, str]], mark: str) -> None:
    typed = {name: st.session_state[f"person_{name}_{mark}"] for name in ("name", "side", "role")}
    person = {name: said.strip() for name, said in typed.items() if said and said.strip()}
    if person.get("name"):
        st.session_state.setdefault(saving.WHO, person["name"])
    saving.save(shop, {"people": [*people, person]})


def _take_out(shop: warehouse.Shop, people: list[dict[str, str]], mark: str) -> None:
    place = st.session_state[f"person_out_{mark}"]
    if place is not None:
        saving.save(shop, {"people": [each for n, each in enumerate(people) if n != place] or None})
