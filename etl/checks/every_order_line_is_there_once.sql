-- One row per order line that stands twice in the facts.
select
    platform,
    order_id,
    line_key
from facts.order_lines
group by platform, order_id, line_key
having count(*) > 1
