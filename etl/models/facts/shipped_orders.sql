-- One row per shipped order and typed amount per shipped order (parcel, packing …), on the day it was sent. A view.
-- On days that a courier's bill covers, the bill tells what was paid and the typed amount yields.
with shipped as (
    select
        platform,
        order_id,
        min(cast(coalesce(shipped_at, completed_at, paid_at) as date)) as ship_date,
        min(upload) as upload,
        min(source_row) as source_row
    from facts.order_lines
    where
        is_counted
        and row_kind = 'sale'
        and (shipped_at is not null or completed_at is not null or order_status in ('shipped', 'completed'))
    group by platform, order_id
),

billed_days as (
    select distinct cast(spans.day as date) as day
    from staging.uploads as uploads
    cross join unnest(generate_series(uploads.period_from, uploads.period_to, interval 1 day)) as spans (day)
    where uploads.upload in (select bills.upload from facts.shipments as bills)
)

select
    shipped.platform,
    shipped.order_id,
    shipped.ship_date,
    rates.amount,
    shipped.upload,
    shipped.source_row,
    rates.upload as rate_upload,
    rates.source_row as rate_row
from shipped
inner join facts.cost_rates as rates
    on
        rates.cost_kind = 'per_shipped_order'
        and rates.platform in ('', shipped.platform)
        and shipped.ship_date >= rates.valid_from
        and shipped.ship_date < rates.valid_to
where shipped.ship_date not in (select billed_days.day from billed_days)
