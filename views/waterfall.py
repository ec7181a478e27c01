"""The one waterfall: a bridge as rows of text with a bar each, so that it can be read aloud, printed and held in a hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from reports.decomposition.bridge import Bridge
from reports.decomposition.products import REST, UNNAMED, Contributions
from reports.metric import metrics
from views.html import note, show, table, text
from views.language import _, joined
from views.numbers import money, short_money
from warehouse.told import N_

# What a bar is called that is no figure of the catalogue, and what it means.
NAMES = {
    "volume": (
        N_("Pieces sold"),
        N_("More or fewer pieces of the products sold in both periods, each keeping its share."),
    ),
    "mix": (N_("Mix of products"), N_("A larger or smaller share of the pieces is of dearer products.")),
    "price": (N_("Realised price"), N_("What a piece of the same product brought in on average.")),
    "new_products": (N_("New products"), N_("Products that were not sold in the period before.")),
    "discontinued_products": (N_("No longer sold"), N_("Products that are not sold in the period after.")),
    "not_split": (N_("Not known by product"), N_("Amounts that name no product, or tell no number of pieces.")),
    "unit_cost": (N_("Unit costs"), N_("What a piece of the same product cost to buy.")),
    "refund_rate": (N_("Refunds"), N_("The share of sales given back, less the cost of the goods that came back.")),
    "platform_rate": (N_("Platform's rate"), N_("The share of net sales that the platforms kept.")),
    "impressions": (N_("Impressions"), ""),
    "visitors": (N_("Visitors"), ""),
    "ctr": (N_("Click rate"), ""),
    "conversion": (N_("Conversion"), ""),
    "orders_per_visitor": (N_("Orders per visitor"), ""),
    "value_per_click": (N_("Sales per click"), ""),
    "basket": (N_("Value of an order"), ""),
    "days": (N_("Number of days"), N_("What the period before would have had more with as many days.")),
    REST: (N_("All other products"), ""),
    UNNAMED: (N_("No product named"), ""),
}
ROOM = Decimal("0.3")  # of the largest total: below it the steps would be too small to see beside whole totals


@dataclass(frozen=True)
class Row:
    """One line: a total, which stands on nothing, or a step from where the line before ended."""

    name: str
    amount: Decimal
    reached: Decimal
    is_total: bool = False
    how: str = ""


def waterfall(
    bridge: Bridge,
    start: str,
    end: str,
    names: Mapping[str, str] | None = None,
    totals: Mapping[str, str] | None = None,
) -> None:
    """The bridge on the page, its numbers to the fen on demand.

    `start` and `end` name the totals in the reader's language, `names` the bars that are products; `totals` asks for a
    total of that name after a bar (and whole totals). Steps of nothing are left out.
    """
    show(body(bridge, start, end, names, totals))


def body(
    bridge: Bridge,
    start: str,
    end: str,
    names: Mapping[str, str] | None = None,
    totals: Mapping[str, str] | None = None,
) -> str:
    """The waterfall and its table as HTML, for pages and documents alike."""
    found = rows(bridge, start, end, names, totals)
    reached = [row.reached for row in found]
    low, high = min(Decimal(0), *reached), max(Decimal(0), *reached)
    is_cut = not totals and min(reached) > 0 and max(reached) - min(reached) < ROOM * high
    if is_cut:
        low = min(reached) - (high - min(reached)) / 2
    lines = "".join(_line(row, low, (high - low) or Decimal(1), is_cut) for row in found)
    cut = (
        f'<p class="sub">{_("The totals are cut short on the left, so that the steps can be seen.")}</p>'
        if is_cut
        else ""
    )
    header = [("", ""), (_("Amount"), "n"), (_("Reached"), "n")]
    cells = (("total" if row.is_total else "", [text(row.name), _signed(row), money(row.reached)]) for row in found)
    shown = f"<details><summary>{_('Show as a table')}</summary>{table(header, cells)}</details>"
    return f'<div class="dz-fall" role="list">{lines}</div>{cut}{shown}'


def rows(
    bridge: Bridge,
    start: str,
    end: str,
    names: Mapping[str, str] | None = None,
    totals: Mapping[str, str] | None = None,
) -> list[Row]:
    """The lines of the waterfall, in the bridge's order."""
    found = [Row(start, bridge.start, bridge.start, is_total=True)]
    reached = bridge.start
    for bar in bridge.bars:
        reached += bar.amount
        if bar.amount:
            found.append(Row(name_of(bar.name, names), bar.amount, reached, how=_(NAMES.get(bar.name, ("", ""))[1])))
        if bar.name in (totals or {}):
            found.append(Row((totals or {})[bar.name], reached, reached, is_total=True))
    return [*found, Row(end, bridge.end, bridge.end, is_total=True)]


def name_of(bar: str, names: Mapping[str, str] | None = None) -> str:
    """What a bar is called in the reader's language."""
    if bar in (names or {}):
        return (names or {})[bar]
    if bar in NAMES:
        return _(NAMES[bar][0])
    return _(metrics()[bar].label) if bar in metrics() else bar


def product_names(found: Contributions) -> dict[str, str]:
    """What the bars of products are called: the product's name, else its code."""
    return {each.bar: each.name or each.key for each in found.products if each.key}


def sentence(what: str, bridge: Bridge, names: Mapping[str, str] | None = None) -> str:
    """What the waterfall shows, in words: from where to where, what added most, what took most away."""
    said = {"what": what, "start": money(bridge.start), "end": money(bridge.end), "amount": money(abs(bridge.change))}
    if not bridge.change:
        template = _("{what}: {end}, the same as before.")
    elif bridge.change > 0:
        template = _("{what}: from {start} to {end}, {amount} more.")
    else:
        template = _("{what}: from {start} to {end}, {amount} less.")
    most = max(bridge.bars, key=lambda bar: bar.amount, default=None)
    least = min(bridge.bars, key=lambda bar: bar.amount, default=None)
    added, taken = _("{name} added most: {amount}."), _("{name} took most away: {amount}.")
    parts = [template.format(**said)]
    if most and most.amount > 0:
        parts.append(added.format(name=name_of(most.name, names), amount=money(most.amount)))
    if least and least.amount < 0:
        parts.append(taken.format(name=name_of(least.name, names), amount=money(-least.amount)))
    return text(joined(parts))


def scaled(days_before: int, days_after: int) -> str:
    """That the first period is counted with as many days as the second; nothing where they are equally long."""
    if days_before == days_after:
        return ""
    said = _("The {before} days before are counted as {after} days, so that both periods are equally long.")
    return note([said.format(before=days_before, after=days_after)], "calm")


def _line(row: Row, low: Decimal, span: Decimal, is_cut: bool) -> str:
    start = (low if is_cut else Decimal(0)) if row.is_total else row.reached - row.amount
    left, right = sorted((each - low) / span * 100 for each in (start, row.reached))
    kind = "sum" if row.is_total else "up" if row.amount > 0 else "down"
    amount = short_money(row.amount) if row.is_total else _signed(row, short=True)
    hint = f' title="{text(row.how)}"' if row.how else ""
    return (
        f'<div class="{kind}{" cut" if is_cut and row.is_total else ""}" role="listitem"{hint}>'
        f'<span class="name">{text(row.name)}</span>'
        f'<span class="track"><i style="left:{left:.2f}%;width:{right - left:.2f}%"></i></span>'
        f'<span class="amount">{amount}</span></div>'
    )


def _signed(row: Row, *, short: bool = False) -> str:
    """An amount with its sign, its arrow and its colour; a total as it is."""
    shown = (short_money if short else money)(row.amount, signed=not row.is_total)
    if row.is_total:
        return shown
    arrow, kind = ("▲", "good") if row.amount > 0 else ("▼", "bad")
    return f'<span class="{kind}">{arrow} {shown}</span>'
