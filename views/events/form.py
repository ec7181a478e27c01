"""Entering events: typed, pasted or uploaded, saved at once; and taking one back with a reason."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

import warehouse
from book import ChangedMeanwhile, book
from etl.errors import Refused
from reports.events.file import pasted, rows_of
from reports.events.kind import KINDS, Event
from reports.events.products import Products, products
from reports.events.record import record, recorded, withdraw
from reports.events.table import Row, Wrong, checked, understood
from views import problem, writing
from views.events.words import called, kind_name, short_days, wrong, wrong_in_form
from views.html import note, show, text
from views.language import _, joined, plural
from views.numbers import today
from views.session import name_of_reader, who_field

SAID = "events_said"
MOST_BYTES = 5 << 20


def said() -> None:
    """What became of the last entry."""
    for kind, sentences in st.session_state.pop(SAID, []):
        show(note(sentences, kind))


def say(kind: str, *sentences: str) -> None:
    """Say something when the page has run again; the sentences are HTML."""
    st.session_state.setdefault(SAID, []).append((kind, list(sentences)))


def who() -> str:
    """Who is writing, as said last in this session."""
    return name_of_reader(st.session_state.get("events_who"))


def recorded_words(number: int) -> str:
    """How many events a step wrote."""
    if not number:
        return _("These events are in the book already.")
    return plural("{count} event was recorded.", "{count} events were recorded.", number)


def enter(shop: warehouse.Shop) -> None:
    """The three ways in, and the way back."""
    known = products(shop)
    own = recorded(book(shop))
    with st.expander(_("Record what happened"), expanded=not own, key="events_enter"):
        who_field(_("Who enters it"), "events_who", width=260)
        names = {"typed": _("Type one event"), "pasted": _("Paste a table"), "uploaded": _("Upload a file")}
        source = st.segmented_control(
            _("How"),
            list(names),
            default="typed",
            format_func=names.__getitem__,
            key="events_source",
            label_visibility="collapsed",
        )
        {"typed": _type, "pasted": _paste, "uploaded": _upload}[source or "typed"](shop, known)
    _take_back(shop, own, known)


def _type(shop: warehouse.Shop, known: Products) -> None:
    with st.form("events_type", border=False):
        left, right = st.columns(2)
        kind = left.selectbox(_("Kind"), list(KINDS), index=1, format_func=kind_name, key="events_kind")
        name = right.text_input(_("What happened"), key=f"events_name_{_round()}", placeholder=_("White background"))
        left, right = st.columns(2)
        first = left.date_input(_("First day"), today(), key="events_first", format="YYYY-MM-DD")
        last = right.date_input(
            _("Last day"),
            None,
            key=f"events_last_{_round()}",
            format="YYYY-MM-DD",
            help=_("Empty: the first day only."),
        )
        left, right = st.columns(2)
        product = left.selectbox(
            _("Product"),
            list(known.names),
            index=None,
            key="events_product",
            format_func=lambda key: f"{key} {known.names[key]}",
            placeholder=_("the whole shop"),
        )
        remark = right.text_input(_("Note"), key=f"events_note_{_round()}")
        if writing.submit(_("Record the event"), type="primary"):
            typed = {
                "kind": kind,
                "name": (name or "").strip(),
                "first": f"{first}" if isinstance(first, date) else "",
                "last": f"{last}" if isinstance(last, date) else "",
                "product": product or "",
                "note": remark or "",
            }
            event, faults = checked(typed, known.called)
            _save(shop, [event] if event else [], [text(wrong_in_form(each)) for each in faults], "typed")


def _paste(shop: warehouse.Shop, known: Products) -> None:
    with st.form("events_paste", border=False):
        st.caption(_columns())
        pasted_text = st.text_area(
            _("The table, as copied from a spreadsheet"),
            height=150,
            key=f"events_text_{_round()}",
            placeholder=_("date,kind,product,name\n2026-07-20,picture,HT-04,White background"),
        )
        if writing.submit(_("Record the events"), type="primary"):
            _table(shop, pasted(pasted_text or ""), known, "pasted")


def _upload(shop: warehouse.Shop, known: Products) -> None:
    st.caption(_columns())
    file = writing.uploader(
        _("The table as a file"),
        ["csv", "xlsx", "xls", "txt"],
        key=f"events_file_{_round()}",
        label_visibility="collapsed",
        max_upload_size=MOST_BYTES >> 20,
    )
    if not file:
        return
    _next_round()  # the file was taken; the uploader is empty again
    try:
        rows = rows_of(file.name, file.getvalue())
    except Refused as refused:
        say("alarm", *(text(joined([problem.sentence(each), problem.advice(each)])) for each in refused.problems))
        st.rerun()
    _table(shop, rows, known, "uploaded")


def _columns() -> str:
    return _("Columns: date (or first and last day), kind, product, name, note. Kinds: {kinds}.").format(
        kinds=" · ".join(map(kind_name, KINDS))
    )


def _table(shop: warehouse.Shop, rows: Sequence[Row], known: Products, origin: str) -> None:
    found, faults = understood(rows, known.called)
    _save(shop, [] if faults else found, _told(faults), origin)


def _told(faults: Sequence[Wrong]) -> list[str]:
    if not faults:
        return []
    return [f"<b>{_('Nothing was recorded; this is wrong in the table:')}</b>", *(text(wrong(each)) for each in faults)]


def _save(shop: warehouse.Shop, found: Sequence[Event], faults: Sequence[str], origin: str) -> None:
    if faults:
        say("alarm", *faults)
    else:
        say("calm", recorded_words(len(record(book(shop), found, who(), origin))))
        _next_round()
    st.rerun()


def _round() -> int:
    """The fields of an event that was recorded are empty for the next one; of a refused one they stay."""
    return int(st.session_state.get("events_round", 0))


def _next_round() -> None:
    st.session_state["events_round"] = _round() + 1


def _take_back(shop: warehouse.Shop, own: Sequence[Event], known: Products) -> None:
    if not own:
        return
    with (
        st.expander(_("Take an event back"), key="events_back"),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        chosen = st.selectbox(
            _("Event"),
            list(reversed(own)),
            index=None,
            key="events_chosen",
            format_func=lambda each: (
                f"{each.first:%Y} {short_days(each.first, each.last)} {each.name} {called(each.product, known.names)}"
            ),
            placeholder=_("Choose an event"),
            width=360,
        )
        why = st.text_input(_("Why"), key="events_why", placeholder=_("It never took place"), width=300)
        if (
            writing.button(_("Take it back"), key="events_withdraw", icon=":material/undo:", disabled=chosen is None)
            and chosen
        ):
            try:
                withdraw(book(shop), chosen, who(), (why or "").strip())
                say("calm", _("The event was taken back; its entry stays in the book."))
            except ChangedMeanwhile:
                say("alarm", _("Somebody else changed this meanwhile. Look at it again, then decide."))
            st.rerun()
