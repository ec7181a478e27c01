"""The calendar of the sources: which days each of them speaks for, what is missing, and who can supply it."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import streamlit as st

import warehouse
from etl.coverage import Gap, Lane, Supplier, gaps, lanes
from views.html import link, show, text
from views.language import _, listed, plural
from views.numbers import count
from views.view import address
from views.words import platform_name, source_name, state_name

FEWEST_WEEKS, MOST_WEEKS = 4, 13
MOST_GAPS = 6  # of one source, in the list


def calendar(shop: warehouse.Shop) -> None:
    """A bar per source and platform with one stroke per day of the last weeks; then the list of what is missing."""
    known = lanes(shop)
    if not known:
        return
    st.subheader(_("Which days are covered"))
    last = max(max(lane.days) for lane in known)
    last += timedelta(days=6 - last.weekday())
    weeks = min(MOST_WEEKS, max(FEWEST_WEEKS, (last - known[0].first).days // 7 + 1))
    days = [last - timedelta(days=n) for n in range(weeks * 7 - 1, -1, -1)]
    missing = gaps(known)
    ends = (
        f"<div class='dz-lane ends'><span></span><span>{days[0]:%Y-%m-%d}</span><span>{days[-1]:%Y-%m-%d}</span></div>"
    )
    show(f"{''.join(_lane(lane, days, missing) for lane in known)}{ends}")
    show(f'<p class="soft">{_("One stroke per day, one gap per week: tall is there, short is missing.")}</p>')
    _list(missing)


def _lane(lane: Lane, days: Sequence[date], missing: Iterable[Gap]) -> str:
    """The strokes of one source of one platform; days beyond anything the shop knows are left blank."""
    weeks = "".join(
        f"<span>{''.join(_stroke(lane, day) for day in days[start : start + 7])}</span>"
        for start in range(0, len(days), 7)
    )
    number = sum(len(gap) for gap in missing if (gap.source, gap.platform) == (lane.source, lane.platform))
    said = plural("{count} day missing", "{count} days missing", number) if number else _("complete")
    return (
        f'<div class="dz-lane"><span>{text(_title(lane.source, lane.platform))}</span>'
        f'<span class="{"bad" if number else "soft"}">{said}</span><div class="dz-strokes">{weeks}</div></div>'
    )


def _stroke(lane: Lane, day: date) -> str:
    if not lane.first <= day <= lane.last:
        return "<i></i>"
    state = "present" if day in lane.days else "missing"
    return f'<i class="{state}" title="{day:%Y-%m-%d} {state_name(state)}"></i>'


def _list(missing: Sequence[Gap]) -> None:
    if not missing:
        return
    of_lanes: dict[tuple[str, str], list[Gap]] = {}
    for gap in missing:
        of_lanes.setdefault((gap.source, gap.platform), []).append(gap)
    items = [
        f"<li>{_sentence(of_lane)} {link(_('Where do I export this?'), _way(platform))}</li>"
        for (_source, platform), of_lane in of_lanes.items()
    ]
    show(f'<p><b>{_("What is missing, and who can supply it")}</b></p><ul class="dz-gaps">{"".join(items)}</ul>')


def _way(platform: str) -> str:
    """The guide, opened at the platform."""
    return address("exports", platform=platform)


def _sentence(gaps: Sequence[Gap]) -> str:
    """The days that one source of one platform lacks, the newest first, and who can supply them."""
    gap = gaps[0]
    days = listed(_days(each) for each in gaps[:MOST_GAPS])
    if len(gaps) > MOST_GAPS:
        days += f" … {count(len(gaps) - MOST_GAPS)}"
    said = _("{source} of {platform}: {days} missing; {supplier}").format(
        source=text(source_name(gap.source)),
        platform=text(platform_name(gap.platform)),
        days=days,
        supplier=who_supplies(gap.supplier, gap.platform),
    )
    return said[:1].upper() + said[1:]


def _days(gap: Gap) -> str:
    return f"{gap.first:%Y-%m-%d}" + ("" if gap.first == gap.last else f" – {gap.last:%Y-%m-%d}")


def who_supplies(who: Supplier, platform: str) -> str:
    """Who brought the newest file of a source; of an upload without an origin, whoever has the back office."""
    said = {
        "agency": _("the agency usually supplies it (last file {day}, loaded by {who})."),
        "merchant": _("the merchant usually downloads it (last file {day}, loaded by {who})."),
    }.get(who.origin, _("whoever can sign in to {place} can supply it."))
    place = who.back_office or platform_name(platform)
    return said.format(day=who.day, who=text(who.by), place=text(place))


def _title(source: str, platform: str) -> str:
    return f"{source_name(source)} · {platform_name(platform)}"
