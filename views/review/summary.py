"""The Service-period summary: what the service came to, month by month, before and after, and what to do next."""

from decimal import Decimal
from fractions import Fraction

import streamlit as st

import warehouse
from book.engagement import Engagement, Person
from reports.compare.compare import NoServiceStart
from reports.compare.comparison import Comparison, Side
from reports.review.card import category, name_category
from reports.review.summary import MonthLine, Summary, summary
from reports.scope import Scope
from views import view
from views.html import link, note, show, table, text
from views.language import _, joined
from views.numbers import NOTHING, money, rate
from views.review import you
from views.review.page import findings, mark
from views.saying import sentence as said
from views.view import address


def found(shop: warehouse.Shop) -> Summary | None:
    """The summary on the basis in view; None where nobody said when the service began."""
    try:
        return summary(Scope(shop, refunds=view.refunds(), book=view.book()))
    except NoServiceStart:
        way = link(_("Type the engagement"), address("engagement"))
        show(f'<p class="dz-say">{joined([_("The engagement does not say when the service began."), way])}</p>')
        return None


def answer(of: Summary) -> None:
    """Sales, fee, what came back, targets met, profit after the fee."""
    met, over = of.met
    days = {"first": f"{of.service.first:%Y/%m/%d}", "last": f"{of.service.last:%Y/%m/%d}"}
    begin = (
        _("{first} – {last}: sales of {sales} for fees of {fee}.")
        if of.is_over
        else _("{first} – {last}, so far: sales of {sales} for fees of {fee}.")
    )
    parts = [begin.format(sales=money(of.total("sales")), fee=f"<b>{money(of.total('fee'))}</b>", **days)]
    if over:
        parts.append(_("{met} of {over} months reached their target.").format(met=met, over=over))
    if of.total("given_back"):
        parts.append(_("{amount} was given back.").format(amount=f"<b>{money(of.total('given_back'))}</b>"))
    if of.profit:
        parts.append(_("Profit after the fee: {profit}.").format(profit=f"<b>{_range(*of.profit)}</b>"))
    show(f'<p class="dz-say">{joined(parts)}</p>')
    if of.comparison:
        show(f"<p>{joined([_raw(of.comparison), said(of.comparison.verdict.whole)])}</p>")
    if not any(each.days for each in of.months):
        show(note([joined([_("No file reaches into the service yet."), link(_("Load the file"), address("files"))])]))


def _range(low: Decimal, high: Decimal) -> str:
    return money(low) if low == high else f"{money(low)} … {money(high)}"


def months(of: Summary) -> None:
    """Month by month; a month leads to its review."""
    header = [
        (_("Month"), ""),
        (_("Target"), "n wide-only"),
        (_("Sales"), "n"),
        (_("Of the target"), "n"),
        (_("Fee"), "n"),
        (_("Given back"), "n"),
        (_("Profit after the fee"), "n"),
    ]
    rows = [("", _cells(each)) for each in of.months]
    total = [
        "",
        "",
        money(of.total("sales")),
        "",
        money(of.total("fee")),
        money(of.total("given_back")),
        _range(*of.profit) if of.profit else NOTHING,
    ]
    rows.append(("total", [_("Sum"), *total[1:]]))
    show(table(header, rows))
    if any(each.profit is None and each.profit_low is not None for each in of.months):
        show(f'<p class="soft">{_("A profit with two ends is a range: some products have no unit cost.")}</p>')


def _cells(each: MonthLine) -> list[str]:
    contract = each.contract
    month = link(str(contract.month), address("review", month=str(contract.month)), _("Open the review"))
    part = contract.served and each.days and each.days.last < contract.served.last
    name = f'{month}<span class="sub">{_("not over")}</span>' if part else month
    low, high = each.profit_low, each.profit_high
    profit = _range(Decimal(low), Decimal(high)) if low is not None and high is not None else NOTHING
    attained = rate(contract.attainment)
    kind = "bad" if contract.attainment is not None and contract.attainment < 1 and not part else ""
    back = money(contract.given_back) if contract.given_back else NOTHING
    return [
        name,
        money(contract.target),
        money(contract.sales),
        f'<span class="{kind}">{attained}</span>',
        money(contract.fee),
        back,
        profit,
    ]


def before_after(of: Summary) -> None:
    """Raw first: the same number of days before and since the service, then what may be said of it."""
    if of.comparison is None:
        show(f'<p class="soft">{_("Without order files there is nothing to compare.")}</p>')
        return
    header = [("", ""), (_("Before"), "n"), (_("Since the service began"), "n")]
    sides = (of.comparison.before, of.comparison.after)
    rows = [
        ("", [_("Days"), *(f"{each.period.first:%Y/%m/%d} – {each.period.last:%m/%d}" for each in sides)]),
        ("", [_("Days known"), *(f"{each.known_days}" for each in sides)]),
        ("", [_("Gross sales"), *(money(_known(each)) for each in sides)]),
        ("", [_("a day"), *(money(_daily(each)) for each in sides)]),
    ]
    show(table(header, rows))
    show(f'<p class="soft">{_("Refunds count with their order; season and promotions are in these figures.")}</p>')


def _raw(of: Comparison) -> str:
    """The change as it stands."""
    if of.raw_change is None:
        return ""
    template = _(
        "Gross sales of a day: {before} before, {after} in the first weeks of the service, {change} as it stands."
    )
    before, after = (money(_daily(each)) for each in (of.before, of.after))
    return template.format(before=before, after=after, change=rate(of.raw_change, signed=True))


def _known(side: Side) -> Decimal | None:
    return None if side.value is None else Decimal(side.value)


def _daily(side: Side) -> Decimal | None:
    return None if side.per_day is None else Decimal(str(side.per_day))


def done(of: Summary) -> None:
    """What was done, by its dates."""
    if not of.done:
        show(f'<p class="soft">{_("Nothing that was done has been recorded.")}</p>')
        return
    names = {
        "picture": _("Picture"),
        "title": _("Title"),
        "price": _("Price"),
        "strategy": _("Strategy"),
        "staff": _("Staff"),
        "other": _("Other"),
    }
    rows = [("", [f"{each.first:%Y/%m/%d}", names[each.kind], text(each.name)]) for each in of.done]
    show(table([(_("Day"), "d"), (_("Kind"), ""), (_("What was done"), "")], rows))


def kept(of: Summary) -> None:
    """The share of promises that were kept, the share of claims that held."""
    judged = of.count("kept", "missed")
    if judged:
        share = rate(float(Fraction(of.count("kept"), judged)))
        sentence = _("Of {judged} promises that could be judged {kept} were kept ({share}); {open} are open.")
        opened = of.count("open", "no_data", "disputed")
        show(f"<p>{sentence.format(judged=judged, kept=of.count('kept'), share=share, open=opened)}</p>")
    else:
        show(f'<p class="soft">{_("No promise can be judged yet.")}</p>')
    if of.judged:
        share = rate(float(Fraction(of.hits, of.judged)))
        sentence = _("Of {judged} claims in the weekly reports {hits} held against the exports ({share}).")
        show(f"<p>{sentence.format(judged=of.judged, hits=of.hits, share=share)}</p>")
    else:
        show(f'<p class="soft">{_("No weekly report was held against the exports.")}</p>')
    missed = [each for each in of.scores if each.result in ("missed", "disputed")]
    if missed:
        header = [(_("Promise"), ""), (_("Due"), "d"), (_("What came of it"), "")]
        rows = [
            (
                "",
                [
                    text(each.promise.what),
                    f"{each.promise.due:%Y/%m/%d}",
                    f'{mark(each.result)}<span class="sub">{said(each.said)}</span>',
                ],
            )
            for each in missed
        ]
        show(table(header, rows))


def advice(of: Summary) -> None:
    """What the last thirteen weeks say about the time after."""
    if of.advice:
        show(findings(of.advice))
    else:
        show(f'<p class="soft">{_("No rule found anything to advise.")}</p>')


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
