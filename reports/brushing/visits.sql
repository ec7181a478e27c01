-- One row per platform, product (null: the shop whole) and whole week between $1 and $2 with clearly more orders than its
-- visitors usually bring. Usual: the middle of the product's other weeks of half a year, at least four of them, and never
-- less than $3 orders a visitor. Orders count on days of which a row of visits is there.
with visits as (
    select
        platform,
        case when grain = 'shop' then '' else coalesce('item ' || item_id, 'product ' || product_key) end as key,
        traffic_date as day,
        max(coalesce(product_key, item_id)) as product,
        max(product_name) as name,
        cast(sum(visitors) as bigint) as visitors
    from facts.traffic
    where visitors is not null and traffic_date <= $2 and traffic_date > $1 - interval 182 day
    group by all
),

lines as (
    select
        platform,
        order_id,
        cast(paid_at as date) as day,
        gross_amount,
        unnest(
            list_distinct(
                [
                    {'key': '', 'name': null},
                    {'key': 'item ' || item_id, 'name': product_name},
                    {'key': 'product ' || product_key, 'name': product_name}
                ]
            ),
            recursive := true
        )
    from facts.order_lines
    where
        is_counted
        and row_kind = 'sale'
        and order_id not in (select order_id from facts.brushing)
        and paid_at >= $1 - interval 182 day and paid_at < $2 + interval 1 day
),

orders as (
    select
        platform,
        key,
        day,
        max(name) as name,
        count(distinct order_id) as orders,
        sum(gross_amount) as amount
    from lines
    where key is not null
    group by all
),

weeks as (
    select
        visits.platform,
        visits.key,
        cast(date_trunc('week', visits.day) as date) as week,
        max(visits.product) as product,
        coalesce(max(visits.name), max(orders.name)) as name,
        count(*) as days,
        cast(sum(visits.visitors) as bigint) as came,
        cast(coalesce(sum(orders.orders), 0) as bigint) as orders,
        coalesce(sum(orders.amount), 0.00) as amount
    from visits
    left join orders using (platform, key, day)
    group by all
),

judged as (
    select
        now.*,
        now.came * greatest(
            cast($3 as double),
            coalesce(
                (
                    select case when count(*) >= 4 then median(other.orders / other.came) end
                    from weeks as other
                    where
                        other.platform = now.platform
                        and other.key = now.key
                        and other.week <> now.week
                        and other.came > 0
                ),
                0
            )
        ) as usual
    from weeks as now
    where now.days = 7 and now.week >= $1 and now.week + 6 <= $2
)

select
    platform,
    product,
    name,
    week as first,
    came,
    orders,
    usual,
    amount
from judged
where orders > usual * 1.5
order by week desc, amount desc, platform, key
