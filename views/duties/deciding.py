"""Approvals: what the agency asks, what the merchant decides, what was decided."""

import streamlit as st

import warehouse
from book import book
from book.engagement import Person
from book.value import AMOUNT_KIND, POSITIVE, Wrong
from reports.duties.approvals import KINDS, LONGEST, Approval, approvals, ask, decide
from reports.duties.duties import Duties
from reports.duties.rules import WrongNumber
from reports.events.products import products
from views import writing
from views.duties.saving import write
from views.duties.words import approval_name, approval_state, approval_value, moment
from views.html import show, table, text
from views.language import _, plural

SHOWN = 20


def section(shop: warehouse.Shop, found: Duties, writer: Person | None) -> None:
    """All of it."""
    st.subheader(_("What the merchant approves"))
    names = products(shop).names
    waiting = found.to_approve
    if not waiting:
        show(
            f'<p class="soft">{_("Nothing waits for approval: products, price floors and restocks are asked for here.")}</p>'
        )
    for each in waiting[:SHOWN]:
        _card(shop, found, each, writer, names.get(each.product, ""))
    decided = sorted((each for each in found.approvals if each.state != "asked"), key=lambda each: -each.number)
    if writer and writer.side == "agency":
        _form(shop, found, writer)
    if decided:
        with st.expander(plural("{count} decided", "{count} decided", len(decided))):
            header = [(_("What"), ""), (_("Product"), ""), (_("Value"), "n"), (_("Decision"), "")]
            show(table(header, [("", _cells(each, names.get(each.product, ""))) for each in decided[:SHOWN]]))


def _cells(each: Approval, name: str) -> list[str]:
    who = f"{text(each.decided_by)} {moment(each.decided_at)}" if each.decided_at else ""
    words = f" · “{text(each.note)}”" if each.note else ""
    kind = {"approved": "good", "declined": "bad"}.get(each.state, "")
    return [
        approval_name(each.kind),
        f'{text(name or each.product)}<span class="sub">{text(each.product) if name else ""}</span>',
        approval_value(each),
        f'<span class="{kind}">{approval_state(each.state)}</span><span class="sub">{who}{words}</span>',
    ]


def _card(shop: warehouse.Shop, found: Duties, each: Approval, writer: Person | None, name: str) -> None:
    with st.container(border=True, key=f"need_approval_{each.number}", gap="small"):
        what = " · ".join(filter(None, (approval_name(each.kind), text(name or each.product), approval_value(each))))
        asked = _("{who} asked on {moment}").format(who=text(each.asked_by), moment=moment(each.asked_at))
        words = f" · “{text(each.note)}”" if each.note else ""
        show(
            f'<div class="dz-need"><span><b>{what}</b></span><span class="dz-chip gap">{approval_state(each.state)}</span></div>'
            f'<p class="sub">{asked}{words}</p>'
        )
        if writer and writer.side == "merchant":
            _buttons(shop, found, each, writer)


def _buttons(shop: warehouse.Shop, found: Duties, each: Approval, writer: Person) -> None:
    key = f"approval_note_{each.number}"

    def say(state: str) -> None:
        words = str(st.session_state.get(key) or "")
        write(lambda: decide(book(shop), each, state, writer.name, found.agreed, words), words)

    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(_("Note"), key=key, max_chars=LONGEST)
        writing.button(_("Approve"), key=f"approve_{each.number}", on_click=say, args=("approved",), type="primary")
        writing.button(_("Decline"), key=f"decline_{each.number}", on_click=say, args=("declined",))


def _form(shop: warehouse.Shop, found: Duties, writer: Person) -> None:
    with (
        st.expander(_("Ask for an approval"), icon=":material/approval:"),
        st.form(f"approval_{found.last}", border=False),
    ):
        left, middle, right = st.columns([2, 3, 2])
        kind = left.selectbox(_("What for"), KINDS, format_func=approval_name, key="approval_kind", filter_mode=None)
        product = middle.text_input(_("Product code"), key="approval_product")
        value = right.text_input(
            _("Price or number of pieces"), key="approval_value", help=_("Nothing for the choice of a product.")
        )
        words = st.text_input(_("Note"), key="approval_words", max_chars=LONGEST)
        if writing.submit(_("Ask the merchant")):
            subject = f"{kind}:{str(product or '').strip()}"
            known = approvals(book(shop)).get(subject)

            def give() -> None:
                asked_for = _value(str(kind), str(value or ""))
                ask(
                    book(shop), str(kind), str(product or ""), asked_for, writer.name, found.agreed, str(words or ""),
                    known.number if known else None,
                )  # fmt: skip

            write(give, str(words or ""))
            st.rerun()


def _value(kind: str, said: str) -> str | int | None:
    """What was typed, as the book keeps it. Raises WrongNumber."""
    try:
        if kind == "price_floor":
            return str(AMOUNT_KIND.written(said))
        return int(POSITIVE.written(said)) if kind == "restock" else None
    except Wrong:
        raise WrongNumber(said) from None
