"""Questions of the pages to the reports; nothing is kept between runs, so nobody sees another's figures."""

from datetime import date, timedelta

import pyarrow as pa

import warehouse
from reports.carried import Carried
from reports.decomposition.products import Contributions, contributions
from reports.events.event import Event, events
from reports.metric import Figures
from reports.period import Period
from reports.products import Products, products
from reports.ripeness.ripeness import Ripeness
from reports.ripeness.ripeness import ripeness as ripeness_of
from reports.scope import Scope
from reports.settlement.settle import Settle, settle
from reports.settlement.settle import rows_behind as rows_of_bucket
from reports.signing.restate import carried_into
from reports.signing.signed import signed_weekly
from reports.trace import NotASum, Trace, trace
from reports.weekly import Week, Weekly
from views import view
from views.view import scope


def ladder(shop: warehouse.Shop, first: date, last: date) -> Weekly | None:
    """The ladder of the weeks in a span, signed weeks as they were signed; None for a shop without a build."""
    try:
        return signed_weekly(scope(shop, first, last))
    except warehouse.NoBuild:
        return None


def week_and_before(shop: warehouse.Shop, start: date) -> tuple[Week, Week | None] | None:
    """One week and the one before it."""
    answer = ladder(shop, start - timedelta(days=7), start + timedelta(days=6))
    if not answer or len(answer.weeks) < 2:
        return None
    before, now = answer.weeks[-2:]
    known = any(value is not None for value in before.figures.values())
    return now, before if known else None


def apart(shop: warehouse.Shop, week: Week) -> Figures:
    """What stands beside a week's ladder: brushing, money in no week, settled money."""
    answer = ladder(shop, week.first, week.last)
    return answer.notes if answer else {}


def carried(shop: warehouse.Shop, week: date) -> tuple[Carried, ...]:
    """What weeks signed before leave to a week."""
    return carried_into(Scope(shop), week)


def happened(shop: warehouse.Shop, first: date, last: date) -> tuple[Event, ...]:
    """What happened in a span: promotions of the calendar and the shop's own events."""
    return events(shop, first, last)


def product_ladder(shop: warehouse.Shop, first: date, last: date) -> Products | None:
    """The ladder by product in a span."""
    try:
        return products(scope(shop, first, last))
    except warehouse.NoBuild:
        return None


def contributions_against_before(shop: warehouse.Shop, first: date, last: date) -> Contributions | None:
    """What each product adds to the change against as many days just before; None where the shop knows nothing of those."""
    now = Period(first, last)
    before = Period(first - timedelta(days=now.days), first - timedelta(days=1))
    known = view.known_weeks(shop)
    if not known or before.first < known[-1]:
        return None
    return contributions(scope(shop, first, last), before, now)


def rows_behind(shop: warehouse.Shop, figure: str, first: date, last: date, product: str | None = None) -> Trace | None:
    """The source rows of a figure; None for a ratio, which has none of its own, and for a shop without a build."""
    try:
        return trace(scope(shop, first, last), figure, product)
    except (warehouse.NoBuild, NotASum):
        return None


def ripeness(shop: warehouse.Shop) -> Ripeness | None:
    """How much of the refunds has arrived, in the book in view; None for a shop without a build."""
    try:
        return ripeness_of(Scope(shop, book=view.book()))
    except warehouse.NoBuild:
        return None


def settled(shop: warehouse.Shop, first: date, last: date) -> Settle | None:
    """Orders against settlement in a span; None for a shop without a build."""
    try:
        return settle(scope(shop, first, last))
    except warehouse.NoBuild:
        return None


def settled_rows(
    shop: warehouse.Shop,
    first: date,
    last: date,
    bucket: str,
    *,
    platform: str | None = None,
    unit: str | None = None,
    line: str | None = None,
) -> pa.Table | None:
    """The rows of both sides behind a bucket, or behind one order of it; None for a shop without a build."""
    try:
        return rows_of_bucket(scope(shop, first, last), bucket, platform=platform, unit=unit, line=line)
    except warehouse.NoBuild:
        return None
