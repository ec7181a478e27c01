-- Counts in a row with fewer pieces than are usually sold until new ones arrive; the threshold is those days. $keys, $amounts: products with a threshold of their own; $usual: that of all others.
with own as (
    select
        unnest($keys::varchar []) as product_key,
        unnest($amounts::decimal(18, 6) []) as amount
),

judged as (
    select
        paced.*,
        cast(case when own.product_key is null then $usual else own.amount end as bigint) as lead
    from paced
    left join own on paced.product_key = own.product_key
),

runs as (
    select
        *,
        units * usual_days < lead * units_before as is_short,
        row_number() over (partition by product_key order by day)
        - row_number() over (partition by product_key, units * usual_days < lead * units_before order by day) as run
    from judged
    where lead is not null and usual_days > 0 and units_before > 0
),

short as (
    select
        product_key,
        lead,
        min(day) as date,
        max(day) as until,
        arg_min(units, day) as units,
        arg_min(units_before, day) as units_before,
        arg_min(gross_before, day) as gross_before,
        arg_min(usual_days, day) as usual_days,
        flatten(list(rows)) as rows
    from runs
    where is_short
    group by product_key, lead, run
),

-- Missing pieces × gross of a piece, both of the four weeks before, in whole numbers: ÷ days and ÷ units at the end.
reckoned as (
    select
        *,
        cast(lead * units_before - units * usual_days as hugeint) * cast(gross_before * 100 as hugeint) as missed,
        cast(usual_days * units_before as hugeint) as per
    from short
)

select
    product_key as subject,
    date,
    until,
    units as value,
    (lead * units_before + usual_days - 1) // usual_days as threshold,
    lead,
    cast(cast((2 * missed + per) // (2 * per) as decimal(30, 0)) * 0.01 as decimal(18, 2)) as money,
    rows
from reckoned
