-- Products that were first sold in the time of service and that the merchant has not approved. $products: the approved
-- ones; $since: the first day of service.
approved as (
    select unnest($products::varchar []) as product_key
)

select
    sold.product_key as subject,
    min(sold.day) as date,
    max(sold.day) as until,
    sum(sold.gross_amount) as value,
    $usual as threshold,
    list({'upload': sold.upload, 'row': sold.source_row}) as rows
from sold
anti join approved on sold.product_key = approved.product_key
where sold.product_key is not null
group by sold.product_key
having min(sold.day) >= $since and sum(sold.gross_amount) > $usual
