"""What the page is about: which figure, which days; the address holds it. And what to do where nothing can be compared."""

from datetime import date
from typing import NoReturn

import streamlit as st

import warehouse
from book.engagement import Engagement
from reports.compare.compare import ADJUSTED, DAYS, NoServiceStart, compare
from reports.compare.comparison import Comparison
from reports.metric import catalogue
from reports.scope import BackwardPeriod, Scope
from views import frame, view
from views.html import note, show
from views.language import _

METRICS = (*ADJUSTED, "net_profit")


def scope(shop: warehouse.Shop) -> Scope:
    """Refunds count with their orders here: those of the last weeks would be missing otherwise."""
    return Scope(shop, refunds="order", book=view.book())


def metric() -> str:
    """The figure in view."""
    held = view.held("metric")
    return held if held in METRICS else "gross_sales"


def pick_metric() -> str:
    """Which figure is compared."""
    chosen = metric()
    st.session_state["pick_metric"] = chosen
    st.selectbox(
        _("Figure"),
        METRICS,
        key="pick_metric",
        format_func=lambda name: _(catalogue()[name].label),
        width=230,
        filter_mode=None,
        on_change=lambda: view.hold("metric", st.session_state["pick_metric"]),
    )
    return chosen


def answer(shop: warehouse.Shop, agreed: Engagement) -> Comparison:
    """The comparison in view; without a file or a first day of service the page ends with what to do next."""
    for name in view.COMPARED:  # the page list opens the page without them; the address must say what is shown
        view.hold(name, view.held(name))
    chosen = pick_metric()
    start, end, since = (_day(name) for name in ("start", "end", "baseline"))
    try:
        found = compare(scope(shop), chosen, start, end, since)
    except warehouse.NoBuild:
        frame.nothing_loaded()
    except NoServiceStart:
        _no_start()
    except BackwardPeriod:
        show(note([_("These days do not follow each other; the days of the engagement are shown instead.")], "alarm"))
        for name in ("start", "end", "baseline"):
            view.hold(name, None)
        if agreed.service_start is None:
            _no_start()
        found = compare(scope(shop), chosen)
    return found


def _no_start() -> NoReturn:
    """A shop of which nobody says when the service began."""
    said = _(
        "Since when does somebody run this shop? Nobody has said so yet; the engagement says it, or you choose a day."
    )
    show(f'<p class="dz-say">{said}</p>')
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _pick("start", _("First day of the service"), None)
        st.page_link("pages/engagement.py", label=_("Type the engagement"), icon=":material/handshake:")
    st.stop()


def other_days(found: Comparison) -> None:
    """Other days than those of the engagement; an empty field goes back to them."""
    with st.expander(_("Other days")), st.container(horizontal=True):
        _pick("start", _("First day of the service"), found.service.first)
        _pick("end", _("Last day of the service"), None)
        _pick("baseline", _("Leave out the days before"), None)


def _pick(name: str, label: str, otherwise: date | None) -> None:
    st.session_state[f"pick_{name}"] = _day(name) or otherwise
    st.date_input(
        label,
        key=f"pick_{name}",
        format="YYYY-MM-DD",
        min_value=DAYS.first,
        max_value=DAYS.last,
        width=200,
        on_change=_take,
        args=(name,),
    )


def _take(name: str) -> None:
    chosen = st.session_state[f"pick_{name}"]
    view.hold(name, chosen.isoformat() if isinstance(chosen, date) else None)


def _day(name: str) -> date | None:
    """A day of the address; nonsense there is as good as nothing."""
    try:
        day = date.fromisoformat(view.held(name) or "")
    except ValueError:
        return None
    return day if day in DAYS else None
