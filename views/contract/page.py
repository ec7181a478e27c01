"""The Contract page: a month's target, the fee line by line, what is given back, both books, the invoice."""

from decimal import Decimal
from fractions import Fraction
from typing import NoReturn

import streamlit as st

import warehouse
from reports.contract.fees import ZERO
from reports.contract.month import Month
from reports.contract.monthly import Contract, NoEngagement, World, world
from reports.contract.said import Said, percent
from reports.duties.late import late_in
from reports.scope import Scope
from views import view, ways
from views.duties.beside import beside
from views.html import link, note, show, table, text
from views.language import _, joined, listed, plural
from views.numbers import money, rate, runs, today
from views.saying import sentence as said
from views.view import address
from views.words import clause_name


def world_of(shop: warehouse.Shop) -> World | None:
    """The contract against what the shop knows; None where nothing was agreed."""
    try:
        return world(Scope(shop, book=view.book()))
    except NoEngagement:
        return None


def nothing_agreed() -> NoReturn:
    """A shop without a contract: what it is good for, and where it is typed."""
    said = _(
        "Nothing has been agreed for this shop yet. Type the contract once, and every month says what the agency earned and what it gives back."
    )
    show(f'<p class="dz-say">{said}</p>')
    st.page_link("pages/engagement.py", label=_("Type the engagement"), icon=":material/handshake:")
    st.stop()


def pick_month(held: World) -> Month:
    """The month in view, with a step back and forth; the address holds it."""
    known = held.months
    named = {str(month): month for month in known}
    chosen = named.get(view.held("month") or "", known[0])
    place = known.index(chosen)
    view.hold("month", str(chosen))
    with st.container(horizontal=True, vertical_alignment="bottom", key="context"):
        _step("‹", "month_before", _("The month before"), known, place + 1)
        st.session_state["pick_month"] = str(chosen)
        st.selectbox(
            _("Month"),
            list(named),
            key="pick_month",
            width=160,
            on_change=lambda: view.hold("month", st.session_state["pick_month"]),
            filter_mode=None,
        )
        _step("›", "month_after", _("The month after"), known, place - 1)
    return chosen


def _step(label: str, key: str, hint: str, known: list[Month], place: int) -> None:
    reached = 0 <= place < len(known)
    month = str(known[place]) if reached else None
    st.button(label, key=key, help=hint, disabled=not reached, on_click=view.hold, args=("month", month))


def sentence(found: Contract) -> None:
    """The answer: how far the target was reached, what the fee is, what comes back."""
    month = str(found.month)
    if found.sales is None:
        begin = _("{month}: the sales of the month are not known.").format(month=month)
    elif found.target is None:
        begin = _("{month}: sales of {sales}; no target was agreed for it.").format(
            month=month, sales=money(found.sales)
        )
    else:
        begin = _("{month}: sales of {sales} are {share} of the target of {target}.").format(
            month=month, sales=money(found.sales), share=rate(found.attainment), target=money(found.target)
        )
    fee = _("The agency's fee is {fee}.").format(fee=f"<b>{money(found.fee)}</b>")
    back = _("It gives back {amount}.").format(amount=f"<b>{money(found.given_back)}</b>") if found.given_back else ""
    show(f'<p class="dz-say">{joined([begin, fee, back])}</p>')


def progress(found: Contract) -> None:
    """The target as a line that fills; marks where a refund clause begins to count."""
    if found.target is None or found.attainment is None or found.served is None:
        return
    share = Decimal(str(found.attainment))
    # The line is as long as the target, or as the sales where they are more.
    whole = max(Decimal(1), share)
    limits = sorted({Decimal(state.clause["below"]) for state in found.states})
    marks = "".join(f'<i style="left:{_part(limit, whole)}%"></i>' for limit in [*limits, Decimal(1)])
    filled = f'<b class="{"met" if share >= 1 else ""}" style="width:{_part(max(share, Decimal(0)), whole)}%"></b>'
    names = [
        _("{limit}: below it the refund clause counts").format(
            limit=f"{percent(Fraction(limit))} = {money(found.target * limit)}"
        )
        for limit in limits
    ]
    names.append(_("target {target}").format(target=money(found.target)))
    if not found.served.is_whole:
        days = _("{days} of {whole} days of {target}").format(
            days=found.served.held, whole=found.month.length, target=money(found.month_target)
        )
        names.append(days)
    show(
        f'<div class="dz-line" role="img" aria-label="{rate(found.attainment)}">{filled}{marks}</div><p class="sub">{" · ".join(names)}</p>'
    )


def _part(share: Decimal, whole: Decimal) -> str:
    return f"{share / whole * 100:.2f}"


def remarks(found: Contract) -> None:
    """Whether the month is settled, which days are missing, what the cleaned book leaves out."""
    remarks = []
    if found.missing:
        days = listed(f"{a:%m/%d}" if a == b else f"{a:%m/%d}–{b:%m/%d}" for a, b in runs(found.missing))
        remarks.append(
            _("Orders are missing for {days}; the figures of the month can still change. {action}").format(
                days=days, action=link(_("Load the file"), address("files"))
            )
        )
    if not found.is_settled:
        settled = _("The month is not settled: refunds can still arrive, at the latest until 60 days after its end.")
        remarks.append(settled)
    if remarks:
        show(note(remarks))
    if found.excluded_orders:
        is_in = view.book() == "claimed"
        number = plural("{count} order listed as brushing", "{count} orders listed as brushing", found.excluded_orders)
        template = (
            _("{orders} ({amount}) in this month; everything here is measured with them. {action}")
            if is_in
            else _("{orders} ({amount}) in this month; measured as the contract says. {action}")
        )
        label = _("As the contract says") if is_in else _("Measure all with them")
        action = link(label, address("contract", book="cleaned" if is_in else "claimed"))
        show(note([template.format(orders=number, amount=money(found.excluded_sales), action=action)], "calm"))


def late_answers(shop: warehouse.Shop, found: Contract) -> None:
    """How late both sides answered in a month that is over and missed its target."""
    if (
        found.month.last < today()
        and found.target is not None
        and found.sales is not None
        and found.sales < found.target
    ):
        beside(found.month, late_in(shop, found.month))


def fee(found: Contract) -> None:
    """Every line of the fee as a sentence, what is given back, what is to be paid."""
    rows = [("", [_line(line.clause.kind, line.said), money(line.amount)]) for line in found.lines]
    rows.append(("sum", [_("Fee of the month"), money(found.fee)]))
    rows += [
        ("", [_line(state.clause.kind, state.said), money(-state.amount)])
        for state in found.states
        if state.state == "fired"
    ]
    credited = [each for each in found.deposits if each.credited == found.month and each.amount]
    rows += [("", [_line("deposit", each.said), money(-(each.amount or ZERO))]) for each in credited]
    due = found.fee - found.given_back - sum((each.amount or ZERO for each in credited), ZERO)
    rows.append(("total", [_("To be paid"), money(due)]))
    show(table([(_("Clause"), ""), (_("Amount"), "n")], rows))
    st.caption(_("The profit ladder carries the fee of the month; what is given back is not taken off it."))


def _line(kind: str, how: Said) -> str:
    return f'{text(clause_name(kind))}<span class="sub">{said(how)}</span>'


def books(found: Contract) -> None:
    """The month with and without the orders listed as brushing."""
    header = [("", ""), (_("Without brushing"), "n"), (_("With brushing"), "n")]
    both = [found.books[name] for name in ("cleaned", "claimed")]
    rows = [
        ("", [_("Sales that count"), *(money(each.sales) for each in both)]),
        ("", [_("Of the target"), *(rate(each.attainment) for each in both)]),
        ("", [_("Fee of the month"), *(money(each.fee) for each in both)]),
        ("", [_("Given back"), *(money(each.given_back) for each in both)]),
    ]
    show(table(header, rows))


def invoice(found: Contract) -> None:
    """What the agency billed beside what accrued; the ad money that the fee contains."""
    if found.invoiced is None and found.taken is None:
        action = ways.way(_("Enter the costs"), "costs")
        show(
            f'<p class="soft">{_("No invoice of the agency was typed for this month. {action}").format(action=action)}</p>'
        )
    else:
        differs = (found.invoiced or 0) + (found.taken or 0) - found.fee
        taken = [("", [_("Taken by the platform"), money(found.taken)])] if found.taken is not None else []
        rows = [
            ("", [_("Invoiced"), money(found.invoiced)]),
            *taken,
            ("", [_("Accrued by the contract"), money(found.fee)]),
            (
                "total",
                [_("Difference"), f'<span class="{"bad" if differs > 0 else ""}">{money(differs, signed=True)}</span>'],
            ),
        ]
        show(table([("", ""), (_("Amount"), "n")], rows))
    if found.ads:
        ads = _(
            "The fee contains {included} of ad money this month; the agency bears {borne} of the spend, the merchant {merchant}."
        )
        amounts = {name: money(value) for name, value in vars(found.ads).items()}
        show(f"<p>{ads.format(**amounts)}</p>")
