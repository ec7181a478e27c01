-- Months in which products of a category that was not agreed were sold. $products, $categories: those products; $since:
-- the first day of service.
outside as (
    select
        unnest($products::varchar []) as product_key,
        unnest($categories::varchar []) as category
)

select
    sold.product_key as subject,
    min(sold.day) as date,
    max(sold.day) as until,
    sum(sold.gross_amount) as value,
    $usual as threshold,
    any_value(outside.category) as category,
    strftime(min(sold.day), '%Y-%m') as month,
    list({'upload': sold.upload, 'row': sold.source_row}) as rows
from sold
inner join outside on sold.product_key = outside.product_key
where sold.day >= $since
group by sold.product_key, date_trunc('month', sold.day)
having sum(sold.gross_amount) > $usual
