"""Advice at the end of a service, by rules, each with the figures behind it; the shop goes on with or without the agency."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from reports.contract.said import say
from reports.metric import Figure
from reports.period import Period
from reports.products import Product, products
from reports.review.finding import Finding
from reports.review.span import Held
from reports.scope import Scope
from warehouse import N_

# From which share on a rule speaks; the sentence names it, so that a reader can think otherwise.
ADS, ONE_PRODUCT, REFUNDS = Fraction(15, 100), Fraction(30, 100), Fraction(10, 100)
COVER = 90  # days for which the stock lasts
NAMED = 3
STOCK = "select day, sum(stock_value) as worth from marts.stock where day <= $1 group by day order by day desc limit 1"


def advice(scope: Scope, days: Period, now: Held, before: Held | None) -> tuple[Finding, ...]:
    """What the last days of the service (`days`) say about the time after it; `now` holds their figures, `before` those of days before it."""
    known = products(replace(scope, first=days.first, last=days.last)).products
    return (
        *_costs(now, known),
        *_losses(known),
        *_ads(now, before),
        *_one_product(now, known),
        *_refunds(now, before),
        *_stock(scope, now, days.last),
    )


def _costs(now: Held, known: Iterable[Product]) -> list[Finding]:
    amount, sales = now.figures["sales_without_cost"], now.figures["gross_sales"]
    if not amount or not sales:
        return []
    names = tuple(each.name or each.key or "–" for each in known if each.figures["sales_without_cost"])
    text = N_(
        "Find out what {names} cost: {amount}, {share} of the sales, have no unit cost, so nobody knows their profit."
    )
    return [
        Finding(
            "costs_unknown",
            say(text, names=names[:NAMED], amount=Decimal(amount), share=share(amount, sales)),
            Decimal(amount),
            "costs",
        )
    ]


def _losses(known: Iterable[Product]) -> list[Finding]:
    losing = [each for each in known if each.key and (each.figures["contribution"] or 0) < 0]
    if not losing:
        return []
    total = sum((Decimal(each.figures["contribution"] or 0) for each in losing), Decimal("0.00"))
    names = tuple(each.name or each.key or "" for each in losing[:NAMED])
    text = N_(
        "Products that lose money before any common cost: {count} ({names}), {amount} together. Raise their price or stop their ads."
    )
    return [Finding("products_losing", say(text, names=names, count=len(losing), amount=total), total, "products")]


def _ads(now: Held, before: Held | None) -> list[Finding]:
    spend, sales = now.figures["ad_spend"], now.figures["net_sales"]
    part = share(spend, sales)
    if part is None or part <= ADS:
        return []
    was = share(before.figures["ad_spend"], before.figures["net_sales"]) if before else None
    about = {"share": part, "limit": ADS, "amount": Decimal(spend or 0)}
    if was is None:
        text = N_(
            "Sales lean on ads: {amount}, {share} of net sales (more than {limit}). Lower it stepwise and watch orders."
        )
        return [Finding("ads_dependence", say(text, **about), Decimal(spend or 0))]
    text = N_("Sales lean on ads: {amount}, {share} of net sales (before the service {was}; more than {limit}). Lower it stepwise and watch orders.")  # fmt: skip
    return [Finding("ads_dependence", say(text, was=was, **about), Decimal(spend or 0))]


def _one_product(now: Held, known: Iterable[Product]) -> list[Finding]:
    sales = now.figures["gross_sales"]
    named = [each for each in known if each.key and each.figures["gross_sales"]]
    if not named or not sales:
        return []
    best = max(named, key=lambda each: Decimal(each.figures["gross_sales"] or 0))
    part = share(best.figures["gross_sales"], sales)
    if part is None or part <= ONE_PRODUCT:
        return []
    text = N_(
        "One product carries the shop: {name} makes {share} of gross sales (more than {limit}). Build a second one before its season ends."
    )
    amount = Decimal(best.figures["gross_sales"] or 0)
    return [
        Finding("one_product", say(text, name=best.name or best.key, share=part, limit=ONE_PRODUCT), amount, "products")
    ]


def _refunds(now: Held, before: Held | None) -> list[Finding]:
    part = share(now.figures["refunds_of_orders"], now.figures["gross_sales"])
    if part is None or part <= REFUNDS:
        return []
    was = share(before.figures["refunds_of_orders"], before.figures["gross_sales"]) if before else None
    amount = Decimal(now.figures["refunds_of_orders"] or 0)
    if was is None:
        text = N_("Look at why buyers send back: refunds are {share} of the orders' sales (more than {limit}).")
        return [Finding("refunds_high", say(text, share=part, limit=REFUNDS), amount, "products")]
    text = N_(
        "Look at why buyers send back: refunds are {share} of the orders' sales (before the service {was}; more than {limit})."
    )
    return [Finding("refunds_high", say(text, share=part, was=was, limit=REFUNDS), amount, "products")]


def _stock(scope: Scope, now: Held, last: date) -> list[Finding]:
    """How long the stock lasts at the pace of these days, both at unit costs."""
    counted = scope.reader.rows(STOCK, [last])
    cost = now.figures["product_cost"]
    if not counted or not counted[0]["worth"] or not cost or cost <= 0:
        return []
    worth = Decimal(counted[0]["worth"])
    lasts = int(Fraction(worth) * now.period.days / Fraction(Decimal(cost)))
    if lasts <= COVER:
        return []
    text = N_(
        "Stock of {amount} (counted on {day}) lasts {days} days at this pace, more than {limit}; order less, sell off what is slow."
    )
    return [Finding("stock_piles_up", say(text, amount=worth, day=counted[0]["day"], days=lasts, limit=COVER), worth)]


def share(above: Figure, below: Figure) -> Fraction | None:
    """One amount as a share of another, to a tenth of a per cent; None over nothing."""
    if above is None or not below or below < 0:
        return None
    exact = Decimal(above) / Decimal(below)
    return Fraction(exact.quantize(Decimal("0.001"), ROUND_HALF_UP))
