"""The words of duties: clocks, states, steps, approvals, hours, refusals."""

from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from html import escape

import warehouse
from book import BookUnreachable, ChangedMeanwhile
from reports.duties import rules
from reports.duties.approvals import Approval
from reports.duties.moment import SHOP_TIME, shown
from reports.duties.usual import clocks, steps
from views import problem
from views.language import _
from views.numbers import count, money


def clock_name(name: str) -> str:
    """A clock in a word."""
    return _(clocks()[name].label)


def state_name(state: str) -> str:
    """Where a request or one of its clocks stands."""
    return {
        "open": _("open"),
        "due_soon": _("due soon"),
        "overdue": _("overdue"),
        "replied": _("replied, not solved"),
        "solved": _("solved"),
        "answered": _("answered"),
        "withdrawn": _("withdrawn"),
    }[state]


def state_kind(state: str) -> str:
    """The class of its chip."""
    return {"overdue": "alarm", "due_soon": "gap", "solved": "good", "answered": "good"}.get(state, "")


def step_label(step: str) -> str:
    """The button that takes a step."""
    return {
        "replied": _("Replied"),
        "solved": _("Solved"),
        "answered": _("Answered"),
        "withdrawn": _("Withdraw"),
    }[step]


def step_name(step: str) -> str:
    """What was done."""
    return {
        "replied": _("first reply"),
        "solved": _("solved"),
        "answered": _("answered"),
        "withdrawn": _("withdrawn"),
    }[step]


def work_name(step: str) -> str:
    """A step of the work log."""
    return _(steps()[step]) if step in steps() else step


def hours_words(exact: Fraction) -> str:
    """Hours as people read them, with the decimals there are, at most two."""
    return _("{hours} h").format(hours=shown(exact).rstrip("0").rstrip("."))


def minutes_words(minutes: int) -> str:
    """Minutes as hours and minutes."""
    whole, rest = divmod(minutes, 60)
    if not whole:
        return _("{minutes} min").format(minutes=rest)
    return _("{hours} h {minutes} min").format(hours=count(whole), minutes=rest) if rest else hours_words(Fraction(whole))  # fmt: skip


def moment(at: datetime) -> str:
    """A moment of the shop."""
    return f"{at.astimezone(SHOP_TIME):%m/%d %H:%M}"


def side_name(side: str) -> str:
    """A side, as the beginning of a label."""
    return {"agency": _("Agency"), "merchant": _("Merchant")}[side]


def approval_name(kind: str) -> str:
    """What is asked for."""
    return {"product": _("Product choice"), "price_floor": _("Price floor"), "restock": _("Restock quantity")}[kind]


def approval_state(state: str) -> str:
    """Where it stands."""
    return {"asked": _("waits for the merchant"), "approved": _("approved"), "declined": _("declined")}[state]


def approval_value(each: Approval) -> str:
    """The price or the quantity."""
    if each.value is None:
        return ""
    if each.kind == "price_floor":
        return money(Decimal(each.value))
    return (
        _("{count} pieces").format(count=count(int(Decimal(each.value)))) if each.kind == "restock" else str(each.value)
    )


def refusal(fault: warehouse.Told) -> str:
    """Why something was not written, and the way out."""
    about = escape(str(fault.about))
    if isinstance(fault, BookUnreachable):
        return problem.unreachable(fault)
    sentences: dict[type[warehouse.Told], str] = {
        rules.UnknownPerson: _("{about} is not one of the people of the engagement; name them there first, with their side."),
        rules.NotTheirSide: _("{about} is on the other side: each side answers, works and decides for itself."),
        rules.WordsNeeded: _("Nothing was written; say it in a sentence."),
        rules.WrongNumber: _("“{about}” does not fit here; look at the field again."),
        rules.NotYet: _("{about} lies in the future."),
        rules.NothingOpen: _("“{about}” is not open any more; somebody closed it meanwhile."),
        ChangedMeanwhile: _("Somebody else changed this meanwhile. Look at it again, then decide."),
    }  # fmt: skip
    return sentences[type(fault)].format(about=about)
