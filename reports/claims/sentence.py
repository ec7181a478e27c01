"""Reasons and verdicts as English sentences, for the command line; pages translate the same templates."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from reports.claims.explained import SENTENCES, Explanation, label_of
from reports.claims.verdict import rounded


def filled(
    template: str, reason: Explanation, amount: str, label: Callable[[str], str], days: Callable[[Sequence[date]], str]
) -> str:
    """A reason's template, possibly translated, with its fields in the reader's words."""
    said = dict(reason.fields)
    if "other" in said:
        said["other"] = label(said["other"])
    if "days" in said:
        said["days"] = days(said["days"])
    return template.format(amount=amount, **said)


def english(reason: Explanation, unit: str) -> str:
    """A reason in English."""
    return filled(
        SENTENCES[reason.said],
        reason,
        amount_of(reason.amount, unit),
        label_of,
        lambda days: ", ".join(day.isoformat() for day in days),
    )


def amount_of(value: Decimal, unit: str) -> str:
    """A signed amount as the command line writes it: money with two decimals, shares as per cent."""
    if unit == "rate":
        return f"{value * 100:+.2f} %"
    exact = rounded(value, unit)
    return f"{exact:+,f}" if unit in ("money", "count") else f"{value:+.2f}"
