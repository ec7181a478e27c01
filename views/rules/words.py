"""The words for definitions: what each is about, and its text before and after."""

import difflib
import json
from collections.abc import Mapping
from typing import Any

from etl.definitions import FIGURE
from etl.definitions import definitions as known_definitions
from reports.metric import catalogue
from views.html import text
from views.language import _, listed
from views.numbers import NOTHING

FEES = "fees."


def definition_name(name: str) -> str:
    """What a definition is about, as HTML."""
    if name.startswith(FIGURE):
        return _("Formula of {figure}").format(figure=text(_label(name.removeprefix(FIGURE))))
    if name.startswith(FEES):
        return _("Kind of fee {kind}").format(kind=f"<code>{text(name.removeprefix(FEES))}</code>")
    return _("How rows become figures: {table}").format(table=f"<code>{text(name)}</code>")


def is_text(name: str) -> bool:
    """Whether a definition is a text of many lines, of which the changed ones are shown."""
    return not name.startswith((FIGURE, FEES))


def formula(name: str, said: str | None) -> str:
    """A formula of the catalogue in words, or a kind of fee as it stands, as HTML; a dash where there was none."""
    if said is None:
        return NOTHING
    known = json.loads(said)
    return _formula(known) if name.startswith(FIGURE) else text(said)


def _formula(said: Mapping[str, Any]) -> str:
    parts = []
    sums = said.get("sum")
    for basis, columns in sums.items() if isinstance(sums, dict) else [(None, sums)] if sums else []:
        signed = " ".join(f"− {each[1:]}" if each.startswith("-") else f"+ {each}" for each in columns)
        word = {"accounting": _("by day of the refund"), "order": _("by week of the order")}.get(str(basis))
        parts.append((f"{word}: " if word else "") + f"<code>{text(signed.removeprefix('+ '))}</code>")
    if over := said.get("over"):
        parts.append(" ÷ ".join(text(_label(each)) for each in over))
    if said.get("plus") or said.get("minus"):
        signs = [*(("+ ", each) for each in said.get("plus", ())), *(("− ", each) for each in said.get("minus", ()))]
        parts.append(" ".join(sign + text(_label(each)) for sign, each in signs).removeprefix("+ "))
    if needs := said.get("needs"):
        parts.append(_("only where {figures} is known").format(figures=listed(text(_label(each)) for each in needs)))
    if zero := said.get("zero_only"):
        parts.append(_("only while {figure} is zero").format(figure=text(_label(zero))))
    return "; ".join(parts) or NOTHING


def formula_of(name: str) -> str:
    """The formula of a figure that is in use."""
    return formula(FIGURE + name, known_definitions()[FIGURE + name])


def changed_lines(before: str | None, after: str | None) -> str:
    """The changed lines of a text with two around each, − before and + after."""
    lines = difflib.unified_diff((before or "").splitlines(), (after or "").splitlines(), lineterm="", n=2)
    return "\n".join(list(lines)[2:])


def _label(name: str) -> str:
    return _(catalogue()[name].label) if name in catalogue() else name
