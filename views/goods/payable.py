"""What is owed to suppliers: for sold pieces, by the payment table, and who paid whom."""

import streamlit as st

import warehouse
from book import book
from reports.goods.handed import handed, put
from reports.goods.payable import Due, Owed, Payable, Route
from views import writing
from views.goods import saving
from views.goods.words import price, product_cell
from views.html import note, show, table, text
from views.language import _, joined
from views.numbers import NOTHING, count, money, today
from views.session import name_of_reader


def payable(shop: warehouse.Shop, found: Payable) -> None:
    """What is owed, and what lies with the agency."""
    st.subheader(_("Owed to suppliers"))
    for each in found.routes:
        if each.agency:
            _route(each)
    if found.owed:
        _sold(found)
    if found.listed:
        _listed(found)
    _handed(shop, found)


def _handed(shop: warehouse.Shop, found: Payable) -> None:
    """Goods money that the agency got and has not passed on."""
    if found.exposure:
        said = _("{open} of the {handed} that you gave the agency for goods has not reached a supplier by your files.")
        amounts = {"open": f"<b>{money(found.exposure)}</b>", "handed": money(found.handed)}
        show(note([said.format(**amounts)], "alarm"))
    with st.expander(_("Goods money given to the agency"), key="goods_handed"):
        given = handed(book(shop))
        if given:
            header = [(_("Day"), "d"), (_("Amount"), "n")]
            show(table(header, [("", [f"{each.day:%Y/%m/%d}", money(each.amount)]) for each in given]))
        with st.form(saving.fresh("handed"), border=False):
            left, right = st.columns(2)
            left.date_input(_("Day"), today(), key="handed_day", format="YYYY-MM-DD")
            right.text_input(_("Amount in all on this day, in yuan"), key="handed_amount", placeholder="50000.00")
            writing.submit(_("Save the amount"), type="primary", on_click=_save, args=(shop,), key="handed_save")


def _save(shop: warehouse.Shop) -> None:
    day, amount = st.session_state["handed_day"], str(st.session_state["handed_amount"] or "").strip()
    saving.save(
        lambda: put(book(shop), day, amount, name_of_reader()),
        _("The amount is kept."),
        _("Nothing was saved: type a day and an amount, with at most two decimals."),
    )


def _route(each: Route) -> None:
    said = _("{amount} for {supplier} went through the agency. Pay suppliers yourself, so that no goods money is lost.")
    show(note([said.format(amount=f"<b>{money(each.agency)}</b>", supplier=text(each.supplier))], "alarm"))


def _sold(found: Payable) -> None:
    show(f"<p><b>{_('For pieces that were sold')}</b></p>")
    header = [
        (_("Supplier"), ""),
        (_("Sold so far"), "n wide-only"),
        (_("Paid so far"), "n"),
        (_("Due now"), "n"),
        (_("Due later"), "n"),
    ]
    show(table(header, [("", _owed(each)) for each in found.owed]))
    how = _("Pieces sold since the quote × its price; a changed price holds from its own day.")
    back = _("Pieces refunded before they were sent are not owed; returned ones are, until both sides agree otherwise.")
    st.caption(joined([how, back]))
    with st.expander(_("By product")):
        header = [
            (_("Product"), ""),
            (_("Supplier"), "wide-only"),
            (_("Sold from"), "d wide-only"),
            (_("Pieces"), "n"),
            (_("Price of one"), "n"),
            (_("Owed"), "n"),
        ]
        body = [
            (
                "",
                [
                    product_cell(line.product, line.name),
                    text(each.supplier),
                    f"{line.since:%Y/%m/%d}",
                    count(line.units),
                    price(line.unit_price),
                    money(line.owed),
                ],
            )
            for each in found.owed
            for line in each.lines
        ]
        show(table(header, body))


def _owed(each: Owed) -> list[str]:
    following = f'<span class="sub">{_("from {day}").format(day=f"{each.next_due:%Y/%m/%d}")}</span>' if each.next_due and each.later else ""  # fmt: skip
    ahead = f'<span class="sub">{_("{amount} ahead").format(amount=money(each.ahead))}</span>' if each.ahead else ""
    return [
        text(each.supplier),
        money(each.owed),
        f"{money(each.paid)}{ahead}",
        f"<b>{money(each.due)}</b>" if each.due else money(each.due),
        f"{money(each.later)}{following}",
    ]


def _listed(found: Payable) -> None:
    show(f"<p><b>{_('Still to be paid, by your table of payments')}</b></p>")
    header = [(_("Supplier"), ""), (_("Due on"), "d"), (_("Amount"), "n"), (_("Paid by"), "wide-only")]
    show(table(header, [("", _due(each, found)) for each in found.listed]))


def _due(each: Due, found: Payable) -> list[str]:
    late = f'<span class="sub">{_("overdue")}</span>' if each.day < found.today else ""
    by = {"agency": _("agency"), "merchant": _("merchant")}.get(each.paid_by, NOTHING)
    return [text(each.supplier), f"{each.day:%Y/%m/%d}{late}", money(each.amount), by]
