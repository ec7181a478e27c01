"""The rules about what is on sale: its category, the merchant's leave, and what buyers say of it."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from book import book
from book.engagement import engagement
from reports.alerts import chance
from reports.alerts.question import Found, Question, asked, behind, share
from reports.assortment.category import categories
from reports.assortment.reviewed import reviewed
from reports.duties.approvals import approvals

FACTOR = Fraction(3, 2)  # of the industry's rate
FEN = Decimal("0.01")


def category_outside(question: Question) -> list[Found]:
    """Months of products whose category is none of those agreed; a product without a category is not judged."""
    ledger = book(question.scope.shop)
    agreed = engagement(ledger)
    outside = {key: each for key, each in categories(ledger).items() if each not in agreed.categories}
    if not outside:
        return []
    rows = asked(
        question,
        "category_outside",
        products=list(outside),
        categories=list(outside.values()),
        since=agreed.service_start or date(1, 1, 1),
    )
    said = {"agreed": agreed.categories}
    return [_sold(row, {"category": row["category"], "month": row["month"]} | said) for row in rows]


def product_not_approved(question: Question) -> list[Found]:
    """Products first sold in the time of service of which no approval holds."""
    ledger = book(question.scope.shop)
    since = engagement(ledger).service_start
    if since is None:
        return []
    known = [each.product for each in approvals(ledger, "product").values() if each.state == "approved"]
    return [_sold(row, {}) for row in asked(question, "product_not_approved", products=known, since=since)]


def bad_review_rate_high(question: Question) -> list[Found]:
    """Months of the shop and of products; those that chance may explain are not sure."""
    typed = reviewed(book(question.scope.shop))
    rows = asked(
        question,
        "bad_review_rate_high",
        products=[each.product for each in typed],
        months=[each.month for each in typed],
        rated=[each.rated for each in typed],
        bad=[each.bad for each in typed],
    )
    return [_badly(row) for row in rows]


def _badly(row: dict[str, Any]) -> Found:
    rated, bad, industry = row["rated"], row["bad"], Fraction(row["industry"])
    limit = FACTOR * industry
    is_sure = chance.is_above(bad, rated, limit)
    money = row["money"] if is_sure else None
    said = "few" if not is_sure else "" if money is not None else "unpriced"
    fields = {"rated": rated, "bad": bad, "month": f"{row['date']:%Y-%m}", "industry": industry}
    return Found(
        row["subject"],
        row["date"],
        row["until"],
        share(bad, rated),
        limit,
        money,
        said,
        fields,
        behind(row["rows"]),
        is_sure=is_sure,
    )


def _sold(row: dict[str, Any], fields: dict[str, Any]) -> Found:
    value, threshold = (Decimal(row[name]).quantize(FEN) for name in ("value", "threshold"))
    return Found(row["subject"], row["date"], row["until"], value, threshold, value, "", fields, behind(row["rows"]))
