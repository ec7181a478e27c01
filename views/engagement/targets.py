"""Month targets: typed in a grid, pasted, flat, shaped by last year's months, or filled in between; and the budget."""

from decimal import Decimal
from typing import Any

import streamlit as st

import warehouse
from book.engagement import Engagement
from book.record import Held
from book.schema import SECTIONS
from reports.contract.targets import MonthSales, days_of, month_sales, months, year_before
from views import writing
from views.engagement import fields as termfields
from views.engagement import saving
from views.engagement import shape as agreedshape
from views.engagement.words import term_name
from views.html import show, text
from views.language import _, joined
from views.numbers import money, today
from warehouse import access

YEAR = 12


def targets(shop: warehouse.Shop, held: Held, agreed: Engagement) -> None:
    """What the targets mean, the months, ways to fill them, and the budget."""
    _terms(shop, held)
    st.subheader(_("Month targets"))
    wanted = _months(agreed)
    last_year = month_sales(shop, [year_before(each) for each in wanted], agreed.sales_basis, agreed.book)
    _sentence(agreed)
    _grid(shop, held, agreed, wanted, last_year)
    agreedshape.ways(shop, held, agreed, wanted)


def _terms(shop: warehouse.Shop, held: Held) -> None:
    subjects = {
        "targets.sales_basis": SECTIONS["targets"]["sales_basis"],
        "targets.book": SECTIONS["targets"]["book"],
        "budget.total_per_month": SECTIONS["budget"]["total_per_month"],
    }
    mark = saving.mark(held, *subjects)
    with st.form(f"terms_{mark}"):
        for (subject, field), place in zip(subjects.items(), st.columns(3), strict=True):
            termfields.draw(field, f"{subject}_{mark}", held.terms.get(subject), term_name(subject), place)
        st.caption(_("The budget is everything the merchant pays in a month: fee, ads and goods."))
        writing.submit(_("Save"), on_click=_save_terms, args=(shop, mark), key="save_terms", action=access.AGREE)


def _save_terms(shop: warehouse.Shop, mark: str) -> None:
    fields = SECTIONS["targets"]
    saving.save(
        shop,
        {
            f"targets.{name}": termfields.typed(fields[name], f"targets.{name}_{mark}")
            for name in ("sales_basis", "book")
        }
        | {
            "budget.total_per_month": termfields.typed(
                SECTIONS["budget"]["total_per_month"], f"budget.total_per_month_{mark}"
            )
        },
    )


def _months(agreed: Engagement) -> list[str]:
    """The months of the service and those that have a target; a year where no end is agreed."""
    start = agreed.service_start or today().replace(day=1)
    year = months(f"{start:%Y-%m}", f"{start.year + 1}-12")[:YEAR]
    end = f"{agreed.service_end:%Y-%m}" if agreed.service_end else year[-1]
    named = sorted([*agreed.targets, year[0], end])
    return months(named[0], named[-1])


def _sentence(agreed: Engagement) -> None:
    if not agreed.targets:
        st.caption(_("No month has a target yet. Type into the table, or use one of the ways below it."))
        return
    total = sum(agreed.targets.values(), Decimal(0))
    said = _("{first} to {last}: {amount} in all.").format(
        first=min(agreed.targets), last=max(agreed.targets), amount=money(total)
    )
    marked = _("≈ filled in between, not typed: {months}.").format(months=", ".join(agreed.interpolated))
    show(f"<p>{joined([said, text(marked) if agreed.interpolated else ''])}</p>")


def _grid(
    shop: warehouse.Shop, held: Held, agreed: Engagement, wanted: list[str], last_year: dict[str, MonthSales]
) -> None:
    key = f"target_grid_{saving.mark(held, 'targets.')}"
    columns: dict[str, list[Any]] = {
        _("Month"): [f"{each} ≈" if each in agreed.interpolated else each for each in wanted],
        _("Target"): [f"{agreed.targets[each]:f}" if each in agreed.targets else "" for each in wanted],
        _("Sold a year before"): [_sold(last_year.get(year_before(each))) for each in wanted],
    }
    writing.editor(
        columns,
        key=key,
        hide_index=True,
        height="content",
        disabled=[name for name in columns if name != _("Target")],
        column_config={_("Target"): st.column_config.TextColumn(help=_("Empty: the month has no target"))},
        on_change=_save_grid,
        args=(key, shop, agreed, wanted),
        alt=_("Month targets"),
        action=access.AGREE,
    )


def _sold(known: MonthSales | None) -> str:
    if known is None or known.sales is None:
        return ""
    if known.is_whole:
        return money(known.sales)
    return _("{amount} ({days} of {all} days)").format(
        amount=money(known.sales), days=known.days, all=days_of(known.month)
    )


def _save_grid(key: str, shop: warehouse.Shop, agreed: Engagement, wanted: list[str]) -> None:
    rows = st.session_state[key]["edited_rows"]
    typed = {
        wanted[int(place)]: (edit.get(_("Target")) or "").strip() or None
        for place, edit in rows.items()
        if _("Target") in edit
    }
    agreedshape.record_targets(shop, agreed, typed)
