-- One row per platform item that is sold under one product code only: its ads belong to that product. A view.
select
    platform,
    item_id,
    min(product_key) as product_key
from facts.order_lines
where is_counted and item_id is not null and product_key is not null
group by platform, item_id
having count(distinct product_key) = 1
