"""Figure by figure: the raw table on both bases of refunds, of all days or of those that no promotion touches."""

from collections.abc import Sequence
from decimal import Decimal

import streamlit as st

from reports.compare.comparison import Comparison
from reports.compare.lastyear import last_year
from reports.compare.raw import raw
from reports.compare.table import Row, Side, Table
from reports.metric import catalogue
from reports.period import Period
from reports.scope import Scope
from views import view
from views.compare.links import to_rows
from views.html import link, note, show, table, text
from views.language import _, joined, listed
from views.numbers import NOTHING, count, figure, money, rate
from views.saying import sentence
from views.view import address

WAYS = ("all", "plain", "last_year")
COLOURED = {"up": ("good", "bad"), "down": ("bad", "good"), "none": ("even", "even")}


def figures(found: Comparison, scope: Scope) -> None:
    """Every figure of both periods; of all days, of those without promotions, or against the same days last year."""
    way = _pick_days("last_year" if found.verdict.kind == "only_promotions" else "all")
    whole = last_year(scope, found.after.period) if way == "last_year" else None
    if way == "last_year" and (whole is None or not any(_is_told(row, "before") for row in whole.rows)):
        show(f'<p class="soft">{_("No export tells the same days of last year.")}</p>')
        return
    whole = whole or raw(scope, found.before.period, found.after.period, found.plain)
    show(f'<p class="soft">{_days(whole, way)}</p>')
    rows = whole.plain if way == "plain" and whole.plain is not None else whole.rows
    first = _("Last year") if way == "last_year" else _("Before")
    _drawn(whole, [row for row in rows if _is_told(row, "before", "after")], first, has_rows=way != "plain")
    silent = dict.fromkeys(
        text(_(catalogue()[row.metric].label)) for row in rows if not _is_told(row, "before", "after")
    )
    if silent:
        action = link(_("Load the file"), address("files"))
        said = _("Told by no export of these days: {figures}. {action}")
        show(note([said.format(figures=listed(silent), action=action)], "calm"))


def _days(whole: Table, way: str) -> str:
    """Which days are held against which."""
    if way == "plain" and whole.plain_days:
        said = _("Without promotions and the days they touch {before} days before and {after} since are left.")
        return said.format(**{side: count(number) for side, number in whole.plain_days.items()})
    ends = [f"{day:%Y/%m/%d}" for each in (whole.before, whole.after) for day in (each.first, each.last)]
    said = _("{first} – {last} against {start} – {end}.")
    shown = said.format(first=ends[2], last=ends[3], start=ends[0], end=ends[1])
    if way == "last_year":
        shown = joined([shown, _("Weekday by weekday; the days around the Spring Festival by the lunar calendar.")])
    return shown


def _pick_days(otherwise: str) -> str:
    """Which days are in view; the address holds it."""
    names = {"all": _("All days"), "plain": _("Without promotion days"), "last_year": _("Against last year")}
    held = view.held("days")
    st.session_state["pick_days"] = held if held in WAYS else otherwise
    st.segmented_control(
        _("Days"),
        WAYS,
        key="pick_days",
        format_func=names.__getitem__,
        label_visibility="collapsed",
        on_change=lambda: view.hold("days", st.session_state["pick_days"]),
    )
    return str(st.session_state["pick_days"] or otherwise)


def _is_told(row: Row, *sides: str) -> bool:
    return any(getattr(row, side).value is not None for side in sides)


def _drawn(whole: Table, rows: Sequence[Row], first: str, *, has_rows: bool) -> None:
    header = [(_("Figure"), ""), (first, "n"), (_("Since"), "n"), (_("Change"), "n"), (_("Remarks"), "wide-only")]
    drawn = table(header, [("", _cells(whole, row, has_rows=has_rows)) for row in rows])
    show(f'<div class="dz-figures">{drawn}</div>')


def _cells(whole: Table, row: Row, *, has_rows: bool) -> list[str]:
    metric = catalogue()[row.metric]
    basis = {"order": _("refunds with their orders"), "accounting": _("refunds on their day")}.get(row.basis)
    name = f'<span title="{text(_(metric.how))}">{text(_(metric.label))}</span>'
    name += f'<span class="sub">{basis}</span>' if basis else ""
    remarks = "<br>".join(sentence(each) for each in row.note)
    name += f'<span class="sub narrow-only">{remarks}</span>' if remarks else ""
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
        said = to_rows(said, row.metric, period, row.basis or "order")
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
