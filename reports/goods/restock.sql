-- What to reorder: pieces sold a day × days it should last − pieces there − pieces coming, up to whole packs. The pace is
-- measured on days in stock only, counts of stock are those of every warehouse's last count. $first, $last: the days of the
-- pace; $products …: what is said of single products; $cover: what holds for the others.
with plans as (
    select
        unnest($products::varchar []) as product_key,
        unnest($covers::bigint []) as cover,
        unnest($packs::bigint []) as pack,
        unnest($coming::bigint []) as coming
),

counted as (
    select
        days.product_key,
        days.stock_date as day,
        max(stock.product_name) as name,
        cast(sum(stock.units) as bigint) as units
    from (
        select distinct
            product_key,
            stock_date
        from facts.stock
        where stock_date <= $last
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

held as (
    select
        *,
        coalesce(lead(day) over (partition by product_key order by day) - 1, $last) as until
    from counted
),

newest as (
    select
        product_key,
        day,
        name,
        units
    from counted
    qualify row_number() over (partition by product_key order by day desc) = 1
),

sold as (
    select
        lines.product_key,
        cast(lines.paid_at as date) as day,
        max(lines.product_name) as name,
        sum(lines.quantity) as units
    from facts.order_lines as lines
    where
        lines.is_counted
        and lines.row_kind = 'sale'
        and lines.quantity > 0
        and lines.goods <> 'back'
        and lines.product_key is not null
        and {counted}
    group by lines.product_key, cast(lines.paid_at as date)
),

firsts as (
    select
        product_key,
        min(day) as day,
        arg_max(name, day) as name
    from sold
    group by product_key
),

covered as (
    select distinct day
    from marts.coverage
    where source = 'orders' and day between $first and $last
),

-- The covered days since a product's first sale on which it was there, or was sold all the same.
pace as (
    select
        firsts.product_key,
        firsts.name,
        count(*) filter (where coalesce(held.units, 1) > 0 or sold.units is not null) as days,
        coalesce(sum(sold.units), 0) as units
    from firsts
    inner join covered on firsts.day <= covered.day
    left join sold on firsts.product_key = sold.product_key and covered.day = sold.day
    left join held on firsts.product_key = held.product_key and covered.day between held.day and held.until
    group by firsts.product_key, firsts.name
),

said as (
    select
        newest.product_key,
        coalesce(pace.name, newest.name) as name,
        newest.day,
        newest.units as stock,
        coalesce(pace.units, 0) as sold,
        coalesce(pace.days, 0) as days,
        coalesce(plans.cover, $cover) as cover,
        coalesce(plans.pack, 1) as pack,
        coalesce(plans.coming, 0) as coming
    from newest
    left join pace on newest.product_key = pace.product_key
    left join plans on newest.product_key = plans.product_key
),

-- In pieces × days, so that nothing is divided before the end.
missing as (
    select
        *,
        cast(sold * cover - (stock + coming) * days as hugeint) as missing
    from said
)

select
    missing.product_key as product,
    coalesce(missing.name, '') as name,
    missing.day,
    missing.stock,
    cast(missing.sold as bigint) as sold,
    missing.days,
    missing.cover,
    missing.pack,
    missing.coming,
    case
        when missing.days = 0 or missing.missing <= 0 then 0
        else cast((missing.missing + missing.days * missing.pack - 1) // (missing.days * missing.pack) as bigint) * missing.pack
    end as quantity,
    costs.unit_cost
from missing
left join facts.unit_costs as costs
    on missing.product_key = costs.product_key and $last >= costs.valid_from and $last < costs.valid_to
order by quantity > 0 desc, missing.sold desc, product
