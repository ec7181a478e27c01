"""The sheet of the weekly meeting as a document: four lists, what the package owes, what waits for an answer or approval."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from reports.duties.duties import Duties
from reports.duties.moment import hours
from reports.weekreport.items import LISTS, Item
from views.documents.weekitems import listed_section
from views.documents.words import blank_boxes, side_name
from views.duties.page import late_words
from views.duties.words import approval_name, approval_value, hours_words, moment, state_name
from views.engagement.words import deliverable_name
from views.language import _
from views.numbers import NOTHING, period
from views.paper.model import Amount, Column, Document, Row, Section, Table, Words


def meeting_document(title: str, week: date, written: Sequence[Item], found: Duties, made: datetime) -> Document:
    """The sheet of one shop's week, in the reader's language."""
    agreed = found.agreed
    sections = [
        *(listed_section(name, tuple(each for each in written if each.list == name)) for name in LISTS),
        _package(found),
        _waiting(found),
        _approvals(found),
        Section(_("Signature"), (blank_boxes(),), on_picture=False),
    ]
    return Document(
        title=_("Weekly meeting"),
        shop=title,
        facts=(
            (_("Merchant"), agreed.merchant or NOTHING),
            (_("Agency"), agreed.agency or NOTHING),
            (_("Period"), period(week, week + timedelta(days=6))),
            (_("Made"), f"{made:%Y-%m-%d %H:%M}"),
        ),
        lead=(late_words(str(found.month), found.late_now),),
        sections=tuple(each for each in sections if each),
        origin=_("From the shop's book, up to entry {number}.").format(number=found.last),
        number=f"{week:%Y%m%d}",
    )


def _package(found: Duties) -> Section | None:
    """Owed, done and missing by deliverable."""
    rows = (*found.of_week, *found.of_month)
    if not rows:
        return None
    columns = (
        Column(_("Deliverable"), weight=2),
        Column(_("Period"), weight=0),
        Column(_("Owed"), is_number=True),
        Column(_("Done"), is_number=True),
        Column(_("Missing"), is_number=True),
    )
    table = Table(
        columns,
        tuple(
            Row(
                (
                    deliverable_name(each.kind),
                    f"{each.first:%m/%d} – {each.last:%m/%d}",
                    *(Amount(number, "count") for number in (each.owed, each.done, each.missing)),
                )
            )
            for each in rows
        ),
    )
    return Section(_("What the package owes"), (table,))


def _waiting(found: Duties) -> Section:
    """Questions that wait, the most pressing first."""
    waiting = found.waiting
    if not waiting:
        return Section(_("Questions and answers"), (Words(_("No question is open."), "note"),), on_picture=False)
    columns = (Column(_("Question"), weight=3), Column(_("Who owes it"), weight=0), Column(_("Due"), weight=0), Column(_("State"), weight=2))  # fmt: skip
    rows = []
    for each in waiting:
        late = hours(each.late)
        state = state_name(each.state) + (f" · {hours_words(late)}" if late else "")
        due = min(one.due for one in each.running if not one.stopped)
        rows.append(Row((each.about, side_name(each.asked_side), moment(due), state)))
    return Section(_("Questions and answers"), (Table(columns, tuple(rows)),))


def _approvals(found: Duties) -> Section | None:
    """What the merchant has not decided."""
    waiting = found.to_approve
    if not waiting:
        return None
    columns = (Column(_("What")), Column(_("Product")), Column(_("Value")), Column(_("Note"), weight=2, on_picture=False))  # fmt: skip
    rows = tuple(Row((approval_name(each.kind), each.product, approval_value(each), each.note)) for each in waiting)
    return Section(_("Waits for the merchant's approval"), (Table(columns, rows),))
