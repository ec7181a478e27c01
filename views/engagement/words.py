"""The words for what was agreed: subjects of the ledger, what they hold, clauses and their fields."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from book.schema import SIDES, Field, clause_kinds
from book.terms import path
from reports.metric import metrics
from views.language import _, listed
from views.numbers import NOTHING, count, money
from views.words import platform_name

Body = Any  # a JSON value of the ledger


def subject_name(subject: str) -> str:
    """A subject of the ledger as people call it."""
    section, *rest = path(subject)
    if section == "targets" and rest[0][:1].isdigit():
        return _("Target {month}").format(month=rest[0])
    if subject.startswith("package."):
        return f"{deliverable_name(rest[1])} · {span_name(rest[0])}"
    if subject.startswith("guards.price_floor."):
        return _("Price floor of {product}").format(product=rest[1])
    if section == "tolerances":
        return _("Tolerance: {figure}").format(figure=figure_name(rest[0]))
    return term_name(subject)


def term_name(subject: str) -> str:
    """A key that every engagement may have."""
    names = {
        "engagement.agency": _("Agency"),
        "engagement.merchant": _("Merchant"),
        "engagement.service_start": _("First day of service"),
        "engagement.service_end": _("Last day of service"),
        "engagement.platforms": _("Platforms"),
        "engagement.categories": _("Categories that may be sold"),
        "people": _("People"),
        "clauses": _("Clauses"),
        "targets.sales_basis": _("Sales the targets mean"),
        "targets.book": _("Orders that count"),
        "targets.interpolated": _("Targets filled in between"),
        "budget.total_per_month": _("Budget per month"),
        "guards.ad_cap_per_product_day": _("Ad spend per product and day, at most"),
        "guards.stock_threshold": _("Pieces in stock, at least"),
        "guards.purchase_price_share": _("Purchase price, at most this share of the price paid"),
        "guards.margin_floor": _("Net margin, at least"),
    }
    return names.get(subject, subject)


def key_name(key: str) -> str:
    """The key of a problem ("clauses[2].rate") as the forms call it."""
    section, _dot, last = key.partition(".")
    if section.startswith("clauses["):
        labels = {name: field.label for kind in clause_kinds().values() for name, field in kind.fields.items()}
        return _(labels[last]) if last in labels else _("Clauses")
    if section.startswith("people["):
        return {"name": _("Full name"), "side": _("Side"), "role": _("Role")}.get(last, _("People"))
    return subject_name(key) if last or section in ("people", "clauses") else key


def said_name(word: str) -> str:
    """A word of a problem: the name of a field, or one of the words it takes."""
    labels = {name: field.label for kind in clause_kinds().values() for name, field in kind.fields.items()}
    return _(labels[word]) if word in labels else side_name(word) if word in SIDES else choice_name(word)


def body_text(subject: str, body: Body) -> str:
    """What a subject holds, in one line of plain text."""
    if body is None:
        return NOTHING
    section, *rest = path(subject)
    if subject == "people":
        return listed(person_text(each) for each in body) or NOTHING
    if subject == "clauses":
        return " | ".join(clause_text(each) for each in body) or NOTHING
    if section == "tolerances":
        return tolerance_text(body)
    if subject == "engagement.platforms":
        return listed(map(platform_name, body))
    if subject == "engagement.categories":
        return listed(body)
    if section == "package":
        return count(body)
    if section in ("budget", "targets") and rest[0] not in ("sales_basis", "book", "interpolated"):
        return money(Decimal(body))
    if subject.startswith("guards."):
        return _guard(rest[0], body)
    return listed(map(choice_name, body)) if isinstance(body, list) else choice_name(str(body))


def _guard(name: str, body: Body) -> str:
    if name in ("purchase_price_share", "margin_floor"):
        return percent(body)
    return count(body) if name == "stock_threshold" else money(Decimal(body))


def person_text(person: Mapping[str, str]) -> str:
    """王老板 (merchant, owner)."""
    about = listed([side_name(person["side"]), *([person["role"]] if person.get("role") else [])])
    return _("{name} ({about})").format(name=person["name"], about=about)


def tolerance_text(body: Mapping[str, str]) -> str:
    """±¥1.00 or ±0.5 %."""
    parts = [f"±{money(Decimal(body['amount']))}"] if "amount" in body else []
    parts += [f"±{percent(body['rate'])}"] if "rate" in body else []
    return f" {_('or')} ".join(parts)


def clause_text(clause: Mapping[str, Body]) -> str:
    """A clause as its kind and what it says; its own sentence is on the Contract page."""
    kind = clause_kinds()[clause["kind"]]
    said = [
        f"{_(field.label)} {field_text(field, clause[name])}"
        for name, field in kind.fields.items()
        if name in clause and name != "wording"
    ]
    return _("{clause}: {terms}").format(clause=_(kind.label), terms=listed(said))


def field_text(field: Field, body: Body) -> str:
    """What one field of a clause holds."""
    if field.kind.name in ("rate", "growth"):
        return percent(body)
    if field.kind.name == "amount":
        return money(Decimal(body))
    if field.kind.name in ("count", "positive"):
        return count(body)
    if field.kind.name == "flag":
        return _("yes") if body else _("no")
    if field.kind.name == "tiers":
        return listed(
            _("from {amount}: {rate}").format(amount=money(Decimal(step["from"])), rate=percent(step["rate"]))
            for step in body
        )
    if field.kind.name == "rates":
        return listed(f"{term_word(name)} {percent(rate)}" for name, rate in body.items())
    if field.name == "chosen":
        return term_word(body)
    return listed(body) if isinstance(body, list) else choice_name(str(body), field.name)


def term_word(term: str) -> str:
    """How long is paid for at once."""
    return {"month": _("paid monthly"), "quarter": _("paid quarterly"), "year": _("paid yearly")}.get(term, term)


def percent(share: str) -> str:
    """An exact share as per cent: 0.125 → 12.5%."""
    return f"{plain_percent(share)}%"


def plain_percent(share: str) -> str:
    """The same without the sign, as it is typed."""
    return f"{(Decimal(share) * 100).normalize():f}"


def side_name(side: str) -> str:
    """Which of the two sides."""
    return {"agency": _("agency"), "merchant": _("merchant")}.get(side, side)


def span_name(span: str) -> str:
    """How often a deliverable is owed."""
    return {"week": _("per week"), "month": _("per month")}.get(span, span)


def deliverable_name(word: str) -> str:
    """What the agency owes; a word of the contract's own stays as it is."""
    names = {
        "titles": _("Titles written"),
        "picture_tests": _("Picture tests"),
        "report_answers": _("Answers to questions about reports"),
        "test_products": _("Products tested"),
        "activities": _("Activities joined"),
    }
    return names.get(word, word)


def figure_name(name: str) -> str:
    """A figure of the catalogue, or a name that it does not know."""
    if name == "settled":
        return _("Settled money of an order")
    return _(metrics()[name].label) if name in metrics() else name


def choice_name(choice: str, field: str = "") -> str:
    """A word that the schema offers for a field; any other text as it is."""
    if field == "credited":
        return {"first": _("the first bill"), "last": _("the last bill")}.get(choice, choice)
    names = {
        "net_sales": _("net sales"),
        "gross_sales": _("gross sales"),
        "cleaned": _("without brushing"),
        "claimed": _("all orders as claimed"),
        "visitors": _("visitors"),
        "page_views": _("page views"),
        "sales": _("all sales of the month"),
        "increment": _("what came with the additional traffic"),
        "calendar_days": _("by its days"),
        "thirty_days": _("by thirtieths"),
        "none": _("counts whole"),
        "base": _("the fixed fee"),
        "fee": _("the whole fee"),
        "streak": _("the months of the streak"),
        "all": _("all months so far"),
        "last": _("the last month only"),
        "contract": _("the whole contract sum"),
        "month": _("one month"),
    }
    return names.get(choice, choice)
