"""Totals of days for which no export exists, typed into a small table and marked as typed wherever they show."""

from datetime import date, timedelta

import streamlit as st

import warehouse
from etl.typed import load_day_totals
from views import problem, view, writing
from views.html import link, note, show, text
from views.language import _, joined
from views.mapping.choice import PLATFORMS
from views.numbers import today, weekday
from views.view import address
from views.words import column_name, name_refused, platform_name
from warehouse import access

DAYS = 14
COUNTS, MONEY = ("orders", "units"), ("gross_sales", "refunds")


def day_totals(shop: str) -> None:
    """Fourteen days of one platform; lines without an entry are not kept."""
    with st.expander(_("Days without any export: type their totals"), expanded=bool(st.session_state.get("days_open"))):
        if said := st.session_state.pop("days_said", None):
            show(said)
        register = link(_("list of files"), address("files"))
        sentence = _(
            "Typed totals count only on days that no order export covers, and stand as typed in the {register}."
        )
        show(f'<p class="soft">{sentence.format(register=register)}</p>')
        with st.container(horizontal=True):
            platform = st.selectbox(
                _("Platform"), PLATFORMS, len(PLATFORMS) - 1, format_func=platform_name, key="days_platform", width=230, filter_mode=None,
            )  # fmt: skip
            first = st.date_input(_("First day"), today() - timedelta(DAYS), key="days_from", format="YYYY-MM-DD", width=230)  # fmt: skip
        if not isinstance(first, date):
            return
        days = [first + timedelta(n) for n in range(DAYS)]
        key = f"days_{first:%Y%m%d}_{platform}_{st.session_state.get('days_round', 0)}"
        _editor(days, key)
        if writing.button(_("Save the day totals"), key="days_save", icon=":material/check:", action=access.LOAD):
            _save(shop, str(platform), days, key)


def _editor(days: list[date], key: str) -> None:
    columns = {column: column_name(column) for column in (*COUNTS, *MONEY)}
    config = {columns[c]: st.column_config.TextColumn(validate=r"^\d{1,9}$") for c in COUNTS}
    config |= {columns[c]: st.column_config.TextColumn(validate=r"^\d{1,12}(\.\d{1,2})?$") for c in MONEY}
    writing.editor(
        {_("Day"): [f"{day:%Y-%m-%d} {weekday(day)}" for day in days], **{name: [""] * len(days) for name in columns.values()}},
        key=key,
        hide_index=True,
        disabled=[_("Day")],
        column_config=config,
        alt=_("Day totals"), action=access.LOAD)  # fmt: skip


def _save(name: str, platform: str, days: list[date], key: str) -> None:
    edits = st.session_state[key]["edited_rows"]
    typed = []
    for place, edit in sorted(edits.items(), key=lambda each: int(each[0])):
        cells = {column: str(edit.get(column_name(column)) or "").strip() for column in (*COUNTS, *MONEY)}
        if any(cells.values()):
            typed.append({"day": f"{days[int(place)]:%Y-%m-%d}", "shop_platform": platform, **cells})
    if not typed:
        show(note([_("Nothing is typed yet.")]))
        return
    st.session_state["days_open"] = True
    try:
        [loaded] = load_day_totals(warehouse.shop(name, make=True), typed)
    except warehouse.ShopNameRefused:
        show(note([name_refused(name)], "alarm"))
        return
    if loaded.status == "refused":
        said = [text(joined([problem.sentence(each), problem.advice(each)])) for each in loaded.problems]
        show(note(said, "alarm"))
        return
    st.session_state["days_round"] = st.session_state.get("days_round", 0) + 1
    st.session_state["days_said"] = note([_("Saved.")], "calm")
    view.hold("shop", name)
    st.rerun()
