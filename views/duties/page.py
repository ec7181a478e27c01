"""The answer first: who owes what now, how late both sides were in the month in view; and which week is in view."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import streamlit as st

import warehouse
from book import book
from book.engagement import engagement
from reports.duties.duties import Duties, duties
from reports.duties.late import Late
from reports.duties.moment import day_of
from reports.scope import monday
from views import view
from views.duties.words import hours_words
from views.html import link, note, show
from views.language import _, joined, plural
from views.numbers import week_label
from views.view import address

MOST = 104  # weeks back


def pick_week(shop: warehouse.Shop) -> date:
    """The week in view, with a step back and forth; needs no file, the engagement and the calendar tell which there are."""
    newest, start = monday(day_of(datetime.now(UTC))), engagement(book(shop)).service_start
    oldest = min(monday(start) if start else newest, newest - timedelta(days=28))
    weeks = [newest - timedelta(days=7 * n) for n in range(min(MOST, (newest - oldest).days // 7 + 1))]
    chosen = view.week(weeks)
    place = weeks.index(chosen)
    with st.container(horizontal=True, vertical_alignment="bottom", key="context"):
        _step("‹", "week_before", _("The week before"), weeks, place + 1)
        st.session_state["duties_week"] = chosen
        st.selectbox(
            _("Week"),
            weeks,
            key="duties_week",
            format_func=week_label,
            width=230,
            on_change=lambda: view.hold("week", st.session_state["duties_week"].isoformat()),
            filter_mode=None,
        )
        _step("›", "week_after", _("The week after"), weeks, place - 1)
    return chosen


def _step(label: str, key: str, hint: str, weeks: list[date], place: int) -> None:
    reached = 0 <= place < len(weeks)
    week = weeks[place].isoformat() if reached else None
    st.button(label, key=key, help=hint, disabled=not reached, on_click=view.hold, args=("week", week))


def found(shop: warehouse.Shop, week: date) -> Duties:
    """The duties with the month that the week ends in; of the week that runs now with that of today."""
    now = datetime.now(UTC)
    return duties(shop, min(week + timedelta(days=6), day_of(now)), now)


def sentence(found: Duties) -> None:
    """How many answers are owed and by whom, and what was late in the month."""
    if not found.requests and not found.deeds and not found.approvals:
        begin = _(
            "Nobody has asked anything here yet. Ask here instead of in a chat, and the clock is kept for both sides."
        )
        show(f'<p class="dz-say">{begin}</p>')
        return
    begin = owed(found) or _("No answer is owed.")
    show(f'<p class="dz-say">{begin} {late_words(str(found.month), found.late_now)}</p>')


def owed(found: Duties) -> str:
    """How many answers each side owes and how many of them are overdue, as HTML; empty where none is owed."""
    waiting = found.waiting
    parts = [
        _owes(side, number)
        for side in ("agency", "merchant")
        if (number := sum(each.asked_side == side for each in waiting))
    ]
    if overdue := sum(each.state == "overdue" for each in waiting):
        parts.append(f"<b>{plural('{count} is overdue.', '{count} are overdue.', overdue)}</b>")
    return joined(parts)


def _owes(side: str, number: int) -> str:
    if side == "agency":
        return plural("The agency owes {count} answer.", "The agency owes {count} answers.", number)
    return plural("The merchant owes {count} answer.", "The merchant owes {count} answers.", number)


def late_words(month: str, sides: Mapping[str, Late]) -> str:
    """How late both sides were in a month, as one plain sentence; evidence and no verdict."""
    agency, merchant = (sides[side].hours for side in ("agency", "merchant"))
    if not agency and not merchant:
        return _("In {month} nothing was answered late.").format(month=month)
    if not agency:
        return _("In {month} the merchant's answers were {merchant} late, the agency's were in time.").format(
            month=month, merchant=hours_words(merchant)
        )
    if not merchant:
        return _("In {month} the agency's answers were {agency} late, the merchant's were in time.").format(
            month=month, agency=hours_words(agency)
        )
    return _("In {month} the merchant's answers were {merchant} late, the agency's {agency}.").format(
        month=month, merchant=hours_words(merchant), agency=hours_words(agency)
    )


def nothing_agreed(found: Duties) -> None:
    """What is missing for the page to be useful, with the way there."""
    if found.agreed.service_start is None:
        way = link(_("Type the engagement"), address("engagement"))
        show(
            note([joined([_("Without the first day of service nobody can tell what the package owes."), way])], "calm")
        )
