"""A suggestion as the sentence that somebody may take over."""

from reports.duties.moment import hours
from reports.weekreport.items import LONGEST
from reports.weekreport.suggested import Suggestion
from views.duties.words import approval_name, approval_value, hours_words
from views.engagement.words import deliverable_name
from views.events.words import short_days, titled
from views.language import _
from views.numbers import count


def words(each: Suggestion) -> str:
    """Plain text, no longer than an item may be."""
    return _words(each)[:LONGEST]


def _words(each: Suggestion) -> str:
    said = each.fields
    if each.kind == "delivered":
        template = _("{deliverable}: {done}") if said["owed"] is None else _("{deliverable}: {done} of {owed}")
        return template.format(deliverable=deliverable_name(said["deliverable"]), done=count(said["done"]), owed=count(said["owed"]))  # fmt: skip
    if each.kind == "event":
        event = said["event"]
        return f"{short_days(event.first, event.last)} {titled(event)}" + (
            f" · {event.product}" if event.product else ""
        )
    if each.kind == "owed":
        return _("{deliverable}: {missing} still owed").format(deliverable=deliverable_name(said["deliverable"]), missing=count(said["missing"]))  # fmt: skip
    if each.kind == "promise":
        return _("{what}, promised by {due}").format(what=said["what"], due=f"{said['due']:%m/%d}")
    if each.kind == "approval":
        approval = said["approval"]
        what = " · ".join(filter(None, (approval.product, approval_value(approval))))
        return _("Approve: {kind}, {what}").format(kind=approval_name(approval.kind), what=what)
    request = said["request"]
    late = hours(request.late)
    if late:
        return _("{about} ({late} over)").format(about=request.about, late=hours_words(late))
    return str(request.about)
