"""The work log: minutes by step and person in the month in view, and a form to add to it."""

import streamlit as st

import warehouse
from book import book
from book.engagement import Person
from reports.duties.duties import Duties
from reports.duties.moment import day_of
from reports.duties.usual import steps
from reports.duties.work import LONGEST, MOST, Work, log, take_back
from views import writing
from views.duties.saving import write
from views.duties.words import minutes_words, work_name
from views.html import show, table, text
from views.language import _

SHOWN = 30


def section(shop: warehouse.Shop, found: Duties, writer: Person | None) -> None:
    """All of it."""
    st.subheader(_("Work of the month"))
    minutes = found.minutes
    if not minutes.total:
        show(f'<p class="soft">{_("No work of {month} was recorded.").format(month=found.month)}</p>')
    else:
        said = _("In {month} {minutes} of work were recorded.")
        show(f"<p>{said.format(month=found.month, minutes=f'<b>{minutes_words(minutes.total)}</b>')}</p>")
        left, right = st.columns(2, gap="large")
        with left:
            _sums(_("Step"), [(work_name(step), each) for step, each in minutes.by_step])
        with right:
            _sums(_("Person"), [(text(who), each) for who, each in minutes.by_person])
        with st.expander(_("Line by line")):
            header = [(_("Day"), "d"), (_("Step"), ""), (_("Time"), "n"), (_("Note"), "wide-only")]
            show(table(header, [("", _cells(each)) for each in reversed(found.work[-SHOWN:])]))
            if len(found.work) > SHOWN:
                st.caption(_("The first {shown} of {count} are shown.").format(shown=SHOWN, count=f"{len(found.work):,}"))  # fmt: skip
    if writer and writer.side == "agency":
        _form(shop, found, writer)


def _sums(name: str, rows: list[tuple[str, int]]) -> None:
    body = [("", [label, minutes_words(each)]) for label, each in rows]
    total = ("total", [_("Total"), minutes_words(sum(each for _name, each in rows))])
    show(table([(name, ""), (_("Time"), "n")], [*body, total]))


def _cells(each: Work) -> list[str]:
    return [
        f"{each.day:%m/%d}",
        f'{work_name(each.step)}<span class="sub">{text(each.person)}</span>',
        minutes_words(each.minutes),
        text(each.note),
    ]


def _form(shop: warehouse.Shop, found: Duties, writer: Person) -> None:
    today = day_of(found.now)
    with st.expander(_("Record work"), icon=":material/timer:"):
        with st.form(f"work_{found.last}", border=False):
            left, middle, right = st.columns([3, 2, 2])
            step = left.selectbox(_("Step"), list(steps()), format_func=work_name, key="work_step", filter_mode=None)
            day = middle.date_input(_("Day"), today, max_value=today, key="work_day", format="YYYY-MM-DD")
            minutes = right.number_input(_("Minutes"), 1, MOST, 30, key="work_minutes")
            words = st.text_input(_("Note"), key="work_note", max_chars=LONGEST)
            if writing.submit(_("Record the time"), icon=":material/add:"):
                write(
                    lambda: log(
                        book(shop), day, str(step), int(minutes), writer.name, found.agreed, str(words or ""), today
                    ),
                    str(words or ""),
                )  # fmt: skip
                st.rerun()
        _back(shop, found, writer)


def _back(shop: warehouse.Shop, found: Duties, writer: Person) -> None:
    shown = {each.name: each for each in reversed(found.work)}
    if not shown:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox(
            _("Take a line back; its entry stays in the book"),
            list(shown),
            index=None,
            format_func=lambda key: f"{shown[key].day:%m/%d} {work_name(shown[key].step)} {shown[key].note}",
            key="work_chosen",
            placeholder=_("Choose a line"),
            filter_mode=None,
        )
        why = st.text_input(_("Why"), key="work_why", placeholder=_("a sentence for the other side"))
        if writing.button(_("Take it back"), key="work_back", icon=":material/undo:", disabled=not (name and why)):
            write(lambda: take_back(book(shop), shown[str(name)], writer.name, found.agreed, str(why)))
            st.rerun()
