"""The Week page's pieces: the sentence, the three numbers, the ladder, what is missing, thirteen weeks."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from reports.metric import Figures, difference, metrics, ratio
from reports.products import Products
from reports.weekly import Week, Weekly
from views import view
from views.html import link, note, show, table, text
from views.language import _, joined, listed, plural
from views.numbers import (
    NOTHING,
    change,
    count,
    figure,
    money,
    moved_share,
    moved_words,
    period,
    rate,
    short_money,
    week_label,
)
from views.view import address
from views.words import platform_name, source_name

CARDS = ("net_sales", "total_cost", "net_profit")
SUMS = ("net_sales", "gross_profit", "total_cost")
INDENTED = ("product_cost", "ad_spend", "platform_fees", "fulfilment_cost", "service_fee", "other_costs")
LADDER_ROWS = (
    "gross_sales",
    "refunds",
    "net_sales",
    "product_cost",
    "ad_spend",
    "platform_fees",
    "fulfilment_cost",
    "service_fee",
    "other_costs",
    "total_cost",
    "net_profit",
)
COUNTS = ("orders", "units", "unpaid_orders", "average_order_value", "refund_rate", "ad_share", "net_margin")


def sentence(now: Week, before: Week | None) -> None:
    """The answer in one sentence: earned or lost, how much, and against the week before."""
    profit = now.figures["net_profit"]
    days = period(now.first, now.last)
    if now.figures["gross_sales"] is None:
        said = _("{days}: no orders are known for this week.").format(days=days)
    elif profit is None:
        said = _(
            "{days}: net profit lies between {low} and {high}, because {amount} of sales have no unit cost."
        ).format(
            days=days,
            low=money(now.figures["net_profit_low"]),
            high=money(now.figures["net_profit_high"]),
            amount=money(now.figures["sales_without_cost"]),
        )
    else:
        template = _("{days}: the shop earned {profit}.") if profit >= 0 else _("{days}: the shop lost {profit}.")
        said = template.format(days=days, profit=f"<b>{money(abs(Decimal(profit)))}</b>")
        moved = difference(profit, before.figures["net_profit"]) if before else None
        if moved is not None:
            more, less = (
                _("That is {amount} more than the week before."),
                _("That is {amount} less than the week before."),
            )
            said = joined([said, (more if moved >= 0 else less).format(amount=money(abs(moved)))])
        if now.figures["net_margin"] is not None:
            left = _("Of 100 yuan of net sales {margin} yuan are left.")
            said = joined([said, left.format(margin=rate(now.figures["net_margin"]).rstrip("%"))])
    show(f'<p class="dz-say">{said}</p>')


def cards(now: Week, before: Week | None) -> None:
    """Sales, total cost and net profit, each against the week before; every number leads to its rows."""
    show(f'<div class="dz-cards">{"".join(_card(name, now, before) for name in CARDS)}</div>')


def _card(name: str, now: Week, before: Week | None) -> str:
    value, earlier = now.figures[name], before.figures[name] if before else None
    low, high = now.figures["net_profit_low"], now.figures["net_profit_high"]
    target, against = name, ""
    if value is not None:
        shown, size, exact = short_money(value), "", money(value)
        moved, kind = change(name, value, earlier)
        against = f'<span class="{kind}">{moved}</span> <span class="soft">{moved_words(name, value, earlier)}</span>'
    elif name == "net_profit" and high is not None:
        target, size = "net_profit_high", "wide"
        shown, exact = f"{short_money(low)} … {short_money(high)}", _("a range while unit costs are missing")
    else:
        shown, size, exact = NOTHING, "", _("nothing is known of it yet")
    address_of = address("rows", figure=target, week=now.week_start.isoformat(), weeks="1")
    figure_shown = shown if shown == NOTHING else link(shown, address_of, _("Show the rows behind it"))
    return (
        f'<div class="dz-card {"main" if name == "net_profit" else ""}">'
        f'<span class="name" title="{text(_(metrics()[name].how))}">{text(_(metrics()[name].label))}</span>'
        f'<span class="value {size}">{figure_shown}</span><span class="exact">{exact}</span>'
        f'<span class="change">{against}</span></div>'
    )


def apart(notes: Figures) -> None:
    """What stands beside the ladder: sales listed as brushing, money that is in no week, typed days, what was settled."""
    amount = {name: money(value) for name, value in notes.items()}
    said = []
    if notes.get("brushing_orders"):
        is_in = view.book() == "claimed"
        template = (
            _("{orders} orders ({amount}) that you list as brushing are counted here. {action}")
            if is_in
            else _("{orders} orders ({amount}) that you list as brushing are left out. {action}")
        )
        action = link(
            _("Leave them out") if is_in else _("Count them"), address("./", book="cleaned" if is_in else "claimed")
        )
        said.append(
            template.format(orders=count(notes["brushing_orders"]), amount=amount["brushing_sales"], action=action)
        )
    if notes.get("ad_spend_without_day"):
        template = _("{amount} of ad spend is known for longer periods only and stands in no week. Export it by day.")
        said.append(template.format(amount=amount["ad_spend_without_day"]))
    if notes.get("refunds_without_order"):
        template = _("{amount} of refunds belong to orders that no file tells of; they are not counted. {action}")
        action = link(_("Load the file"), address("files"))
        said.append(template.format(amount=amount["refunds_without_order"], action=action))
    if notes.get("typed_sales"):
        said.append(_("{amount} of sales were typed by day, not exported.").format(amount=amount["typed_sales"]))
    if notes.get("goods_settled"):
        template = _("The platforms settled {goods} for goods and charged {fees}; {moved} only moved between accounts.")
        said.append(
            template.format(
                goods=amount["goods_settled"],
                fees=money(notes.get("platform_fees_settled") or Decimal(0)),
                moved=money(abs(Decimal(notes.get("money_moved") or 0))),
            )
        )
    if said:
        show(note(said, "calm"))


def missing(now: Week, not_counted: Sequence[str]) -> None:
    """What the week lacks, with the days and what to do; and what the shop never counted."""
    said = []
    for gap in now.gaps:
        days = listed(f"{day:%m/%d}" for day in gap.days) if len(gap.days) < 7 else _("the whole week")
        said.append(
            _("{platform}: no {source} for {days}. {action}").format(
                source=source_name(gap.source),
                platform=platform_name(gap.platform),
                days=days,
                action=link(_("Load the file"), address("files")),
            )
        )
    without = now.figures["sales_without_cost"]
    if without:
        gross = now.figures["gross_sales"]
        share = rate(ratio(without, gross))
        said.append(
            _("{amount} of sales ({share}) have no unit cost. {action}").format(
                amount=money(without), share=share, action=link(_("Enter the costs"), address("costs"))
            )
        )
    if said:
        show(note([joined([f"<b>{_('Provisional.')}</b>", said[0]]), *said[1:]]))
    if not_counted:
        names = listed(source_name(name) for name in not_counted)
        show(
            note(
                [
                    _("Not counted, because the shop has no figures for it: {names}. {action}").format(
                        names=names, action=link(_("Enter the costs"), address("costs"))
                    )
                ],
                "calm",
            )
        )


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
    for name in LADDER_ROWS:
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


def weeks_table(answer: Weekly, now: Week) -> None:
    """The weeks as a table, the newest first; a week leads to itself."""
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
        state = (
            f'<span class="bad">◔ {_("provisional")}</span>' if week.state == "provisional" else f"✓ {_('complete')}"
        )
        if week.is_partial:
            state += f" · {_('partial')}"
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
        extra = f" · {_('no unit cost')}" if unknown and product.figures["gross_sales"] else ""
        key = f'<span class="sub">{text(product.key or "")}{extra}</span>'
        cells = [f"{text(name)}{key}"]
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
