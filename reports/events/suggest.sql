-- What the figures tell of events. $1: the plain days; $2: the last day of which anything is known.
with names as (
    select
        product_key,
        max(product_name) as product_name
    from facts.order_lines
    where product_key is not null
    group by product_key
),

costs as (
    select
        product_key,
        unit_cost,
        valid_from,
        lag(unit_cost) over (partition by product_key order by valid_from) as cost_before
    from facts.unit_costs
),

-- Prices in fen, in whole numbers; of a day the middle one, so that single rebates do not matter.
sold as (
    select
        product_key,
        platform,
        paid_date as day,
        count(*) as lines,
        quantile_disc(cast(gross_amount * 100 as bigint) // quantity, 0.5) as fen
    from facts.line_values
    where row_kind = 'sale' and quantity > 0 and gross_amount > 0 and product_key is not null
    group by product_key, platform, paid_date
),

-- One platform tells a product's price: the one on which it sells on most days.
home as (
    select
        product_key,
        arg_max(platform, days) as platform
    from (
        select
            product_key,
            platform,
            count(*) as days
        from sold
        group by product_key, platform
    ) as selling
    group by product_key
),

plain as (
    select cast(unnest($1) as date) as day
),

priced as (
    select
        sold.product_key,
        sold.platform,
        sold.day,
        quantile_disc(sold.fen, 0.5) over earlier as fen_before,
        quantile_disc(sold.fen, 0.5) over later as fen_after,
        min(sold.fen) over later as least,
        max(sold.fen) over later as most,
        count(*) over earlier as days_before,
        count(*) over later as days_after
    from sold
    inner join home on sold.product_key = home.product_key and sold.platform = home.platform
    inner join plain on sold.day = plain.day
    window
        earlier as (
            partition by sold.product_key order by sold.day rows between 10 preceding and 1 preceding
        ),
        later as (
            partition by sold.product_key order by sold.day rows between current row and 2 following
        )
),

-- Three days of sale, all more than a tenth above or below the middle of the ten before.
moved as (
    select
        *,
        coalesce(
            days_before >= 5 and days_after = 3 and (least * 10 > fen_before * 11 or most * 10 < fen_before * 9),
            false
        ) as is_moved
    from priced
),

turns as (
    select
        *,
        is_moved and not lag(is_moved, 1, false) over (partition by product_key order by day) as is_first
    from moved
),

-- The plain days that the order exports of a platform cover.
covered as (
    select
        coverage.platform,
        coverage.day,
        row_number() over (partition by coverage.platform order by coverage.day) as number
    from marts.coverage as coverage
    inner join plain on coverage.day = plain.day
    where coverage.source = 'orders'
),

-- From one day of sale to the next, or to the end of what is known.
gaps as (
    select
        product_key,
        platform,
        day,
        coalesce(lead(day) over (partition by product_key, platform order by day), cast($2 as date) + 1) as next_day
    from sold
),

empty_days as (
    select
        gaps.*,
        count(*) as days,
        min(covered.number) as first_number
    from gaps
    inner join covered on gaps.platform = covered.platform and gaps.day < covered.day and gaps.next_day > covered.day
    where gaps.next_day - gaps.day > 7
    group by all
    having count(*) >= 7
),

silent as (
    select
        empty_days.product_key,
        empty_days.platform,
        empty_days.day,
        empty_days.next_day,
        cast(sum(sold.lines) as bigint) as lines_before
    from empty_days
    inner join covered
        on
            empty_days.platform = covered.platform
            and empty_days.first_number > covered.number
            and empty_days.first_number <= covered.number + 28
    inner join sold
        on empty_days.product_key = sold.product_key and covered.platform = sold.platform and covered.day = sold.day
    group by empty_days.product_key, empty_days.platform, empty_days.day, empty_days.next_day, empty_days.days
    -- At the pace of the 28 plain days before, twelve sales or more are missing: more than chance.
    having empty_days.days * sum(sold.lines) >= 12 * 28
),

-- Counts of nothing in a row.
counted as (
    select
        product_key,
        stock_date as day,
        max(product_name) as product_name,
        sum(units) as units,
        row_number() over (partition by product_key order by stock_date) as number
    from facts.stock
    group by product_key, stock_date
),

runs as (
    select
        product_key,
        max(product_name) as product_name,
        min(day) as first_day,
        max(day) as last_day
    from (
        select
            *,
            number - row_number() over (partition by product_key order by day) as run
        from counted
        where units <= 0
    ) as nothing
    group by product_key, run
)

select
    'unit_cost' as said,
    costs.product_key,
    null as platform,
    names.product_name,
    costs.valid_from as first_day,
    costs.valid_from as last_day,
    costs.cost_before as before,
    costs.unit_cost as after
from costs
left join names on costs.product_key = names.product_key
where costs.cost_before <> costs.unit_cost
union all
select
    'list_price' as said,
    turns.product_key,
    turns.platform,
    names.product_name,
    turns.day as first_day,
    turns.day as last_day,
    cast(turns.fen_before as decimal(24, 6)) * 0.01 as before,
    cast(turns.fen_after as decimal(24, 6)) * 0.01 as after
from turns
left join names on turns.product_key = names.product_key
where turns.is_first
union all
select
    'no_sales' as said,
    silent.product_key,
    silent.platform,
    names.product_name,
    silent.day + 1 as first_day,
    silent.next_day - 1 as last_day,
    silent.lines_before as before,
    null as after
from silent
left join names on silent.product_key = names.product_key
union all
select
    'stock_out' as said,
    runs.product_key,
    null as platform,
    coalesce(names.product_name, runs.product_name) as product_name,
    runs.first_day,
    runs.last_day,
    null as before,
    null as after
from runs
left join names on runs.product_key = names.product_key
