"""The Engagement page: its headline, who is at the screen, and the part in view. Every edit is saved at once."""

from collections.abc import Callable

import streamlit as st

import warehouse
from book.engagement import Engagement, from_terms
from book.record import Held
from views import view
from views.engagement import clauses as agreedclauses
from views.engagement import file as agreedfile
from views.engagement import guards as agreedguards
from views.engagement import history as agreedhistory
from views.engagement import parties as agreedparties
from views.engagement import saving
from views.engagement import targets as agreedtargets
from views.html import note, show, text
from views.language import _, joined, plural
from views.numbers import money, today

Part = Callable[[warehouse.Shop, Held, Engagement], None]


def opened(shop: warehouse.Shop) -> tuple[Held, Engagement]:
    """The engagement in force with its headline, what became of the last edit, who is here, and the parts to choose from."""
    held = saving.seen(shop)
    agreed = from_terms(held.terms)
    with st.container():  # one place for what comes and goes, so that what is below keeps its place and stays open
        _headline(agreed)
        saving.pick_who(agreed)
        saving.said()
    names = {
        "parties": _("Parties and people"),
        "targets": _("Targets and budget"),
        "clauses": _("Clauses"),
        "duties": _("Package and limits"),
        "file": _("As a file"),
        "history": _("History"),
    }
    st.session_state["pick_part"] = part()
    st.segmented_control(
        _("Part"),
        list(names),
        key="pick_part",
        format_func=names.__getitem__,
        label_visibility="collapsed",
        on_change=lambda: view.hold("part", st.session_state["pick_part"] or "parties"),
    )
    return held, agreed


def parts() -> dict[str, Part]:
    """What draws each part."""
    return {
        "parties": agreedparties.parties,
        "targets": agreedtargets.targets,
        "clauses": agreedclauses.clauses,
        "duties": agreedguards.duties,
        "file": agreedfile.file,
        "history": agreedhistory.history,
    }


def part() -> str:
    """The part in view."""
    said = view.held("part") or ""
    return said if said in parts() else "parties"


def _headline(agreed: Engagement) -> None:
    if agreed.is_empty:
        show(
            f'<p class="dz-say">{_("Nothing has been agreed here yet. Say who you are, then who runs the shop and since when; the rest can follow.")}</p>'
        )
        return
    show(f'<p class="dz-say">{joined([_service(agreed), _money(agreed)])}</p>')
    missing = [
        sentence
        for sentence, there in (
            (_("no first day of service"), agreed.service_start),
            (_("no month targets"), agreed.targets),
            (_("no clauses"), agreed.clauses),
            (_("nobody of the agency to submit a week"), any(each.side == "agency" for each in agreed.people)),
            (_("nobody of the merchant to confirm a week"), any(each.side == "merchant" for each in agreed.people)),
        )
        if not there
    ]
    if missing:
        show(note([_("Still open: {missing}.").format(missing="; ".join(missing))]))


def _service(agreed: Engagement) -> str:
    agency = text(agreed.agency or _("An agency"))
    if not agreed.service_start:
        return _("{agency} runs the shop.").format(agency=agency)
    if agreed.service_end:
        said = _("{agency} runs the shop from {first} to {last}.")
        return said.format(agency=agency, first=agreed.service_start, last=agreed.service_end)
    return _("{agency} runs the shop since {first}.").format(agency=agency, first=agreed.service_start)


def _money(agreed: Engagement) -> str:
    target = agreed.targets.get(f"{today():%Y-%m}")
    said = [_("This month's target is {amount}.").format(amount=money(target))] if target is not None else []
    if agreed.clauses:
        said.append(
            plural("The contract has {count} clause.", "The contract has {count} clauses.", len(agreed.clauses))
        )
    return joined(said)
