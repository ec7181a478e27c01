-- One row per day of counting, warehouse ('' where none is named) and product: pieces in stock. Newest state; rows of
-- one table with the same key (shelves) add up. A table without days speaks for the day it was exported.
with dated as (
    select
        stock.product_key,
        stock.product_name,
        stock.quantity,
        stock.upload,
        stock.source_row,
        uploads.exported_at,
        uploads.sha256,
        coalesce(stock.warehouse, '') as warehouse,
        coalesce(stock.stock_date, cast(uploads.exported_at as date), uploads.period_to) as stock_date
    from staging.stock as stock
    inner join staging.uploads as uploads on stock.upload = uploads.upload
),

ranked as (
    select
        *,
        rank() over (
            partition by product_key, warehouse, stock_date
            order by exported_at desc nulls last, sha256 desc, upload desc
        ) as age
    from dated
    where stock_date is not null
)

select
    stock_date,
    warehouse,
    product_key,
    min(product_name) as product_name,
    cast(sum(quantity) as bigint) as units,
    upload,
    min(source_row) as source_row
from ranked
where age = 1
group by stock_date, warehouse, product_key, upload
