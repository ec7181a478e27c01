"""The case card of a service: what may be shown to others, its proof, and the category that it still needs."""

import streamlit as st

import warehouse
from book.engagement import Engagement, Person
from reports.review.card import category, name_category
from reports.review.summary import Summary
from views.html import show, table, text
from views.language import _
from views.numbers import NOTHING, money, rate
from views.review import you
from views.saying import sentence as said


def case(shop: warehouse.Shop, of: Summary, agreed: Engagement, writer: Person | None) -> None:
    """The anonymised card, its proof, and the category that it still needs."""
    card = of.card
    if card is None:
        return
    tiers = {
        "small": _("below ¥100,000 a month"),
        "middle": _("¥100,000 to ¥500,000 a month"),
        "large": _("above ¥500,000 a month"),
        None: _("tier not known before three whole months"),
    }
    change = ""
    if card.sales_before and card.sales_after is not None:
        change = f" ({rate(float(card.sales_after / card.sales_before - 1), signed=True)})"
    rows = [
        ("", [_("Size"), tiers[card.tier]]),
        (
            "",
            [_("Category"), text(card.category) if card.category else f'<span class="bad">{_("not typed yet")}</span>'],
        ),
        (
            "",
            [
                _("Before, 30 days of sales"),
                f"{money(card.sales_before)} <span class=soft>{card.before.first:%Y/%m/%d} – {card.before.last:%Y/%m/%d}</span>",
            ],
        ),
        (
            "",
            [
                _("Since, 30 days of sales"),
                f"{money(card.sales_after)}{change} <span class=soft>{card.after.first:%Y/%m/%d} – {card.after.last:%Y/%m/%d}</span>",
            ],
        ),
        ("", [_("What may be said of it"), said(of.comparison.verdict.whole) if of.comparison else NOTHING]),
        ("", [_("Proof"), _proof(of)]),
    ]
    show(f'<div class="dz-case">{table([("", ""), ("", "")], rows)}</div>')
    show(
        f'<p class="soft">{_("The card names no shop, product or buyer. Whoever holds the evidence can check its fingerprints.")}</p>'
    )
    if writer:
        _category(shop, agreed, writer)


def _proof(of: Summary) -> str:
    card = of.card
    assert card
    weeks = _("signed weeks: {count}").format(count=len(card.signed))
    prints = " ".join(f"<code>{each['fingerprint'][:8]}</code>" for each in card.signed)
    return f"{_('figures of build {build}').format(build=f'<code>{text(card.build)}</code>')}<br>{weeks} {prints}<br>{_('card')} <code>{card.fingerprint[:16]}</code>"


def _category(shop: warehouse.Shop, agreed: Engagement, writer: Person) -> None:
    entry = category(shop)
    seen = entry.number if entry else 0
    key = f"case_category_{seen}"

    def save() -> None:
        words = str(st.session_state.get(key) or "")
        you.write(lambda: name_category(shop, words, writer.name, agreed, seen), words)

    st.text_input(
        _("Category of the shop, without a name"),
        entry.body["words"] if entry else "",
        key=key,
        width=320,
        on_change=save,
        placeholder=_("home textiles"),
    )
