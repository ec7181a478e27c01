"""The four questions as cards: what the figures say, what the agency answers, whether the merchant accepts it."""

from functools import partial

import streamlit as st

import warehouse
from book.engagement import Engagement, Person
from reports.metric import plain
from reports.review.answers import Answer, reply, write
from reports.review.outcome import Outcome
from reports.review.review import Question, Review
from views import writing
from views.html import show, text
from views.language import _, joined
from views.numbers import money
from views.review import you
from views.review.page import findings
from views.review.words import answer_hint, question_title


def cards(shop: warehouse.Shop, of: Review, agreed: Engagement, writer: Person | None) -> None:
    """One card per question."""
    for number, question in enumerate(of.questions, 1):
        with st.container(border=True, key=f"question_{question.name}"):
            title = question_title(question.name, is_missed=of.outcome.is_missed)
            show(f'<p class="dz-question">{number} · {title}</p>{findings(question.findings)}')
            stands(question.answer, of.outcome)
            _edit(shop, of, question, agreed, writer)


def stands(answer: Answer | None, came: Outcome) -> None:
    """The answer in the book and where it stands."""
    if answer is None:
        show(f'<p class="soft">{_("The agency has not answered yet.")}</p>')
        return
    body = "<br>".join(text(line) for line in answer.text.splitlines())
    chips = {
        "waiting": ("gap", _("waits for the merchant")),
        "accepted": ("good", _("accepted by {name}").format(name=text(answer.replied_by))),
        "returned": ("alarm", _("returned by {name}").format(name=text(answer.replied_by))),
    }
    kind, word = chips[answer.state]
    by = _("{name} wrote it on {day}").format(name=text(answer.by), day=f"{answer.at.astimezone():%Y/%m/%d %H:%M}")
    changed = _("changed {count} times").format(count=answer.changes) if answer.changes else ""
    about = " · ".join(each for each in (by, changed, f"<code>{answer.fingerprint[:8]}</code>") if each)
    why = f"<p>{_('Returned: “{why}”').format(why=text(answer.reply))}</p>" if answer.reply else ""
    show(
        f'<blockquote class="dz-answer">{body}</blockquote><p class="sub"><span class="dz-chip {kind}">{word}</span> {about}</p>{why}{_since(answer, came)}'
    )


def _since(answer: Answer, came: Outcome) -> str:
    """Whether the month's sales are others than those that the answer speaks of."""
    then, today = answer.facts.get("sales"), plain(came.contract.sales, "money")
    if then is None or then == today:
        return ""
    said = _("When this was written the month's sales were {then}; today they are {now}.")
    return f'<p class="soft">{said.format(then=money(then), now=money(came.contract.sales))}</p>'


def _edit(shop: warehouse.Shop, of: Review, question: Question, agreed: Engagement, writer: Person | None) -> None:
    answer = question.answer
    if writer and writer.side == "agency":
        seen = answer.number if answer else 0
        key = f"answer_{of.month}_{question.name}_{seen}"
        st.text_area(
            _("Answer"),
            answer.text if answer else "",
            key=key,
            height=110,
            placeholder=answer_hint(question.name),
            on_change=lambda: _save(shop, of, question.name, key, writer, agreed, seen),
            help=_("Saved as soon as you leave the field; the merchant accepts exactly these words."),
        )
    elif writer:
        replies(shop, of, answer, agreed, writer)


def _save(shop: warehouse.Shop, of: Review, name: str, key: str, writer: Person, agreed: Engagement, seen: int) -> None:
    words = str(st.session_state.get(key) or "")
    you.write(
        partial(write, shop, of.month, name, words, writer.name, agreed, facts=facts(of), seen=seen),
        words,
    )


def facts(of: Review) -> dict[str, str | None]:
    """What the month's figures are while somebody writes."""
    found = of.outcome.contract
    return {"sales": plain(found.sales, "money"), "target": plain(found.target, "money")}


def replies(shop: warehouse.Shop, of: Review, answer: Answer | None, agreed: Engagement, writer: Person) -> None:
    """What the merchant may do with an answer: accept its words, or return it with a reason."""
    if answer is None or answer.state != "waiting":
        return
    key = f"{of.month}_{answer.question}_{answer.number}"

    def reply_with(step: str, why: str = "") -> None:
        you.write(
            lambda: reply(shop, of.month, answer.question, step, writer.name, agreed, answer.fingerprint, why), why
        )

    with st.container(horizontal=True, vertical_alignment="bottom"):
        writing.button(
            _("Accept these words"), key=f"accept_{key}", type="primary", on_click=reply_with, args=("accepted",)
        )
        why = st.text_input(_("Why it is returned"), key=f"why_{key}", placeholder=_("a sentence for the other side"))
        writing.button(
            _("Return"),
            key=f"return_{key}",
            on_click=lambda: reply_with("returned", st.session_state[f"why_{key}"]),
            disabled=not why,
        )
    show(f'<p class="soft">{joined([_("Accepting binds these words only; a changed answer waits again.")])}</p>')
