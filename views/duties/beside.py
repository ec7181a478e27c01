"""Beside a missed target: how late both sides answered in that month. Evidence, never a verdict."""

from collections.abc import Mapping

from reports.contract.month import Month
from reports.duties.late import Late
from views.duties.page import late_words
from views.duties.words import hours_words, side_name
from views.html import link, note, show, text
from views.language import _, joined
from views.view import address

MOST = 3  # questions that are named


def beside(month: Month, sides: Mapping[str, Late] | None) -> None:
    """The sentence with the questions that were late the longest; nothing where nobody ever asked anything."""
    if sides is None:
        return
    way = link(_("Duties and clocks"), address("duties", week=month.first.isoformat()))
    named = [
        _("{side}, {late} late: “{about}”").format(
            side=side_name(side), late=hours_words(part), about=text(request.about)
        )
        for side, each in sides.items()
        for request, part in each.requests[:MOST]
    ]
    show(note([joined([late_words(str(month), sides), way]), *named], "calm"))
