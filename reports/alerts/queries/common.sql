-- What every rule stands on. $keys, $amounts: products with a threshold of their own; $usual: that of all others;
-- $is_claimed: whether orders on the merchant's list of brushing count.
with own as (
    select
        unnest($keys::varchar []) as product_key,
        unnest($amounts::decimal(18, 6) []) as amount
),

-- The lines of paid orders.
sold as (
    select
        platform,
        order_id,
        line_key,
        product_key,
        cast(paid_at as date) as day,
        quantity,
        gross_amount,
        shipped_at,
        completed_at,
        upload,
        source_row
    from facts.order_lines
    where
        is_counted
        and row_kind = 'sale'
        and ($is_claimed or order_id not in (select order_id from facts.brushing))
),

sold_days as (
    select
        product_key,
        day,
        sum(quantity) as units,
        sum(gross_amount) as gross
    from sold
    where product_key is not null and quantity > 0
    group by product_key, day
),

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

-- Each count with what the product usually sells: units and gross of the four weeks before it, and over how many days.
-- A product that began to be sold within them is measured from its first day on.
paced as (
    select
        spans.product_key,
        spans.day,
        any_value(spans.pieces) as units,
        any_value(spans.rows) as rows,
        coalesce(any_value(spans.units_before), 0) as units_before,
        coalesce(any_value(spans.gross_before), 0) as gross_before,
        coalesce(any_value(own_days.before - first_days.before), 0) as usual_days
    from (
        select
            product_key,
            day,
            pieces,
            rows,
            sum(units) over four_weeks as units_before,
            sum(gross) over four_weeks as gross_before,
            greatest(min(case when units is not null then day end) over (partition by product_key), day - 28) as first_day
        from (
            select product_key, day, units, gross, null as pieces, null as rows
            from sold_days
            semi join counted using (product_key)
            union all
            select product_key, day, null as units, null as gross, units as pieces, rows
            from counted
        )
        window four_weeks as (
            partition by product_key order by day range between interval 28 day preceding and interval 1 day preceding
        )
    ) as spans
    left join calendar as own_days on spans.day = own_days.day
    left join calendar as first_days on spans.first_day = first_days.day
    where spans.pieces is not null
    group by spans.product_key, spans.day
)
