"""Suppliers by product: quotes against the price really paid, one source only, dearer than the backup; entering a quote."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

import streamlit as st

import warehouse
from book import book
from book.value import Wrong
from reports.goods.quote import ROLES, Quote, put, take_back
from reports.goods.suppliers import Supplied, Suppliers
from views import writing
from views.goods import saving
from views.goods.words import price, product_cell, role_name, share, terms_text
from views.html import show, table, text
from views.language import _, joined, plural
from views.numbers import count, money, period, rate, today
from views.session import name_of_reader

SHOWN = 50


def suppliers(shop: warehouse.Shop, found: Suppliers) -> None:
    """The table, its sentence, and the forms."""
    st.subheader(_("Suppliers"))
    products = found.products
    if products:
        _sentence(found)
        said = [each for each in products[:SHOWN] if each.quotes or each.suppliers or each.is_too_dear(each.price)]
        _table(said)
        rest = [each for each in products[:SHOWN] if each not in said]
        if rest:
            with st.expander(
                plural("{count} product without any quote", "{count} products without any quote", len(rest))
            ):
                _table(rest)
    if len(products) > SHOWN:
        st.caption(_("The first {shown} of {count} are shown.").format(shown=SHOWN, count=count(len(products))))
    _enter(shop, products)


def _sentence(found: Suppliers) -> None:
    few = sum(each.has_few_quotes for each in found.products)
    alone = sum(len(each.suppliers) == 1 for each in found.products)
    dear = sum(each.is_too_dear(each.price) for each in found.products)
    many = plural("{count} product", "{count} products", len(found.products))
    parts = [_("{few} of {products} have fewer than three quotes.").format(few=count(few), products=many)]
    if alone:
        parts.append(plural("{count} comes from a single supplier.", "{count} come from a single supplier.", alone))
    if dear:
        much = plural("{count} costs too much for its price.", "{count} cost too much for their price.", dear)
        parts.append(much)
    days = f'<span class="soft">{period(found.first, found.last)}</span>'
    show(f"<p>{joined(parts)} {days}</p>")


def _table(products: Sequence[Supplied]) -> None:
    if not products:
        return
    header = [(_("Product"), ""), (_("Price really paid"), "n"), (_("Goods cost"), "n"), (_("Share of it"), "n")]
    rows = [row for each in products for row in (("", _cells(each)), *_chips(each))]
    show(table(header, rows))


def _cells(each: Supplied) -> list[str]:
    pieces = plural("{count} piece", "{count} pieces", each.units)
    return [
        product_cell(each.product, each.name),
        f'{money(each.realised_price)}<span class="sub">{pieces}</span>',
        price(each.price),
        share(each.share(each.price)),
    ]


def _chips(each: Supplied) -> list[tuple[str, list[str]]]:
    """What is known of where it comes from, under the product."""
    chips = [_quote(each, quote) for quote in each.quotes]
    if each.is_too_dear(each.price):
        chips.append(_chip(_("goods cost more than {limit}").format(limit=rate(each.most)), "alarm"))
    if each.has_few_quotes and (each.quotes or chips or each.suppliers):
        many = plural("{count} quote", "{count} quotes", len(each.quotes))
        chips.append(_chip(_("{quotes}, three are wanted").format(quotes=many), "gap"))
    if len(each.suppliers) == 1:
        chips.append(_chip(_("one source only: {supplier}").format(supplier=text(each.suppliers[0])), "alarm"))
    if each.drift is not None and each.drift > 0:
        said = _("{share} above the backup: {money} on these pieces")
        chips.append(_chip(said.format(share=share(each.drift), money=money(each.drift_money)), "gap"))
    return [("remark", [f'<div class="dz-chips">{"".join(chips)}</div>'])] if chips else []


def _quote(each: Supplied, quote: Quote) -> str:
    dear = _("above {limit}").format(limit=rate(each.most)) if each.is_too_dear(quote.unit_price) else ""
    about = [role_name(quote.role), terms_text(quote), _("sample seen") if quote.sample_seen else "", dear]
    hint = " · ".join([*(word for word in about if word), f"{quote.quoted_on:%Y/%m/%d}"])
    kind = "alarm" if dear else "good" if quote.role == "main" else ""
    of_price = each.share(quote.unit_price)
    words = [text(quote.supplier), price(quote.unit_price), share(of_price) if of_price is not None else "", role_name(quote.role)]  # fmt: skip
    return _chip(" · ".join(word for word in words if word), kind, hint)


def _chip(body: str, kind: str = "", hint: str = "") -> str:
    return f'<span class="dz-chip {kind}" title="{text(hint)}">{body}</span>'


def _enter(shop: warehouse.Shop, products: Sequence[Supplied]) -> None:
    known = {each.product: each for each in products}
    with st.expander(_("Enter a quote"), key="goods_quote"):
        with st.form(saving.fresh("quote"), border=False):
            left, right = st.columns(2)
            left.selectbox(
                _("Product"),
                list(known),
                None,
                key="quote_product",
                accept_new_options=True,
                format_func=lambda key: f"{key} {known[key].name if key in known else ''}",
                placeholder=_("Choose, or type a code"),
            )
            right.text_input(_("Supplier"), key="quote_supplier")
            left, right = st.columns(2)
            left.text_input(_("Price of one piece, in yuan"), key="quote_price", placeholder="12.50")
            right.selectbox(_("What they are"), ROLES, key="quote_role", format_func=role_name, filter_mode=None)
            left, right = st.columns(2)
            terms = {True: _("paid when sold"), False: _("paid after delivery")}
            left.selectbox(_("Terms"), list(terms), key="quote_terms", format_func=terms.__getitem__, filter_mode=None)
            right.number_input(_("Days until payment"), 0, 365, 0, 1, key="quote_days")
            left, right = st.columns(2)
            how = _("The price holds from this day on; what was sold before is owed at the earlier one.")
            left.date_input(_("Quoted on"), today(), key="quote_day", format="YYYY-MM-DD", help=how)
            with right:
                saving.who_field("quote_who")
            st.checkbox(_("A sample was seen"), key="quote_sample")
            writing.submit(_("Save the quote"), type="primary", on_click=_save, args=(shop, known), key="quote_save")
        _take_back(shop, [quote for each in products for quote in each.quotes])


def _save(shop: warehouse.Shop, known: dict[str, Supplied]) -> None:
    typed = {name: st.session_state.get(f"quote_{name}") for name in ("product", "supplier", "price", "day")}
    supplier, product = str(typed["supplier"] or "").strip(), str(typed["product"] or "").strip()
    earlier = [each for each in (known[product].quotes if product in known else ()) if each.supplier == supplier]

    def write() -> None:
        day = typed["day"]
        if not product or not supplier or not isinstance(day, date):
            raise Wrong
        said = Quote(
            product=product,
            supplier=supplier,
            unit_price=_amount(str(typed["price"] or "")),
            when_sold=bool(st.session_state["quote_terms"]),
            days=int(st.session_state["quote_days"] or 0),
            sample_seen=bool(st.session_state["quote_sample"]),
            quoted_on=day,
            role=st.session_state["quote_role"],
            number=earlier[0].number if earlier else 0,
        )
        put(book(shop), [said], saving.who("quote_who"))

    wrong = _(
        "Nothing was saved: name product, supplier and day, and type a price above zero with at most six decimals."
    )
    saving.save(write, _("The quote is kept."), wrong)


def _amount(said: str) -> Decimal:
    try:
        return Decimal(said.strip())
    except InvalidOperation as fault:
        raise Wrong from fault


def _take_back(shop: warehouse.Shop, quotes: Sequence[Quote]) -> None:
    if not quotes:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            _("Take a quote back; its entry stays in the history"),
            quotes,
            None,
            key=saving.fresh("quote_back"),
            format_func=lambda each: f"{each.product} · {each.supplier} · {price(each.unit_price)}",
            placeholder=_("Choose"),
            width=420,
        )
        if (
            writing.button(_("Take it back"), key="quote_undo", icon=":material/undo:", disabled=chosen is None)
            and chosen
        ):
            saving.save(lambda: take_back(book(shop), chosen, name_of_reader()), _("The quote was taken back."), "")
            st.rerun()
