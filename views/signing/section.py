"""The signature of a week: where it stands, who signs next, what will be locked, and what changed since."""

from datetime import date, timedelta

import streamlit as st

import warehouse
from book import BookUnreachable, ChangedMeanwhile
from book.engagement import Engagement, engagement
from reports.people import same
from reports.scope import Scope
from reports.signing.restate import carried_into, restatements
from reports.signing.rules import Refused
from reports.signing.sign import SIDE, WeekState, sign, states
from reports.signing.signatures import steps
from views import writing
from views.html import link, note, show
from views.language import _, joined, listed
from views.signing import tables as signtables
from views.signing.words import refusal
from views.view import address
from views.words import source_name
from warehouse import access

WEEKS = 13  # in the strip
TOLD = "signing_told"  # why the last attempt was refused; said once, on the run after it
SEEN = "signing_seen"  # the week and its newest entry when it was drawn last


def section(shop: warehouse.Shop, week_start: date, page: str = "") -> None:
    """The whole of it for one week; `page` is the address that the strip's weeks open in."""
    if not access.current().may(access.SEE_COSTS, shop.name):
        st.subheader(_("Signature"))
        signtables.standing(steps(shop, week_start))
        return
    agreed = engagement(shop)
    scope = Scope(shop, book=agreed.book)
    try:
        known = states(
            Scope(shop, week_start - timedelta(days=7 * (WEEKS - 1)), week_start + timedelta(days=42), book=agreed.book)
        )
    except warehouse.NoBuild:
        return
    now = next((each for each in known if each.week_start == week_start), None)
    if now is None:
        return
    st.subheader(_("Signature"))
    signtables.strip(known, page, now)
    _sentence(now)
    for problem in (st.session_state.pop(TOLD, None), _meanwhile(now)):
        if problem:
            show(note([problem], "alarm"))
    if now.signed.steps:
        signtables.steps(now)
    _actions(scope, now, agreed)
    if now.signed.in_force:
        for found in restatements(Scope(shop, week_start, week_start, book=agreed.book)):
            signtables.restated(found)
    signtables.carried(carried_into(scope, week_start), now.signed.in_force is not None)


def _meanwhile(now: WeekState) -> str | None:
    """What is said when another one has signed since this reader looked; what they pressed was another form then."""
    before = st.session_state.get(SEEN)
    st.session_state[SEEN] = now.week_start, now.signed.seen
    is_other = before and before[0] == now.week_start and before[1] != now.signed.seen
    return refusal(ChangedMeanwhile()) if is_other else None


def _sentence(now: WeekState) -> None:
    missing = listed(source_name(each) for each in now.missing)
    unready = _("This week misses {missing}; it can be submitted with a reason, and confirmed once that is loaded.")
    says = {
        "open": _("This week has not ended.") if not now.is_over else unready.format(missing=missing),
        "complete": _("This week is over and every source is there. The agency submits it."),
        "submitted": _("The agency has submitted this week; the merchant confirms or returns it."),
        "returned": _("The merchant has returned this week; the agency submits it again."),
        "confirmed": _("Both sides have signed this week. What arrives later does not change it: it stands below, and in the next open week."),
    }  # fmt: skip
    show(f"<p>{says[now.state]}</p>")


def _actions(scope: Scope, now: WeekState, agreed: Engagement) -> None:
    """The forms of whoever may sign next."""
    if not agreed.people:
        way = link(_("Name the people"), address("engagement"))
        show(note([joined([_("Nobody can sign yet: the engagement names no people."), way])]))
        return
    if now.state == "submitted":
        left, right = st.columns(2)
        with left:
            _form(scope, now, agreed, "confirmed", _("Confirm …"), wants_reason=False)
        with right:
            _form(scope, now, agreed, "returned", _("Return"), wants_reason=True)
    elif now.state == "confirmed":
        with st.expander(_("Sign it anew with the figures of today")):
            _form(scope, now, agreed, "submitted", _("Submit"), wants_reason=bool(now.missing))
    else:
        _form(scope, now, agreed, "submitted", _("Submit"), wants_reason=bool(now.missing) or not now.is_over)


def _form(scope: Scope, now: WeekState, agreed: Engagement, step: str, label: str, *, wants_reason: bool) -> None:
    names = [person.name for person in agreed.people if person.side == SIDE[step]]
    if step == "confirmed" and now.signed.pending:
        names = [name for name in names if name != now.signed.pending.signer]
    if name := access.current().name:
        may_sign = access.current().may(access.SIGN, scope.shop.name) and access.current().may(
            SIDE[step], scope.shop.name
        )
        names = [name] if may_sign and any(same(each, name) for each in names) else []
        if not names:
            show(note([_("You are not one of those who may do this step.")]))
            return
    if not names:
        nobody = (
            _("The engagement names nobody of the agency.")
            if SIDE[step] == "agency"
            else _("The engagement names nobody of the merchant.")
        )
        show(note([nobody]))
        return
    with st.form(f"sign_{step}_{now.signed.seen}"):  # another form once somebody else has signed
        signer = st.selectbox(_("Who signs"), names, key=f"signer_{step}", filter_mode=None)
        why = (
            st.text_input(_("Why"), key=f"why_{step}", placeholder=_("a sentence for the other side"))
            if wants_reason
            else ""
        )
        if writing.submit(label, type="primary" if step != "returned" else "secondary", action=access.SIGN):
            if step == "confirmed":
                _lock(scope, now, agreed, str(signer))
            else:
                _take(scope, now, agreed, step, str(signer), why)


def _lock(scope: Scope, now: WeekState, agreed: Engagement, signer: str) -> None:
    """The second confirmation: what will be locked."""
    submitted = now.signed.pending
    assert submitted is not None

    @st.dialog(_("Lock these figures?"), width="medium")
    def ask() -> None:
        signtables.sheet(submitted.figures, submitted, submitted["refunds"], submitted["book"])
        signtables.carried(submitted.carried, is_signed=False)
        if access.current().name is None:
            show(
                f'<p class="soft">{_("In local mode the name of the signer is not verified; the signature says so.")}</p>'
            )
        if writing.button(
            _("{name} confirms").format(name=signer),
            key="sign_yes",
            type="primary",
            icon=":material/lock:",
            action=access.SIGN,
        ):
            _take(scope, now, agreed, "confirmed", signer, "")

    ask()


def _take(scope: Scope, now: WeekState, agreed: Engagement, step: str, signer: str, why: str) -> None:
    try:
        done = sign(scope, now.week_start, step, signer, agreed, why, seen=now.signed.seen)
        st.session_state[SEEN] = now.week_start, done.entry.number
    except (Refused, ChangedMeanwhile, BookUnreachable) as fault:
        st.session_state[TOLD] = refusal(fault)
    st.rerun()
