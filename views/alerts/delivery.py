"""Who gets the list of alerts: addresses with what became of their last message, when it is sent, and sending it now."""

from datetime import datetime, time

import streamlit as st

import warehouse
from book import BookUnreachable, ChangedMeanwhile, book
from book.value import Wrong
from reports.alerts.notify.addresses import MOST, Address, Times, addresses, kinds, remove, set_times, times
from reports.alerts.notify.daily import Sent, deliver, tried_again, try_out
from reports.alerts.notify.memory import Past, Sending, past
from reports.alerts.notify.post import Problem
from reports.alerts.notify.words import PROBLEMS
from views import problem, writing
from views.alerts import newaddress
from views.alerts.said import say, tell
from views.html import show, text
from views.language import LANGUAGES, _, joined, plural
from views.reconcile.form import changed_meanwhile
from views.session import name_of_reader


def delivery(shop: warehouse.Shop) -> None:
    """The section: addresses, a new one, the time of day."""
    st.subheader(_("Send me the list"))
    tell()
    when, known = times(book(shop)), past(shop)
    held = addresses(shop)
    show(f'<p class="soft">{_how(when)}</p>')
    for each in held:
        _address(shop, each, known.get(each.id, Past()))
    if held:
        writing.button(
            _("Send what is new now"), icon=":material/send:", key="delivery_now", on_click=_now, args=(shop,)
        )
    newaddress.form(shop, is_first=not held)
    _times(shop, when)


def _how(when: Times) -> str:
    told = _("Once a day from {at} on, each address gets what is new or has changed since its last message; what you have seen or put off is left out.")  # fmt: skip
    sentences = [told.format(at=_clock(when.at)), _("The program must be running for that; no page needs to be open.")]
    if when.quiet[0] != when.quiet[1]:
        quiet = _("From {begin} to {end} nothing is sent.")
        sentences.insert(1, quiet.format(begin=_clock(when.quiet[0]), end=_clock(when.quiet[1])))
    return joined(sentences)


def _address(shop: warehouse.Shop, address: Address, known: Past) -> None:
    with st.container(border=True, key=f"delivery_{address.id}", gap="small"):
        kind = _(kinds()[address.kind].label)
        whose = f"{kind} {text(address.shown)} · {LANGUAGES[address.language]}"
        show(f"<p><b>{text(address.name)}</b> · {whose}</p>" + "".join(f"<p>{each}</p>" for each in _state(known)))
        with st.container(horizontal=True, gap="small"):
            writing.button(_("Send a test message"), icon=":material/outgoing_mail:", key=f"delivery_test_{address.id}", on_click=_try, args=(shop, address))  # fmt: skip
            writing.button(_("Take the address away"), icon=":material/delete:", key=f"delivery_remove_{address.id}", on_click=_remove, args=(shop, address))  # fmt: skip


def _state(known: Past) -> list[str]:
    """What became of the last message, and of the one before where that failed."""
    arrived = _("{when}: {things} sent.").format(when=_moment(known.sent), things=_things(known.sent)) if known.sent else _("No list was sent yet.")  # fmt: skip
    last = known.last
    if last is None or last == known.sent:
        return [arrived]
    if last.problem:
        again = _("{when}: not sent. It is tried again from {again} on.")
        said = again.format(when=_moment(last), again=f"{tried_again(known):%Y/%m/%d %H:%M}")
        return [joined([f'<b class="bad">{said}</b>', why(last.problem)]), arrived]
    return [joined([arrived, _("{when}: nothing new.").format(when=_moment(last))])]


def why(fault: Problem) -> str:
    """Why a message was not taken, in the reader's words."""
    return _(PROBLEMS[fault.kind]).format(said=text(fault.said))


def _moment(sending: Sending) -> str:
    return f"{sending.at:%Y/%m/%d %H:%M}"


def _clock(at: time) -> str:
    return f"{at:%H:%M}"


def _things(sending: Sending) -> str:
    return plural("{count} thing", "{count} things", sending.things)


def _now(shop: warehouse.Shop) -> None:
    try:
        for each in deliver(shop, datetime.now()):  # noqa: DTZ005 — times of day are this computer's
            say("alarm" if each.sending.problem else "calm", f"{text(each.address.name)}: {_became(each)}")
    except BookUnreachable as fault:
        say("alarm", problem.unreachable(fault))


def _became(each: Sent) -> str:
    if each.sending.problem:
        return why(each.sending.problem)
    if not each.sending.things:
        return _("nothing new, no message.")
    return _("{things} sent.").format(things=_things(each.sending))


def _try(shop: warehouse.Shop, address: Address) -> None:
    fault = try_out(shop, address)
    if fault:
        say("alarm", joined([_("The test message to {name} did not arrive.").format(name=text(address.name)), why(fault)]))  # fmt: skip
    else:
        say("calm", _("{name} took the test message.").format(name=text(address.name)))


def _remove(shop: warehouse.Shop, address: Address) -> None:
    try:
        remove(shop, address, name_of_reader())
        say("calm", _("{name} gets no list any more; the token or password was forgotten.").format(name=text(address.name)))  # fmt: skip
    except ChangedMeanwhile:
        say("alarm", changed_meanwhile())
    except BookUnreachable as fault:
        say("alarm", problem.unreachable(fault))


def _times(shop: warehouse.Shop, when: Times) -> None:
    with st.expander(_("When, and how much"), key="delivery_times"), st.form("delivery_times_form", border=False):
        left, middle, right = st.columns(3)
        at = left.time_input(_("Send from"), when.at, key=f"delivery_at_{when.number}", step=900)
        begin = middle.time_input(_("Nothing from"), when.quiet[0], key=f"delivery_begin_{when.number}", step=900)
        end = right.time_input(_("Nothing until"), when.quiet[1], key=f"delivery_end_{when.number}", step=900)
        most = left.number_input(_("Things told one by one"), 1, MOST, when.most, key=f"delivery_most_{when.number}")
        if writing.submit(_("Save the times")):
            try:
                set_times(book(shop), Times(at, (begin, end), int(most), when.number), name_of_reader())
                say("calm", _("The times are kept."))
            except Wrong:
                say("alarm", _("Nothing was saved: the list would be sent in the hours in which nothing is sent."))
            except ChangedMeanwhile:
                say("alarm", changed_meanwhile())
            st.rerun()
