-- Products that were first sold in the time of service and that the merchant has not approved. $products: the approved
-- ones; $since: the first day of service.
approved as (
    select unnest($products::varchar []) as product_key
),

waiting as (
    select
        sold.product_key,
        min(sold.day) as date,
        max(sold.day) as until,
        sum(sold.gross_amount) as value
    from sold
    anti join approved on sold.product_key = approved.product_key
    where sold.product_key is not null
    group by sold.product_key
    having min(sold.day) >= $since and sum(sold.gross_amount) > $usual
)

select
    waiting.product_key as subject,
    waiting.date,
    waiting.until,
    waiting.value,
    $usual as threshold,
    list({'upload': sold.upload, 'row': sold.source_row}) as rows
from waiting
inner join sold on waiting.product_key = sold.product_key
group by waiting.product_key, waiting.date, waiting.until, waiting.value
