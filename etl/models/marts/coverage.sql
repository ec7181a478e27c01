-- One row per source, platform and day for which an upload speaks, whether or not it has rows on that day.
select distinct
    case uploads.entity
        when 'refunds' then 'refunds'
        when 'settlements' then 'settlement'
        else 'orders'
    end as source,
    uploads.platform,
    cast(spans.day as date) as day
from staging.uploads as uploads
cross join unnest(generate_series(uploads.period_from, uploads.period_to, interval 1 day)) as spans (day)
where
    uploads.entity in ('orders', 'order_lines', 'refunds', 'settlements')
    and uploads.period_from is not null
union
-- A report by period tells no day of it, one by source of traffic nothing of the shop whole.
select distinct
    case uploads.entity when 'traffic' then 'traffic' else 'ads' end as source,
    uploads.platform,
    cast(spans.day as date) as day
from staging.uploads as uploads
cross join unnest(generate_series(uploads.period_from, uploads.period_to, interval 1 day)) as spans (day)
where
    uploads.entity in ('ad_spend', 'traffic')
    and uploads.period_from is not null
    and not exists (
        select 1
        from staging.ad_spend as spend
        where spend.upload = uploads.upload and spend.ad_date is null
    )
    and not exists (
        select 1
        from staging.traffic as traffic
        where traffic.upload = uploads.upload and (traffic.traffic_date is null or traffic.grain = 'source')
    )
union
select
    'orders' as source,
    platform,
    day
from facts.day_totals
