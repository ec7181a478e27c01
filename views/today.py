"""The ten minutes of a day: three figures, what needs a decision, which file is late, how the week goes."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

import warehouse
from etl.coverage import NOBODY, lanes
from reports.duties.duties import duties
from reports.metric import metrics, ratio
from reports.scope import Scope, span
from reports.today import Late, Today
from reports.today import today as asked
from views import view
from views.calendar import who_supplies
from views.card import card, row
from views.duties.page import owed
from views.html import link, note, show, text
from views.language import _, joined, listed, plural
from views.numbers import money, rate, short_money, week_label, weekday
from views.signing.words import state_mark, state_word
from views.view import address
from views.words import platform_name, source_name

CARDS = ("net_sales", "ad_spend", "net_profit")
DAY = timedelta(days=1)


def found(shop: warehouse.Shop) -> Today | None:
    """The shop this morning; the invented one on the morning after its last day. None where nothing is loaded."""
    try:
        scope = Scope(shop, book=view.book())
        known = span(scope.reader) if shop.is_demo else None
        return asked(scope, known[1] + DAY if known else None)
    except warehouse.NoBuild:
        return None


def heading(now: Today) -> None:
    """Which day the figures are of, and how old they are."""
    day = f"<b>{now.day:%Y/%m/%d} {weekday(now.day)}</b>"
    if not now.age:
        said = _("Yesterday, {day}").format(day=day)
    else:
        ago = plural("{count} day is missing since.", "{count} days are missing since.", now.age)
        newest = _("Newest day: {day}.").format(day=day)
        said = f'{newest} <span class="bad">▲ {ago}</span> {link(_("Load the file"), address("files"))}'
    earlier = now.day - 7 * DAY
    against = _("against {day} a week before").format(day=f"{weekday(earlier)} {earlier:%m/%d}")
    show(f'<p class="dz-day">{said} <span class="soft">· {against}</span></p>')


def cards(now: Today) -> None:
    """Sold, spent on ads, earned; every number leads to its rows."""
    day = now.day.isoformat()

    def rows(figure: str) -> str:
        return address("rows", figure=figure, since=day, until=day)

    show(row((card(name, now.figures, now.week_before, rows, "") for name in CARDS), "three"))


def waiting(shop: warehouse.Shop) -> None:
    """What the merchant has to approve, and the answers that both sides owe; nothing where nobody waits."""
    found = duties(shop)
    number = len(found.to_approve)
    asked = plural("{count} question waits for the merchant's yes.", "{count} questions wait for the merchant's yes.", number) if number else ""  # fmt: skip
    if said := joined([asked, owed(found)]):
        show(f"<p>{said} {link(_('Duties and clocks'), address('duties'))}</p>")


def late(shop: warehouse.Shop, now: Today) -> None:
    """Which source does not reach to the evening before, and who can supply it."""
    if not now.late:
        show(f"<p>✓ {_('Every source of the shop reaches to the evening before.')}</p>")
        return
    who = {(lane.source, lane.platform): lane.supplier for lane in lanes(shop)}
    alike: dict[tuple[str, int, str], list[Late]] = {}
    for each in now.late:
        supplier = who_supplies(who.get((each.source, each.platform), NOBODY), each.platform)
        alike.setdefault((each.platform, each.days, supplier), []).append(each)
    show(note([_late(group, supplier) for (_platform, _days, supplier), group in alike.items()]))
    show(f"<p>{link(_('Load the file'), address('files'))}</p>")


def _late(group: Sequence[Late], supplier: str) -> str:
    """Sources of one platform that lag alike and come from the same hands."""
    sources = listed(source_name(each.source) for each in group)
    return _("{sources} of {platform}: nothing since {day}, {days}; {supplier}").format(
        sources=f"<b>{text(sources[:1].upper() + sources[1:])}</b>",
        platform=text(platform_name(group[0].platform)),
        day=f"{group[0].last:%m/%d}",
        days=plural("{count} day missing", "{count} days missing", group[0].days),
        supplier=supplier,
    )


def week(now: Today) -> None:
    """The week so far against its share of the month's target, and where the week before stands."""
    sold = now.so_far[now.basis]
    name = text(_(metrics()[now.basis].label))
    parts = [_("{name} from Monday to {day}: {amount}.").format(name=name, day=f"{weekday(now.day)} {now.day:%m/%d}", amount=f"<b>{money(sold)}</b>")]  # fmt: skip
    if now.target is None:
        parts.append(
            _("No target was agreed for these days. {action}").format(
                action=link(_("Enter the engagement"), address("engagement"))
            )
        )
    elif sold is not None:
        share = ratio(sold, now.target)
        gap = Decimal(sold) - now.target
        more, less = _("{gap} more than the {target} of these days."), _("{gap} less than the {target} of these days.")
        parts.append((more if gap >= 0 else less).format(gap=money(abs(gap)), target=money(now.target)))
        if share is not None:
            show(_bar(Decimal(str(share)), _("{share} of the target so far").format(share=rate(share))))
    if now.target_whole is not None:
        parts.append(_("The target of the whole week is {amount}.").format(amount=short_money(now.target_whole)))
    profit = now.so_far["net_profit"]
    if profit is not None:
        earned, lost = _("Earned so far: {amount}."), _("Lost so far: {amount}.")
        parts.append((earned if profit >= 0 else lost).format(amount=money(abs(Decimal(profit)))))
    show(f"<p>{joined(parts)}</p>")
    if now.last_week:
        start = now.last_week.week_start
        state = f"{state_mark(now.last_week.state)} {state_word(now.last_week)}"
        go = link(_("Weekly reconciliation"), address("reconcile", week=start.isoformat()))
        show(f'<p>{_("The week before, {week}: {state}. {action}").format(week=week_label(start), state=f"<b>{text(state)}</b>", action=go)}</p>')  # fmt: skip


def _bar(share: Decimal, said: str) -> str:
    """How far something is, as a line that fills and in words; beyond the whole it stays full."""
    width = min(max(share, Decimal(0)), Decimal(1)) * 100
    done = "met" if share >= 1 else ""
    return (
        f'<div class="dz-line" role="img" aria-label="{text(said)}"><b class="{done}" style="width:{width:.2f}%"></b></div>'
        f'<p class="sub">{text(said)}</p>'
    )
