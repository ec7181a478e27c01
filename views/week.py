"""The Week page's answer: the sentence, the three numbers, what is missing, what stands apart."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from reports.metric import Figures, difference, ratio
from reports.weekly import Week
from views import ways
from views.card import card, row
from views.html import link, note, show
from views.language import _, joined, listed
from views.numbers import money, moved_words, period, rate, runs
from views.view import address
from views.words import platform_name, source_name

CARDS = ("net_sales", "total_cost", "net_profit")


def sentence(now: Week, before: Week | None) -> None:
    """The answer in one sentence, on the page."""
    show(f'<p class="dz-say">{words(now, before)}</p>')


def words(now: Week, before: Week | None) -> str:
    """The answer in one sentence, as HTML: earned or lost, how much, and against the week before."""
    profit = now.figures["net_profit"]
    days = period(now.first, now.last)
    if now.figures["gross_sales"] is None:
        said = _("{days}: no orders are known for this week.").format(days=days)
    elif profit is None and not ways.sees_costs():
        said = _("{days}: net sales of {amount}. What the goods cost is not shown to you.").format(
            days=days, amount=f"<b>{money(now.figures['net_sales'])}</b>"
        )
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
    return said


def cards(now: Week, before: Week | None) -> None:
    """Sales, total cost and net profit, each against the week before; every number leads to its rows."""
    week = now.week_start.isoformat()
    show(
        row(
            card(
                name,
                now.figures,
                before.figures if before else None,
                lambda figure: address("rows", figure=figure, week=week, weeks="1"),
                moved_words(name, now.figures[name], before.figures[name] if before else None),
            )
            for name in CARDS
        )
    )


def apart(notes: Figures) -> None:
    """What stands beside the ladder: money that is in no week, typed days, what was settled."""
    amount = {name: money(value) for name, value in notes.items()}
    said = []
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
    for source in dict.fromkeys(gap.source for gap in now.gaps):
        where = [f"{platform_name(gap.platform)} {_days(gap.days)}" for gap in now.gaps if gap.source == source]
        said.append(
            _("No {source}: {where}. {action}").format(
                source=source_name(source), where=listed(where), action=link(_("Load the file"), address("files"))
            )
        )
    without = now.figures["sales_without_cost"]
    if without and ways.sees_costs():
        gross = now.figures["gross_sales"]
        share = rate(ratio(without, gross))
        said.append(
            _("{amount} of sales ({share}) have no unit cost. {action}").format(
                amount=money(without), share=share, action=link(_("Enter the costs"), address("costs"))
            )
        )
    if said:
        show(note([joined([f"<b>{_('Provisional.')}</b>", said[0]]), *said[1:]]))
    if not ways.sees_costs():
        show(
            note(
                [_("The shop does not show its operators what goods cost: total cost and profit lack it here.")],
                "calm",
            )
        )
    elif not_counted:
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


def _days(days: Sequence[date]) -> str:
    """Days of a week in short: 06/01, 06/04 – 06/07."""
    if len(days) == 7:
        return _("the whole week")
    return listed(f"{a:%m/%d}" if a == b else f"{a:%m/%d}–{b:%m/%d}" for a, b in runs(days))
