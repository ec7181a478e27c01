-- One row per source, platform and day for which an upload speaks, whether or not it has rows on that day.
select distinct
    case uploads.entity when 'ad_spend' then 'ads' else 'orders' end as source,
    uploads.platform,
    cast(spans.day as date) as day
from staging.uploads as uploads
cross join unnest(generate_series(uploads.period_from, uploads.period_to, interval 1 day)) as spans (day)
where uploads.entity in ('orders', 'order_lines', 'ad_spend') and uploads.period_from is not null
