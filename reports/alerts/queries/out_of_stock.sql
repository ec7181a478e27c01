-- From a count of nothing to the day before the next count with something, less the days on which it was sold.
numbered as (
    select
        paced.*,
        lead(day) over (partition by product_key order by day) as next_day,
        row_number() over (partition by product_key order by day)
        - row_number() over (partition by product_key, units <= 0 order by day) as run
    from paced
),

runs as (
    select
        product_key,
        min(day) as date,
        coalesce(
            cast(arg_max(next_day, day) - 1 as date),
            (select max(stock_date) from facts.stock)
        ) as until,
        arg_min(units_before, day) as units_before,
        arg_min(gross_before, day) as gross_before,
        arg_min(usual_days, day) as usual_days,
        flatten(list(rows)) as rows,
        max(next_day is null) as is_open
    from numbered
    where units <= 0
    group by product_key, run
),

-- `next_day` of the last count of a run may be null, and arg_max then takes an earlier one.
ended as (
    select
        * replace (case when is_open then (select max(stock_date) from facts.stock) else until end as until)
    from runs
),

days as (
    select
        ended.*,
        ended.until - ended.date + 1 - (
            select count(*)
            from sold_days
            where
                sold_days.product_key = ended.product_key and sold_days.day between ended.date and ended.until
        ) as days
    from ended
)

select
    days.product_key as subject,
    days.date,
    days.until,
    days.days as value,
    case when own.product_key is null then $usual else own.amount end as threshold,
    days.units_before,
    days.gross_before,
    days.usual_days,
    days.rows
from days
left join own on days.product_key = own.product_key
where days.days > case when own.product_key is null then $usual else own.amount end
