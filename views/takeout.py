"""Taking a file out: first what would change, then the button."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date

import streamlit as st

import warehouse
from etl.errors import NoLongerReadable
from etl.pipeline import undo, undone
from etl.register import Upload
from reports.effect import Effect, effect
from reports.metric import Figures, metrics
from views import writing
from views.html import note, show, table, text
from views.language import _, plural
from views.numbers import NOTHING, money, runs
from views.words import platform_name, source_name
from warehouse import access

MOST_WEEKS = 6  # more are shown in all
SHOWN = ("net_profit", "gross_sales", "refunds", "ad_spend")  # the first is seen on a phone


def take_out(shop: warehouse.Shop, active: Sequence[Upload]) -> None:
    """Choose an upload, see the figures without it, take it out."""
    with st.expander(_("Take a file out")):
        chosen = st.selectbox(
            _("File"),
            active,
            format_func=lambda u: f"{u.upload} · {u.file}",
            key="undo_pick",
            index=None,
            placeholder=_("Choose a file"),
        )
        st.caption(
            _("The figures become what they were without it. The file itself and this line stay in the register.")
        )
        if not chosen:
            return
        try:
            _preview(_effect(shop, chosen.upload))
        except (NoLongerReadable, warehouse.MissingTable):
            show(note([_("What changes cannot be shown while a file can no longer be read.")]))
        if writing.button(_("Take it out"), key="undo_button", icon=":material/undo:", action=access.LOAD):
            with st.spinner(_("Computing the figures without it …")), suppress(NoLongerReadable):  # the next page tells
                undo(shop, chosen.upload)
            st.session_state["uploads_done"] = note([_("{file} is taken out.").format(file=text(chosen.file))], "calm")
            st.rerun()


def _effect(shop: warehouse.Shop, upload: int) -> Effect:
    """Computed once for a build: any click runs the page again."""
    what = shop.name, upload, warehouse.reader(shop).build
    if st.session_state.get("undo_effect", (None,))[0] != what:
        with st.spinner(_("Computing the figures without it …")), undone(shop, upload) as without:
            st.session_state["undo_effect"] = what, effect(shop, without)
    found: Effect = st.session_state["undo_effect"][1]
    return found


def _preview(change: Effect) -> None:
    header = [(_("Week of"), "d"), *((text(_(metrics()[name].label)), "n") for name in SHOWN)]
    few = change.weeks if len(change.weeks) <= MOST_WEEKS else ()
    rows = [("", [f"{week:%Y-%m-%d}", *_cells(before, after)]) for week, before, after in few]
    rows.append(("total", [_("in all"), *_cells(change.before, change.after)]))
    if not change.weeks:
        show(f"<p>{_('No figure of the week changes.')}</p>")
    else:
        said = plural("{count} week changes.", "{count} weeks change.", len(change.weeks))
        show(f"<p>{said} {_('Above: with the file. Below: without it.')}</p>{table(header, rows)}")
    if change.lost:
        lost = [
            _("{source} of {platform}: {days} no longer covered").format(
                source=text(source_name(gap.source)),
                platform=text(platform_name(gap.platform)),
                days=", ".join(_spans(gap.days)),
            )
            for gap in change.lost
        ]
        show(note(lost))


def _cells(before: Figures, after: Figures) -> list[str]:
    cells = []
    for name in SHOWN:
        old, new = _amount(name, before), _amount(name, after)
        cells.append(f'<span class="soft">{old}</span>' if old == new else f'<span class="soft">{old}</span><br>{new}')
    return cells


def _amount(name: str, figures: Figures) -> str:
    """The amount; for a profit that is not known, the range it lies in."""
    if name == "net_profit" and figures[name] is None and figures["net_profit_low"] is not None:
        return f"{money(figures['net_profit_low'])} …<br>{money(figures['net_profit_high'])}"
    return NOTHING if figures[name] is None else money(figures[name])


def _spans(days: Sequence[date]) -> list[str]:
    """Days in a row as first – last."""
    return [f"{first:%Y-%m-%d}" + (f" – {last:%Y-%m-%d}" if last > first else "") for first, last in runs(days)]
