"""The words for what the loader and the reports call by name."""

import re
from collections.abc import Sequence
from html import escape

from book.schema import clause_kinds
from reports.names import PLATFORMS, SOURCES
from views.language import _, listed


def platform_name(platform: str) -> str:
    """A platform as people call it."""
    named = PLATFORMS.get(platform, platform)
    return _(named)


def entity_name(entity: str) -> str:
    """What an export tells."""
    names = {
        "orders": _("orders"),
        "order_lines": _("order lines"),
        "order_subsidies": _("who bore discounts"),
        "ad_spend": _("ad spend"),
        "unit_costs": _("unit costs"),
        "cost_entries": _("other costs"),
        "refunds": _("refunds"),
        "settlements": _("settlement"),
        "traffic": _("traffic"),
        "shipments": _("parcels"),
        "brushing": _("brushing list"),
        "purchases": _("purchases"),
        "bank_statement": _("bank statement"),
        "supplier_payments": _("supplier payments"),
        "stock": _("stock"),
        "reviews": _("reviews"),
        "bundles": _("bundles"),
        "day_totals": _("day totals"),
    }
    return names.get(entity, entity)


def source_name(source: str) -> str:
    """A source of figures."""
    named = SOURCES.get(source, source)
    return _(named)


def clause_name(kind: str) -> str:
    """A kind of clause."""
    return _(clause_kinds()[kind].label) if kind in clause_kinds() else kind


def fee_class_name(part: str) -> str:
    """What an amount of either side is."""
    names = {"gross": _("sale"), "refund": _("refund"), "goods": _("money for goods")}
    return names.get(part, part)


def step_name(step: str) -> str:
    """A step on the way to an export; the platforms' own menus are Chinese in every language."""
    names = {
        "your own spreadsheet": _("your own spreadsheet"),
        "columns: 商家编码, 成本价, 生效日期": _("columns: 商家编码, 成本价, 生效日期"),
        "your bank's online banking": _("your bank's online banking"),
    }
    return names.get(step, step)


def grade_name(grade: str) -> str:
    """How the header of an export is known."""
    names = {
        "real file": _("a real file"),
        "code": _("code written against real files, not yet a real file"),
        "manual": _("a manual, not yet a real file"),
        "guess": _("a guess"),
        "typed": _("this program"),
        "map": _("your own column map"),
    }
    return names.get(grade, grade)


def grade_mark(grade: str) -> str:
    """The same as a sign: ● seen in a real file, ◐ in code, ○ in a manual or guessed."""
    return {"real file": "●", "code": "◐"}.get(grade, "○")


def origin_name(origin: str) -> str:
    """Where an upload came from."""
    names = {
        "merchant": _("downloaded by the merchant"),
        "agency": _("sent by the agency"),
        "typed": _("typed"),
    }
    return names.get(origin, _("uploaded"))


def state_name(state: str) -> str:
    """Whether days are covered."""
    return {"present": _("present"), "partial": _("partly"), "missing": _("missing")}.get(state, state)


def note_name(note: str) -> str:
    """What a file had that the reader should know of."""
    name, _colon, number = note.partition(":")
    names = {
        "macros_ignored": _("Its macros were ignored."),
        "hidden_rows": _("It has {number} hidden rows; they are counted."),
        "hidden_sheet": _("A hidden sheet was read too."),
        "hidden_columns": _("It has {number} hidden columns; they are read."),
        "html_as_xls": _("It is a web page named .xls; it was read as a table."),
        "text_as_xls": _("It is a text table named .xls; it was read as a table."),
        "future_dates": _("It has {number} rows of days still to come; they are counted."),
        "negative_amounts": _("It has {number} rows with a negative amount; please check them."),
        "total_differs": _("Its total row differs from its rows by {number}."),
        "xml_as_xls": _("It is an XML table named .xls; it was read as a table."),
    }
    return names.get(name, note).format(number=number)


def found_name(found: str) -> str:
    """What stands in a file's place, where the loader has a word for it; any other finding as it is."""
    names = {
        "a PDF document": _("a PDF document"),
        "a picture": _("a picture"),
        "a program": _("a program"),
        "a Parquet file": _("a Parquet file"),
        "a database": _("a database"),
        "a web archive": _("a web archive"),
        "a text document": _("a text document"),
        "a presentation": _("a presentation"),
        "an XML document": _("an XML document"),
        "binary data": _("binary data"),
        "a binary workbook (.xlsb)": _("a binary workbook (.xlsb)"),
        "an OpenDocument file (.ods)": _("an OpenDocument file (.ods)"),
        "a document type declaration": _("a document type declaration"),
        "the archive has no end": _("the archive has no end"),
        "it ends within a character": _("it ends within a character"),
        "it has no beginning": _("it has no beginning"),
        "its parts follow each other in a circle": _("its parts follow each other in a circle"),
        "two parts of one name": _("two parts of one name"),
    }
    if number := re.fullmatch(r"row ([\d,]+)", found):
        return _("row {row}").format(row=number[1])
    return names.get(found, found)


def name_refused(name: str) -> str:
    """Why a shop cannot have this name."""
    said = _(
        "“{name}” cannot be the name of a shop: up to 80 letters, digits, blanks and - ( ) · &, beginning with a letter or digit."
    )
    return said.format(name=escape(name))


def column_name(column: str) -> str:
    """A column of ours as a reader calls it."""
    names = {
        "ad_date": _("Day"), "ad_kind": _("Kind of advertising"), "amount": _("Amount"), "applied_at": _("Time the refund was asked for"),
        "attributed_orders": _("Orders that the platform credits to the ad"), "attributed_sales": _("Sales that the platform credits to the ad"),
        "attribution_window": _("Attribution window"), "balance": _("Balance"), "bundle_key": _("Code of the bundle"), "buyers": _("Buyers"),
        "campaign_id": _("Number of the campaign"), "campaign_name": _("Campaign"), "cart_buyers": _("Visitors who put it into the cart"),
        "cart_units": _("Pieces put into the cart"), "clicks": _("Clicks"), "commission_amount": _("Commission"), "completed_at": _("Time completed"),
        "cost_kind": _("Kind of cost"), "cost_platform": _("Platform"), "creator_amount": _("Discount paid by the creator"), "currency": _("Currency"),
        "day": _("Day"), "direction": _("Income or expense"), "discount_amount": _("Discount"), "end_date": _("Last day"), "entry_id": _("Number of the entry"),
        "expense_amount": _("Expense"), "favourites": _("Favourites"), "fee_kind": _("Kind of entry"), "fee_name": _("What the entry is for"),
        "freight_amount": _("Freight"), "goods_amount": _("Amount of the goods"), "gross_sales": _("Sales before refunds"), "impressions": _("Impressions"),
        "income_amount": _("Income"), "item_id": _("Number of the item (listing)"), "item_name": _("Name of the item (listing)"), "label": _("What for"),
        "line_amount": _("Amount of the line"), "line_id": _("Number of the line"), "order_id": _("Order number"), "order_status": _("Status of the order"),
        "ordered_at": _("Time of the order"), "orders": _("Orders"), "page_views": _("Page views"), "paid_amount": _("Amount paid"), "paid_at": _("Time paid"),
        "paid_orders": _("Paid orders"), "payable_amount": _("Amount payable"), "per": _("How often"), "period_from": _("First day"), "period_to": _("Last day"),
        "platform_amount": _("Discount paid by the platform"), "platform_fee_amount": _("Fee of the platform"), "platform_subsidy": _("Subsidy of the platform"),
        "principal_amount": _("Money laid out"), "product_key": _("Product code"), "product_name": _("Product name"), "quantity": _("Quantity"),
        "quantity_unit": _("Unit of the quantity"), "rate": _("Rate"), "received_amount": _("Amount received"), "refund_amount": _("Amount refunded"),
        "refund_id": _("Number of the refund"), "refund_kind": _("Kind of refund"), "refund_status": _("Status of the refund"), "refunded_at": _("Time refunded"),
        "refunds": _("Refunds"), "review_id": _("Number of the review"), "review_kind": _("Good, neutral or bad"), "reviewed_at": _("Time of the review"),
        "scene": _("Placement"), "score": _("Score"), "settled_amount": _("Amount settled"), "settled_at": _("Time settled"), "shipped_at": _("Time shipped"),
        "shop_name": _("Shop"), "shop_platform": _("Platform"), "spend": _("Spend"), "start_date": _("First day"), "stock_date": _("Day"),
        "supplier": _("Supplier"), "tax_amount": _("Tax"), "total_amount": _("Total amount"), "traffic_date": _("Day"), "traffic_source": _("Source of the traffic"),
        "unit_cost": _("Cost of one piece"), "unit_price": _("Price of one piece"), "units": _("Units"), "valid_from": _("Holds from"),
        "variant_id": _("Number of the variant"),
        "variant_name": _("Variant"), "visitors": _("Visitors"), "warehouse": _("Warehouse"), "waybill_id": _("Waybill number"), "weight": _("Weight"),
        "account": _("Account"), "counterparty": _("Other side of the account"), "purpose": _("Purpose"), "paid_by": _("Paid by"),
        "paid_date": _("Day paid"), "due_date": _("Due on"), "terms": _("Terms of payment"), "parent_id": _("Number of the parent order"),
        "source_row": _("Row"), "gross_amount": _("Sales before refunds"), "row_kind": _("Counts as"),
    }  # fmt: skip
    return names.get(column, column)


def row_kind_name(kind: str) -> str:
    """What a row of an order table counts as."""
    return {"sale": _("a sale"), "refund": _("a refund"), "other": _("neither")}.get(kind, kind)


def basis_name(basis: str) -> str:
    """How refunds are dated."""
    return {"accounting": _("on the day of the refund"), "order": _("in the week of the order")}[basis]


def book_name(book: str) -> str:
    """Whether the orders that the merchant lists as brushing count."""
    return {"cleaned": _("without listed brushing orders"), "claimed": _("with listed brushing orders")}[book]


def week_state(state: str, missing: Sequence[str] = ()) -> str:
    """The state of a week, with what it lacks."""
    names = {"complete": _("complete"), "provisional": _("provisional"), "signed": _("signed")}
    return f"{names[state]} · {listed(source_name(each) for each in missing)}" if missing else names[state]
