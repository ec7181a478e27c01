-- Products that were sold lately or are quoted, with the price really paid by buyers, the price paid for the goods, and the
-- suppliers known of them. $1, $2: the days of sale; $3: the quoted products; {freight}: reports/floors.py.
with quoted as (
    select unnest($3::varchar []) as product_key
),

{freight},

freights as (
    select
        product_key,
        cast(cast(sum(upto - before) as decimal(30, 0)) * 0.01 as decimal(18, 2)) as freight
    from parted
    where quantity > 0 and paid_date between $1 and $2
    group by product_key
),

sold as (
    select
        product_key,
        max(product_name) as name,
        sum(quantity) as units,
        sum(gross_amount) as gross
    from facts.order_lines as lines
    where
        is_counted
        and row_kind = 'sale'
        and quantity > 0
        and product_key is not null
        and cast(paid_at as date) between $1 and $2
        and {counted}
    group by product_key
),

bought as (
    select
        product_key,
        trim(supplier) as supplier,
        unit_price,
        cast(coalesce(paid_at, ordered_at) as date) as day
    from staging.purchases
    qualify row_number() over (partition by platform, order_id, line_number order by state_at desc nulls last, upload desc) = 1
),

paid as (
    select
        product_key,
        arg_max(unit_price, (day, unit_price)) as price,
        max(day) as day
    from bought
    where unit_price > 0 and day <= $2
    group by product_key
),

costs as (
    select
        product_key,
        unit_cost as price
    from facts.unit_costs
    where $2 >= valid_from and $2 < valid_to
),

known as (
    select
        product_key,
        list(distinct supplier order by supplier) as suppliers
    from (
        select product_key, supplier from bought
        union all
        select product_key, trim(supplier) as supplier from facts.supplier_payments
    )
    where supplier <> '' and product_key is not null
    group by product_key
),

keys as (
    select product_key from sold
    union
    select product_key from quoted
)

select
    keys.product_key as product,
    coalesce(sold.name, '') as name,
    coalesce(sold.units, 0) as units,
    coalesce(sold.gross, 0) - coalesce(freights.freight, 0) as realised,
    coalesce(paid.price, costs.price) as price,
    coalesce(known.suppliers, []) as suppliers
from keys
left join sold on keys.product_key = sold.product_key
left join freights on keys.product_key = freights.product_key
left join paid on keys.product_key = paid.product_key
left join costs on keys.product_key = costs.product_key
left join known on keys.product_key = known.product_key
order by realised desc, product
