"""A field of the schema as a widget: drawn with what holds, read back as the schema takes it."""

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from book.schema import Field
from views.engagement.words import choice_name, plain_percent, term_word
from views.language import _

TERMS = ("month", "quarter", "year")
LINE = re.compile(r"^\s*(?P<first>.+?)[\s,，;；:：]+(?P<second>[^\s,，;；:：]+)\s*$")
SEPARATOR = re.compile(r"[\s,，;；、]+")


def draw(field: Field, key: str, held: Any, label: str, place: DeltaGenerator) -> None:
    """One widget for one field, showing the ledger's value or nothing."""
    how = _(field.how) if field.how else None
    if field.choices:
        _choice(field, key, held, label, place)
    elif field.kind.name == "day":
        value = field.kind.value(held) if held else None
        place.date_input(label, value, key=key, format="YYYY-MM-DD", help=how)
    elif field.kind.name == "flag":
        place.checkbox(label, bool(field.default if held is None else held), key=key, help=how)
    elif field.kind.name == "tiers":
        text = "\n".join(f"{step['from']}\t{plain_percent(step['rate'])}" for step in held or ())
        help_text = _("One step per line: sales from, then the share in per cent")
        place.text_area(label, text, key=key, placeholder="0\t10\n100000\t8", help=help_text, height=110)
    elif field.kind.name == "rates":
        for term in TERMS:
            rate = (held or {}).get(term)
            place.text_input(
                _("Price if {term}, in per cent").format(term=term_word(term)),
                plain_percent(rate) if rate else "",
                key=f"{key}_{term}",
                placeholder={"month": "95", "quarter": "90", "year": "80"}[term],
            )
    elif field.name == "chosen":
        place.selectbox(
            label,
            TERMS,
            TERMS.index(held) if held in TERMS else None,
            key=key,
            format_func=term_word,
            placeholder=_("Choose"),
            filter_mode=None,
        )
    elif field.name == "wording":
        place.text_area(label, held or "", key=key, height=80)
    else:
        _line(field, key, held, label, place)


def _choice(field: Field, key: str, held: Any, label: str, place: DeltaGenerator) -> None:
    # What the targets say is not repeated in the clause, so that a change there reaches it.
    inherits = isinstance(field.default, str) and field.default.startswith("engagement.")
    options = [*(("",) if inherits else ()), *field.choices]
    wanted = held if held is not None else "" if inherits else field.default
    place.selectbox(
        label,
        options,
        options.index(wanted) if wanted in options else None,
        key=key,
        format_func=lambda choice: choice_name(choice, field.name) if choice else _("as in the targets"),
        placeholder=_("Choose"),
        filter_mode=None,
        help=_(field.how) if field.how else None,
    )


def _line(field: Field, key: str, held: Any, label: str, place: DeltaGenerator) -> None:
    shown: dict[str, Callable[[Any], str]] = {"rate": plain_percent, "growth": plain_percent, "months": ", ".join}
    as_text = shown.get(field.kind.name, str)
    in_percent = field.kind.name in ("rate", "growth")
    place.text_input(
        _("{label}, in per cent").format(label=label) if in_percent else label,
        "" if held is None else as_text(held),
        key=key,
        help=_(field.how) if field.how else None,
        placeholder={"rate": "10", "growth": "50", "amount": "5000.00", "months": "2025-06, 2025-07"}.get(
            field.kind.name
        ),
    )


def typed(field: Field, key: str) -> Any:
    """What the widget says, as the schema takes it; None where it says nothing."""
    if field.kind.name == "rates":
        rates = {term: fraction(st.session_state.get(f"{key}_{term}") or "") for term in TERMS}
        return {term: rate for term, rate in rates.items() if rate} or None
    said = st.session_state.get(key)
    if isinstance(said, str):
        said = said.strip()
    if said is None or said == "":
        return None
    if field.kind.name in ("rate", "growth"):
        return fraction(said)
    if field.kind.name == "tiers":
        return [{"from": first, "rate": fraction(second)} for first, second in pairs(said)]
    if field.kind.name == "months":
        return [each for each in SEPARATOR.split(said) if each]
    if field.kind.name == "flag" and said == field.default:
        return None
    return said


def fraction(text: str) -> str:
    """Per cent as a fraction: 10 → 0.1; what is no number stays, so that the schema can refuse it."""
    try:
        number = Decimal(text.strip().rstrip("%％").strip())
    except InvalidOperation:
        return text
    return f"{number.scaleb(-2):f}" if number.is_finite() else text


def pairs(text: str) -> list[tuple[str, str]]:
    """Two columns as copied from a spreadsheet; a line without a second one has it empty."""
    found = []
    for line in text.splitlines():
        if "\t" in line:
            first, _tab, second = line.strip("\n").partition("\t")
            found.append((first.strip(), second.split("\t")[0].strip()))
        elif match := LINE.match(line):
            found.append((match["first"].strip(), match["second"]))
        elif line.strip():
            found.append((line.strip(), ""))
    return found
