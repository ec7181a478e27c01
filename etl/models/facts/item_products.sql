-- One row per advertised or visited item that is sold under one product code only: its ads and visits belong to that
-- product. A view.
with named as (
    select
        platform,
        item_id
    from facts.ad_spend
    where item_id is not null
    union
    select
        platform,
        item_id
    from facts.traffic
    where item_id is not null
)

select
    lines.platform,
    lines.item_id,
    min(lines.product_key) as product_key
from facts.order_lines as lines
inner join named on lines.platform = named.platform and lines.item_id = named.item_id
where lines.is_counted and lines.product_key is not null
group by lines.platform, lines.item_id
having count(distinct lines.product_key) = 1
