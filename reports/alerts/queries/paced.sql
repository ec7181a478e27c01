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

-- A product and day as one number, which joins faster than a text and a day: products lie further apart than days.
numbers as materialized (
    select
        product_key,
        row_number() over () * 100000 as base
    from (select distinct product_key from facts.stock)
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
held as materialized (
    select
        counted.*,
        numbers.base,
        numbers.base + (counted.day - date '2000-01-01') as place,
        coalesce(
            lead(counted.day) over (partition by numbers.base order by counted.day) - 1,
            (select max(stock_date) from facts.stock)
        ) as until
    from counted
    inner join numbers on counted.product_key = numbers.product_key
),

sales as materialized (
    select
        numbers.base,
        numbers.base + (sold_days.day - date '2000-01-01') as place,
        sold_days.day,
        sold_days.units,
        sold_days.gross
    from sold_days
    inner join numbers on sold_days.product_key = numbers.product_key
),

-- Everything sold up to a place, over all products: what lies between two places of a product is their difference.
running as (
    select
        place,
        sum(units) over upto as units,
        sum(gross) over upto as gross
    from sales
    window upto as (order by place rows unbounded preceding)
),

before as (
    select
        held.place,
        coalesce(upto.units, 0) - coalesce(earlier.units, 0) as units,
        coalesce(upto.gross, 0) - coalesce(earlier.gross, 0) as gross
    from held
    asof left join running as upto on held.place - 1 >= upto.place
    asof left join running as earlier on held.place - 29 >= earlier.place
),

firsts as (
    select
        base,
        min(day) as day
    from sales
    group by base
),

-- Where nothing was counted: the days on which it was sold all the same.
against as (
    select
        held.place,
        count(*) as days
    from held
    inner join sales on held.base = sales.base and sales.day between held.day and held.until
    where held.units <= 0
    group by held.place
)

-- Each count with what the product usually sells: units and gross of the four weeks before it, and over how many days.
-- A product that began to be sold within them is measured from its first day on.
select
    held.product_key,
    held.day,
    held.until,
    held.units,
    held.rows,
    before.units as units_before,
    before.gross as gross_before,
    coalesce(own_days.before - first_days.before, 0) as usual_days,
    coalesce(against.days, 0) as sold_on
from held
inner join before on held.place = before.place
left join firsts on held.base = firsts.base
left join against on held.place = against.place
left join calendar as own_days on held.day = own_days.day
left join calendar as first_days on greatest(firsts.day, held.day - 28) = first_days.day
