, sums as (
    select
        platform,
        bucket,
        case
            when bucket not in ('only_in_orders', 'in_transit') then null
            when age <= 7 then '0-7'
            when age <= 15 then '8-15'
            when age <= 30 then '16-30'
            else 'over 30'
        end as ages,
        count(*) as units,
        cast(sum(expected) as decimal(18, 2)) as expected,
        cast(sum(settled) as decimal(18, 2)) as settled,
        cast(sum(difference) as decimal(18, 2)) as difference,
        cast(sum(abs(difference)) as decimal(18, 2)) as apart,
        count(*) filter (where bucket = 'matched' and difference <> 0) as swallowed
    from units
    group by all
),

largest as (
    select
        platform,
        unit,
        line,
        bucket,
        cause,
        cast(expected as decimal(18, 2)) as expected,
        cast(settled as decimal(18, 2)) as settled,
        cast(difference as decimal(18, 2)) as difference,
        base_day,
        first_day,
        age
    from judged
    where bucket <> 'not_covered'
    qualify row_number() over (partition by bucket order by abs(difference) desc, platform, unit, line) <= 50
)

select 'sum' as part, * from sums
union all by name
select 'unit' as part, * from largest
order by part, bucket, abs(difference) desc, platform, unit, line
