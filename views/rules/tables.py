"""The tables of an upgrade: which definitions changed, what that changes in all, and week by week."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import pyarrow as pa
import streamlit as st

from reports.metric import LADDER, catalogue, plain
from reports.signing.signatures import Signature
from reports.upgrade.accepted import Moved
from views.html import link, show, table, text
from views.language import _
from views.numbers import count, figure, unit_of, week_label
from views.rows import offer
from views.rules.words import changed_lines, definition_name, formula, is_text
from views.view import address
from warehouse.upgrades import Upgrade

WEEKS = 8  # shown at once, the earlier ones folded; the file holds all
BOUNDS = ("net_profit_low", "net_profit_high")
SHOWN = (*LADDER, "unpaid_orders", *BOUNDS)  # what else there is follows from these, and is in the file
SUMS = ("net_sales", "total_cost", "net_profit")


def definitions(upgrade: Upgrade) -> None:
    """Every definition whose text is another one: formulas beside each other, of long texts the changed lines."""
    changed = upgrade.body["definitions"]
    if changed is None:
        show(f'<p class="soft">{_("The earlier version kept no texts of its definitions, so which of them changed cannot be said.")}</p>')  # fmt: skip
        return
    if not changed:
        show(f'<p class="soft">{_("No text of a definition changed; the program reads the files otherwise.")}</p>')
        return
    header = [(_("Definition"), ""), (_("Earlier version"), ""), (_("Newer version"), "")]
    short = [each for each in changed if not is_text(each["name"])]
    rows = [
        ("", [definition_name(each["name"]), *(formula(each["name"], each[side]) for side in ("before", "after"))])
        for each in short
    ]
    if rows:
        show(table(header, rows))
    for each in changed:
        if is_text(each["name"]):
            show(f"<p>{definition_name(each['name'])}</p>")
            with st.expander(_("The changed lines")):
                st.code(changed_lines(each["before"], each["after"]), language="diff", wrap_lines=True)


def told(found: Sequence[Moved]) -> list[Moved]:
    """What is shown of a comparison: the ladder's lines; the bounds of net profit only where it is not known itself."""
    known = {each.week_start for each in found if each.figure == "net_profit" and each.difference is not None}
    return [each for each in found if each.figure in SHOWN and not (each.figure in BOUNDS and each.week_start in known)]


def totals(found: Sequence[Moved]) -> None:
    """Each figure with the number of weeks that change and what they change together."""
    header = [("", ""), (_("Weeks changed"), "n"), (_("Difference in all"), "n")]
    rows = []
    for name in sorted({each.figure for each in found}, key=list(catalogue()).index):
        own = [each for each in found if each.figure == name]
        known = [each.difference for each in own if each.difference is not None]
        together = _by(name, sum(known, Decimal(0))) if len(known) == len(own) else _("not known")
        rows.append(("sum" if name in SUMS else "", [_label(name), count(len(own)), together]))
    show(table(header, rows))


def weeks(found: Sequence[Moved], signed: Mapping[date, Signature]) -> None:
    """Week × figure × before × now × difference, the newest first; signed weeks are marked."""
    starts = list(dict.fromkeys(each.week_start for each in found))
    _weeks([each for each in found if each.week_start in starts[:WEEKS]], signed)
    if len(starts) > WEEKS:
        with st.expander(_("Earlier weeks")):
            _weeks([each for each in found if each.week_start in starts[WEEKS:]], signed)


def _weeks(found: Sequence[Moved], signed: Mapping[date, Signature]) -> None:
    header = [("", ""), (_("Earlier version"), "n"), (_("Newer version"), "n wide-only"), (_("Difference"), "n")]
    rows: list[tuple[str, list[str]]] = []
    for place, each in enumerate(found):
        week = each.week_start
        if not place or week != found[place - 1].week_start:
            rows.append(("remark", [_week(week, signed.get(week))]))
        target = address("rows", figure=each.figure, week=week.isoformat(), weeks="1")
        now = link(figure(each.figure, each.after), target, _("Show the rows behind it"))
        before = f'{figure(each.figure, each.before)}<span class="sub narrow-only">→ {now}</span>'
        by = "" if each.difference is None else _by(each.figure, each.difference)
        rows.append(("sum" if each.figure in SUMS else "", [_label(each.figure), before, now, by]))
    show(table(header, rows))


def _by(name: str, difference: Decimal) -> str:
    """A difference with its sign, of counts too."""
    sign = "+" if unit_of(name) == "count" and difference > 0 else ""
    return sign + figure(name, difference, signed=True)


def _week(week: date, signature: Signature | None) -> str:
    """The week, and of a signed one that it stays as it was signed."""
    named = f"<b>{link(week_label(week), address('week', week=week.isoformat()))}</b>"
    if signature is None:
        return named
    said = _("✓ signed {day}; it stays as it was signed, the difference is restated").format(day=f"{signature.at:%Y/%m/%d}")  # fmt: skip
    way = link(_("to the signature"), address("reconcile", week=week.isoformat()))
    return f"{named} · {said} · {way}"


def download(found: Sequence[Moved], name: str) -> None:
    """All of it as a table."""
    columns = {
        "week": [each.week_start.isoformat() for each in found],
        "figure": [each.figure for each in found],
        "before": [_exact(each.figure, each.before) for each in found],
        "now": [_exact(each.figure, each.after) for each in found],
        "difference": [_exact(each.figure, each.difference) for each in found],
    }
    offer(pa.table(columns), name)


def _exact(name: str, value: Decimal | float | None) -> str:
    return "" if value is None else str(plain(value, catalogue()[name].unit))


def _label(name: str) -> str:
    return text(_(catalogue()[name].label))
