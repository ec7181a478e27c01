-- Runs of selling days on which a product cost more than its share of what the shop received for it.
{freight},

freight_days as (
    select
        product_key,
        paid_date as day,
        cast(cast(sum(upto - before) as decimal(30, 0)) * 0.01 as decimal(18, 2)) as freight
    from parted
    where quantity > 0
    group by product_key, paid_date
),

priced as materialized (
    select
        days.product_key,
        days.day,
        days.gross - coalesce(freight_days.freight, 0) as realised,
        cast(days.units * costs.unit_cost as decimal(30, 6)) as cost,
        case when own.product_key is null then $usual else own.amount end as threshold
    from sold_days as days
    inner join facts.unit_costs as costs
        on days.product_key = costs.product_key and days.day >= costs.valid_from and days.day < costs.valid_to
    left join freight_days on days.product_key = freight_days.product_key and days.day = freight_days.day
    left join own on days.product_key = own.product_key
),

judged as (
    select
        *,
        cost > threshold * realised as is_high,
        row_number() over (partition by product_key order by day)
        - row_number() over (partition by product_key, cost > threshold * realised order by day) as run
    from priced
    semi join (
        select product_key
        from priced
        where cost > threshold * realised
    ) using (product_key)
    where threshold is not null and realised > 0
),

runs as (
    select
        product_key,
        threshold,
        min(day) as date,
        max(day) as until,
        count(*) as days,
        sum(cost) as cost,
        sum(realised) as realised
    from judged
    where is_high
    group by product_key, threshold, run
),

behind as (
    select
        runs.product_key,
        runs.date,
        list({'upload': sold.upload, 'row': sold.source_row}) as rows
    from runs
    inner join sold on runs.product_key = sold.product_key and sold.day between runs.date and runs.until
    group by runs.product_key, runs.date
)

select
    runs.product_key as subject,
    runs.date,
    runs.until,
    runs.cost as part,
    runs.realised as whole,
    runs.threshold,
    cast(round(runs.cost - runs.threshold * runs.realised, 2) as decimal(18, 2)) as money,
    runs.days,
    behind.rows
from runs
inner join behind on runs.product_key = behind.product_key and runs.date = behind.date
