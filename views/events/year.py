"""One year of events: a line with a band for each promotion and a stroke for each other event, and the list below."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date

import streamlit as st

import warehouse
from book import book
from reports.events.event import Event, events
from reports.events.kind import CALENDAR
from reports.events.products import products
from reports.events.record import recorded
from reports.scope import span
from views import view
from views.events.words import called, kind_name, name, origin, short_days
from views.html import note, show, table, text
from views.language import _, joined, plural
from views.numbers import today

NEAR = 7  # days within which two numbers would touch


def pick(shop: warehouse.Shop) -> int:
    """The year in view, of those in which the shop has figures or events."""
    found = _years(shop)
    held = view.held("year") or ""
    chosen = int(held) if held.isdecimal() and int(held) in found else found[0]
    if len(found) > 1:
        st.session_state["pick_year"] = chosen
        st.segmented_control(
            _("Year"),
            found,
            key="pick_year",
            format_func=str,
            label_visibility="collapsed",
            on_change=lambda: view.hold("year", str(st.session_state["pick_year"] or chosen)),
        )
    return chosen


def _years(shop: warehouse.Shop) -> list[int]:
    days = [each.first for each in recorded(book(shop))]
    with suppress(warehouse.NoBuild):
        days += span(warehouse.reader(shop)) or ()
    years = {day.year for day in days} or {today().year}
    return list(range(max(years), min(years) - 1, -1))[:12]


def of_year(shop: warehouse.Shop, year: int) -> list[Event]:
    """What happened in a year, without what only reaches into it."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return [each for each in events(shop, first, last) if each.first <= last and first <= each.last]


def sentence(shop: warehouse.Shop, year: int) -> None:
    """How much of the year is explained; a book without events says what they are good for."""
    own = [each for each in of_year(shop, year) if each.origin != CALENDAR]
    if own:
        counted = plural("{count} event of the shop", "{count} events of the shop", len(own))
        said = _("{events} recorded in {year}, beside the promotions of the calendar.")
        show(f'<p class="dz-say">{said.format(events=counted, year=year)}</p>')
        return
    why = [
        _("A rise is somebody's merit only where nothing else explains it: say what was changed, and when."),
        _("Pictures, titles, prices, empty shelves, people, rules: each is marked on the charts over time."),
        _(
            "A new picture or title gets a card with its clicks before and after; promotion days stay out of comparisons."
        ),
    ]
    said = _("No event of the shop is recorded in {year}.").format(year=year)
    show(f'<p class="dz-say">{said}</p>{note(why, "calm")}')


def line(shop: warehouse.Shop, year: int) -> None:
    """The year as a line, and every event of it in words."""
    found = of_year(shop, year)
    st.subheader(_("The year {year}").format(year=year))
    show(_line(found, year))
    names = products(shop).names
    own = [each for each in found if each.origin != CALENDAR]
    if own:
        header = [
            ("", "n"),
            (_("Days"), "d"),
            (_("What happened"), ""),
            (_("Product"), ""),
            (_("Said by"), "wide-only"),
        ]
        rows = [
            ("", [str(number), _days(each), _what(each), text(called(each.product, names)), text(origin(each))])
            for number, each in enumerate(own, 1)
        ]
        show(table(header, rows))
    with st.expander(_("The promotions of the calendar")):
        st.caption(_("Their days, and those around them, stay out of every comparison."))
        rows = [("", [_days(each), text(name(each))]) for each in found if each.origin == CALENDAR]
        show(table([(_("Days"), "d"), (_("Promotion"), "")], rows))


def _line(found: Sequence[Event], year: int) -> str:
    length = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    months = [date(year, month, 1) for month in range(1, 13)]
    ticks = "".join(f'<span style="left:{_share(day, year, length)}">{day.month}</span>' for day in months)
    bands = [
        f'<b style="left:{_share(first, year, length)};width:{((last - first).days + 1) / length:.2%}" title="{said}"></b>'
        for first, last, said in (_cut(each, year) for each in found if each.kind == "promotion")
    ]
    own = [each for each in found if each.origin != CALENDAR]
    strokes, beside = [], date.min  # numbers that would touch stand together at the first of them
    for number, each in enumerate(own, 1):
        if each.kind != "promotion":
            first, _last, said = _cut(each, year)
            last = max((n for n, e in enumerate(own, 1) if (e.first - first).days < NEAR), default=number)
            label = str(number) if last <= number else f"{number}–{last}"
            shown = f"<em>{label}</em>" if (first - beside).days >= NEAR else ""
            beside = first if shown else beside
            strokes.append(f'<i style="left:{_share(first, year, length)}" title="{said}">{shown}</i>')
    marks = bands + strokes
    return f'<div class="dz-year" aria-hidden="true"><div>{"".join(marks)}</div><p>{ticks}</p></div>'


def _cut(event: Event, year: int) -> tuple[date, date, str]:
    """Its days within the year, and what it is."""
    first, last = max(event.first, date(year, 1, 1)), min(event.last, date(year, 12, 31))
    return first, last, text(f"{short_days(event.first, event.last)} {name(event)}")


def _share(day: date, year: int, length: int) -> str:
    return f"{(day - date(year, 1, 1)).days / length:.2%}"


def _days(event: Event) -> str:
    around = []
    if event.before:
        around.append(plural("{count} day before", "{count} days before", event.before))
    if event.after:
        around.append(plural("{count} day after", "{count} days after", event.after))
    sub = f'<span class="sub">+ {joined([", ".join(around)])}</span>' if around else ""
    return f"{short_days(event.first, event.last)}{sub}"


def _what(event: Event) -> str:
    said = text(name(event))
    kind = f'<span class="sub">{text(kind_name(event.kind))}{" · " + text(event.note) if event.note else ""}</span>'
    return f"{said}{kind if event.origin != CALENDAR else ''}"
