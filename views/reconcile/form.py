"""Entering what the operator's weekly report says: typed, pasted or uploaded; what was understood is shown before it is recorded."""

import json
from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

import warehouse
from book import ChangedMeanwhile, book
from etl.errors import Refused
from reports.claims.claimed import Report, one
from reports.claims.period import whole_week
from reports.claims.record import MOST_BYTES, Claim, record, withdraw
from reports.claims.word import claimable
from views import problem, writing
from views.html import note, show, table, text
from views.language import _, joined, plural
from views.numbers import today
from views.reconcile import file as claimfile
from views.reconcile.words import figure_name, value, why_unread
from views.session import who_field


@dataclass(frozen=True)
class Read:
    """A report that was read and not recorded yet."""

    week: date
    source: str
    report: Report
    attachment: bytes | None = None


def enter(shop: warehouse.Shop, week: date, known: list[Claim]) -> None:
    """The form, the preview, the button that records."""
    for kind, sentence in st.session_state.pop("claims_said", []):
        show(note([sentence], kind))
    with st.expander(_("Enter what the operator's report says"), expanded=not known, key="claims_enter"):
        who, said_on = _who_and_when(week)
        names = {"pasted": _("Paste a text or a table"), "uploaded": _("Upload a file"), "typed": _("Type one figure")}
        source = (
            st.segmented_control(
                _("How"),
                list(names),
                default="pasted",
                format_func=names.__getitem__,
                key="claims_source",
                label_visibility="collapsed",
            )
            or "pasted"
        )
        {"pasted": _paste, "uploaded": _upload, "typed": _type}[source](week)
        read = st.session_state.get("claims_read")
        if isinstance(read, Read) and read.week == week and read.source == source:
            _preview(shop, read, who, said_on)
        _take_back(shop, known, who)


def _who_and_when(week: date) -> tuple[str, date]:
    left, right = st.columns(2)
    who = who_field(_("Who enters it"), "claims_who", left)
    day = right.date_input(
        _("Day of the report"),
        min(today(), week + timedelta(days=7)),
        key=f"claims_said_on_{week}",
        format="YYYY-MM-DD",
        help=_("Refunds after this day could not be in the report; they are not held against it."),
    )
    return who, day if isinstance(day, date) else today()


def _paste(week: date) -> None:
    with st.form("claims_paste", border=False):
        said = st.text_area(
            _("The report, as it was sent"),
            height=150,
            key="claims_text",
            placeholder=_("Sales 123,400, 1,244 orders, ad spend 17,300, refund rate 8.2%, net profit about 24,700"),
        )
        if writing.submit(_("Read the report")):
            st.session_state["claims_read"] = Read(week, "pasted", claimfile.pasted(said or "", week))


def _upload(week: date) -> None:
    file = writing.uploader(
        _("The report as a file"),
        None,
        key=f"claims_file_{st.session_state.get('claims_round', 0)}",
        label_visibility="collapsed",
        max_upload_size=MOST_BYTES >> 20,
    )
    if not file:
        return
    content = file.getvalue()
    try:
        st.session_state["claims_read"] = Read(week, "uploaded", claimfile.read(file.name, content, week), content)
    except Refused as refused:
        st.session_state.pop("claims_read", None)
        show(note([text(joined([problem.sentence(each), problem.advice(each)])) for each in refused.problems], "alarm"))


def _type(week: date) -> None:
    with st.form("claims_type", border=False):
        left, right = st.columns(2)
        metric = left.selectbox(_("Figure"), list(claimable()), format_func=figure_name, key="claims_metric")
        said = right.text_input(_("Value"), key="claims_value", placeholder="12345.60")
        if writing.submit(_("Read the value")):
            claim = one(metric, said or "", whole_week(week))
            if claim:
                st.session_state["claims_read"] = Read(week, "typed", Report((claim,)))
            else:
                st.session_state.pop("claims_read", None)
                show(note([_("“{value}” is not a value of this figure.").format(value=text(said or ""))], "alarm"))


def _preview(shop: warehouse.Shop, read: Read, who: str, said_on: date) -> None:
    report = read.report
    if report.claims:
        header = [(_("Figure"), ""), (_("Days"), ""), (_("Value"), "n"), (_("Read from"), "wide-only")]
        rows = [
            (
                "",
                [
                    text(figure_name(each.metric)),
                    f"{each.first:%m/%d}" if each.first == each.last else f"{each.first:%m/%d}–{each.last:%m/%d}",
                    value(claimable()[each.metric].unit, each.value),
                    text(each.given),
                ],
            )
            for each in report.claims
        ]
        show(f"<p><b>{_('Understood')}</b></p>" + table(header, rows))
    if report.unread:
        pieces = [
            _("The table “{name}” is long; only its first 40 rows were read.").format(name=text(each.text))
            if each.why == "long"
            else f"{text(each.text)} — {why_unread(each.why)}"
            for each in report.unread
        ]
        show(note([f"<b>{_('Not understood; type it if it is a claim.')}</b>", *pieces]))
    if not report.claims:
        if not report.unread:
            show(note([_("No figure was found in it.")]))
        return
    label = plural("Record {count} claim", "Record {count} claims", len(report.claims))
    if writing.button(label, type="primary", icon=":material/check:", key="claims_record"):
        written = record(book(shop), report.claims, who, read.source, said_on, read.attachment)
        fresh = plural("{count} claim was recorded.", "{count} claims were recorded.", len(written))
        st.session_state["claims_said"] = [("calm", fresh if written else _("These claims are in the book already."))]
        st.session_state.pop("claims_read", None)
        st.session_state["claims_round"] = st.session_state.get("claims_round", 0) + 1
        st.rerun()


def _take_back(shop: warehouse.Shop, known: list[Claim], who: str) -> None:
    if not known:
        return
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    chosen = left.selectbox(
        _("Take a claim back; its entry stays in the history"),
        known,
        format_func=lambda each: f"{figure_name(each.metric)} {value(claimable()[each.metric].unit, each.value)}",
        index=None,
        key="claims_chosen",
        placeholder=_("Choose a claim"),
    )
    if (
        writing.button(
            _("Take it back"), key="claims_withdraw", icon=":material/undo:", disabled=chosen is None, place=right
        )
        and chosen
    ):
        try:
            withdraw(book(shop), chosen, who, "")
        except ChangedMeanwhile:
            st.session_state["claims_said"] = [("alarm", changed_meanwhile())]
        st.rerun()


def dress_uploaders() -> None:
    """The uploaders of this page take one file of any kind; the words of the others speak of exports."""
    said = {"before": _("Drop a file here"), "after": _("of any kind, up to 5 MB")}
    for place, sentence in said.items():
        where = ", ".join(
            f'[class*="st-key-{key}"] [data-testid="stFileUploaderDropzoneInstructions"]::{place}'
            for key in ("claims_file", "difference_file")
        )
        st.html(f"<style>{where} {{ content: {json.dumps(sentence, ensure_ascii=False)}; }}</style>")


def changed_meanwhile() -> str:
    """What to do when two people write at once."""
    return _("Somebody else changed this meanwhile. Look at it again, then decide.")
