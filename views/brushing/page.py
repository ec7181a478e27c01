"""The list: how many orders are worth a question, which, why, and what the list cannot see."""

from collections.abc import Sequence

import streamlit as st

import warehouse
from reports.brushing.queue import Queue, Suspect, queue, settings
from reports.scope import Scope
from views import view
from views.brushing.words import meaning, reason, signal_name, state_name
from views.html import file_name, note, show, text
from views.html import table as html_table
from views.language import _, joined, listed, plural
from views.numbers import count, money, period, rate
from views.words import platform_name

SHOWN = 50
WAITING = ("open", "asked")


def found(shop: warehouse.Shop) -> Queue | None:
    """The suspects of the newest eight weeks; None for a shop without orders."""
    try:
        return queue(Scope(shop, book=view.book()))
    except warehouse.NoBuild:
        return None


def sentence(said: Queue) -> None:
    """The answer first: how many orders wait for an explanation, and what they come to."""
    waiting = said.of(*WAITING)
    days = f'<span class="soft">{period(said.first, said.last)}</span>'
    if waiting:
        many = plural("{count} order is worth asking about", "{count} orders are worth asking about", len(waiting))
        whole = _("{many}: {amount}, {share} of the {orders} orders of these weeks.")
        told = whole.format(
            many=many,
            amount=f"<b>{money(said.amount(*WAITING))}</b>",
            share=rate(len(waiting) / said.orders),
            orders=count(said.orders),
        )
    elif said.suspects:
        told = _("Nothing waits: every listed order of these weeks was decided.")
    else:
        told = _("No order of these weeks shows two uncommon signals.")
    show(f'<p class="dz-say">{told} {days}</p>')
    if waiting:
        show(f'<p class="soft">{asking()}</p>')


def asking() -> str:
    """Why an order is listed, without an accusation."""
    return _(
        "Each has two or more uncommon signals. Ask the agency: there may be a good reason, such as a promotion or a group order. Until you confirm otherwise they count."
    )


def table(said: Queue) -> None:
    """Those that wait: first those with three signals or more."""
    groups = (
        (_("Ask about these first"), [each for each in said.of(*WAITING) if each.is_first]),
        (_("Worth a question"), [each for each in said.of(*WAITING) if not each.is_first]),
    )
    for title, suspects in groups:
        if suspects:
            st.subheader(title)
            _list(suspects)
    if said.of(*WAITING):
        _meanings(said.of(*WAITING))


def _meanings(suspects: Sequence[Suspect]) -> None:
    """Each signal that occurs, once, as a sentence."""
    with st.expander(_("What the signals mean")):
        seen = dict.fromkeys(signal for each in suspects for signal in each.signals)
        words = listed(f"“{word}”" for word in settings()["words"])
        lines = (f"<li><b>{signal_name(each)}</b> {text(meaning(each, words))}</li>" for each in seen)
        show(f"<ul>{''.join(lines)}</ul>")


def _list(suspects: Sequence[Suspect]) -> None:
    header = [(_("Order"), ""), (_("Paid"), "wide-only"), (_("Amount"), "n"), (_("Why it is listed"), ""), (_("Row"), "wide-only")]  # fmt: skip
    body = [("", _cells(each)) for each in suspects[:SHOWN]]
    show(html_table(header, body))
    if len(suspects) > SHOWN:
        st.caption(_("The first {shown} of {count} are shown.").format(shown=SHOWN, count=len(suspects)))


def _cells(each: Suspect) -> list[str]:
    chips = "".join(
        f'<span class="dz-chip" title="{text(reason(each, signal))}">{signal_name(signal)}</span>'
        for signal in each.signals
    )
    state = f' · <span class="whole">{state_name(each.state)}</span>' if each.state != "open" else ""
    row = f'<span class="sub">{_("row {row}").format(row=each.row)}</span>'
    return [
        f'{text(each.order)}<span class="sub">{platform_name(each.platform)} · {text(each.product)}{state}</span>',
        f'<span class="whole">{each.day:%Y/%m/%d}</span>',
        money(each.amount),
        f'<div class="dz-chips">{chips}</div>',
        f"{file_name(each.file)} {row}",
    ]


def letter(said: Queue) -> None:
    """The question in words that can be copied into a chat; nothing is ever sent by itself."""
    waiting = said.of("open")
    if not waiting:
        return
    with st.expander(_("The question to the agency, to copy")):
        lines = [
            f"{platform_name(each.platform)} {each.order} {each.day:%Y-%m-%d} {money(each.amount)}: "
            + listed(signal_name(signal) for signal in each.signals)
            for each in waiting[:SHOWN]
        ]
        opening = _("Please explain these orders; each shows several uncommon signals, which may have a good reason:")
        st.code("\n".join([opening, *lines]), language=None, wrap_lines=True)


def decided(said: Queue) -> None:
    """What was decided, with the words and the name."""
    known = [each for each in said.suspects if each.state not in WAITING]
    if not known:
        return
    with st.expander(plural("{count} decided order", "{count} decided orders", len(known))):
        header = [(_("Order"), ""), (_("Amount"), "n"), (_("State"), ""), (_("Note"), ""), (_("Who"), "wide-only")]
        body = [
            (
                "",
                [
                    f'{text(each.order)}<span class="sub">{platform_name(each.platform)} · {each.day:%Y/%m/%d}</span>',
                    money(each.amount),
                    state_name(each.state),
                    text(each.decision.note) if each.decision else _("on your list"),
                    text(each.decision.who) if each.decision else "",
                ],
            )
            for each in known[:SHOWN]
        ]
        show(html_table(header, body))


def limits() -> None:
    """What such a list can and cannot see; measured, see docs/decisions.md."""
    sentences = [
        _("Of crudely invented purchases about nine in ten are listed."),
        _("Of ten listed orders about nine are invented where one order in 25 is, and six or seven where one in 120 is."),
        _("Of professional ones, with real parcels and real people, hardly any is seen: a clean list is no clean bill."),
        _("Of an honest shop's orders fewer than 1.5 % are listed."),
    ]  # fmt: skip
    show(note([joined(sentences)], "calm"))
