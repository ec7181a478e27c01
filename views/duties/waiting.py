"""Requests: what is open with its clocks and the steps that the reader may take; what is closed; a form to ask."""

import streamlit as st

import warehouse
from book import book
from book.engagement import Person
from reports.duties.duties import Duties
from reports.duties.moment import Stretch, hours
from reports.duties.request import Request, Running
from reports.duties.requests import LONGEST, ask, possible, reopen, take_step
from reports.events.products import products
from views import writing
from views.duties.saving import typed_moment, write
from views.duties.words import clock_name, hours_words, moment, side_name, state_kind, state_name, step_label, step_name
from views.html import show, table, text
from views.language import _, plural

SHOWN = 20


def section(shop: warehouse.Shop, found: Duties, writer: Person | None) -> None:
    """All of it."""
    st.subheader(_("Questions and answers"))
    waiting = found.waiting
    for each in waiting[:SHOWN]:
        _card(shop, found, each, writer)
    if len(waiting) > SHOWN:
        st.caption(_("The first {shown} of {count} are shown.").format(shown=SHOWN, count=f"{len(waiting):,}"))
    if not waiting:
        show(f'<p class="soft">{_("No question is open.")}</p>')
    if writer:
        _ask(shop, found, writer)
    _closed(shop, found, writer)


def _card(shop: warehouse.Shop, found: Duties, each: Request, writer: Person | None) -> None:
    with st.container(border=True, key=f"need_request_{each.name}", gap="small"):
        chip = f'<span class="dz-chip {state_kind(each.state)}">{state_name(each.state)}</span>'
        owes = _("{side} owes the answer").format(side=side_name(each.asked_side))
        show(
            f'<div class="dz-need"><span><b>{text(each.about)}</b></span>{chip}</div>'
            f'<p class="sub">{owes} · {_asked(each)}</p><ul class="dz-findings">{"".join(map(_clock, each.running))}</ul>'
        )
        for step in each.steps:
            show(f'<p class="sub">{_step(each, step.name)}</p>')
        allowed = [name for name in possible(each) if writer and writer.side == _owner(each, name)]
        if writer and allowed:
            _steps(shop, found, each, writer, allowed)


def _owner(each: Request, step: str) -> str:
    return each.side if step == "withdrawn" else each.asked_side


def _asked(each: Request) -> str:
    said = _("{who} asked on {moment}").format(who=text(each.who), moment=moment(each.asked))
    about = " · ".join(
        filter(None, (text(each.product or ""), f"{each.week_start:%Y/%m/%d}" if each.week_start else ""))
    )
    late = f" · {_('recorded on {moment}').format(moment=moment(each.written_at))}" if each.is_late_told else ""
    return said + (f" · {about}" if about else "") + late


def _clock(each: Running) -> str:
    late = hours_words(each.late_hours)
    if each.stopped and each.late:
        said = _("{late} late, {moment}").format(late=late, moment=moment(each.stopped))
    elif each.stopped:
        said = _("in time, {moment}").format(moment=moment(each.stopped))
    elif each.late:
        said = f'<b class="bad">{_("due {moment}, {late} over").format(moment=moment(each.due), late=late)}</b>'
    else:
        left = hours_words(hours([Stretch(each.now, each.due)]))
        said = _("due {moment}, {left} left").format(moment=moment(each.due), left=left)
    whole = _("{hours} h").format(hours=each.clock.hours)
    told = _("{clock} ({hours}): {said}").format(clock=clock_name(each.clock.name), hours=whole, said=said)
    return f"<li>{told}</li>"


def _step(each: Request, name: str) -> str:
    step = each.step(name)
    assert step
    said = _("{step}: {who}, {moment}").format(step=step_name(name), who=text(step.who), moment=moment(step.at))
    late = f" · {_('recorded on {moment}').format(moment=moment(step.written_at))}" if step.is_late_told else ""
    return said + (f" · “{text(step.note)}”" if step.note else "") + late


def _steps(shop: warehouse.Shop, found: Duties, each: Request, writer: Person, allowed: list[str]) -> None:
    """Words, the moment where it was earlier, and a button per step."""
    key = f"{each.name}_{max((step.number for step in each.steps), default=each.number)}"

    def take(name: str, key: str = key) -> None:
        words = str(st.session_state.get(f"request_note_{key}") or "")
        when = str(st.session_state.get(f"request_when_{key}") or "")
        write(
            lambda: take_step(
                book(shop), each, name, writer.name, found.agreed, words, at=typed_moment(when)
            ),
            words,
        )  # fmt: skip

    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(_("What was said or done"), key=f"request_note_{key}", max_chars=LONGEST)
        _when(f"request_when_{key}")
        for name in allowed:
            writing.button(step_label(name), key=f"request_{name}_{key}", on_click=take, args=(name,))


def _when(key: str) -> None:
    st.text_input(
        _("When, if earlier"),
        key=key,
        width=190,
        placeholder="2026-11-20 14:30",
        help=_(
            "Empty: now. In the shop's time. A moment that is typed afterwards is marked with the day it was recorded."
        ),
    )


def _ask(shop: warehouse.Shop, found: Duties, writer: Person) -> None:
    names = products(shop).names
    with (
        st.expander(_("Ask the other side"), icon=":material/contact_support:", expanded=not found.requests),
        st.form(f"request_{found.last}", border=False),
    ):
        about = st.text_input(
            _("What is asked"), key="request_about", max_chars=LONGEST, placeholder=_("Please confirm the plan for the coming promotion")
        )  # fmt: skip
        left, right = st.columns([3, 2])
        product = left.selectbox(
            _("About a product, if any"),
            list(names),
            index=None,
            format_func=lambda key: f"{names[key]} {key}".strip(),
            key="request_product",
            placeholder=_("the shop"),
            filter_mode=None,
        )
        with right:
            _when("request_when")
        st.caption(_duty_words(found, writer))
        if writing.submit(_("Start the clock"), type="primary"):
            when = st.session_state.get("request_when")
            write(
                lambda: ask(
                    book(shop), writer.side, str(about or ""), writer.name, found.agreed, at=typed_moment(when), product=product
                ),
                str(about or ""),
            )  # fmt: skip
            st.rerun()


def _duty_words(found: Duties, writer: Person) -> str:
    hours_of = {name: each.hours for name, each in found.clocks.items()}
    if writer.side == "agency":
        return _("The merchant owes an answer within {answer} hours.").format(answer=hours_of["answer"])
    template = _("The agency owes a first reply within {reply} hours and a solution within {solution}.")
    return template.format(reply=hours_of["reply"], solution=hours_of["solution"])


def _closed(shop: warehouse.Shop, found: Duties, writer: Person | None) -> None:
    closed = sorted((each for each in found.requests if not each.is_open), key=lambda each: -each.number)
    if not closed:
        return
    with st.expander(plural("{count} closed question", "{count} closed questions", len(closed))):
        header = [(_("Question"), ""), (_("Who owed"), "wide-only"), (_("State"), ""), (_("Late"), "n")]
        body = [("", _cells(each)) for each in closed[:SHOWN]]
        show(table(header, body))
        if writer:
            _reopen(shop, found, closed[:SHOWN], writer)


def _cells(each: Request) -> list[str]:
    steps = "<br>".join(_step(each, step.name) for step in each.steps)
    late = hours(each.late)
    return [
        f'{text(each.about)}<span class="sub">{_asked(each)}</span><span class="sub">{steps}</span>',
        side_name(each.asked_side),
        f'<span class="whole">{state_name(each.state)}</span>',
        f'<span class="{"bad" if late else "soft"}">{hours_words(late) if late else _("in time")}</span>',
    ]


def _reopen(shop: warehouse.Shop, found: Duties, closed: list[Request], writer: Person) -> None:
    """Either side may take the closing step back: a mistake, or it is not solved."""
    named = {each.name: each for each in closed}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox(
            _("Open a question again; the clock runs on as if it had never been closed"),
            list(named),
            index=None,
            format_func=lambda key: named[key].about,
            key="request_reopened",
            placeholder=_("choose a question"),
            filter_mode=None,
        )
        why = st.text_input(_("Why"), key="request_why", placeholder=_("a sentence for the other side"))
        if writing.button(_("Open again"), key="request_reopen", disabled=not (name and why)):
            chosen = named[str(name)]
            write(lambda: reopen(book(shop), chosen, chosen.steps[-1], writer.name, found.agreed, str(why)))
            st.rerun()
