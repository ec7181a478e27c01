"""Change cards: clicks and orders before and after each new picture or title, each with its interval."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

import warehouse
from reports.cards.card import Card
from reports.cards.card import cards as found_cards
from reports.cards.measure import Measure, Mix
from reports.compare.ratio import RatioChange
from reports.scope import Scope
from views.events.words import kind_name, name, short_days
from views.html import note, show, table, text
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
    what = listed(f"{kind_name(each.kind)}: {name(each)}" for each in card.change.events)
    head = f"<h4>{short_days(card.change.first, card.change.last)} · {product}</h4><p>{text(what)}</p>"
    if card.refusal:
        return f'<div class="dz-change">{head}{note([_refused(card)])}</div>'
    tag = f'<span class="dz-chip">{_("season not taken out")}</span>'
    said = f'<p class="dz-found">{_headline(card.measures)} {tag}</p>'
    return f'<div class="dz-change">{head}{said}{_table(card.measures)}{_about(card)}</div>'


def _refused(card: Card) -> str:
    if card.refusal == "no_figures":
        return _("No export tells of clicks of this product in these days. Load its ads by product and day.")
    days = plural("{count} day", "{count} days", card.windows.days)
    return _("Only {days} on each side can be compared, too few for a card.").format(days=days)


def _headline(found: Sequence[Measure]) -> str:
    """What can be said of the click rate, else of the first ratio; the bound nearest to nothing first."""
    clicks = [each for each in found if each.name == "ctr"] or list(found)
    return joined(_verdict(each, _placement(each) if len(clicks) > 1 else "") for each in clicks)


def _verdict(each: Measure, where: str) -> str:
    change, ratio = each.change, _ratio(each)
    ratio = f"{ratio}({where})" if where else ratio
    if change.low is None or change.high is None:
        return _("{ratio}: too few to compare.").format(ratio=ratio)
    if change.direction == "up":
        return _("{ratio} rose by at least {least}.").format(ratio=ratio, least=f"<b>{rate(change.low)}</b>")
    if change.direction == "down":
        return _("{ratio} fell by at least {least}.").format(ratio=ratio, least=f"<b>{rate(-change.high)}</b>")
    return _("{ratio}: no difference from the usual ups and downs can be seen.").format(ratio=ratio)


def _table(found: Sequence[Measure]) -> str:
    header = [(_("Ratio"), ""), (_("Before"), "n"), (_("After"), "n"), (_("Change (95% range)"), "n")]
    rows = [("", [_named(each), _side(each, 0), _side(each, 1), _change(each.change)]) for each in found]
    return table(header, rows)


def _named(each: Measure) -> str:
    return f'{_ratio(each)}<span class="sub">{_placement(each)}</span>'


def _ratio(each: Measure) -> str:
    if each.source == "traffic" and each.name == "conversion":
        return _("Buyers per visitor")
    return {"ctr": _("Click rate"), "conversion": _("Orders per click"), "cost_per_order": _("Ad spend per order")}[
        ratio
    ]


def _placement(each: Measure) -> str:
    if each.source == "traffic":
        return text(listed((platform_name(each.platform), _("search") if each.name == "ctr" else _("all visits"))))
    return text(listed(part for part in (platform_name(each.platform), each.placement or _("ads")) if part))


def _side(each: Measure, side: int) -> str:
    """The ratio of one side and the counts it is made of."""
    value, above, below = (
        getattr(each.change, f"{part}") for part in (("before", "k0", "n0"), ("after", "k1", "n1"))[side]
    )
    if each.name == "cost_per_order":
        shown, parts = (money(value) if value is not None else NOTHING), f"{money(above)} / {count(below)}"
    else:
        shown, parts = (f"{value * 100:.2f}%" if value is not None else NOTHING), f"{count(above)} / {count(below)}"
    return f'{shown}<span class="sub">{parts}</span>'


def _change(change: RatioChange) -> str:
    if change.change is None or change.low is None or change.high is None:
        return f'<span class="soft">{_("too few")}</span>'
    span = _("{low} to {high}").format(low=_signed(change.low), high=_signed(change.high))
    return f'{_signed(change.change)}<span class="sub">{span}</span>'


def _signed(share: float) -> str:
    return f"{MINUS if share < 0 else '+'}{rate(abs(share))}"


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
