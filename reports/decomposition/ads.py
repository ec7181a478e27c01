"""Why the sales that ads brought changed: impressions × click rate × conversion × value of an order, all by the same reports."""

from fractions import Fraction

from reports.decomposition.bridge import Bridge
from reports.decomposition.chain import chain
from reports.period import Period
from reports.scope import Scope

# Rows that do not tell the whole chain (an account's remainder, commissions) are left out of every step.
SQL = """
select
    coalesce(sum(impressions), 0) as impressions,
    coalesce(sum(clicks), 0) as clicks,
    coalesce(sum(attributed_orders), 0) as orders,
    count(*) filter (where attributed_orders is null) as without_orders,
    coalesce(sum(attributed_sales), 0) as sales
from facts.ad_spend
where
    ad_date between $1 and $2
    and impressions is not null
    and clicks is not null
    and attributed_sales is not null
"""


def ad_chain(scope: Scope, before: Period, after: Period) -> Bridge | None:
    """The change of the sales that ad reports attribute to ads; the first period counts with as many days as the second.

    Bars: impressions, ctr, conversion, basket; value_per_click in place of the last two where a report tells no orders. None where
    no report tells the chain, or where sales came without clicks. These sales are the platform's claim and never added to others.
    """
    steps = [scope.reader.rows(SQL, [each.first, each.last])[0] for each in (before, after)]
    if not any(each["impressions"] for each in steps):
        return None
    names: tuple[str, ...] = ("impressions", "ctr", "value_per_click")
    totals: tuple[str, ...] = ("impressions", "clicks", "sales")
    if not any(each["without_orders"] for each in steps):
        names, totals = ("impressions", "ctr", "conversion", "basket"), ("impressions", "clicks", "orders", "sales")
    old, now = ([each[total] for total in totals] for each in steps)
    return chain(names, old, now, Fraction(after.days, before.days))
