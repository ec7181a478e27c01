"""Ways to fill month targets at once: pasted, flat, by the shape of last year, or in between; always shown as amounts."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import streamlit as st

import warehouse
from book.engagement import Engagement
from book.record import Held
from book.value import AMOUNT_KIND, Wrong
from reports.contract.targets import between, filled, month_sales, months, spread, year_before
from views import writing
from views.engagement import saving
from views.engagement.fields import pairs
from views.html import show
from views.language import _, listed
from warehouse import access

SPAN = re.compile(r"(?P<first>[12][0-9]{3}-[0-9]{2})\s*(?:\.\.|–|~|至|to)\s*(?P<last>[12][0-9]{3}-[0-9]{2})")
MONTH = re.compile(r"([12][0-9]{3})\s*[-/.年]?\s*([0-9]{1,2})\s*月?")


def ways(shop: warehouse.Shop, held: Held, agreed: Engagement, wanted: list[str]) -> None:
    """The four ways, each behind its name."""
    mark = saving.mark(held, "targets.")
    with st.expander(_("The same amount for several months")):
        _flat(shop, agreed, wanted, mark)
    with st.expander(_("A total in the shape of last year's sales")):
        st.caption(
            _(
                "A flat target is missed in quiet months by chance alone; the shape of last year is fairer. No fen of the total is lost."
            )
        )
        _shaped(shop, agreed, wanted, mark)
    with st.expander(_("Paste two columns, month and target")), st.form(f"paste_targets_{mark}"):
        st.text_area(
            _("As copied from a spreadsheet, one month per line; an empty amount takes the target away"),
            key=f"pasted_targets_{mark}",
            height=140,
            placeholder="2025-03\t80000\n2025-04..2025-08\t100000",
        )
        writing.submit(
            _("Save the targets"),
            on_click=_save_pasted,
            args=(shop, agreed, mark),
            key="save_pasted",
            action=access.AGREE,
        )
    gaps = between(agreed.targets)
    if gaps:
        with st.expander(_("Fill the months in between")):
            show(
                f"<p>{_('On the straight line between two typed months, and marked as such: {months}.').format(months=listed(gaps))}</p>"
            )
            writing.button(
                _("Fill them"), on_click=_save_between, args=(shop, agreed), key="fill_between", action=access.AGREE
            )


def _span(wanted: list[str], mark: str, name: str) -> None:
    left, right = st.columns(2)
    left.selectbox(_("First month"), wanted, 0, key=f"{name}_first_{mark}", filter_mode=None)
    right.selectbox(_("Last month"), wanted, len(wanted) - 1, key=f"{name}_last_{mark}", filter_mode=None)


def _spanned(mark: str, name: str) -> list[str]:
    return months(st.session_state[f"{name}_first_{mark}"], st.session_state[f"{name}_last_{mark}"])


def _flat(shop: warehouse.Shop, agreed: Engagement, wanted: list[str], mark: str) -> None:
    with st.form(f"flat_{mark}"):
        st.text_input(_("Amount per month"), key=f"flat_amount_{mark}", placeholder="80000.00")
        _span(wanted, mark, "flat")
        writing.submit(
            _("Save the targets"), on_click=_save_flat, args=(shop, agreed, mark), key="save_flat", action=access.AGREE
        )


def _save_flat(shop: warehouse.Shop, agreed: Engagement, mark: str) -> None:
    amount = (st.session_state[f"flat_amount_{mark}"] or "").strip()
    spanned = _spanned(mark, "flat")
    if _is_backward(spanned) or not amount:
        return
    record_targets(shop, agreed, dict.fromkeys(spanned, amount))


def _shaped(shop: warehouse.Shop, agreed: Engagement, wanted: list[str], mark: str) -> None:
    with st.form(f"shaped_{mark}"):
        st.text_input(_("Total of all these months"), key=f"shaped_total_{mark}", placeholder="600000.00")
        _span(wanted, mark, "shaped")
        st.checkbox(
            _("Months that last year's files do not tell whole: take the line between their neighbours, and mark them"),
            key=f"shaped_fill_{mark}",
        )
        writing.submit(
            _("Save the targets"),
            on_click=_save_shaped,
            args=(shop, agreed, mark),
            key="save_shaped",
            action=access.AGREE,
        )


def _save_shaped(shop: warehouse.Shop, agreed: Engagement, mark: str) -> None:
    spanned = _spanned(mark, "shaped")
    total = _amount(st.session_state[f"shaped_total_{mark}"] or "")
    if _is_backward(spanned) or total is None:
        return
    sold = month_sales(shop, [year_before(each) for each in spanned], agreed.sales_basis, agreed.book)
    known = {month: sold.get(year_before(month)) for month in spanned}
    weights: dict[str, Decimal | None] = {
        month: max(each.sales, Decimal(0)) if each and each.sales is not None and each.is_whole else None
        for month, each in known.items()
    }
    missing = [month for month, weight in weights.items() if weight is None]
    if not any(weights.values()):
        saving.tell(
            _("The files tell no whole month of the year before. Load last year's orders, or type the targets.")
        )
    elif missing and not st.session_state[f"shaped_fill_{mark}"]:
        said = _("The year before is not known whole for {months}. Load its orders, or tick the box to fill them in.")
        saving.tell(said.format(months=listed(missing)))
    else:
        shares, marked = filled(weights)
        record_targets(shop, agreed, {month: f"{part:f}" for month, part in spread(total, shares).items()}, marked)


def _save_pasted(shop: warehouse.Shop, agreed: Engagement, mark: str) -> None:
    typed: dict[str, Any] = {}
    for said, amount in pairs(st.session_state[f"pasted_targets_{mark}"] or ""):
        if found := SPAN.fullmatch(said):
            typed |= dict.fromkeys(months(found["first"], found["last"]), amount or None)
        else:
            match = MONTH.fullmatch(said)
            typed[f"{match[1]}-{int(match[2]):02d}" if match else said] = amount or None
    record_targets(shop, agreed, typed)


def _save_between(shop: warehouse.Shop, agreed: Engagement) -> None:
    gaps = between(agreed.targets)
    record_targets(shop, agreed, {month: f"{amount:f}" for month, amount in gaps.items()}, list(gaps))


def record_targets(
    shop: warehouse.Shop, agreed: Engagement, typed: Mapping[str, Any], marked: list[str] | None = None
) -> None:
    """Save targets by month (None takes one away); `marked` were filled in between, the others were typed."""
    filled_in = sorted({*(each for each in agreed.interpolated if each not in typed), *(marked or ())})
    edits = {f"targets.{month}": amount for month, amount in typed.items()}
    if filled_in != list(agreed.interpolated):
        edits["targets.interpolated"] = filled_in or None
    if typed:
        saving.save(shop, edits)


def _amount(said: str) -> Decimal | None:
    try:
        return Decimal(AMOUNT_KIND.written(said))
    except Wrong:
        saving.tell(_("“{value}” is not a number.").format(value=said))
        return None


def _is_backward(spanned: list[str]) -> bool:
    if not spanned:
        saving.tell(_("The last month lies before the first."))
    return not spanned
