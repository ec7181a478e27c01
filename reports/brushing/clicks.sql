-- One row per platform whose newest $2 days up to $1 have clearly more orders than their clicks brought in as many days
-- before, while the ad spend changed by at most a share of $3. Every day of both needs an ad row and an order file.
with days as (
    select
        platform,
        ad_date as day,
        cast(sum(clicks) as bigint) as clicks,
        sum(spend) as spend
    from facts.ad_spend
    where not is_affiliate and ad_date > $1 - 2 * cast($2 as integer) and ad_date <= $1
    group by all
),

told as (
    select distinct
        platform,
        day
    from marts.coverage
    where source = 'orders'
),

orders as (
    select
        platform,
        cast(paid_at as date) as day,
        count(distinct order_id) as orders,
        sum(gross_amount) as amount
    from facts.order_lines
    where
        is_counted
        and row_kind = 'sale'
        and order_id not in (select order_id from facts.brushing)
        and paid_at > $1 - 2 * cast($2 as integer)
    group by all
),

spans as (
    select
        days.platform,
        days.day > $1 - cast($2 as integer) as is_now,
        count(*) as days,
        count(days.clicks) as with_clicks,
        cast(sum(days.clicks) as bigint) as clicks,
        sum(days.spend) as spend,
        cast(coalesce(sum(orders.orders), 0) as bigint) as orders,
        coalesce(sum(orders.amount), 0.00) as amount
    from days
    inner join told using (platform, day)
    left join orders using (platform, day)
    group by all
)

select
    now.platform,
    cast(null as varchar) as product,
    cast(null as varchar) as name,
    cast($1 - cast($2 as integer) + 1 as date) as first,
    now.clicks as came,
    now.orders,
    now.clicks * (before.orders / before.clicks) as usual,
    now.amount
from spans as now
inner join spans as before using (platform)
where
    now.is_now
    and not before.is_now
    and least(now.days, now.with_clicks, before.days, before.with_clicks) = cast($2 as integer)
    and before.clicks > 0
    and abs(now.spend - before.spend) <= before.spend * cast($3 as decimal(4, 2))
    and now.orders > now.clicks * (before.orders / before.clicks) * 1.5
order by now.platform
