-- Counts in a row below the threshold. $keys, $amounts: products with a threshold of their own; $usual: that of all others.
with own as (
    select
        unnest($keys::varchar []) as product_key,
        unnest($amounts::decimal(18, 6) []) as amount
),

judged as (
    select
        paced.*,
        case when own.product_key is null then $usual else own.amount end as threshold
    from paced
    left join own on paced.product_key = own.product_key
),

runs as (
    select
        *,
        row_number() over (partition by product_key order by day)
        - row_number() over (partition by product_key, units < threshold order by day) as run
    from judged
    where threshold is not null
),

below as (
    select
        product_key,
        threshold,
        min(day) as date,
        max(day) as until,
        arg_max(units, day) as units,
        arg_min(gross_before, day) as gross_before,
        arg_min(usual_days, day) as usual_days,
        flatten(list(rows)) as rows
    from runs
    where units < threshold
    group by product_key, threshold, run
)

select
    product_key as subject,
    date,
    until,
    units as value,
    threshold,
    rows,
    case
        when gross_before > 0 and usual_days > 0
            then
                cast(
                    cast(
                        (2 * cast(gross_before * 100 as hugeint) + usual_days) // (2 * usual_days) as decimal(30, 0)
                    ) * 0.01 as decimal(18, 2)
                )
    end as money,
    case when gross_before > 0 and usual_days > 0 then '' else 'unsold' end as said
from below
