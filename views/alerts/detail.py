"""One alert: its sentence, how it is judged, what stopping earlier saves, the rows behind it."""

from datetime import date

import streamlit as st

import warehouse
from reports.alerts.alert import Alert, Alerts
from reports.alerts.budget import spent
from reports.scope import Scope, monday
from views import view
from views.alerts import handling
from views.alerts.words import rule_name, state_name, subject_name, told
from views.html import file_name, link, note, show, table, text
from views.language import _, listed, plural
from views.numbers import money
from views.view import address

SHOWN = 50


def chosen(found: Alerts) -> Alert | None:
    """The alert that the address names, as long as it fires."""
    wanted = view.held("alert")
    return next((each for each in (*found.alerts, *found.unsure) if each.id == wanted), None)


def show_chosen(shop: warehouse.Shop, found: Alerts) -> None:
    """Nothing where the address names none."""
    if not view.held("alert"):
        return
    alert = chosen(found)
    if alert is None:
        show(note([_("This alert does not fire any more: its rows, or the number it is held against, have changed.")]))
        st.button(_("Close"), on_click=view.hold, args=("alert", None), key="alert_close")
        return
    with st.container(border=True, key="alert_detail"):
        rule = alert.of
        show(
            f"<p><b>{rule_name(rule.name)}</b> · {text(subject_name(alert))}</p><p>{told(alert)}</p>"
            f'<p class="soft">{_(rule.how)}</p>' + _state(found, alert)
        )
        if alert.rule == "month_budget":
            _stopping(shop, alert)
        _rows(found, alert)
        handling.buttons(shop, found, [alert], "detail")
        st.button(_("Close"), on_click=view.hold, args=("alert", None), key="alert_close", icon=":material/close:")


def _stopping(shop: warehouse.Shop, alert: Alert) -> None:
    """The month evening by evening: what was spent by then, and what stopping the ads then would have saved."""
    month = spent(Scope(shop, book=view.book()), alert.subject)
    if month is None:
        return
    with st.expander(_("What stopping the ads earlier would have saved")):
        header = [(_("Evening of"), "d"), (_("Spent by then"), "n"), (_("Saved by stopping then"), "n")]
        days = range(1, len(month.whole) + 1)
        body = [
            (
                "now" if n == alert.day.day else "",
                [f"{month.month}-{n:02}", money(month.whole[n - 1]), money(month.saved(n))],
            )
            for n in days
        ]
        show(table(header, body))


def _state(found: Alerts, alert: Alert) -> str:
    held = found.state(alert)
    if not held.number:
        return ""
    words = [state_name(held.on(found.today)), held.owner, held.note, f"{held.who} {_day(held.at)}"]
    return f'<p class="sub">{text(" · ".join(each for each in words if each.strip()))}</p>'


def _day(at: date | None) -> str:
    return f"{at:%Y/%m/%d}" if at else ""


def _rows(found: Alerts, alert: Alert) -> None:
    rows = found.rows(alert)
    if not rows:
        if alert.rule == "margin_below_floor":
            action = link(_("Weekly report"), address("week", week=alert.day.isoformat(), alert=None))
            show(f"<p>{_('It is a figure of the week: {action} leads to its rows.').format(action=action)}</p>")
        return
    if alert.rule in ("duty_overdue", "deliverable_owed"):
        numbers = listed(f"{each.row:,}" for each in rows[:SHOWN])
        action = link(_("Duties and clocks"), address("duties", week=monday(alert.day).isoformat(), alert=None))
        show(f"<p>{_('Entries of the book: {numbers}. {action}').format(numbers=numbers, action=action)}</p>")
        return
    with st.expander(plural("{count} row behind it", "{count} rows behind it", len(rows))):
        header = [(_("File"), ""), (_("Row"), "n")]
        body = [("", [file_name(each.file), f"{each.row:,}"]) for each in rows[:SHOWN]]
        show(table(header, body))
        if len(rows) > SHOWN:
            st.caption(_("The first {shown} of {count} are shown.").format(shown=SHOWN, count=f"{len(rows):,}"))
