-- One row per source, platform and day for which an upload speaks, whether or not it has rows on that day.
select distinct
    case uploads.entity
        when 'ad_spend' then 'ads'
        when 'refunds' then 'refunds'
        when 'settlements' then 'settlement'
        when 'traffic' then 'traffic'
        else 'orders'
    end as source,
    uploads.platform,
    cast(spans.day as date) as day
from staging.uploads as uploads
cross join unnest(generate_series(uploads.period_from, uploads.period_to, interval 1 day)) as spans (day)
where
    uploads.entity in ('orders', 'order_lines', 'refunds', 'settlements', 'traffic')
    and uploads.period_from is not null
union
-- A report by period tells no day of it.
select distinct
    'ads' as source,
    uploads.platform,
    cast(spans.day as date) as day
from staging.uploads as uploads
cross join unnest(generate_series(uploads.period_from, uploads.period_to, interval 1 day)) as spans (day)
where
    uploads.entity = 'ad_spend'
    and uploads.period_from is not null
    and not exists (
        select 1
        from staging.ad_spend as spend
        where spend.upload = uploads.upload and spend.ad_date is null
    )
union
select
    'orders' as source,
    platform,
    day
from facts.day_totals
