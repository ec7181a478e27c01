"""What rules, sides and alerts are called."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from reports.alerts.alert import Alert, Named
from reports.alerts.own import SHOP
from reports.alerts.rule import Rule, rules
from reports.contract.said import Said, percent
from views.duties.words import clock_name, side_name
from views.engagement.words import deliverable_name
from views.html import text
from views.language import _, listed, plural
from views.numbers import NOTHING, count, money
from views.saying import sentence
from views.words import platform_name, source_name


def rule_name(name: str) -> str:
    """A rule in a few words."""
    return _(rules()[name].label)


def side_names(rule: Rule) -> str:
    """Who must act."""
    names = {"agency": _("agency"), "merchant": _("merchant")}
    return listed(names[side] for side in rule.sides)


def severity_name(severity: str) -> str:
    """How much it presses."""
    return {"stop": _("stop it now"), "decide": _("decide"), "look": _("look into it")}[severity]


def state_name(state: str) -> str:
    """What became of an alert."""
    return {"open": _("open"), "acknowledged": _("seen"), "snoozed": _("put off")}[state]


def told(alert: Alert) -> str:
    """The alert's sentence as HTML; platforms and sources by the names that people use."""
    names = {"platform": platform_name, "source": source_name, "side": side_name, "clock": clock_name, "deliverable": deliverable_name}  # fmt: skip
    fields = {
        key: names[value.kind](value.word) if isinstance(value, Named) else value
        for key, value in alert.said.fields.items()
    }
    return sentence(Said(alert.said.template, fields))


def subject_name(alert: Alert) -> str:
    """What an alert is about, as plain text."""
    if alert.rule in ("traffic_drop", "brushing_suspected"):
        return platform_name(alert.subject)
    if alert.rule == "data_missing":
        source, platform = (alert.said.fields[name] for name in ("source", "platform"))
        return f"{source_name(source.word)} · {platform_name(platform.word)}"
    if alert.rule == "deliverable_owed":
        return deliverable_name(alert.subject)
    if alert.rule == "duty_overdue":
        return str(alert.said.fields["about"])
    return alert.name


def limit_text(rule: Rule, threshold: Any) -> str:
    """A threshold as people write it."""
    if threshold is None:
        return NOTHING
    if rule.unit == "money":
        return money(Decimal(threshold))
    if rule.unit == "rate":
        return percent(Fraction(threshold))
    if rule.unit == "hours":
        return plural("{count} hour", "{count} hours", int(threshold))
    return plural("{count} day", "{count} days", int(threshold)) if rule.unit == "days" else count(int(threshold))


def scope_name(scope: str, names: dict[str, str]) -> str:
    """For what an own number holds, as HTML."""
    level, _colon, name = scope.partition(":")
    if scope == SHOP:
        return _("the whole shop")
    if level == "tag":
        return _("tag {name}").format(name=text(name))
    return f'{text(names.get(name) or name)}<span class="sub">{text(name)}</span>'
