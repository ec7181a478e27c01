"""Next month: the planned target beside the contract's, and the plan that the merchant accepts."""

from decimal import Decimal
from functools import partial

import streamlit as st

import warehouse
from book import value
from book.engagement import Engagement, Person
from book.value import Wrong
from reports.review.answers import PLAN, write
from reports.review.review import Review
from views.html import link, show
from views.language import _, joined
from views.numbers import money
from views.review import you
from views.review.questions import facts, replies, stands
from views.review.words import answer_hint
from views.view import address


def section(shop: warehouse.Shop, of: Review, agreed: Engagement, writer: Person | None) -> None:
    """The target and the plan of the month after."""
    plan = of.plan
    show(f"<p>{_sentence(of)}</p>")
    if plan.answer:
        stands(plan.answer, of.outcome)
    if writer and writer.side == "agency":
        _edit(shop, of, agreed, writer)
    elif writer:
        replies(shop, of, plan.answer, agreed, writer)


def _sentence(of: Review) -> str:
    plan, month = of.plan, str(of.plan.month)
    if plan.contract_target is None:
        way = link(_("Type the target"), address("engagement"))
        begin = joined([_("The contract has no target for {month}.").format(month=month), way])
    else:
        begin = _("The contract's target for {month} is {target}.").format(
            month=month, target=f"<b>{money(plan.contract_target)}</b>"
        )
    if plan.target is None:
        return begin if plan.contract_target is None else joined([begin, _("No other target is planned.")])
    if not plan.differs:
        return joined([begin, _("The plan means to reach {target}.").format(target=money(plan.target))])
    template = (
        _("The plan means to reach {target}, {amount} more.")
        if plan.differs > 0
        else _(
            "The plan means to reach {target}, {amount} less; fees and refunds go on counting by the contract's target until it is changed there."
        )
    )
    return joined([begin, template.format(target=money(plan.target), amount=money(abs(plan.differs)))])


def _edit(shop: warehouse.Shop, of: Review, agreed: Engagement, writer: Person) -> None:
    answer = of.plan.answer
    seen = answer.number if answer else 0
    keys = {name: f"plan_{name}_{of.month}_{seen}" for name in ("target", "text")}

    def save() -> None:
        words, amount = str(st.session_state.get(keys["text"]) or ""), str(st.session_state.get(keys["target"]) or "")
        try:
            target = Decimal(value.AMOUNT_KIND.written(amount)) if amount.strip() else None
        except Wrong:
            st.session_state[you.TOLD] = _("“{value}” is not an amount.").format(value=amount)
            return
        if not words.strip():
            return  # the target alone is no plan; it is saved with the first words
        you.write(
            partial(write, shop, of.month, PLAN, words, writer.name, agreed, target=target, facts=facts(of), seen=seen),
            words,
        )

    st.text_input(
        _("Planned target, if it is another one"),
        f"{answer.target:.2f}" if answer and answer.target is not None else "",
        key=keys["target"],
        placeholder=f"{of.plan.contract_target:.2f}" if of.plan.contract_target is not None else "",
        width=260,
        on_change=save,
    )
    st.text_area(
        _("Plan"),
        answer.text if answer else "",
        key=keys["text"],
        height=110,
        placeholder=answer_hint("plan"),
        on_change=save,
        help=_("Saved as soon as you leave the field; the merchant accepts exactly these words."),
    )
