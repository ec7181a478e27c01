-- One row per platform and span of days in which one rate of sales, or one labelled amount per shipped order, holds.
with platforms as (
    select distinct platform
    from facts.order_lines
),

entries as (
    -- A platform has one fee rate at a time; sending an order may cost several amounts, told apart by their labels.
    select
        cost_kind,
        cost_platform,
        rate,
        amount,
        start_date,
        end_date,
        upload,
        source_row,
        case cost_kind when 'per_shipped_order' then label else '' end as what
    from staging.cost_entries
    where cost_kind = 'per_shipped_order' or (cost_kind = 'platform_fee_rate' and cost_platform is not null)
    union all
    -- A rate that names no platform is that of every platform without a rate of its own.
    select
        rates.cost_kind,
        platforms.platform as cost_platform,
        rates.rate,
        rates.amount,
        rates.start_date,
        rates.end_date,
        rates.upload,
        rates.source_row,
        '' as what
    from staging.cost_entries as rates
    cross join platforms
    where
        rates.cost_kind = 'platform_fee_rate'
        and rates.cost_platform is null
        and platforms.platform not in (
            select own.cost_platform
            from staging.cost_entries as own
            where own.cost_kind = 'platform_fee_rate' and own.cost_platform is not null
        )
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
