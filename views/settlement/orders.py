"""The Settlement page: orders against settlement in buckets, what to do about each, the largest differences, their rows."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import streamlit as st

import warehouse
from reports.settlement.settle import AGES, ALARMING, BUCKETS, Amounts, Settle
from views import ask, rows
from views.html import file_name, link, note, show, table, text
from views.language import _, joined, listed, plural
from views.numbers import NOTHING, count, money, period
from views.view import address
from views.words import fee_class_name, platform_name, source_name

SHOWN = 50
MARKS = {
    "matched": "✓",
    "amount_differs": "≠",
    "doubled": "×2",
    "only_in_orders": "!",
    "only_in_settlement": "?",
    "in_transit": "→",
    "not_covered": "…",
}


def bucket_name(bucket: str) -> str:
    """A bucket as a reader calls it."""
    names = {
        "matched": _("Settled as expected"),
        "amount_differs": _("Another amount"),
        "doubled": _("Settled twice"),
        "only_in_orders": _("Due, but not settled"),
        "only_in_settlement": _("Settled, order unknown"),
        "in_transit": _("On the way"),
        "not_covered": _("Cannot be judged"),
    }
    return names[bucket]


def _advice(bucket: str) -> str:
    texts = {
        "matched": _("Nothing to do."),
        "amount_differs": _("Compare the rows of both sides, then ask the platform for the difference."),
        "doubled": _("Set the surplus aside: the platform may take it back. Ask it."),
        "only_in_orders": _("Look whether the ledger of another account is missing; else ask the platform where the money is."),
        "only_in_settlement": _("Load the order file of these days, or find out whose orders they are."),
        "in_transit": _("Wait: these are younger than the platform's usual time."),
        "not_covered": _("Load the settlements and the order files of the days that are missing."),
    }  # fmt: skip
    return texts[bucket]


def sentence(found: Settle, first: date, last: date) -> None:
    """The answer first: does the settled money fit the orders, and if not, how much is unexplained."""
    judged = sum((each for name, each in found.buckets.items() if name != "not_covered"), Amounts())
    alarms, transit = found.alarms, found.buckets["in_transit"]
    if not judged.units:
        said = _("Nothing can be matched yet.")
    elif alarms.units:
        told = plural(
            "{count} order does not fit its settlement;", "{count} orders do not fit their settlement;", alarms.units
        )
        rest = _("they are {amount} apart, and no timing explains it.")
        said = joined([told, rest.format(amount=f"<b>{money(alarms.apart)}</b>")])
    else:
        said = _("Every order that is due was settled as expected.")
    if judged.units and transit.units:
        said = joined([said, _("{amount} is still on the way.").format(amount=money(-transit.difference))])
    show(f'<p class="dz-say">{said} <span class="soft">{period(first, last)}</span></p>')
    if judged.units:
        sums = _("Orders {expected} ↔ settled {settled}: {difference}. As of {days}.")
        as_of = listed(f"{platform_name(platform)} {day:%Y/%m/%d}" for platform, day in found.as_of.items())
        values = {"expected": money(judged.expected), "settled": money(judged.settled), "days": as_of}
        show(f'<p class="soft">{sums.format(difference=_whole(judged.difference), **values)}</p>')


def missing(found: Settle) -> None:
    """Which files the comparison lacks, and where to get them."""
    ways = {"action": link(_("Load the file"), address("files")), "where": link(_("Where do I export this?"), address("exports"))}  # fmt: skip
    if found.without_settlement:
        names = listed(map(platform_name, found.without_settlement))
        said = _(
            "No settlement of {platforms} is loaded, so nobody can say which of its orders were paid out. {action} {where}"
        )
        show(note([said.format(platforms=names, **ways)]))


def buckets(found: Settle) -> None:
    """One line per bucket: how many, how much, what to do. The name leads to the rows of both sides."""
    header = [(_("Orders against settlement"), ""), (_("Orders"), "n"), (_("Should be settled"), "n wide-only"), (_("Settled"), "n wide-only"),
              (_("Difference"), "n"), (_("What to do"), "wide-only")]  # fmt: skip
    lines = []
    for name in BUCKETS:
        each = found.buckets[name]
        if not each.units and name == "not_covered":
            continue
        kind = "bad" if name in ALARMING and each.units else "soft" if not each.units else ""
        named = f'<span class="{kind}">{MARKS[name]} {text(bucket_name(name))}</span>'
        if each.units:
            named = link(named, address("settlement", bucket=name), _("Show the rows behind it"))
        sub = f'<span class="sub narrow-only">{text(_advice(name))}</span>' if each.units else ""
        advice = text(_advice(name)) if each.units else ""
        cells = [money(each.expected), money(each.settled), money(each.difference, signed=True)]
        lines.append(("", [named + sub, count(each.units), *(cells if each.units else [NOTHING] * 3), advice]))
        if name == "matched" and found.swallowed[0]:
            lines.append(("remark", [_swallowed(found)]))
    show(table(header, lines))


def _swallowed(found: Settle) -> str:
    number, amount = found.swallowed
    told = plural("{count} of them only within the agreed tolerance,", "{count} of them only within the agreed tolerance,", number)  # fmt: skip
    return joined([told, _("which swallowed {amount}.").format(amount=money(amount))])


def ageing(found: Settle) -> None:
    """How old the money is that has not been settled."""
    if not any(each.units for each in found.ages.values()):
        return
    st.subheader(_("Not settled yet, by age"))
    names = dict(zip(AGES, (_("0–7 days"), _("8–15 days"), _("16–30 days"), _("over 30 days")), strict=True))
    header = [(_("Since completion, else payment"), ""), (_("Orders"), "n"), (_("Not settled"), "n")]
    lines = [("", [names[age], count(each.units), money(-each.difference)]) for age, each in found.ages.items()]
    show(table(header, lines))


def differences(found: Settle) -> None:
    """The largest differences of each bucket; each leads to its rows."""
    named = [name for name in (*ALARMING, "in_transit") if found.buckets[name].units]
    if not named:
        return
    st.subheader(_("The largest differences"))
    for name in named:
        label = f"{bucket_name(name)} ({count(found.buckets[name].units)})"
        with st.expander(label):
            header = [(_("Order"), "d"), (_("Day"), "wide-only"), (_("Should be settled"), "n wide-only"), (_("Settled"), "n wide-only"),
                      (_("Difference"), "n"), (_("What it looks like"), "")]  # fmt: skip
            show(table(header, [("", _unit(row)) for row in found.of(name)]))
            if found.buckets[name].units > SHOWN:
                st.caption(_("The {shown} largest are shown.").format(shown=SHOWN))


def _unit(row: Mapping[str, Any]) -> list[str]:
    to = address(
        "settlement", bucket=row["bucket"], platform=row["platform"], unit=row["unit"], line=row["line"] or None
    )
    order = link(text(row["unit"]), to, _("Show the rows behind it"))
    line = f' <span class="soft">{text(row["line"])}</span>' if row["line"] else ""
    day = row["base_day"] or row["first_day"]
    return [
        f'{order}{line}<span class="sub">{text(platform_name(row["platform"]))}</span>',
        f"{day:%Y/%m/%d}" if day else NOTHING,
        money(row["expected"]),
        money(row["settled"]),
        money(row["difference"], signed=True),
        _looks_like(row),
    ]


def _looks_like(row: Mapping[str, Any]) -> str:
    if row["bucket"] in ("only_in_orders", "in_transit") and row["age"] is not None and not row["settled"]:
        return plural("{count} day old", "{count} days old", max(row["age"], 0))
    if row["bucket"] != "amount_differs":
        return ""
    causes = {
        "refund_not_deducted": _("The refund has not been taken from the settlement."),
        "refund_not_in_orders": _("The settlement refunds what the orders do not know of."),
        "paid_less": _("Less was settled."),
        "paid_more": _("More was settled."),
    }
    return text(causes[row["cause"]])


def behind(shop: warehouse.Shop, first: date, last: date, bucket: str) -> None:
    """The rows of both sides behind a bucket, or behind one order of it."""
    wanted = (
        {name: st.query_params.get(name) for name in ("platform", "unit", "line")} if "unit" in st.query_params else {}
    )
    found = ask.settled_rows(shop, first, last, bucket, **wanted)
    show(link("← " + _("Back to the settlement"), address("settlement")))
    st.subheader(bucket_name(bucket) + (f" · {wanted['unit']}" if wanted else ""))
    if found is None:
        return
    sums = dict.fromkeys(("orders", "settlement"), Decimal(0))
    sums |= {
        each["side"]: each["amount_sum"] for each in found.group_by("side").aggregate([("amount", "sum")]).to_pylist()
    }
    told = _("Orders {expected} ↔ settled {settled}: {difference}.")
    difference = _whole(sums["settlement"] - sums["orders"])
    show(
        f'<p class="dz-say">{told.format(expected=money(sums["orders"]), settled=money(sums["settlement"]), difference=difference)}</p>'
    )
    header = [(_("Side"), ""), (_("Order"), ""), (_("Day"), "wide-only"), (_("Amount"), "n"), (_("What"), "wide-only"), (_("File"), ""), (_("Row"), "n")]  # fmt: skip
    lines = [("", _behind(row)) for row in found.slice(0, SHOWN).to_pylist()]
    show(table(header, lines))
    if found.num_rows > SHOWN:
        st.caption(_("The first {shown} rows are shown; the download holds all.").format(shown=SHOWN))
    rows.offer(found, f"{shop.title}-{bucket}-{first:%Y%m%d}-{last:%Y%m%d}")


def _whole(amount: Decimal) -> str:
    """A difference whose sign stays with it at the end of a line."""
    return f'<span class="whole">{money(amount, signed=True)}</span>'


def _behind(row: Mapping[str, Any]) -> list[str]:
    return [
        text(source_name(row["side"])),
        text(row["order_id"]),
        f"{row['day']:%Y/%m/%d}" if row["day"] else NOTHING,
        money(row["amount"]),
        fee_class_name(row["part"]),
        file_name(row["file"]) + (f" [{text(row['sheet'])}]" if row["sheet"] else ""),
        f"{row['row']:,}",
    ]
