"""The Costs page: unit costs, platform rates, amounts per shipped order, recurring and one-off costs. Every edit is saved at once."""

from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

import streamlit as st

import warehouse
from etl.loaded import Loaded
from etl.pipeline import undo
from etl.typed import load_costs, load_pasted, load_unit_costs
from reports.costs import CostEntry, ProductCost, cost_entries, platforms, product_costs
from views import behind, problem, writing
from views.html import link, note, show, table, text
from views.language import _, joined, plural
from views.numbers import money, rate, today
from views.view import address
from views.words import platform_name, source_name
from warehouse import access

SHOWN = 100


def unit_costs(shop: warehouse.Shop) -> None:
    """Products with what one piece costs, those without a cost first; typing a cost saves it."""
    known = product_costs(shop)
    st.subheader(_("Unit costs"))
    without = [each for each in known if each.unit_cost is None]
    if not known:
        show(
            f"<p>{_('Costs meet products by their code. Load an export with product codes first, or paste a cost table below.')}</p>"
        )
    elif without:
        total = sum((each.gross_sales for each in without), Decimal(0))
        show(
            note(
                [
                    joined(
                        [
                            plural(
                                "{count} product has no unit cost;", "{count} products have no unit cost;", len(without)
                            ),
                            _("sold in the last 13 weeks: {amount}. Type its cost first.").format(amount=money(total)),
                        ]
                    )
                ]
            )
        )
    else:
        show(note([_("Every product sold in the last 13 weeks has a unit cost.")], "calm"))
    day = st.date_input(
        _("A cost typed here holds from"),
        None,
        key="cost_from",
        format="YYYY-MM-DD",
        help=_("Empty: from the beginning, for products that have no cost yet."),
        width=260,
    )
    if known:
        _editor(shop, known[:SHOWN], day if isinstance(day, date) else None)
    if len(known) > SHOWN:
        st.caption(_("The {shown} products that matter most are shown; load a table for the rest.").format(shown=SHOWN))
    upload = link(_("Load the file"), address("files"))
    show(f'<p class="soft">{joined([_("A whole table is loaded faster as a file."), upload])}</p>')
    with st.expander(_("Paste a cost table")), st.form("paste_costs", clear_on_submit=True):
        pasted = st.text_area(
            _(
                "Code, cost and, if you like, the day from which it holds; one product per line, as copied from a spreadsheet"
            ),
            height=160,
            placeholder="HT-01\t12.50\t2026-01-01",
        )
        if writing.submit(_("Save the costs"), action=access.LOAD) and pasted.strip():
            _told(load_pasted(shop, pasted, {"valid_from": day.isoformat()} if isinstance(day, date) else None))
            st.rerun()


def _editor(shop: warehouse.Shop, shown: list[ProductCost], day: date | None) -> None:
    # The table's memory of edits is by row number, and a saved cost moves its product: each saving begins a new table.
    key = f"unit_cost_table_{st.session_state.get('unit_cost_round', 0)}"
    writing.editor(
        {
            _("Code"): [each.key for each in shown],
            _("Product"): [each.name or "" for each in shown],
            _("Unit cost"): [_plain(each.unit_cost) for each in shown],
            _("Holds from"): [_since(each.valid_from) for each in shown],
            _("Units, 13 weeks"): [each.units for each in shown],
            _("Sales, 13 weeks"): [money(each.gross_sales) for each in shown],
        },
        key=key,
        hide_index=True,
        disabled=[_("Code"), _("Product"), _("Units, 13 weeks"), _("Sales, 13 weeks"), _("Holds from")],
        column_config={
            _("Unit cost"): st.column_config.TextColumn(
                validate=r"^\d{1,9}(\.\d{1,6})?$", help=_("What one piece costs, up to six decimals")
            )
        },
        on_change=_save_unit_costs,
        args=(key, shop, shown, day),
        alt=_("Unit costs by product"),
        action=access.LOAD,
    )


def _save_unit_costs(key: str, shop: warehouse.Shop, shown: list[ProductCost], day: date | None) -> None:
    edits = st.session_state[key]["edited_rows"]
    st.session_state["unit_cost_round"] = st.session_state.get("unit_cost_round", 0) + 1
    entries = []
    for place, edit in edits.items():
        value = edit.get(_("Unit cost"))
        if value:
            product = shown[int(place)]
            since = today() if day is None and product.unit_cost is not None else day
            entries.append(
                {
                    "product_key": product.key,
                    "product_name": product.name or "",
                    "unit_cost": value,
                    "valid_from": since or "",
                }
            )
    if entries:
        with behind.told():  # called before the page
            _told(load_unit_costs(shop, entries))


def rates(shop: warehouse.Shop) -> None:
    """The share of sales that each platform keeps."""
    found = platforms(shop)
    if not found:
        return
    st.subheader(_("Platform fees"))
    entries = cost_entries(shop)
    with st.form("rates", border=False):
        typed: list[tuple[str, str]] = []
        columns = st.columns(3)
        for place, platform in enumerate(found):
            old = next((e for e in entries if e.cost_kind == "platform_fee_rate" and e.platform == platform), None)
            value = columns[place % 3].text_input(
                _("{platform}: fee in % of sales").format(platform=platform_name(platform)),
                f"{(old.rate * 100).normalize():f}" if old and old.rate is not None else "",
                key=f"rate_{platform}",
                placeholder="5.0",
            )
            typed.append((platform, value))
        since = st.date_input(_("Holds from"), None, key="rates_from", format="YYYY-MM-DD", width=260)
        if writing.submit(_("Save the rates"), action=access.LOAD):
            _save_rates(shop, typed, entries, since if isinstance(since, date) else None)


def _save_rates(shop: warehouse.Shop, typed: list[tuple[str, str]], old: list[CostEntry], since: date | None) -> None:
    fresh, wrong = [], []
    for platform, value in typed:
        if not value.strip():
            continue
        number = _number(value)
        if number is None:
            wrong.append(value)
        elif not any(
            e.cost_kind == "platform_fee_rate" and e.platform == platform and e.rate == number / 100 for e in old
        ):
            fresh.append(
                {
                    "cost_kind": "platform_fee_rate",
                    "cost_platform": platform,
                    "rate": str(number / 100),
                    "start_date": since or date(2000, 1, 1),
                }
            )
    if wrong:
        show(note([_("“{value}” is not a number.").format(value=text(each)) for each in wrong], "alarm"))
    elif fresh:
        _told(load_costs(shop, fresh))
        st.rerun()


def entries(shop: warehouse.Shop) -> None:
    """Recurring and one-off costs: a form, and the list with a way to take one out."""
    st.subheader(_("Recurring and one-off costs"))
    kinds = {
        "service_fee": _("Service fee of the agency"),
        "per_shipped_order": _("Amount per shipped order"),
        "fulfilment_cost": _("Shipping and packing"),
        "other_costs": _("Other costs"),
    }
    with st.form("cost_entry", clear_on_submit=True):
        left, middle, right = st.columns(3)
        kind = left.selectbox(_("Kind"), list(kinds), format_func=kinds.__getitem__, key="entry_kind")
        label = middle.text_input(_("What for"), key="entry_label", placeholder=_("Warehouse rent"))
        amount = right.text_input(_("Amount"), key="entry_amount", placeholder="1800.00")
        left, middle, right = st.columns(3)  # rows of three, so that a phone shows them in this order
        per = left.selectbox(
            _("How often"),
            ["month", "once"],
            format_func={"month": _("every month"), "once": _("once, spread over its days")}.__getitem__,
            key="entry_per",
        )
        start = middle.date_input(_("First day"), today().replace(day=1), key="entry_start", format="YYYY-MM-DD")
        end = right.date_input(
            _("Last day"),
            None,
            key="entry_end",
            format="YYYY-MM-DD",
            help=_("Empty: until further notice; a cost that comes once is then booked on its first day."),
        )
        if writing.submit(_("Save the cost"), action=access.LOAD):
            number = _number(amount)
            if number is None:
                show(note([_("“{value}” is not a number.").format(value=text(amount))], "alarm"))
            elif isinstance(end, date) and isinstance(start, date) and end < start:
                show(note([_("The last day lies before the first.")], "alarm"))
            else:
                _told(
                    load_costs(
                        shop,
                        [
                            {
                                "cost_kind": kind,
                                "label": label or kinds[kind],
                                "amount": str(number),
                                "per": "order" if kind == "per_shipped_order" else per,
                                "start_date": start,
                                "end_date": end or "",
                            }
                        ],
                    )
                )
                st.rerun()
    _list(shop)


def _list(shop: warehouse.Shop) -> None:
    found = cost_entries(shop)
    if not found:
        return
    header = [
        (_("Kind"), ""),
        (_("What for"), ""),
        (_("Amount"), "n"),
        (_("How often"), "wide-only"),
        (_("From"), "d"),
        (_("To"), "wide-only"),
    ]
    often = {"month": _("every month"), "once": _("once"), "order": _("per shipped order"), "day": _("every day")}
    kinds = {"platform_fee_rate": _("platform fees"), "per_shipped_order": _("shipping and packing")}
    rows = [
        (
            "",
            [
                text(kinds.get(e.cost_kind) or source_name(e.cost_kind)),
                text(e.label or platform_name(e.platform or "")),
                rate(float(e.rate)) if e.rate is not None else money(e.amount),
                often.get(e.per or "", _("of sales") if e.rate is not None else ""),
                _since(e.start_date),
                f"{e.end_date:%Y-%m-%d}" if e.end_date else "",
            ],
        )
        for e in found
    ]
    show(table(header, rows))
    with st.expander(_("Take a cost out")):
        chosen = st.selectbox(
            _("Cost"),
            found,
            format_func=lambda e: (
                f"{e.label} · {money(e.amount) if e.amount is not None else rate(float(e.rate or 0))}"
            ),
            key="cost_undo",
            index=None,
            placeholder=_("Choose a cost"),
        )
        shared = chosen and [e for e in found if e.upload == chosen.upload and e != chosen]
        if shared:
            st.caption(_("It was entered together with {count} others; they go with it.").format(count=len(shared)))
        if chosen and writing.button(
            _("Take it out"), key="cost_undo_button", icon=":material/undo:", action=access.LOAD
        ):
            undo(shop, chosen.upload)
            st.rerun()


def _told(results: list[Loaded]) -> None:
    """Say what was saved, or why not, after the page has run again."""
    said = []
    for each in results:
        if each.status == "refused":
            said += [
                ("alarm", text(joined([problem.sentence(wrong), problem.advice(wrong)]))) for wrong in each.problems
            ]
        else:
            said.append(("calm", _("Saved.")))
    st.session_state["costs_said"] = said


def said() -> None:
    """What became of the last edit."""
    for kind, sentence in st.session_state.pop("costs_said", []):
        show(note([sentence], kind))


def _number(value: str) -> Decimal | None:
    try:
        number = Decimal(value.strip().rstrip("%").replace(",", "").lstrip("¥"))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _plain(value: Decimal | None) -> str:
    if value is None:
        return ""
    short = f"{value.normalize():f}"
    whole, _dot, digits = short.partition(".")
    return f"{whole}.{digits.ljust(2, '0')}"


def _since(day: date | None) -> str:
    if day is None:
        return ""
    return _("the beginning") if day < date(2000, 1, 1) + timedelta(days=1) else f"{day:%Y-%m-%d}"
