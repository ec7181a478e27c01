"""What to reorder: the list, the days and packs of single products, and the merchant's approval."""

from collections.abc import Sequence

import streamlit as st

import warehouse
from book import book
from book.engagement import engagement
from reports.duties import approvals
from reports.goods.plan import put
from reports.goods.restock import KIND, Restock
from reports.goods.settings import settings
from views import writing
from views.goods import saving
from views.goods.words import pace, product_cell, state_name
from views.html import show, table
from views.language import _, joined, plural
from views.numbers import NOTHING, count, money
from views.session import name_of_reader

SHOWN = 50
FIELDS = ("cover", "lead", "pack", "coming")


def restock(shop: warehouse.Shop, found: Sequence[Restock]) -> None:
    """Those to reorder; the others on demand; then the numbers and the approval."""
    st.subheader(_("What to reorder"))
    if not found:
        show(f"<p>{_('Load a table of stock: product code, pieces, day.')}</p>")
        return
    wanted = [each for each in found if each.quantity]
    if wanted:
        _list(wanted)
    how = _("Pieces sold a day × days they should last − pieces there − pieces coming, up to whole packs.")
    paced = _("The pace is that of the last four weeks, days out of stock left out.")
    st.caption(joined([how, paced]))
    rest = [each for each in found if not each.quantity]
    if rest:
        with st.expander(plural("{count} product has enough", "{count} products have enough", len(rest))):
            _list(rest)
    _numbers(shop, found)
    if wanted:
        _approve(shop, wanted)


def _list(shown: Sequence[Restock]) -> None:
    header = [
        (_("Product"), ""),
        (_("In stock"), "n"),
        (_("Sold a day"), "n wide-only"),
        (_("Lasts"), "n"),
        (_("Reorder"), "n"),
        (_("State"), "wide-only"),
    ]
    show(table(header, [("", _cells(each)) for each in shown[:SHOWN]]))
    if len(shown) > SHOWN:
        st.caption(_("The first {shown} of {count} are shown.").format(shown=SHOWN, count=count(len(shown))))


def _cells(each: Restock) -> list[str]:
    lasts = NOTHING if each.lasts is None else plural("{count} day", "{count} days", each.lasts)
    late = f'<span class="sub">{_("too late already")}</span>' if each.is_late else ""
    cost = f'<span class="sub">{money(each.cost)}</span>' if each.quantity and each.cost is not None else ""
    coming = _("{count} coming").format(count=count(each.coming)) if each.coming else f"{each.day:%Y/%m/%d}"
    days = _("{sold} in {days}").format(sold=count(each.sold), days=plural("{count} day", "{count} days", each.days))
    state = state_name(each.state) if each.quantity else ""
    return [
        product_cell(each.product, each.name),
        f'{count(each.stock)}<span class="sub">{coming}</span>',
        f'{pace(each.a_day)}<span class="sub">{days}</span>',
        f"{lasts}{late}",
        f"{count(each.quantity)}{cost}",
        state,
    ]


def _numbers(shop: warehouse.Shop, found: Sequence[Restock]) -> None:
    """A table to type into; everything typed is saved at once."""
    with st.expander(_("Days, packs and goods on their way"), key="goods_numbers"):
        usual = settings()["restock"]["cover"]
        said = _("Empty cells take what is usual: goods for {days} days, single pieces, nothing on its way.")
        st.caption(said.format(days=usual))
        names = _field_names()
        whole = st.column_config.TextColumn(validate=r"^\d{0,6}$", help=_("A whole number; empty: the usual one"))
        shown = found[:SHOWN]
        key = saving.fresh("plan")
        writing.editor(
            {
                _("Code"): [each.product for each in shown],
                _("Product"): [each.name for each in shown],
                names["cover"]: [_plain(each.cover) for each in shown],
                names["lead"]: [_plain(each.lead) for each in shown],
                names["pack"]: [_plain(each.pack) for each in shown],
                names["coming"]: [_plain(each.coming) for each in shown],
            },
            key=key,
            hide_index=True,
            disabled=[_("Code"), _("Product")],
            column_config=dict.fromkeys(names.values(), whole),
            on_change=_save_numbers,
            args=(key, shop, [each.product for each in shown]),
            alt=_("Days, packs and goods on their way"),
        )


def _plain(number: int | None) -> str:
    return "" if number is None else str(number)


def _field_names() -> dict[str, str]:
    names = (_("Should last, days"), _("Takes to arrive, days"), _("Pieces a pack"), _("On its way, pieces"))
    return dict(zip(FIELDS, names, strict=True))


def _save_numbers(key: str, shop: warehouse.Shop, products: Sequence[str]) -> None:
    fields = {name: field for field, name in _field_names().items()}
    edits = {
        products[int(place)]: {fields[name]: value or None for name, value in typed.items() if name in fields}
        for place, typed in st.session_state[key]["edited_rows"].items()
    }
    saving.save(
        lambda: put(book(shop), edits, name_of_reader()),
        _("The numbers are kept."),
        _("Nothing was saved: type whole numbers, a pack of one piece or more."),
    )


def _approve(shop: warehouse.Shop, wanted: Sequence[Restock]) -> None:
    with st.expander(_("Ask for approval, approve or decline"), key="goods_approve"), st.form(saving.fresh("approval"), border=False):  # fmt: skip
        by_key = {each.product: each for each in wanted}
        st.multiselect(
            _("Products"),
            list(by_key),
            key="approval_products",
            format_func=lambda key: f"{by_key[key].name or key} · {count(by_key[key].quantity)}",
            placeholder=_("choose products"),
        )
        left, right = st.columns(2)
        names = {"asked": _("ask the merchant"), "approved": _("approve"), "declined": _("decline")}
        left.selectbox(_("What is decided"), list(names), key="approval_state", format_func=names.__getitem__, filter_mode=None)  # fmt: skip
        with right:
            saving.who_field("approval_who")
        st.text_input(_("Note"), key="approval_note", max_chars=200)
        writing.submit(
            _("Save the decision"), type="primary", on_click=_save_approval, args=(shop, by_key), key="approval_save"
        )


def _save_approval(shop: warehouse.Shop, by_key: dict[str, Restock]) -> None:
    ledger, state = book(shop), st.session_state["approval_state"]
    chosen = [by_key[key] for key in st.session_state["approval_products"] if key in by_key]
    if not chosen:
        return
    values = {each.product: each.quantity for each in chosen}
    since = {each.product: each.approval.number if each.approval else 0 for each in chosen}
    name, note = saving.who("approval_who"), st.session_state["approval_note"] or ""
    saving.save(
        lambda: approvals.say(ledger, KIND, values, state, name, engagement(ledger), note, since),
        plural(
            "The decision about {count} product is kept.", "The decision about {count} products is kept.", len(chosen)
        ),
        "",
    )
