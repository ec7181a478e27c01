"""Each difference opened: its reasons, what remains, and what people say about it; every edit is an entry of the book at once."""

import hashlib
from datetime import date
from typing import Any

import streamlit as st

import warehouse
from book import Book, BookUnreachable, ChangedMeanwhile, Entry, book
from reports.claims.reconcile import Line, Reconciliation
from reports.claims.record import DIFFERENCE, MOST_BYTES, STATES, difference_subject, write_difference
from views import problem, writing
from views.html import note, plain, show, table
from views.language import _
from views.reconcile.form import changed_meanwhile
from views.reconcile.words import apart, figure_name, reason, rows_of, state_name, tolerance, value
from views.session import name_of_reader

EMPTY = {"comment": "", "owner": "", "state": "open", "attachments": []}


def opened(shop: warehouse.Shop, answer: Reconciliation) -> None:
    """Every claim of the week that is not simply proven, those that alarm first."""
    if said := st.session_state.pop("difference_said", None):
        show(note([said], "alarm"))
    ledger = book(shop)
    written = ledger.in_force(DIFFERENCE)
    lines = [line for line in answer.lines if line.verdict and line.verdict.difference]
    if not lines:
        return
    st.subheader(_("Differences"))
    name = name_of_reader(st.session_state.get("claims_who"))
    st.caption(
        _("Every edit is kept at once, as said by {name}; the name stands in the form below.").format(name=plain(name))
    )
    for line in sorted(lines, key=lambda line: not (line.verdict and line.verdict.is_alarm)):
        entry = written.get(difference_subject(answer.week_start, line.figure))
        with st.expander(_title(line, entry), key=f"difference_{answer.week_start}_{line.figure}"):
            _sum(line)
            _editor(ledger, answer.week_start, line, entry)


def _title(line: Line, entry: Entry | None) -> str:
    assert line.verdict
    assert line.verdict.difference is not None
    state = state_name(entry.body["state"]) if entry else _("open")
    mark = {"contradicted": "✗", "not_provable": "?"}.get(line.word, "≈" if line.verdict.unexplained else "✓")
    amount = apart(line.unit, line.verdict.difference)
    known = "" if line.verdict.is_alarm or line.word != "contradicted" else f" ({_('explained')})"
    return plain(f"{mark} {figure_name(line.figure)} {amount}{known} · {state}")


def _sum(line: Line) -> None:
    """Claimed less proven, the reasons, and what remains: they add up to the fen."""
    said = line.verdict
    assert said
    assert line.claim
    assert said.difference is not None
    assert said.unexplained is not None
    rows = [
        ("", [_("Claimed"), value(line.unit, line.claim.value)]),
        ("", [_("Proven"), rows_of(line)]),
        ("sum", [_("Difference"), apart(line.unit, said.difference)]),
        *(("", [reason(line, each), apart(line.unit, each.amount)]) for each in said.explained),
    ]
    is_little = said.unexplained and not said.is_alarm
    remains = _("Unexplained, within the tolerance") if is_little else _("Unexplained")
    if said.explained or said.is_alarm:
        rows.append(("total", [remains, apart(line.unit, said.unexplained)]))
    show(table([("", ""), (_("Amount"), "n")], rows))
    show(f'<p class="soft">{tolerance(line, said)}</p>')


def _editor(ledger: Book, week: date, line: Line, entry: Entry | None) -> None:
    """Comment, owner, state, attachments. The keys hold the entry's number, so a saved edit begins a new form."""
    body: dict[str, Any] = EMPTY | (entry.body if entry else {})
    since = entry.number if entry else 0
    key = f"{line.figure}_{week}_{since}"
    keys = {name: f"difference_{name}_{key}" for name in ("state", "owner", "comment", "file")}

    def save() -> None:
        _save(ledger, week, line.figure, body, since, keys)

    left, right = st.columns(2)
    left.selectbox(
        _("State"), STATES, STATES.index(body["state"]), format_func=state_name, key=keys["state"], on_change=save
    )
    right.text_input(_("Who looks into it"), body["owner"], key=keys["owner"], on_change=save)
    st.text_area(_("Comment"), body["comment"], key=keys["comment"], height=80, on_change=save)
    writing.uploader(
        _("Attach a file, up to 5 MB"),
        None,
        key=keys["file"],
        max_upload_size=MOST_BYTES >> 20,
        label_visibility="collapsed",
        on_change=save,
    )
    for number, each in enumerate(body["attachments"]):
        content = ledger.attachment(each["sha256"])
        if content is not None:
            name = f"difference_attachment_{key}_{number}"
            st.download_button(
                plain(each["name"]), content, each["name"], icon=":material/attach_file:", key=name, on_click="ignore"
            )


def _save(ledger: Book, week: date, figure: str, body: dict[str, Any], since: int, keys: dict[str, str]) -> None:
    """Write what the form holds now."""
    said = st.session_state
    file = said.get(keys["file"])
    files = [file.getvalue()] if file else []
    attached = [{"name": file.name, "sha256": hashlib.sha256(files[0]).hexdigest()}] if file else []
    fresh = {
        "comment": said[keys["comment"]].strip(),
        "owner": said[keys["owner"]].strip(),
        "state": said[keys["state"]],
        "attachments": [*body["attachments"], *(each for each in attached if each not in body["attachments"])],
    }
    if fresh == body:
        return
    try:
        write_difference(ledger, week, figure, fresh, name_of_reader(), since, files)
    except ChangedMeanwhile:
        said["difference_said"] = changed_meanwhile()
    except BookUnreachable as fault:
        said["difference_said"] = problem.unreachable(fault)
