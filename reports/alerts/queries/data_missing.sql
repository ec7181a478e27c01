-- Days in a row of which a source of the shop says nothing, from its first day to the last day of which any source speaks.
lanes as (
    select
        source,
        platform,
        min(day) as first_day
    from marts.coverage
    group by source, platform
),

missing as (
    select
        lanes.source,
        lanes.platform,
        cast(spans.day as date) as day
    from lanes
    cross join unnest(
        generate_series(lanes.first_day, (select max(day) from marts.coverage), interval 1 day)
    ) as spans (day)
    anti join marts.coverage as coverage
        on
            lanes.source = coverage.source
            and lanes.platform = coverage.platform
            and cast(spans.day as date) = coverage.day
),

runs as (
    select
        *,
        day - cast(row_number() over (partition by source, platform order by day) as integer) as run
    from missing
)

select
    concat_ws(' ', source, nullif(platform, '')) as subject,
    source,
    platform,
    min(day) as date,
    max(day) as until,
    count(*) as value,
    $usual as threshold
from runs
group by source, platform, run
having count(*) > $usual
