-- From a count of nothing to the day before the next count with something, less the days on which it was sold. $keys, $amounts: products with a threshold of their own; $usual: that of all others.
with own as (
    select
        unnest($keys::varchar []) as product_key,
        unnest($amounts::decimal(18, 6) []) as amount
),

numbered as (
    select
        *,
        row_number() over (partition by product_key order by day)
        - row_number() over (partition by product_key, units <= 0 order by day) as run
    from paced
),

runs as (
    select
        product_key,
        min(day) as date,
        max(until) as until,
        max(until) - min(day) + 1 - sum(sold_on) as days,
        arg_min(units_before, day) as units_before,
        arg_min(gross_before, day) as gross_before,
        arg_min(usual_days, day) as usual_days,
        flatten(list(rows)) as rows
    from numbered
    where units <= 0
    group by product_key, run
),

judged as (
    select
        runs.*,
        case when own.product_key is null then $usual else own.amount end as threshold
    from runs
    left join own on runs.product_key = own.product_key
)

select
    product_key as subject,
    date,
    until,
    cast(days as bigint) as value,
    threshold,
    units_before,
    gross_before,
    usual_days,
    rows
from judged
where days > threshold
