"""The Excel file of the Week page: the same cells as the page, money as numbers, totals as live sums."""

import io
from datetime import date, datetime
from decimal import Decimal

import streamlit as st
import xlsxwriter

import warehouse
from book import book
from reports.metric import LADDER, metrics
from reports.products import Products, products
from reports.signing.signed import signed_weekly
from reports.weekly import Weekly
from views import view
from views.defined import SHOWN, formula_mark
from views.language import _
from views.later import fingerprint, later
from views.numbers import unit_of
from views.words import basis_name, week_state

PRODUCT_COLUMNS = (
    "units",
    "gross_sales",
    "refunds",
    "net_sales",
    "product_cost",
    "ad_spend",
    "platform_fees",
    "contribution",
)
FORMATS = {"money": "#,##0.00;-#,##0.00", "money_rate": "#,##0.00", "count": "#,##0", "rate": "0.0%"}


def offer(shop: warehouse.Shop, weeks: Weekly, sold: Products | None) -> None:
    """A button that makes the workbook of what the page shows and hands it out; its rights are asked again then."""
    title, last = shop.title, weeks.weeks[-1]
    asked = view.scope(shop, weeks.weeks[0].first, last.last)
    of_products = view.scope(shop, date.fromisoformat(sold.first), date.fromisoformat(sold.last)) if sold else None
    mark = fingerprint(weeks.build, weeks.refunds, weeks.book, book(shop).last)
    st.download_button(
        _("Download as Excel"),
        later(lambda: workbook(title, signed_weekly(asked), products(of_products) if of_products else None)),
        f"{title}-{_('weekly')}-{last.week_start:%Y%m%d}-{mark}.xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        icon=":material/download:",
        on_click="ignore",
        key="download_workbook",
    )


def workbook(title: str, weeks: Weekly, sold: Products | None) -> bytes:
    """Three sheets: weeks, products, definitions. Text is never a formula; only our own sums are."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": title, "created": datetime(2000, 1, 1)})
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    formats = {unit: book.add_format({"num_format": code}) for unit, code in FORMATS.items()}
    sums = {unit: book.add_format({"num_format": code, "bold": True, "top": 1}) for unit, code in FORMATS.items()}

    sheet = book.add_worksheet(_("Weeks"))
    sheet.write_row(0, 0, [_("Week"), _("State"), *(_(metrics()[name].label) for name in LADDER)], bold)
    for row, week in enumerate(weeks.weeks, 1):
        sheet.write_string(row, 0, week.week_start.isoformat())
        sheet.write_string(row, 1, week_state(week.state, week.missing))
        for column, name in enumerate(LADDER, 2):
            _write(sheet, row, column, week.figures[name], formats[metrics()[name].unit])
    end = len(weeks.weeks) + 1
    sheet.write_string(end, 0, _("Total"), bold)
    for column, name in enumerate(LADDER, 2):
        total = weeks.total[name]
        if total is not None:
            sheet.write_formula(end, column, _total(name, end), sums[metrics()[name].unit], float(total))
    _arrange(sheet, (12, 26, *[14] * len(LADDER)))

    if sold:
        sheet = book.add_worksheet(_("Products"))
        labels = [_(metrics()[n].label) for n in PRODUCT_COLUMNS]
        sheet.write_row(0, 0, [_("Code"), _("Product"), *labels], bold)
        for row, product in enumerate(sold.products, 1):
            sheet.write_string(row, 0, product.key or "")
            sheet.write_string(row, 1, product.name or ("" if product.key else _("not allocated to a product")))
            for column, name in enumerate(PRODUCT_COLUMNS, 2):
                _write(sheet, row, column, product.figures[name], formats[unit_of(name)])
        _arrange(sheet, (14, 32, *[14] * len(PRODUCT_COLUMNS)))

    sheet = book.add_worksheet(_("Definitions"))
    heads = [_("Figure"), _("How it is computed"), _("Why the platform may show another number"), _("Version")]
    sheet.write_row(0, 0, heads, bold)
    for row, name in enumerate(LADDER, 1):
        sheet.write_string(row, 0, _(metrics()[name].label))
        sheet.write_string(row, 1, _(metrics()[name].how))
        sheet.write_string(row, 2, _(metrics()[name].differs))
        sheet.write_string(row, 3, formula_mark(name)[:SHOWN])
    sheet.write_string(len(LADDER) + 2, 0, _("Refunds count"))
    sheet.write_string(len(LADDER) + 2, 1, basis_name(weeks.refunds))
    _arrange(sheet, (24, 90, 60, 12))
    book.close()
    return file.getvalue()


def _total(name: str, end: int) -> str:
    """The sum of a column; of a figure made of others, those others' totals.

    A week in which one part is not known has no gross profit, yet its sales are in the total.
    """
    letters = {each: xlsxwriter.utility.xl_col_to_name(column) for column, each in enumerate(LADDER, 2)}
    parts = metrics()[name].parts
    if parts:
        return "=" + "".join(f"{'-' if sign < 0 else '+'}{letters[each]}{end + 1}" for each, sign in parts).lstrip("+")
    return f"=SUM({letters[name]}2:{letters[name]}{end})"


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: object, form: object) -> None:
    """A number, or an empty cell for what is not known. A cell holds a binary float; two decimals survive it exactly."""
    if value is None:
        sheet.write_blank(row, column, None, form)
    else:
        sheet.write_number(row, column, float(value) if isinstance(value, Decimal | int | float) else 0, form)


def _arrange(sheet: xlsxwriter.worksheet.Worksheet, widths: tuple[int, ...]) -> None:
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
