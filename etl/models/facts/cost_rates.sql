-- One row per platform and span of days in which one rate of sales, or one labelled amount per shipped order, holds.
with entries as (
    -- A platform has one fee rate at a time; sending an order may cost several amounts, told apart by their labels.
    select
        *,
        case cost_kind when 'per_shipped_order' then label else '' end as what
    from staging.cost_entries
    where cost_kind in ('platform_fee_rate', 'per_shipped_order')
),

ranked as (
    select
        cost_kind,
        what,
        coalesce(cost_platform, '') as platform,
        rate,
        amount,
        coalesce(start_date, date '0001-01-01') as valid_from,
        end_date,
        upload,
        source_row,
        row_number() over (
            partition by cost_kind, what, cost_platform, start_date
            order by upload desc, source_row desc
        ) as age
    from entries
)

select
    cost_kind,
    what as label,
    platform,
    rate,
    amount,
    valid_from,
    least(
        coalesce(lead(valid_from) over (partition by cost_kind, what, platform order by valid_from), date '9999-12-31'),
        coalesce(end_date + 1, date '9999-12-31')
    ) as valid_to,
    upload,
    source_row
from ranked
where age = 1
