"""What no export tells of products: their category, and how many reviews of a month were bad."""

from collections.abc import Sequence

import streamlit as st

import warehouse
from book import book
from reports.alerts.own import SHOP, own
from reports.assortment import category, reviewed
from reports.goods.suppliers import Supplied
from views import writing
from views.goods import saving
from views.html import link, note, show, table, text
from views.language import _
from views.numbers import count, today
from views.session import name_of_reader
from views.view import address

SHOWN = 100


def listed(shop: warehouse.Shop, products: Sequence[Supplied]) -> None:
    """Two things to type, which rules of the alerts watch."""
    st.subheader(_("Category and reviews"))
    if products:
        _categories(shop, products[:SHOWN])
    _reviews(shop, products[:SHOWN])


def _categories(shop: warehouse.Shop, products: Sequence[Supplied]) -> None:
    with st.expander(_("Category of each product"), key="goods_categories"):
        where = _("Which categories may be sold stands under {page}; sales outside them are told by the alerts.")
        show(f'<p class="soft">{where.format(page=link(_("Engagement"), address("engagement")))}</p>')
        said, key = category.categories(book(shop)), saving.fresh("category")
        writing.editor(
            {
                _("Code"): [each.product for each in products],
                _("Product"): [each.name for each in products],
                _("Category"): [said.get(each.product, "") for each in products],
            },
            key=key,
            hide_index=True,
            disabled=[_("Code"), _("Product")],
            column_config={_("Category"): st.column_config.TextColumn(max_chars=100)},
            on_change=_save_category,
            args=(key, shop, [each.product for each in products]),
            alt=_("Category of each product"),
        )


def _save_category(key: str, shop: warehouse.Shop, products: Sequence[str]) -> None:
    edits = {
        products[int(place)]: str(typed[_("Category")] or "")
        for place, typed in st.session_state[key]["edited_rows"].items()
        if _("Category") in typed
    }
    saving.save(lambda: category.put(book(shop), edits, name_of_reader()), _("The categories are kept."), "")


def _reviews(shop: warehouse.Shop, products: Sequence[Supplied]) -> None:
    with st.expander(_("Bad reviews of a month"), key="goods_reviews"):
        ledger = book(shop)
        if not any(each.rule == "bad_review_rate_high" and each.scope == SHOP for each in own(ledger)):
            page = link(_("Alerts"), address("alerts"))
            show(
                note([_("The rule sleeps until you type the industry's rate under {page}.").format(page=page)], "calm")
            )
        st.caption(_("Where a file of reviews is loaded, it speaks for its months; type the others here."))
        known = reviewed.reviewed(ledger)
        if known:
            header = [(_("Month"), ""), (_("Product"), ""), (_("All reviews"), "n"), (_("Of them bad"), "n")]
            body = [
                ("", [each.month, text(each.product) or _("the whole shop"), count(each.rated), count(each.bad)])
                for each in known
            ]
            show(table(header, body))
        with st.form(saving.fresh("reviews"), border=False):
            names = {each.product: each.name for each in products}
            left, right = st.columns(2)
            left.text_input(_("Month"), f"{today():%Y-%m}", key="reviews_month")
            right.selectbox(
                _("Product"),
                list(names),
                None,
                key="reviews_product",
                format_func=lambda key: f"{key} {names[key]}",
                placeholder=_("the whole shop"),
            )
            left, right = st.columns(2)
            left.number_input(_("All reviews"), 0, None, 0, 1, key="reviews_rated")
            right.number_input(_("Of them bad"), 0, None, 0, 1, key="reviews_bad")
            writing.submit(
                _("Save the count"), type="primary", on_click=_save_reviews, args=(shop,), key="reviews_save"
            )


def _save_reviews(shop: warehouse.Shop) -> None:
    said = {name: st.session_state[f"reviews_{name}"] for name in ("month", "product", "rated", "bad")}
    saving.save(
        lambda: reviewed.put(
            book(shop),
            (said["month"] or "").strip(),
            said["product"] or "",
            int(said["rated"] or 0),
            int(said["bad"] or 0),
            name_of_reader(),
        ),
        _("The count is kept."),
        _("Nothing was saved: type a month such as 2026-11, and not more bad reviews than reviews."),
    )
