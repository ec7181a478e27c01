"""A figure as a card: what it is, how much, how it moved; the number leads to its rows."""

from collections.abc import Callable, Iterable

from reports.metric import Figures, metrics
from views.html import link, text
from views.language import _
from views.numbers import NOTHING, change, money, short_money
from views.ways import sees_costs


def row(cards: Iterable[str], kind: str = "") -> str:
    """Cards beside each other."""
    return f'<div class="dz-cards {kind}">{"".join(cards)}</div>'


def card(name: str, now: Figures, before: Figures | None, rows_of: Callable[[str], str], words: str) -> str:
    """One figure of the ladder. `rows_of` gives the address of a figure's rows, `words` say what its movement means.

    A net profit that is not known is shown as the range in which it lies.
    """
    value, earlier = now[name], before[name] if before else None
    low, high = now["net_profit_low"], now["net_profit_high"]
    target, against = name, ""
    if value is not None:
        shown, size = short_money(value), ""
        exact = money(value) if money(value) != shown else ""
        moved, kind = change(name, value, earlier)
        against = f'<span class="{kind}">{moved}</span> <span class="soft">{words}</span>'
    elif name == "net_profit" and high is not None:
        target, size = "net_profit_high", "wide"
        shown = f"{short_money(low)} … {short_money(high)}"
        exact = _("a range while unit costs are missing") if sees_costs() else _("a range without the cost of goods")
    else:
        shown, size, exact = NOTHING, "", _("nothing is known of it yet")
    figure_shown = shown if shown == NOTHING else link(shown, rows_of(target), _("Show the rows behind it"))
    return (
        f'<div class="dz-card {"main" if name == "net_profit" else ""}">'
        f'<span class="name" title="{text(_(metrics()[name].how))}">{text(_(metrics()[name].label))}</span>'
        f'<span class="value {size}">{figure_shown}</span><span class="exact">{exact}</span>'
        f'<span class="change">{against}</span></div>'
    )
