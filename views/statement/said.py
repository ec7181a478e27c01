"""What the workbook and the page both say: which lines, between whom, under which number, signed by whom, changed since by what."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import unescape

from reports.carried import Carried
from reports.metric import Figure
from reports.signing.restate import RESTATED, total
from reports.statement import Statement
from views.language import _, joined
from views.numbers import NOTHING, period, week_label
from views.signing.words import cause_word, state_word
from views.words import basis_name, book_name, week_state

PROFIT = (
    "orders",
    "units",
    "gross_sales",
    "refunds",
    "net_sales",
    "product_cost",
    "sales_without_cost",
    "gross_profit",
    "ad_spend",
    "platform_fees",
    "fulfilment_cost",
    "service_fee",
    "other_costs",
    "total_cost",
    "net_profit_low",
    "net_profit",
    "net_profit_high",
)
BESIDE = (
    "net_profit_short",
    "refunds_of_orders",
    "refund_rate",
    "ad_share",
    "cost_ratio",
    "net_margin",
    "average_order_value",
)
STRONG = {"net_sales", "gross_profit", "total_cost", "net_profit"}
DAY_LINES = ("orders", "units", "gross_sales", "refunds", "product_cost", "ad_spend", "platform_fees")


def profit_lines(found: Statement) -> list[str]:
    """The ladder down to the profit, which is a range while costs are missing."""
    is_range = found.week.figures["net_profit"] is None
    return [name for name in PROFIT if is_range or name not in ("net_profit_low", "net_profit_high")]


def lines(found: Statement) -> list[str]:
    """Every figure to print, in order."""
    return [*profit_lines(found), *BESIDE]


def number(found: Statement) -> str:
    """The statement's number: the Monday of its week and the version that was signed or waits; before that a draft."""
    signed = found.signing.signed
    standing = signed.pending or signed.in_force
    version = f"v{standing.version}" if standing and not signed.returned else _("draft")
    return f"{found.week.first:%Y%m%d}-{version}"


def facts(found: Statement) -> list[tuple[str, str]]:
    """The head of the document: merchant, agency, number, period, state, signature, what counts, where it comes from."""
    week, agreed = found.week, found.agreed
    return [
        (_("Merchant"), agreed.merchant or NOTHING),
        (_("Agency"), agreed.agency or NOTHING),
        (_("Period"), period(week.first, week.last)),
        (_("Statement number"), number(found)),
        (_("Data"), week_state(week.state, week.missing)),
        (_("Signature"), state_word(found.signing)),
        (_("Refunds count"), basis_name(found.scope.refunds)),
        (_("Sales"), book_name(found.scope.book)),
    ]


def origin(found: Statement) -> str:
    """Which build the figures are of, and in which currency; of a signed week, that they are today's."""
    said = _("Figures of build {build}; amounts in {currency}.").format(
        build=found.weekly.build, currency=found.weekly.currency
    )
    today = _("The figures are what the files say today; the signature stands for the figures as they were signed.")
    return joined([said, today]) if found.restated else said


def proven_note(found: Statement) -> str:
    """Claims are always held against the cleaned book, whichever the ladder shows."""
    if found.scope.book == "cleaned":
        return ""
    return _("Proven figures leave brushing out; the statement's own figures count it.")


def box(found: Statement, side: str) -> tuple[str, str, str, str]:
    """The lines of one side's box: whose it is, name, signature, date."""
    names = {"agency": _("For the agency"), "merchant": _("For the merchant")}
    steps = [] if found.signing.state == "returned" else found.signing.signed.steps
    wanted = {"agency": "submitted", "merchant": "confirmed"}[side]
    step = next((each for each in reversed(steps) if each.step == wanted), None)
    known = _("signed in") if step and step["verified"] else _("not verified")
    name = f"{step.signer} ({known})" if step else ""
    day = f"{step.at:%Y-%m-%d %H:%M}" if step else ""
    mark = _("on record, fingerprint {mark}").format(mark=step.fingerprint[:12]) if step else ""
    return names[side], f"{_('Name:')} {name}", f"{_('Signature:')} {mark}", f"{_('Date:')} {day}"


def carried_lines(found: Statement) -> list[tuple[str, Decimal]]:
    """What each signed week leaves to this one by cause, in net profit: words, amount."""
    groups: dict[tuple[date, str], list[Carried]] = {}
    for each in found.carried:
        groups.setdefault((each.week_start, each.cause), []).append(each)
    return [
        (f"{week_label(week)} · {cause_word(cause)}", total(each, "net_profit"))
        for (week, cause), each in groups.items()
    ]


@dataclass(frozen=True)
class Moved:
    """One figure of a signed week, or one cause of its way to today's value."""

    figure: str
    cause: str  # "" for the figure itself
    signed: Figure
    change: Decimal
    today: Figure


def moved(found: Statement) -> list[Moved]:
    """Signed → today of a signed week: every figure that changed, each with its causes below it."""
    if found.restated is None:
        return []
    rows, signed = [], found.restated.signature.figures
    for name in RESTATED:
        if change := found.restated.change(name):
            rows.append(Moved(name, "", signed[name], change, found.restated.today[name]))
            rows += [
                Moved(name, f"{cause_word(line.cause)} · {line.known:%Y-%m-%d}", None, line.amount, None)
                for line in found.restated.lines
                if line.figure == name
            ]
    return rows


def bare(html: str) -> str:
    """The text of a piece of the page."""
    return unescape(re.sub(r"<span class=\"sub\">", " · ", re.sub(r"<(?!span class=\"sub\")[^>]*>", "", html))).strip(
        " ·"
    )
