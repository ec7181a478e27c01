"""The Monthly review page: the answer first, then the evidence behind it."""

from decimal import Decimal

import streamlit as st

import warehouse
from book.engagement import Engagement
from reports.contract.month import Month
from reports.contract.monthly import World
from reports.metric import catalogue
from reports.period import Period
from reports.review.finding import Finding
from reports.review.review import Review, review
from reports.scope import Scope
from views import view, waterfall, ways
from views.contract import page as contract
from views.duties.beside import beside
from views.html import link, note, show, table, text
from views.language import _, joined
from views.numbers import NOTHING, change, figure, moved_share
from views.review.words import result_mark, result_word
from views.saying import sentence as said
from views.view import address


def month_of(held: World) -> Month:
    """The month in view; a month that cannot be looked back on yet is named, with the one shown instead."""
    wanted = view.held("month")
    chosen = contract.pick_month(held)
    if wanted and wanted != str(chosen):
        template = _("There is nothing to look back on in {wanted} yet; this is {month}.")
        show(note([template.format(wanted=text(wanted), month=chosen)], "calm"))
    return chosen


def found(shop: warehouse.Shop, month: Month) -> Review:
    """The review of a month on the basis in view."""
    return review(Scope(shop, refunds=view.refunds(), book=view.book()), month)


def answer(of: Review) -> None:
    """Target, sales, attainment, streak and what it costs, in two sentences, a line that fills, and chips."""
    came = of.outcome
    show(f'<p class="dz-say">{said(came.said)} <b>{said(came.consequence)}</b></p>')
    contract.progress(came.contract)
    chips = []
    if came.streak > 1:
        chips.append(("alarm", _("{count} months in a row below target").format(count=came.streak)))
    chips += [
        ("gap" if state.state != "quiet" else "", _clause(state.state))
        for state in came.contract.states
        if came.is_over
    ]
    chips.append(("", _("settled") if came.contract.is_settled else _("not settled: refunds can still arrive")))
    if of.scores:
        chips.append(("gap" if of.count("missed") else "", promised(of)))
    show(
        f'<div class="dz-chips">{"".join(f"<span class={chr(34)}dz-chip {kind}{chr(34)}>{each}</span>" for kind, each in chips)}</div>'
    )
    if came.is_over and came.is_missed:
        beside(of.month, of.late)
    _ways_out(of)


def promised(of: Review) -> str:
    """Promised 5, kept 3, missed 2."""
    parts = [_("promised {count}").format(count=len(of.scores) + of.withdrawn)]
    names = ("kept", "missed", "open", "no_data", "disputed")
    parts += [f"{result_word(name)} {of.count(name)}" for name in names if of.count(name)]
    if of.withdrawn:
        parts.append(_("taken back {count}").format(count=of.withdrawn))
    return " · ".join(parts)


def _clause(state: str) -> str:
    return {
        "quiet": _("refund clause quiet"),
        "near": _("refund clause near"),
        "fired": _("refund clause fired"),
    }[state]


def _ways_out(of: Review) -> None:
    """What to do where something is missing for a review."""
    came = of.outcome
    if came.contract.sales is None:
        show(
            note(
                [
                    joined(
                        [
                            _("Load the orders of this month, and the review fills itself."),
                            link(_("Load the file"), address("files")),
                        ]
                    )
                ]
            )
        )
    elif came.contract.target is None:
        way = link(_("Type the target"), address("engagement"))
        show(note([joined([_("Without a target nothing can be missed or reached."), way])]))


def evidence(of: Review) -> None:
    """The reading, the bars from the month before, what moved beside them."""
    if of.why is None:
        return
    st.subheader(_("What the figures say"))
    show(f"<p>{said(of.why.reading)}</p>")
    left, right = st.columns([5, 4], gap="large")
    with left:
        _bars(of)
    with right:
        _moved(of)


def _bars(of: Review) -> None:
    bars = of.why.month_before if of.why else None
    if bars is None:
        show(f'<p class="soft">{_("The month before is not known whole, so there are no bars.")}</p>')
        return
    name = _(catalogue()[bars.metric].label)
    show(f"<p>{waterfall.sentence(name, bars.bridge)}</p>")
    waterfall.waterfall(bars.bridge, _days(bars.before), _days(bars.after))
    if bars.visits:
        with st.expander(_("The same by visitors, orders per visitor and value of an order")):
            gross = _("{days}, gross sales")
            begin, end = (gross.format(days=_days(each)) for each in (bars.before, bars.after))
            waterfall.waterfall(bars.visits, begin, end)
            show(waterfall.scaled(bars.before.days, bars.after.days))


def _days(period: Period) -> str:
    return f"{period.first:%m/%d} – {period.last:%m/%d}"


def _moved(of: Review) -> None:
    assert of.why
    header = [("", ""), (_("before"), "n"), (_("these days"), "n"), (_("change"), "n")]
    rows = []
    for each in of.why.moved:
        unit, kind = catalogue()[each.name].unit, change(each.name, each.now, each.before)[1]
        moved = _points(each.before, each.now) if unit == "rate" else moved_share(each.now, each.before)
        shown = f'<span class="{kind if moved[:1] in "▲▼" else "even"}">{moved}</span>'
        name = _(catalogue()[each.name].label)
        rows.append(("", [name, figure(each.name, each.before), figure(each.name, each.now), shown]))
    show(table(header, rows))


def _points(before: object, now: object) -> str:
    if before is None or now is None:
        return NOTHING
    moved = (Decimal(str(now)) - Decimal(str(before))) * 100
    if abs(moved) < Decimal("0.05"):
        return "＝"
    return _("{arrow} {points} points").format(arrow="▲" if moved > 0 else "▼", points=f"{abs(moved):.1f}")


def findings(of: tuple[Finding, ...]) -> str:
    """Pieces of evidence as a list; each leads to the page that shows it."""
    if not of:
        return f'<p class="soft">{_("The figures say nothing to this.")}</p>'
    items = [f"<li>{said(each.said)}{_where(each)}</li>" for each in of]
    return f'<ul class="dz-findings">{"".join(items)}</ul>'


def _where(each: Finding) -> str:
    return f" {ways.way('→', each.page, _('Show it'))}" if each.page else ""


def mark(result: str) -> str:
    """The sign and word of a result, for a table."""
    kinds = {"kept": "good", "missed": "bad", "disputed": "bad"}
    return f'<span class="{kinds.get(result, "soft")}">{result_mark(result)} {result_word(result)}</span>'


def people_of(agreed: Engagement, side: str) -> list[str]:
    """The names of a side."""
    return [person.name for person in agreed.people if person.side == side]
