"""What fired before: seen, put off, and everything else, newest first."""

import streamlit as st

from reports.alerts.alert import Alert, Alerts
from views.alerts.words import rule_name, state_name, subject_name, told
from views.html import link, note, show, table, text
from views.language import _, plural
from views.numbers import money
from views.view import address

SHOWN = 20


def unsure(found: Alerts) -> None:
    """Rates above their limit of too few orders: said, never an alarm."""
    if found.unsure:
        with st.expander(plural("{count} rate of too few orders", "{count} rates of too few orders", len(found.unsure))):  # fmt: skip
            show(note([told(each) for each in found.unsure[:SHOWN]], "calm"))


def history(found: Alerts) -> None:
    """Every alert of the shop's history, those with most money first among equal days."""
    st.subheader(_("All alerts so far"))
    if not found.alerts:
        show(f'<p class="soft">{_("No rule has fired in the files of this shop.")}</p>')
        return
    newest = sorted(found.alerts, key=lambda each: each.day, reverse=True)
    names = {"": _("all rules")} | {name: rule_name(name) for name in dict.fromkeys(each.rule for each in newest)}
    wanted = st.selectbox(_("Rule"), list(names), format_func=names.__getitem__, key="alerts_rule_shown", filter_mode=None, width=320)  # fmt: skip
    shown = [each for each in newest if wanted in ("", None, each.rule)]
    header = [(_("Day"), "d"), (_("What"), ""), (_("Money"), "n"), (_("State"), "wide-only")]
    show(table(header, [("", _cells(found, each)) for each in shown[:SHOWN]]))
    if len(shown) > SHOWN:
        st.caption(_("The first {shown} of {count} are shown.").format(shown=SHOWN, count=f"{len(shown):,}"))


def _cells(found: Alerts, alert: Alert) -> list[str]:
    held = found.state(alert)
    title = link(f"{rule_name(alert.rule)} · {text(subject_name(alert))}", address("alerts", alert=alert.id))
    said = " · ".join(text(each) for each in (held.owner, held.note) if each)
    return [
        f'<span class="whole">{alert.day:%Y/%m/%d}</span>',
        f'{title}<span class="sub">{told(alert)}</span>',
        money(alert.money),
        f'<span class="whole">{state_name(held.on(found.today))}</span><span class="sub">{said}</span>',
    ]
