"""How the cells of a mapped table are to be read: unit, currency, order of dates, which rows count as what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from etl.columnmap import CONDITIONS, Condition
from etl.content import Content
from etl.entity import columns_of
from etl.formatfile import UNITS
from views.language import _

MONEY = ("orders", "order_lines", "refunds", "settlements", "ad_spend")
CURRENCIES = ("CNY", "USD", "EUR", "GBP", "JPY", "HKD")


@dataclass
class HowToRead:
    """The reader's answers; what does not concern a kind of table keeps its default."""

    unit: str = "yuan"
    currency: str = "CNY"
    paid_amount_is: str | None = None
    cost_kind: str | None = None
    valid_from: str | None = None
    date_order: str | None = None
    refund_rows: Condition | None = None
    left_out: Condition | None = None


def how_to_read(entity: str, columns: Mapping[str, str], known: Mapping[str, Content], mark: str) -> HowToRead:
    """Ask only what the chosen columns leave open."""
    said = HowToRead()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _amounts(said, entity, columns, mark)
        _dates(said, entity, columns, known, mark)
        if entity == "unit_costs" and "valid_from" not in columns:
            day = st.date_input(
                _("Costs without a date hold from"), None, key=f"map_from_{mark}", format="YYYY-MM-DD", width=260
            )
            said.valid_from = day.isoformat() if isinstance(day, date) else None
    with st.expander(_("Rows that are refunds, rows to leave out")):
        if entity == "order_lines":
            said.refund_rows = _condition(_("Rows are refunds where"), list(known), f"map_refunds_{mark}")
        said.left_out = _condition(_("Leave out rows where"), list(known), f"map_skip_{mark}")
    return said


def _amounts(said: HowToRead, entity: str, columns: Mapping[str, str], mark: str) -> None:
    types = columns_of(entity)
    if any(types[column].startswith("decimal") for column in columns):
        units = {"yuan": _("yuan"), "fen": _("fen (1/100)"), "thousand": _("thousands"), "wan": _("ten thousands")}
        said.unit = _one_of(_("Amounts are in"), {unit: units[unit] for unit in UNITS}, f"map_unit_{mark}", 170, "yuan")
    if entity in MONEY:
        said.currency = _one_of(_("Currency"), {each: each for each in CURRENCIES}, f"map_currency_{mark}", 120)
    if entity in ("orders", "order_lines") and {"paid_amount", "refund_amount"} <= columns.keys():
        names = {"gross": _("before refunds are taken off"), "net_of_refunds": _("after refunds are taken off")}
        said.paid_amount_is = _one_of(_("The amount paid is"), names, f"map_paid_{mark}", 260)
    if entity == "cost_entries" and "cost_kind" not in columns:
        kinds = {
            "other_costs": _("Other costs"),
            "fulfilment_cost": _("Shipping and packing"),
            "service_fee": _("Service fee of the agency"),
        }
        said.cost_kind = _one_of(_("Kind of cost"), kinds, f"map_cost_{mark}", 260)


def _dates(said: HowToRead, entity: str, columns: Mapping[str, str], known: Mapping[str, Content], mark: str) -> None:
    """The order of day and month where the year stands last; without an answer the loader asks all cells of the file."""
    times = [column for column in columns if columns_of(entity)[column] in ("date", "timestamp")]
    found = {known[columns[column]].dates for column in times} - {"ymd"}
    if not found:
        return
    names = {"dmy": _("day, month, year"), "mdy": _("month, day, year")}
    sure = next(iter(found)) if len(found) == 1 else "ambiguous"
    said.date_order = st.selectbox(
        _("Order of the dates"),
        list(names),
        list(names).index(sure) if sure in names else None,
        format_func=names.__getitem__,
        key=f"map_dates_{mark}",
        width=230,
        placeholder=_("as the cells tell"),
        filter_mode=None,
    )


def _condition(label: str, headers: Sequence[str], key: str) -> Condition | None:
    names = {"value": _("is"), "prefix": _("begins with"), "contains": _("contains")}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        column = st.selectbox(
            label, headers, None, key=f"{key}_column", width=260, placeholder=_("no such rows"), filter_mode=None
        )
        how = _one_of(_("Test"), {each: names[each] for each in CONDITIONS}, f"{key}_how", 160)
        word = st.text_input(_("Text"), key=f"{key}_text", width=180).strip()
    return Condition(column, how, word) if column and word else None


def _one_of(label: str, names: Mapping[str, str], key: str, width: int, first: str | None = None) -> str:
    """One of the named answers; the first where nothing else is said."""
    options = list(names)
    place = options.index(first) if first else 0
    return st.selectbox(label, options, place, format_func=names.__getitem__, key=key, width=width, filter_mode=None)
