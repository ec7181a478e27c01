"""How each rule is judged: a query over the whole history, or a report that knows the figure already, told as findings."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any

from reports.alerts import chance
from reports.alerts.alert import Named
from reports.alerts.assortment import bad_review_rate_high, category_outside, product_not_approved
from reports.alerts.budget import month_budget
from reports.alerts.duty import deliverable_owed, duty_overdue
from reports.alerts.question import Found, Question, asked, asked_of_stock, behind, fen, share
from reports.brushing.queue import queue
from reports.floors import below
from reports.scope import Scope
from reports.weekly import weekly
from warehouse import between

FACTOR = Fraction(3, 2)  # of the industry's rate
LIKELY = Decimal("1.645")  # standard deviations on either side hold nine times in ten
ZERO = Decimal("0.00")
PLACED = ("subject", "date", "until", "value", "threshold", "part", "whole", "money", "said", "rows", "name")


def ad_spend_over_cap(question: Question) -> list[Found]:
    """Products and days above the cap."""
    return [_plainly(row, Decimal) for row in asked(question, "ad_spend_over_cap")]


def price_below_floor(question: Question) -> list[Found]:
    """Products and days with lines below the floor that the shop bore; see reports/floors.py."""
    floors = {key: amount for key, amount in question.limit.products.items() if amount is not None}
    if not floors:
        return []
    lines = below(question.scope, date(1, 1, 1), question.last, floors)
    rows = between(
        "select product as subject, any_value(name) as name, day as date, day as until, min(floor) as threshold, "
        # Cut, not rounded, so that a price a hair below its floor does not read as the floor.
        "cast(cast(min(cast(realised * 100 as hugeint) // units) as decimal(18, 0)) * 0.01 as decimal(18, 2)) as value, sum(lost) as money, "
        "cast(sum(units) as bigint) as units, list({'upload': upload, 'row': row}) as rows "
        "from below where bore = 'shop' group by product, day",
        below=lines,
    )
    return [_plainly(row, Decimal, "units") for row in rows.to_pylist()]


def purchase_price_too_high(question: Question) -> list[Found]:
    """Runs of selling days of a product."""
    return [_plainly(row, Fraction, "days") for row in asked(question, "purchase_price_too_high")]


def margin_below_floor(question: Question) -> list[Found]:
    """Weeks of products with a number of their own, and of the shop by its net margin."""
    found = (
        [_plainly(row, Fraction) for row in asked(question, "margin_below_floor")] if question.limit.products else []
    )
    wanted = question.limit.usual
    if wanted is None:
        return found
    whole = weekly(Scope(question.scope.shop, last=question.last, book=question.scope.book, source=question.source))
    for week in whole.weeks:
        net, profit = week.figures["net_sales"], week.figures["net_profit"]
        over = week.week_start + timedelta(days=6)
        if net is None or profit is None or net <= 0 or over > question.last or profit >= wanted * Decimal(net):
            continue
        missing = fen(Fraction(wanted) * Fraction(net) - Fraction(profit))
        found.append(Found("", week.week_start, over, share(profit, net), Fraction(wanted), missing))
    return found


def stock_below_threshold(question: Question) -> list[Found]:
    """Runs of counts of a product."""
    return [_plainly(row, int) for row in asked_of_stock(question, "stock_below_threshold")]


def stock_below_lead_time(question: Question) -> list[Found]:
    """Runs of counts of a product."""
    return [_plainly(row, int, "lead") for row in asked_of_stock(question, "stock_below_lead_time")]


def out_of_stock(question: Question) -> list[Found]:
    """Runs of counts of nothing, with what was usually sold on so many days."""
    found = []
    for row in asked_of_stock(question, "out_of_stock"):
        usual, units, gross = row["usual_days"], row["units_before"], row["gross_before"]
        fields: dict[str, Any] = {"low": None, "high": None}
        if units and usual:
            row["money"] = fen(Fraction(gross) * row["value"] / usual)
            fields = dict(zip(("low", "high"), _range(int(units), Decimal(gross), row["value"], usual), strict=True))
        else:
            row["said"] = "unsold"
        found.append(_plainly(row, int, **fields))
    return found


def refund_rate_high(question: Question) -> list[Found]:
    """Months of the shop and of products; those that chance may explain are not sure."""
    found = []
    for row in asked(question, "refund_rate_high"):
        industry = Fraction(row["industry"])
        limit = FACTOR * industry
        is_sure = chance.is_above(row["refunded"], row["orders"], limit)
        beyond = max(Fraction(0), Fraction(row["refund"]) - limit * Fraction(row["gross"]))
        found.append(
            Found(
                row["subject"],
                row["date"],
                row["until"],
                share(row["refunded"], row["orders"]),
                limit,
                fen(beyond) if is_sure else None,
                "" if is_sure else "few",
                {
                    "orders": row["orders"],
                    "refunded": row["refunded"],
                    "month": f"{row['date']:%Y-%m}",
                    "industry": industry,
                },
                behind(row["rows"]),
                is_sure=is_sure,
            )
        )
    return found


def traffic_drop(question: Question) -> list[Found]:
    """Runs of days of a platform."""
    return [
        _plainly(row, Fraction, "now", "before", platform=Named("platform", row["subject"]))
        for row in asked(question, "traffic_drop")
    ]


def slow_delivery(question: Question) -> list[Found]:
    """Weeks of receipt."""
    found = []
    for row in asked(question, "slow_delivery"):
        row["value"] = Fraction(row["seconds"], 86_400)
        found.append(_plainly(row, None, "slow", "orders"))
    return found


def data_missing(question: Question) -> list[Found]:
    """Runs of days of a source."""
    return [
        _plainly(row, int, source=Named("source", row["source"]), platform=Named("platform", row["platform"]))
        for row in asked(question, "data_missing")
    ]


def single_supplier(question: Question) -> list[Found]:
    """Products and the suppliers known of them."""
    return [_plainly(row, int, "suppliers") for row in asked(question, "single_supplier")]


def supplier_paid_through_agency(question: Question) -> list[Found]:
    """Suppliers and days."""
    return [_plainly(row, Decimal) for row in asked(question, "supplier_paid_through_agency")]


def brushing_suspected(question: Question) -> list[Found]:
    """Days of payment with orders that wait for an explanation."""
    listed = queue(Scope(question.scope.shop, book=question.scope.book, source=question.source))
    waiting = sorted(listed.of("open", "asked"), key=lambda each: (each.platform, each.day)) if listed else []
    found = []
    for (platform, day), group in groupby(waiting, key=lambda each: (each.platform, each.day)):
        orders = list(group)
        if question.limit.usual is not None and len(orders) > question.limit.usual:
            money = sum((each.amount for each in orders), ZERO)
            limit, rows = int(question.limit.usual), tuple((each.upload, each.row) for each in orders)
            found.append(Found(platform, day, day, len(orders), limit, money, behind=rows))
    return found


WATCHED: dict[str, Callable[[Question], list[Found]]] = {
    each.__name__: each
    for each in (
        ad_spend_over_cap,
        month_budget,
        price_below_floor,
        purchase_price_too_high,
        margin_below_floor,
        stock_below_threshold,
        stock_below_lead_time,
        out_of_stock,
        refund_rate_high,
        traffic_drop,
        slow_delivery,
        data_missing,
        single_supplier,
        supplier_paid_through_agency,
        brushing_suspected,
        duty_overdue,
        deliverable_owed,
        category_outside,
        product_not_approved,
        bad_review_rate_high,
    )
}


def _plainly(row: dict[str, Any], unit: type[Decimal] | type[Fraction] | type[int] | None, *names: str, **fields: Any) -> Found:  # fmt: skip
    """A row of a query as a finding: value and threshold in their unit, the named columns as fields of the sentence."""
    value: Any = share(row["part"], row["whole"]) if "part" in row else row["value"]
    threshold = row["threshold"]
    if unit is Decimal:
        value, threshold = _fen(value), _fen(threshold)
    elif unit is not None:
        value, threshold = (value if unit is Fraction else unit(value)), unit(threshold)
    return Found(
        row["subject"],
        row["date"],
        row["until"],
        value,
        threshold,
        row.get("money"),
        row.get("said") or "",
        {name: row[name] for name in names} | fields,
        behind(row.get("rows")),
        row.get("name") or "",
    )


def _fen(value: Any) -> Decimal:
    return Decimal(value).quantize(Decimal("0.01"))


def _range(units: int, gross: Decimal, days: int, usual: int) -> tuple[Decimal, Decimal]:
    """Between what the missed sales of some days lie nine times in ten, if buyers come by chance: ± 1.645 deviations.

    The pace itself is known from `usual` days only, which widens the range.
    """
    expected = Decimal(units) * days / usual
    spread = LIKELY * (expected * (1 + Decimal(days) / usual)).sqrt()
    piece = Fraction(gross) / units
    return tuple(fen(Fraction(max(Decimal(0), each)) * piece) for each in (expected - spread, expected + spread))  # type: ignore[return-value]
