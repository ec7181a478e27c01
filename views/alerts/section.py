"""What needs somebody: alerts by rule and subject, most money first, with what it is, since when, and what can be done."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import streamlit as st

import warehouse
from reports.alerts.alert import Alert, Alerts
from reports.alerts.alerts import alerts
from reports.scope import Scope, span
from views import view
from views.alerts import handling
from views.alerts.words import rule_name, severity_name, side_names, subject_name, told
from views.html import link, plain, show, text
from views.language import _, plural
from views.numbers import money, today
from views.view import address

RECENT = 28  # days, to the last of which anything is known
ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Need:
    """The alerts of one rule about one subject; the first is told in words: the largest, or the newest where they do not add up."""

    alerts: tuple[Alert, ...]

    @property
    def worst(self) -> Alert:
        """The alert that is told in words."""
        return self.alerts[0]

    @property
    def since(self) -> date:
        """The first day."""
        return min(each.day for each in self.alerts)

    @property
    def money(self) -> Decimal | None:
        """What they come to; None where no effect in money can be said."""
        counted = self.alerts if self.worst.of.adds else self.alerts[:1]
        known = [each.money for each in counted if each.money is not None]
        return sum(known, ZERO) if known else None

    @property
    def key(self) -> str:
        """A name for widgets."""
        said = f"{self.worst.rule} {self.worst.subject}"
        return hashlib.sha256(said.encode()).hexdigest()[:12]


def asked(shop: warehouse.Shop, days: int | None = RECENT) -> Alerts | None:
    """The alerts of the last days of which anything is known, or all; None for a shop without a build."""
    try:
        known = span(warehouse.reader(shop))
        first = known[1] - timedelta(days=days - 1) if known and days else None
        return alerts(Scope(shop, first, book=view.book()), today())
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
        with st.expander(_line(need), key=f"brief_{need.key}"):
            show(f"<p>{told(need.worst)}</p>" + _more(need) + _note(found, need))
            handling.buttons(shop, found, need.alerts, need.key)
            show(f"<p>{link(_('The rows behind it'), address('alerts', alert=need.worst.id))}</p>")
    if len(waiting) > most:
        said = plural("{count} more thing", "{count} more things", len(waiting) - most)
        show(f"<p>{link(said, address('alerts', alert=None))}</p>")


def _line(need: Need) -> str:
    """One thing as the head of a fold: how it presses, what it is, about what, how much."""
    mark = {"stop": "■", "decide": "◆", "look": "○"}[need.worst.of.severity]
    amount = f"**{plain(money(need.money))}** · " if need.money is not None else ""
    return f"{mark} {amount}{plain(rule_name(need.worst.rule))} · {plain(subject_name(need.worst))}"


def grouped(found: Iterable[Alert]) -> list[Need]:
    """Alerts of one rule and subject together; those with most money first, then the newest."""
    groups: dict[tuple[str, str], list[Alert]] = {}
    for each in found:
        groups.setdefault((each.rule, each.subject), []).append(each)
    needed = [Need(tuple(sorted(group, key=_speaks_first))) for group in groups.values()]
    return sorted(needed, key=lambda need: (-(need.money or ZERO), -need.worst.day.toordinal()))


def _speaks_first(alert: Alert) -> tuple[Decimal, int]:
    return -(alert.money or ZERO) if alert.of.adds else ZERO, -alert.day.toordinal()


def _need(shop: warehouse.Shop, found: Alerts, need: Need) -> None:
    with st.container(border=True, key=f"need_{need.key}", gap="small"):
        show(_head(need) + f"<p>{told(need.worst)}</p>" + _more(need) + _note(found, need))
        handling.buttons(shop, found, need.alerts, need.key)


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
