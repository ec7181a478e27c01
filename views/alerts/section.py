"""What needs somebody: alerts by rule and subject, most money first, with what it is, since when, and what can be done."""

import hashlib
from collections.abc import Sequence

import streamlit as st

import warehouse
from reports.alerts.alert import Alerts
from reports.alerts.needs import RECENT, Need, grouped, recent
from views import view
from views.alerts import handling
from views.alerts.words import rule_name, severity_name, side_names, subject_name, told
from views.html import link, plain, show, text
from views.language import _, plural
from views.numbers import money, today
from views.view import address

__all__ = ["asked", "grouped", "needs"]


def asked(shop: warehouse.Shop, days: int | None = RECENT) -> Alerts | None:
    """The alerts of the last days of which anything is known, or all; None for a shop without a build."""
    try:
        return recent(shop, view.book(), today(), days)
    except warehouse.NoBuild:
        return None


def needs(shop: warehouse.Shop, most: int = 5, found: Alerts | None = None) -> None:
    """The list with its buttons; where nothing needs anybody it says so. The rest is on the page of the alerts, in its table.

    `found`: the answer, where the page has it already.
    """
    found = found or asked(shop)
    handling.said()
    if found is None:
        return
    waiting = grouped(found.standing("open"))
    if not waiting:
        show(f'<p class="dz-say">{_("Nothing needs you: no rule fires that nobody has seen.")}</p>')
        return
    for need in waiting[:most]:
        _need(shop, found, need)
    if len(waiting) > most:
        said = plural("{count} more thing", "{count} more things", len(waiting) - most)
        show(f"<p>{link(said, address('alerts', alert=None))}</p>")


def brief(shop: warehouse.Shop, most: int = 5) -> None:
    """The same list in one line each, which opens: short enough for the first screen of a phone."""
    with st.spinner(_("Asking the rules …")):
        found = asked(shop)
    handling.said()
    waiting = grouped(found.standing("open")) if found else []
    if not found or not waiting:
        show(f"<p>✓ {_('Nothing needs you: no rule fires that nobody has seen.')}</p>")
        return
    for need in waiting[:most]:
        key = _key(need)
        with st.expander(_line(need), key=f"brief_{key}"):
            show(f"<p>{told(need.worst)}</p>" + _more(need) + _note(found, need))
            handling.buttons(shop, found, need.alerts, key)
            show(f"<p>{link(_('The rows behind it'), address('alerts', alert=need.worst.id))}</p>")
    if len(waiting) > most:
        said = plural("{count} more thing", "{count} more things", len(waiting) - most)
        show(f"<p>{link(said, address('alerts', alert=None))}</p>")


def _line(need: Need) -> str:
    """One thing as the head of a fold: how it presses, what it is, about what, how much."""
    mark = {"stop": "■", "decide": "◆", "look": "○"}[need.worst.of.severity]
    amount = f"**{plain(money(need.money))}** · " if need.money is not None else ""
    return f"{mark} {amount}{plain(rule_name(need.worst.rule))} · {plain(subject_name(need.worst))}"


def _key(need: Need) -> str:
    """A name for its widgets."""
    return hashlib.sha256(f"{need.worst.rule} {need.worst.subject}".encode()).hexdigest()[:12]


def _need(shop: warehouse.Shop, found: Alerts, need: Need) -> None:
    key = _key(need)
    with st.container(border=True, key=f"need_{key}", gap="small"):
        show(_head(need) + f"<p>{told(need.worst)}</p>" + _more(need) + _note(found, need))
        handling.buttons(shop, found, need.alerts, key)


def _head(need: Need) -> str:
    rule = need.worst.of
    amount = f'<b class="whole">{money(need.money)}</b>' if need.money is not None else ""
    kind = "alarm" if rule.severity == "stop" else ""
    chip = f'<span class="dz-chip {kind}">{severity_name(rule.severity)} · {side_names(rule)}</span>'
    title = link(f"<b>{rule_name(rule.name)}</b> · {text(subject_name(need.worst))}", address("alerts", alert=need.worst.id), _("The rows behind it"))  # fmt: skip
    return f'<div class="dz-need"><span>{title}</span>{amount}</div><div class="dz-chips">{chip}</div>'


def _more(need: Need) -> str:
    if len(need.alerts) < 2:
        return ""
    largest = _("It fired {times} times since {day}; told is the largest.")
    newest = _("It fired {times} times since {day}; told is the newest.")
    said = largest if need.worst.of.adds else newest
    return f'<p class="sub">{said.format(times=f"{len(need.alerts):,}", day=f"{need.since:%Y/%m/%d}")}</p>'


def _note(found: Alerts, need: Need) -> str:
    held = found.state(need.worst)
    parts: Sequence[str] = [each for each in (held.owner, held.note) if each]
    return f'<p class="sub">{text(" · ".join(parts))}</p>' if parts else ""
