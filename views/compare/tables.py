"""Figure by figure: the raw table on both bases of refunds, of all days or of those that no promotion touches."""

from collections.abc import Sequence
from decimal import Decimal

import streamlit as st

from reports.compare.comparison import Comparison
from reports.compare.raw import raw
from reports.compare.table import Row, Side, Table
from reports.metric import catalogue
from reports.period import Period
from reports.scope import Scope
from views import view
from views.compare.links import rows_of
from views.html import link, note, show, table, text
from views.language import _, listed
from views.numbers import NOTHING, count, figure, money, rate
from views.saying import sentence
from views.view import address

WAYS = ("all", "plain")
COLOURED = {"up": ("good", "bad"), "down": ("bad", "good"), "none": ("even", "even")}


def figures(found: Comparison, scope: Scope) -> None:
    """Every figure of both periods, and the switch to the days without promotions."""
    whole = raw(scope, found.before.period, found.after.period, found.plain)
    is_plain = _pick_days() == "plain"
    rows = (whole.plain or ()) if is_plain else whole.rows
    if is_plain and whole.plain_days:
        said = _("Without promotions and the days they touch {before} days before and {after} since are left.")
        days = {side: count(number) for side, number in whole.plain_days.items()}
        show(f'<p class="soft">{said.format(**days)}</p>')
    _drawn(whole, [row for row in rows if _is_told(row)], has_rows=not is_plain)
    silent = dict.fromkeys(text(_(catalogue()[row.metric].label)) for row in rows if not _is_told(row))
    if silent:
        action = link(_("Load the file"), address("files"))
        said = _("Told by no export of these days: {figures}. {action}")
        show(note([said.format(figures=listed(silent), action=action)], "calm"))


def _pick_days() -> str:
    """Which days are in view; the address holds it."""
    names = {"all": _("All days"), "plain": _("Without promotion days")}
    held = view.held("days")
    st.session_state["pick_days"] = held if held in WAYS else "all"
    st.segmented_control(
        _("Days"),
        WAYS,
        key="pick_days",
        format_func=names.__getitem__,
        label_visibility="collapsed",
        on_change=lambda: view.hold("days", st.session_state["pick_days"]),
    )
    return str(st.session_state["pick_days"] or "all")


def _is_told(row: Row) -> bool:
    return row.before.value is not None or row.after.value is not None


def _drawn(whole: Table, rows: Sequence[Row], *, has_rows: bool) -> None:
    header = [(_("Figure"), ""), (_("Before"), "n"), (_("Since"), "n"), (_("Change"), "n"), (_("Remarks"), "wide-only")]
    show(table(header, [("", _cells(whole, row, has_rows=has_rows)) for row in rows]))


def _cells(whole: Table, row: Row, *, has_rows: bool) -> list[str]:
    metric = catalogue()[row.metric]
    basis = {"order": _("refunds with their orders"), "accounting": _("refunds on their day")}.get(row.basis)
    name = f'<span title="{text(_(metric.how))}">{text(_(metric.label))}</span>'
    name += f'<span class="sub">{basis}</span>' if basis else ""
    remarks = "<br>".join(sentence(each) for each in row.note)
    sides = [
        _value(row, side, period if has_rows else None)
        for side, period in ((row.before, whole.before), (row.after, whole.after))
    ]
    return [name, *sides, _change(row), f'<span class="sub">{remarks}</span>']


def _value(row: Row, side: Side, period: Period | None) -> str:
    """A sum with what it is a day; a share with what it is made of, where only counts may be told."""
    if side.value is None:
        return NOTHING
    unit = catalogue()[row.metric].unit
    said = figure(row.metric, side.value)
    if row.counts_only and side.above is not None:
        said = f"{_amount(side.above)} / {_amount(side.below)}"
    elif period and not catalogue()[row.metric].over:
        said = link(said, rows_of(row.metric, period, row.basis or "order"), _("Show the rows behind it"))
    if side.per_day is None:
        return said
    daily = money(side.per_day) if unit == "money" else f"{side.per_day:,.1f}"
    return f'{said}<span class="sub">{_("{amount} a day").format(amount=daily)}</span>'


def _amount(value: object) -> str:
    return money(value) if isinstance(value, Decimal) else count(value)  # type: ignore[arg-type]


def _change(row: Row) -> str:
    """How far it moved; of a share in percentage points too, and the range that its days allow."""
    if row.change is None or row.counts_only:
        return NOTHING
    metric = catalogue()[row.metric]
    rose, fell = COLOURED[metric.good]
    is_sure = row.low is None or row.high is None or row.low > 0 or row.high < 0
    colour = "even" if not is_sure or not row.change else rose if row.change > 0 else fell
    arrow = "" if not is_sure else "▲ " if row.change > 0 else "▼ " if row.change < 0 else "＝ "
    said = f'<span class="{colour}">{arrow}{rate(abs(row.change))}</span>'
    if not is_sure:
        said = f'<span class="even">{rate(row.change, signed=True)}</span>'
    if row.low is not None and row.high is not None:
        said += f'<span class="sub">{rate(row.low, signed=True)} … {rate(row.high, signed=True)}</span>'
    return said
