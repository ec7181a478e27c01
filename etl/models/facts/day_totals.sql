-- One row per day and platform whose total was typed: what it is above the exports' own rows of that day.
with newest as (
    select
        day,
        coalesce(shop_platform, 'other') as platform,
        orders,
        units,
        gross_sales,
        refunds,
        upload,
        source_row
    from staging.day_totals
    qualify
        row_number() over (
            partition by day, coalesce(shop_platform, 'other') order by upload desc, source_row desc
        ) = 1
),

-- Where an order export speaks for a day, the typed total is not asked.
exported as (
    select distinct
        uploads.platform,
        cast(spans.day as date) as day
    from staging.uploads as uploads
    cross join unnest(generate_series(uploads.period_from, uploads.period_to, interval 1 day)) as spans (day)
    where uploads.entity in ('orders', 'order_lines') and uploads.period_from is not null
),

wanted as (
    select newest.*
    from newest
    anti join exported using (platform, day)
),

sold as (
    select
        platform,
        paid_date as day,
        count(distinct order_id) as orders,
        sum(quantity) as units,
        sum(gross_amount) as gross_sales
    from facts.line_values
    where paid_date in (select day from wanted)
    group by platform, paid_date
),

refunded as (
    select
        platform,
        refund_date as day,
        sum(refund_amount) as refunds
    from facts.refund_values
    where refund_date in (select day from wanted)
    group by platform, refund_date
)

select
    wanted.platform,
    wanted.day,
    wanted.orders - coalesce(sold.orders, 0) as orders,
    wanted.units - coalesce(sold.units, 0) as units,
    cast(wanted.gross_sales - coalesce(sold.gross_sales, 0) as decimal(18, 2)) as gross_sales,
    cast(wanted.refunds - coalesce(refunded.refunds, 0) as decimal(18, 2)) as refunds,
    wanted.upload,
    wanted.source_row
from wanted
left join sold on wanted.platform = sold.platform and wanted.day = sold.day
left join refunded on wanted.platform = refunded.platform and wanted.day = refunded.day
