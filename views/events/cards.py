"""Change cards: clicks and orders before and after each new picture or title, each with its interval."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import streamlit as st

import warehouse
from reports.cards.card import Card
from reports.cards.card import cards as found_cards
from reports.cards.measure import Measure, Mix
from reports.compare.ratio import RatioChange
from reports.scope import Scope
from views.events.words import name, short_days, titled
from views.html import note, show, text
from views.language import _, joined, listed, plural
from views.numbers import MINUS, NOTHING, count, money, rate
from views.words import platform_name

SHOWN = 6


def cards(shop: warehouse.Shop, year: int) -> None:
    """The cards of a year, the newest first."""
    found = found_cards(Scope(shop, date(year, 1, 1), date(year, 12, 31)))
    if not found:
        return
    st.subheader(_("What each new picture or title did"))
    if all(each.source == "ads" for card in found for each in card.measures):
        st.caption(_("Only the ads tell how often a product was shown; clicks and orders here are those of the ads."))
    for card in found[:SHOWN]:
        show(_card(card))
    if len(found) > SHOWN:
        with st.expander(plural("{count} older change", "{count} older changes", len(found) - SHOWN)):
            for card in found[SHOWN:]:
                show(_card(card))


def _card(card: Card) -> str:
    product = text(card.product_name or card.change.product)
    what = listed(titled(each) for each in card.change.events)
    head = f"<h4>{short_days(card.change.first, card.change.last)} · {product}</h4><p>{text(what)}</p>"
    if card.refusal:
        return f'<div class="dz-change">{head}{note([_refused(card)])}</div>'
    tag = f'<span class="dz-chip">{_("season not taken out")}</span>'
    clicks = [each for each in card.measures if each.name == "ctr"] or list(card.measures)
    others = [each for each in card.measures if each not in clicks]
    more = f"<details><summary>{_('Orders and what they cost')}</summary>{_rows(others)}</details>" if others else ""
    said = f'<p class="dz-found">{_headline(clicks)} {tag}</p>'
    return f'<div class="dz-change">{head}{said}{_rows(clicks)}{more}{_about(card)}</div>'


def _refused(card: Card) -> str:
    if card.refusal == "no_figures":
        return _("No export tells of clicks of this product in these days. Load its ads by product and day.")
    days = plural("{count} day", "{count} days", card.windows.days)
    return _("Only {days} on each side can be compared, too few for a card.").format(days=days)


def _headline(found: Sequence[Measure]) -> str:
    """What can be said of the click rate, the bound nearest to nothing first; of several placements each in turn."""
    if all(each.change.direction is None and not each.change.counts_only for each in found):
        return _verdict(found[0], "")
    return joined(_verdict(each, _placement(each) if len(found) > 1 else "") for each in found)


def _verdict(each: Measure, where: str) -> str:
    change, ratio = each.change, _ratio(each)
    if where:
        ratio = _("{ratio} ({where})").format(ratio=ratio, where=where)
    if change.low is None or change.high is None:
        return _("{ratio}: too few to compare.").format(ratio=ratio)
    if change.direction == "up":
        return _("{ratio} rose by at least {least}.").format(ratio=ratio, least=f"<b>{rate(change.low)}</b>")
    if change.direction == "down":
        return _("{ratio} fell by at least {least}.").format(ratio=ratio, least=f"<b>{rate(-change.high)}</b>")
    return _("{ratio}: no difference from the usual ups and downs can be seen.").format(ratio=ratio)


def _rows(found: Sequence[Measure]) -> str:
    """One block per ratio: its name, both sides with their counts, the change with its range."""
    return "".join(
        f'<div class="dz-ratio"><div>{_ratio(each)}<span>{_placement(each)}</span></div>'
        f"<div>{_sides(each)}</div><div>{_change(each.change)}</div></div>"
        for each in found
    )


def _ratio(each: Measure) -> str:
    if each.source == "traffic" and each.name == "conversion":
        return _("Buyers per visitor")
    return {"ctr": _("Click rate"), "conversion": _("Orders per click"), "cost_per_order": _("Ad spend per order")}[
        each.name
    ]


def _placement(each: Measure) -> str:
    if each.source == "traffic":
        return text(listed((platform_name(each.platform), _("search") if each.name == "ctr" else _("all visits"))))
    return text(listed(part for part in (platform_name(each.platform), each.placement or _("ads")) if part))


def _sides(each: Measure) -> str:
    change, is_money = each.change, each.name == "cost_per_order"
    values = [
        NOTHING if value is None else money(Decimal(str(value))) if is_money else f"{value:.2%}"
        for value in (change.before, change.after)
    ]
    counts = [
        f"{money(Decimal(str(above))) if is_money else count(above)} / {count(below)}"
        for above, below in ((change.k0, change.n0), (change.k1, change.n1))
    ]
    return f"{' → '.join(values)}<span>{' → '.join(counts)}</span>"


def _change(change: RatioChange) -> str:
    if change.change is None or change.low is None or change.high is None:
        return f"<span>{_('too few for a range')}</span>"
    span = _("95%: {low} to {high}").format(low=_signed(change.low), high=_signed(change.high))
    return f"<b>{_signed(change.change)}</b><span>{span}</span>"


def _signed(share: float) -> str:
    return rate(share, signed=True)


def _about(card: Card) -> str:
    """Which days were compared, what was left out, what else happened, what the mix of placements did."""
    sides = card.windows
    days = plural("{count} ordinary day", "{count} ordinary days", sides.days)
    before, after = (short_days(side[0], side[-1]) for side in (sides.before, sides.after))
    said = [_("{days} on each side: {before} against {after}.").format(days=days, before=before, after=after)]
    if sides.left_out:
        said.append(
            plural(
                "{count} day of promotions or empty shelves is left out.",
                "{count} days of promotions or empty shelves are left out.",
                sides.left_out,
            )
        )
    cuts = [each for each in (sides.cut_before, sides.cut_after) if each]
    if cuts:
        named = listed(f"{short_days(each.first, each.last)} {name(each)}" for each in cuts)
        said.append(_("Cut short by: {events}.").format(events=text(named)))
    if sides.beside:
        named = listed(f"{short_days(each.first, each.last)} {name(each)}" for each in sides.beside)
        said.append(_("In the same days: {events}; that cannot be told apart from it.").format(events=text(named)))
    if card.mix:
        said.append(_mixed(card.mix))
    return f'<p class="sub">{joined(said)}</p>'


def _mixed(mix: Mix) -> str:
    points = {
        key: f"{MINUS if value < 0 else '+'}{abs(value) * 100:.2f}"
        for key, value in (("within", mix.within), ("mix", mix.mix))
    }
    said = _(
        "All ads together {before} → {after}: {within} points within the placements, {mix} points because impressions moved between them."
    ).format(before=f"{mix.before:.2%}", after=f"{mix.after:.2%}", **points)
    return f"<b>{said}</b>" if mix.moved else said
