"""Refunds still to come: a sentence for the week in view, and the refund rate by week with what is expected."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from reports.events.kind import Event
from reports.ripeness.ripeness import Ripeness, WeekRipeness
from views import charts, view
from views.html import link, note, show, table
from views.language import _, joined, listed
from views.numbers import NOTHING, count, rate, week_label
from views.view import address
from views.words import platform_name


def unripe(found: Ripeness | None) -> frozenset[date]:
    """The weeks whose own figures still change by late refunds: none where a refund counts on its own day."""
    if found is None or view.refunds() != "order":
        return frozenset()
    return frozenset(start for start, week in found.weeks.items() if not week.is_settled)


def remark(found: Ripeness | None, start: date) -> None:
    """Below the cards of a week whose refunds are still arriving: how many have, and what is expected in the end."""
    week = found.weeks.get(start) if found else None
    if week and week.expected is not None and not week.is_settled:
        said = _(
            "About {share} of the refunds of this week's orders have arrived; {expected} of the orders are expected to be refunded in the end."
        )
        told = said.format(share=_about(week.share), expected=_range(week))
        show(note([joined([f"<b>{_('Refunds are still arriving.')}</b>", told])], "calm"))


def section(found: Ripeness | None, weeks: Sequence[date], start: date, happened: Sequence[Event] = ()) -> None:
    """The refund rate of the orders paid in each week: arrived solid, expected hatched, with its 90 % range."""
    shown = [found.weeks[each] for each in weeks if each in found.weeks] if found else []
    if not found or not any(week.orders for week in shown):
        return
    st.subheader(_("Refunds of the orders paid in each week"))
    show(f"<p>{_sentence(found, start)}</p>")
    charts.refunds(shown, happened)
    with st.expander(_("The same as a table")):
        _table(shown, start)


def _sentence(found: Ripeness, start: date) -> str:
    week = found.weeks.get(start)
    if week is None or not week.orders:
        return _("No orders are known for this week.")
    if week.refused:
        said = _("So far {rate} of {orders} orders were refunded; not all refunds have arrived yet.").format(
            rate=rate(week.rate("arrived")), orders=count(week.orders)
        )
        return joined([said, _why(found, week.refused)])
    if not week.is_settled:
        return _expected(week)
    said = _("Of the orders paid in this week {rate} were refunded; their refunds have arrived (settled since {day}).")
    return said.format(rate=rate(week.rate("arrived")), day=_day(week))


def _expected(week: WeekRipeness) -> str:
    said = _(
        "Of the refunds of this week's orders about {share} have arrived: {arrived} of {orders} orders were refunded so far, "
        "{expected} are expected in the end. Settled from about {day}."
    )
    return said.format(
        share=_about(week.share),
        arrived=rate(week.rate("arrived")),
        orders=count(week.orders),
        expected=_range(week),
        day=_day(week),
    )


def _range(week: WeekRipeness) -> str:
    """The rate that is expected, and its 90 % interval."""
    return f"<b>{rate(week.rate())}</b> ({rate(week.rate('low')).rstrip('%')}–{rate(week.rate('high'))})"


def _about(share: float | None) -> str:
    """A share in whole per cent: an estimate has no more digits."""
    return NOTHING if share is None else f"{share:.0%}"


def _why(found: Ripeness, refused: str) -> str:
    """Why nothing is estimated, and the way out where there is one."""
    platforms = listed(platform_name(each) for each in found.known.learnt.platforms)
    action = link(_("Load the file"), address("files"))
    texts = {
        "undated": _("How many are still to come cannot be said: no file tells the day of the refunds of {platforms}. "
            "The export of the refunds (退款管理) does. {action}"),
        "apart": _("How many are still to come cannot be said: most refunds name no order of this shop."),
        "short_history": _("To expect the rest takes eight weeks of orders."),
        "few_refunds": _("To expect the rest takes twenty refunded orders."),
        "few_orders": _("The week has too few orders to expect the rest."),
        "no_orders": "",
    }  # fmt: skip
    return texts[refused].format(platforms=platforms, action=action)


def _table(shown: Sequence[WeekRipeness], start: date) -> None:
    header = [
        (_("Week"), ""),
        (_("Orders"), "n wide-only"),
        (_("Refunded so far"), "n"),
        (_("Expected in the end"), "n"),
        (_("90% range"), "n wide-only"),
        (_("State"), ""),
    ]
    rows = []
    for week in reversed(shown):
        is_known = week.expected is not None
        spread = f"{rate(week.rate('low')).rstrip('%')}–{rate(week.rate('high'))}" if is_known else NOTHING
        cells = [
            link(week_label(week.first), address("./", week=week.first.isoformat())),
            count(week.orders),
            rate(week.rate("arrived")),
            rate(week.rate()),
            spread,
            _state(week),
        ]
        rows.append(("now" if week.first == start else "", cells))
    show(table(header, rows))


def _state(week: WeekRipeness) -> str:
    if week.is_settled:
        return f"✓ {_('settled')}" + (f' <span class="soft">{_day(week)}</span>' if week.settles_on else "")
    name = _("estimate") if week.expected is not None else _("not all arrived")
    return f'<span class="bad">◔ {name}</span>'


def _day(week: WeekRipeness) -> str:
    return f"{week.settles_on:%Y/%m/%d}" if week.settles_on else NOTHING
