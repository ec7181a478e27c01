-- Days to which seven had so many visitors fewer than the seven before; days in a row are one alert, told by its first day.
days as (
    select
        platform,
        traffic_date as day,
        sum(visitors) as visitors,
        list({'upload': upload, 'row': source_row}) as rows
    from facts.traffic
    where grain = 'shop' and visitors is not null
    group by platform, traffic_date
),

weeks as (
    select
        platform,
        day,
        sum(visitors) over this_week as now,
        count(*) over this_week as days_now,
        sum(visitors) over week_before as before,
        count(*) over week_before as days_before,
        list(rows) over two_weeks as rows
    from days
    window
        this_week as (
            partition by platform order by day range between interval 6 day preceding and current row
        ),
        week_before as (
            partition by platform order by day range between interval 13 day preceding and interval 7 day preceding
        ),
        two_weeks as (
            partition by platform order by day range between interval 13 day preceding and current row
        )
),

judged as (
    select
        *,
        before - now > $usual * before as is_drop,
        row_number() over (partition by platform order by day)
        - row_number() over (partition by platform, before - now > $usual * before order by day) as run
    from weeks
    where days_now = 7 and days_before = 7
),

drops as (
    select
        platform,
        min(day) as date,
        max(day) as until,
        arg_min(now, day) as now,
        arg_min(before, day) as before,
        flatten(arg_min(rows, day)) as rows
    from judged
    where is_drop
    group by platform, run
),

sales as (
    select
        drops.platform,
        drops.date,
        sum(sold.gross_amount) as gross
    from drops
    inner join sold on drops.platform = sold.platform and sold.day between drops.date - 13 and drops.date - 7
    group by drops.platform, drops.date
)

select
    drops.platform as subject,
    drops.date,
    drops.until,
    drops.before - drops.now as part,
    drops.before as whole,
    $usual as threshold,
    cast(drops.now as bigint) as now,
    cast(drops.before as bigint) as before,
    cast(
        cast(
            (2 * cast((drops.before - drops.now) as hugeint) * cast(sales.gross * 100 as hugeint) + drops.before)
            // (2 * drops.before) as decimal(30, 0)
        ) * 0.01 as decimal(18, 2)
    ) as money,
    case when sales.gross is null then 'unsold' else '' end as said,
    drops.rows
from drops
left join sales on drops.platform = sales.platform and drops.date = sales.date
