"""The 对账表 of the week in view, to take along: made only when asked for, as Excel and as a page for paper."""

from collections.abc import Callable
from datetime import date

import streamlit as st

import warehouse
from book import book
from reports.statement import Statement, statement
from views import view
from views.frame import shop_title
from views.language import _
from views.later import fingerprint, later
from views.statement.page import statement_page
from views.statement.workbook import statement_book

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def offer(shop: warehouse.Shop, week_start: date) -> None:
    """Two buttons: the workbook with living formulas, and the page that prints on A4 with signature boxes."""
    st.subheader(_("Statement"))
    st.caption(
        _("The week with every source row, the definitions and boxes to sign: as a workbook, or to print on A4.")
    )
    with st.container(horizontal=True):
        _button(shop, week_start, "xlsx", XLSX, _("Statement as Excel"), statement_book)
        _button(shop, week_start, "html", "text/html", _("Statement to print"), _page)


def _page(title: str, found: Statement) -> bytes:
    return statement_page(title, found).encode()


def _button(
    shop: warehouse.Shop,
    week_start: date,
    suffix: str,
    mime: str,
    label: str,
    write: Callable[[str, Statement], bytes],
) -> None:
    scope = view.scope(shop, week_start, week_start)
    try:
        mark = fingerprint(scope.reader.build, scope.refunds, scope.book, book(shop).last)
    except warehouse.NoBuild:
        return
    st.download_button(
        label,
        later(lambda: write(shop_title(shop.name), statement(scope, week_start))),
        f"{shop.title}-{_('Statement')}-{week_start:%Y%m%d}-{mark}.{suffix}",
        mime,
        icon=":material/download:" if suffix == "xlsx" else ":material/print:",
        on_click="ignore",
        key=f"statement_{suffix}",
    )
