"""The tables of the Week page and the Products page: the ladder, orders and ratios, weeks, products."""

from collections.abc import Collection
from datetime import date, timedelta

import streamlit as st

from reports.metric import PROFIT_LINES, difference, metrics, ratio
from reports.products import Products
from reports.weekly import Week, Weekly
from views.html import link, note, show, table, text
from views.language import _, joined, listed, plural
from views.numbers import NOTHING, change, count, figure, money, moved_share, rate, week_label
from views.view import address
from views.ways import sees_costs
from views.words import week_state

MOST = 50  # products in a table, before somebody asks for the rest
MARKS = {"complete": "✓", "signed": "●"}
SUMS = ("net_sales", "gross_profit", "total_cost")
COUNTS = ("orders", "units", "unpaid_orders", "average_order_value", "refund_rate", "ad_share", "net_margin")


def ladder(now: Week, before: Week | None) -> None:
    """The ladder line by line: this week, the week before, the change, the share of net sales."""
    header = [
        ("", ""),
        (_("This week"), "n"),
        (_("Week before"), "n wide-only"),
        (_("Change"), "n"),
        (_("of net sales"), "n wide-only"),
    ]
    rows = []
    for name in PROFIT_LINES:
        value, earlier = now.figures[name], before.figures[name] if before else None
        shown = figure(name, value)
        if name == "net_profit" and value is None:
            shown = f"{money(now.figures['net_profit_low'])} …<br>{money(now.figures['net_profit_high'])}"
        share_moved = moved_share(value, earlier)
        kind = "even" if share_moved == "＝" else change(name, value, earlier)[1]
        net = now.figures["net_sales"]
        share = rate(ratio(value, net))
        target = "net_profit_high" if name == "net_profit" and value is None else name
        rows.append(
            (
                _row_class(name),
                [
                    label(name),
                    traced(target, shown, now),
                    figure(name, earlier),
                    f'<span class="{kind}">{share_moved}</span>',
                    share,
                ],
            )
        )
    show(table(header, rows))


def counts(now: Week, before: Week | None) -> None:
    """Orders, units and the ratios that merchants ask for."""
    header = [("", ""), (_("This week"), "n"), (_("Week before"), "n")]
    rows = [
        (
            "",
            [
                label(name),
                traced(name, figure(name, now.figures[name]), now),
                figure(name, before.figures[name] if before else None),
            ],
        )
        for name in COUNTS
    ]
    show(table(header, rows))


def bridge(now: Week) -> None:
    """The merchants' short formula beside the full one, and what lies between them."""
    short, full = now.figures["net_profit_short"], now.figures["net_profit"]
    if short is None or full is None:
        return
    between = [
        f"{text(_(metrics()[name].label))} {money(now.figures[name])}"
        for name in ("platform_fees", "fulfilment_cost", "other_costs")
        if now.figures[name]
    ]
    said = _("By the short formula (sales − purchase cost − ads − service fee) it would be {short}.").format(
        short=money(short)
    )
    if between:
        rest = _("The difference of {amount}: {parts}.").format(
            amount=money(difference(short, full)), parts=listed(between)
        )
        said = joined([said, rest])
    show(note([said], "calm"))


def label(name: str) -> str:
    """A figure's name, how it is computed at the pointer."""
    metric = metrics()[name]
    title = joined([_(metric.how), _(metric.differs)])
    return f'<span title="{text(title)}">{text(_(metric.label))}</span>'


def traced(name: str, shown: str, now: Week) -> str:
    """A figure that leads to its rows; a ratio leads to its explanation."""
    if shown == NOTHING:
        return shown
    return link(
        shown, address("rows", figure=name, week=now.week_start.isoformat(), weeks="1"), _("Show the rows behind it")
    )


def _row_class(name: str) -> str:
    return "total" if name == "net_profit" else "sum" if name in SUMS else ""


def weeks_table(answer: Weekly, now: Week, unripe: Collection[date] = ()) -> None:
    """The weeks as a table, the newest first; a week leads to itself. Unripe: figures that late refunds still change."""
    names = ("orders", "net_sales", "total_cost", "net_profit", "net_margin")
    header = [
        (_("Week"), ""),
        (_("State"), ""),
        *(
            (text(_(metrics()[name].label)), "n" if name in ("net_sales", "net_profit") else "n wide-only")
            for name in names
        ),
    ]
    rows = []
    for week in reversed(answer.weeks):
        word = text(week_state(week.state))
        state = f'<span class="bad">◔ {word}</span>' if week.state == "provisional" else f"{MARKS[week.state]} {word}"
        if week.is_partial:
            state += f" · {_('partial')}"
        if week.week_start in unripe:
            state += f" · {_('refunds still arriving')}"
        cells = [link(week_label(week.week_start), address("./", week=week.week_start.isoformat())), state]
        for name in names:
            shown = figure(name, week.figures[name])
            if name == "net_profit" and week.figures[name] is None and week.figures["net_profit_high"] is not None:
                shown = f"≤ {money(week.figures['net_profit_high'])}"
            cells.append(shown)
        rows.append(("now" if week.week_start == now.week_start else "", cells))
    show(table(header, rows))


def weeks_sentence(answer: Weekly) -> str:
    """What the chart of the weeks shows, in words."""
    known = [week for week in answer.weeks if week.figures["net_profit"] is not None]
    if not known and not sees_costs():
        return _("The chart shows net sales; profit is not shown to you.")
    if not known:
        return _("Net profit is not known for any of these weeks, because unit costs are missing.")
    best = max(known, key=lambda week: week.figures["net_profit"] or 0)
    losing = sum(1 for week in known if (week.figures["net_profit"] or 0) < 0)
    number = plural("{count} week with a known profit,", "{count} weeks with a known profit,", len(known))
    losses = plural("{count} of them at a loss.", "{count} of them at a loss.", losing)
    crown = _("The best was {week} with {profit}.").format(
        week=f"{best.week_start:%m/%d} – {best.week_start + timedelta(days=6):%m/%d}",
        profit=money(best.figures["net_profit"]),
    )
    return joined([number, losses, crown])


def pick_rows(answer: Products) -> int | None:
    """How many products the table shows: all, where they are few or somebody wants all."""
    number = len(answer.products)
    if number <= MOST or st.toggle(_("Show all {count} products").format(count=count(number)), key="all_products"):
        return None
    return MOST


def products_table(answer: Products, week: str, weeks: int, rows: int | None = None) -> None:
    """Products, loss makers first."""
    names = ("units", "net_sales", "product_cost", "ad_spend", "platform_fees", "contribution", "contribution_margin")
    labels = {"contribution_margin": _("of net sales")}
    wide = ("units", "product_cost", "ad_spend", "platform_fees")
    header = [
        (_("Product"), ""),
        *((labels.get(n) or text(_(metrics()[n].label)), "n wide-only" if n in wide else "n") for n in names),
    ]
    lines = []
    for product in answer.products[:rows]:
        unknown = product.figures["contribution"] is None
        name = product.name or (_("not allocated to a product") if product.key is None else product.key)
        about = [text(product.key)] if product.key else []
        if unknown and product.figures["gross_sales"] and sees_costs():
            about.append(_("no unit cost"))
        cells = [f'{text(name)}<span class="sub">{" · ".join(about)}</span>']
        for each in names:
            value = product.figures[each]
            shown = figure(each, value)
            if each == "contribution" and value is not None:
                shown = f'<span class="{"bad" if value < 0 else ""}">{"▼ " if value < 0 else ""}{shown}</span>'
            if product.key and value and not metrics()[each].over:
                shown = link(shown, address("rows", figure=each, product=product.key, week=week, weeks=str(weeks)))
            cells.append(shown)
        lines.append(("", cells))
    total = [f"<b>{_('All products')}</b>", *(figure(each, answer.total[each]) for each in names)]
    show(table(header, [*lines, ("total", total)]))
