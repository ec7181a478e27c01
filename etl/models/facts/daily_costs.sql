-- One row per cost and day: typed amounts of a month or a whole span split over its days, no fen lost; courier bills;
-- what brushing cost.
with entries as (
    select
        -- A kind that the ladder has no line for is one of the other costs; it is never left out.
        case when cost_kind in ('service_fee', 'fulfilment_cost') then cost_kind else 'other_costs' end as cost_kind,
        label,
        amount,
        coalesce(per, 'once') as per,
        start_date,
        upload,
        source_row,
        case when coalesce(per, 'once') = 'once' then coalesce(end_date, start_date) else end_date end as end_date
    from staging.cost_entries
    where
        cost_kind not in ('platform_fee_rate', 'per_shipped_order') and amount is not null and start_date is not null
),

-- An entry without an end runs to the last day that anything is known of.
last_days as (
    select max(greatest(cast(paid_at as date), cast(ordered_at as date))) as day
    from facts.order_lines
    union all
    select max(ad_date) as day
    from facts.ad_spend
    union all
    select max(period_to) as day
    from staging.uploads
),

known as (
    select max(day) as last_day
    from last_days
),

days as (
    select
        entries.*,
        cast(day as date) as cost_date
    from entries
    cross join known
    cross join unnest(
        generate_series(entries.start_date, coalesce(entries.end_date, known.last_day), interval 1 day)
    ) as spans (day)
),

placed as (
    select
        *,
        case per
            when 'month' then day(cost_date)
            when 'day' then 1
            else date_diff('day', start_date, cost_date) + 1
        end as nth,
        case per
            when 'month' then day(last_day(cost_date))
            when 'day' then 1
            else date_diff('day', start_date, end_date) + 1
        end as whole,
        cast(amount * 100 as hugeint) as fen
    from days
)

select
    cost_kind,
    label,
    cost_date,
    cast(
        cast(
            sign(fen) * (
                (2 * abs(fen) * nth + whole) // (2 * whole)
                - (2 * abs(fen) * (nth - 1) + whole) // (2 * whole)
            ) as decimal(18, 0)
        ) * 0.01 as decimal(18, 2)
    ) as amount,
    upload,
    source_row
from placed
union all
select
    'fulfilment_cost' as cost_kind,
    coalesce(platform, '') as label,
    ship_date as cost_date,
    freight_amount as amount,
    upload,
    source_row
from facts.shipments
where ship_date is not null and freight_amount <> 0
union all
select
    'other_costs' as cost_kind,
    order_id as label,
    cost_date,
    cast(coalesce(commission_amount, 0) + coalesce(platform_fee_amount, 0) as decimal(18, 2)) as amount,
    upload,
    source_row
from facts.brushing
where cost_date is not null and coalesce(commission_amount, 0) + coalesce(platform_fee_amount, 0) <> 0
