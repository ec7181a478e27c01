"""The clauses of the contract in their order: a list with change, move and remove, and a form made of clauses.toml."""

from typing import Any

import streamlit as st

import warehouse
from book.engagement import Engagement
from book.record import Held
from book.schema import clause_kinds
from views import writing
from views.engagement import fields as termfields
from views.engagement import saving
from views.engagement.words import field_text
from views.html import note, show, text
from views.language import _
from warehouse import access

Said = list[dict[str, Any]]
AT = "clause_at"  # the place of the clause that is being changed


def clauses(shop: warehouse.Shop, held: Held, agreed: Engagement) -> None:
    """What the contract says, clause by clause."""
    said: Said = held.terms.get("clauses", [])
    mark = saving.mark(held, "clauses", "targets.sales_basis", "targets.book")
    if not agreed.clauses:
        show(
            note(
                [
                    _(
                        "No clause yet. Most contracts have a fixed fee, a share of sales, and a refund if targets are missed."
                    )
                ],
                "calm",
            )
        )
    for place, clause in enumerate(said):
        _card(shop, said, place, clause)
    opened_shop, opened = st.session_state.get(AT, ("", None))
    if opened is not None and opened_shop == shop.name and opened < len(said):
        st.subheader(_("Change clause {number}").format(number=opened + 1))
        _form(shop, said, said[opened]["kind"], mark, opened)
    else:
        st.subheader(_("Add a clause"))
        kinds = clause_kinds()
        kind = st.selectbox(
            _("Kind"),
            list(kinds),
            key="clause_kind",
            format_func=lambda name: _(kinds[name].label),
            filter_mode=None,
        )
        _form(shop, said, kind, mark, None)


def _card(shop: warehouse.Shop, said: Said, place: int, clause: dict[str, Any]) -> None:
    kind = clause_kinds()[clause["kind"]]
    with st.container(border=True):
        parts = [
            f'<span class="soft">{_(field.label)}</span> {text(field_text(field, clause[name]))}'
            for name, field in kind.fields.items()
            if name in clause and name not in ("wording", "id")
        ]
        wording = f'<br><span class="soft">“{text(clause["wording"])}”</span>' if "wording" in clause else ""
        name = f' <span class="soft">{text(clause["id"])}</span>' if "id" in clause else ""
        show(f"<b>{place + 1} · {_(kind.label)}</b>{name}<br>{' · '.join(parts)}{wording}")
        with st.container(horizontal=True):
            writing.button(
                _("Edit"),
                key=f"clause_change_{place}",
                on_click=_open,
                args=(shop, place),
                icon=":material/edit:",
                type="tertiary",
                action=access.AGREE,
            )
            ends = ((-1, _("Up"), "upward", place == 0), (1, _("Down"), "downward", place + 1 == len(said)))
            for step, label, icon, is_end in ends:
                writing.button(
                    label,
                    key=f"clause_{icon}_{place}",
                    on_click=_move,
                    args=(shop, said, place, step),
                    disabled=is_end,
                    type="tertiary",
                    icon=f":material/arrow_{icon}:",
                    action=access.AGREE,
                )
            writing.button(
                _("Remove"),
                key=f"clause_remove_{place}",
                on_click=_remove,
                args=(shop, said, place),
                type="tertiary",
                icon=":material/delete:",
                action=access.AGREE,
            )


def _form(shop: warehouse.Shop, said: Said, name: str, mark: str, place: int | None) -> None:
    kind = clause_kinds()[name]
    held = said[place] if place is not None else {}
    prefix = f"clause_{name}_{mark}_{place}"
    if kind.how:
        st.caption(_(kind.how))
    with st.form(prefix):
        fields = list(kind.fields.values())
        for start in range(0, len(fields), 2):  # rows, so that a phone keeps their order
            for field, column in zip(fields[start : start + 2], st.columns(2), strict=False):
                termfields.draw(field, f"{prefix}_{field.name}", held.get(field.name), _(field.label), column)
        with st.container(horizontal=True):
            label = _("Add the clause") if place is None else _("Save the clause")
            writing.submit(
                label,
                type="primary",
                on_click=_save,
                args=(shop, said, name, prefix, place),
                key="save_clause",
                action=access.AGREE,
            )
            if place is not None:
                writing.submit(_("Cancel"), on_click=_open, args=(shop, None), key="cancel_clause", action=access.AGREE)


def _save(shop: warehouse.Shop, said: Said, name: str, prefix: str, place: int | None) -> None:
    kind = clause_kinds()[name]
    read = {field.name: termfields.typed(field, f"{prefix}_{field.name}") for field in kind.fields.values()}
    clause = {"kind": name} | {key: value for key, value in read.items() if value is not None}
    fresh = [*said, clause] if place is None else [*said[:place], clause, *said[place + 1 :]]
    if saving.save(shop, {"clauses": fresh}):
        _open(shop, None)


def _open(shop: warehouse.Shop, place: int | None) -> None:
    st.session_state[AT] = shop.name, place


def _move(shop: warehouse.Shop, said: Said, place: int, step: int) -> None:
    fresh = list(said)
    fresh[place], fresh[place + step] = fresh[place + step], fresh[place]
    _open(shop, None)
    saving.save(shop, {"clauses": fresh})


def _remove(shop: warehouse.Shop, said: Said, place: int) -> None:
    _open(shop, None)
    saving.save(shop, {"clauses": [*said[:place], *said[place + 1 :]] or None})
