-- The counts of stock, asked once for the three rules about stock.
-- Every day up to the last one known, with how many days before it an order export covers.
calendar as (
    select
        cast(spans.day as date) as day,
        count(covered.day) over (order by spans.day rows between unbounded preceding and 1 preceding) as before
    from generate_series(
        (select min(day) - interval 60 day from marts.coverage),
        (select max(day) + interval 60 day from marts.coverage),
        interval 1 day
    ) as spans (day)
    left join (
        select distinct day
        from marts.coverage
        where source = 'orders'
    ) as covered on covered.day = cast(spans.day as date)
),

-- Every count of stock of a product: each warehouse as it was counted last.
counted as (
    select
        days.product_key,
        days.stock_date as day,
        cast(sum(stock.units) as bigint) as units,
        list({'upload': stock.upload, 'row': stock.source_row}) as rows
    from (
        select distinct
            product_key,
            stock_date
        from facts.stock
    ) as days
    inner join (
        select distinct
            product_key,
            warehouse
        from facts.stock
    ) as places on days.product_key = places.product_key
    asof inner join facts.stock as stock
        on
            places.product_key = stock.product_key
            and places.warehouse = stock.warehouse
            and days.stock_date >= stock.stock_date
    group by days.product_key, days.stock_date
),

-- Each count holds to the day before the next one, the last to the last count of anything.
held as (
    select
        counted.*,
        coalesce(
            lead(day) over (partition by product_key order by day) - 1, (select max(stock_date) from facts.stock)
        ) as until
    from counted
),

-- A product and day as one number, which joins faster than a text and a day.
numbers as materialized (
    select
        product_key,
        row_number() over (order by product_key) * 100000 as base
    from (select distinct product_key from counted)
),

sales as (
    select
        sold_days.*,
        numbers.base + (sold_days.day - date '2000-01-01') as place
    from sold_days
    inner join numbers on sold_days.product_key = numbers.product_key
),

places as (
    select
        numbers.base + (held.day - date '2000-01-01') as place,
        held.product_key,
        held.day
    from held
    inner join numbers on held.product_key = numbers.product_key
),

before as (
    select
        places.place,
        sum(sales.units) as units,
        sum(sales.gross) as gross
    from places
    cross join range(1, 29) as back (number)
    inner join sales on sales.place = places.place - back.number
    group by places.place
),

firsts as (
    select
        product_key,
        min(day) as day
    from sales
    group by product_key
),

-- Where nothing was counted: the days on which it was sold all the same.
against as (
    select
        held.product_key,
        held.day,
        count(*) as days
    from held
    inner join sales on held.product_key = sales.product_key and sales.day between held.day and held.until
    where held.units <= 0
    group by held.product_key, held.day
)

-- Each count with what the product usually sells: units and gross of the four weeks before it, and over how many days.
-- A product that began to be sold within them is measured from its first day on.
select
    held.product_key,
    held.day,
    held.until,
    held.units,
    held.rows,
    coalesce(before.units, 0) as units_before,
    coalesce(before.gross, 0) as gross_before,
    coalesce(own_days.before - first_days.before, 0) as usual_days,
    coalesce(against.days, 0) as sold_on
from held
inner join places on held.product_key = places.product_key and held.day = places.day
left join before on places.place = before.place
left join firsts on held.product_key = firsts.product_key
left join against on held.product_key = against.product_key and held.day = against.day
left join calendar as own_days on held.day = own_days.day
left join calendar as first_days on greatest(firsts.day, held.day - 28) = first_days.day
