"""The package: what is owed this week and this month, what was delivered, and a form to record a deed."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

import warehouse
from book import book
from book.engagement import Person
from reports.duties.deliverables import LONGEST, Deed, deliver, take_back
from reports.duties.duties import Duties
from reports.duties.moment import day_of
from reports.duties.owed import Owed, package
from reports.events.record import recorded
from views import writing
from views.duties.saving import write
from views.engagement.words import deliverable_name
from views.events.words import titled
from views.html import link, note, show, table, text
from views.language import _, joined
from views.numbers import count
from views.view import address


def section(shop: warehouse.Shop, found: Duties, writer: Person | None) -> None:
    """All of it."""
    st.subheader(_("What the package owes"))
    rows = (*found.of_week, *found.of_month)
    if not rows:
        show(f'<p class="soft">{_("No day of this week is of the service.")}</p>')
    else:
        show(f"<p>{_said(found)}</p>")
        header = [(_("Deliverable"), ""), (_("Owed"), "n"), (_("Done"), "n"), (_("Missing"), "n"), (_("What"), "wide-only")]  # fmt: skip
        show(table(header, [("", _cells(found, each)) for each in rows]))
    if rows and not found.agreed.package:
        way = link(_("Type the package"), address("engagement"))
        show(note([joined([_("The engagement names no package; what is usual is shown, and nobody is alarmed."), way])], "calm"))  # fmt: skip
    if writer and writer.side == "agency":
        _form(shop, found, writer)


def _said(found: Duties) -> str:
    """What is still owed, or was never delivered, of the week and of the month."""
    today = day_of(found.now)
    return joined(_of_period(rows, today) for rows in (found.of_week, found.of_month) if rows)


def _of_period(rows: Sequence[Owed], today: date) -> str:
    missing, last, is_week = sum(each.missing for each in rows), rows[0].last, rows[0].unit == "week"
    if not missing:
        return _("The week's deliverables are complete.") if is_week else _("The month's deliverables are complete.")
    if rows[0].is_over(today):
        said = (
            _("Of the week {count} were never delivered.")
            if is_week
            else _("Of the month {count} were never delivered.")
        )
    else:
        said = (
            _("This week {count} are owed until {last}.") if is_week else _("This month {count} are owed until {last}.")
        )
    return said.format(count=f"<b>{count(missing)}</b>", last=f"{last:%m/%d}")


def _cells(found: Duties, each: Owed) -> list[str]:
    name = deliverable_name(each.kind)
    unit = _("a week") if each.unit == "week" else _("a month")
    part = ""
    if each.is_part:
        template = _("{served} of {days} days of service: {agreed} × {served} ÷ {days}, rounded down")
        part = f" · {template.format(served=each.served, days=each.days, agreed=each.agreed)}"
    kind = (
        "" if not each.missing else "bad" if each.is_over(day_of(found.now)) or each.is_soon(day_of(found.now)) else ""
    )
    return [
        f'{text(name)}<span class="sub">{_("{count} {unit}").format(count=count(each.agreed), unit=unit)}{part}</span>',
        count(each.owed),
        count(each.done),
        f'<span class="{kind}">{count(each.missing)}</span>',
        "".join(f'<span class="sub">{_deed(deed)}</span>' for deed in each.deeds),
    ]


def _deed(each: Deed) -> str:
    many = f" × {each.count}" if each.count > 1 else ""
    words = " · ".join(text(word) for word in (each.who, each.event, each.note) if word)
    return f"{each.day:%m/%d}{many} {words}"


def _form(shop: warehouse.Shop, found: Duties, writer: Person) -> None:
    kinds = list(dict.fromkeys(kind for unit in package(found.agreed).values() for kind in unit))
    events = {titled(each): each for each in reversed(recorded(book(shop))) if each.kind in ("picture", "title")}
    today = day_of(found.now)
    with st.expander(_("Record what was delivered"), icon=":material/add_task:"):
        with st.form(f"deed_{found.last}", border=False):
            left, middle, right = st.columns([3, 2, 1])
            kind = left.selectbox(
                _("Deliverable"), kinds, format_func=deliverable_name, key="deed_kind", filter_mode=None
            )
            day = middle.date_input(_("Day"), today, max_value=today, key="deed_day", format="YYYY-MM-DD")
            number = right.number_input(_("Pieces"), 1, 1000, 1, key="deed_count")
            words = st.text_input(_("What it was, or a link"), key="deed_note", max_chars=LONGEST)
            event = st.selectbox(
                _("The change among the events, if there is one"),
                list(events)[:50],
                index=None,
                key="deed_event",
                placeholder=_("none"),
                filter_mode=None,
            )
            if writing.submit(_("Record the deed"), icon=":material/add:"):
                write(
                    lambda: deliver(
                        book(shop), str(kind), day, int(number), writer.name, found.agreed, str(words or ""), str(event or ""), today
                    ),
                    str(words or ""),
                )  # fmt: skip
                st.rerun()
        _back(shop, found, writer)


def _back(shop: warehouse.Shop, found: Duties, writer: Person) -> None:
    """Take a deed of the periods in view back."""
    shown = {deed.name: deed for each in (*found.of_week, *found.of_month) for deed in each.deeds}
    if not shown:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox(
            _("Take a deed back; its entry stays in the book"),
            list(shown),
            index=None,
            format_func=lambda key: f"{shown[key].day:%m/%d} {deliverable_name(shown[key].kind)} {shown[key].note}",
            key="deed_chosen",
            placeholder=_("choose a deed"),
            filter_mode=None,
        )
        why = st.text_input(_("Why"), key="deed_why", placeholder=_("a sentence for the other side"))
        if writing.button(_("Take it back"), key="deed_back", icon=":material/undo:", disabled=not (name and why)):
            write(lambda: take_back(book(shop), shown[str(name)], writer.name, found.agreed, str(why)))
            st.rerun()
