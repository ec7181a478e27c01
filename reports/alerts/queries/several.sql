-- The orders with more than one line, asked once for the rules that look at orders: any other line is an order.
select
    platform,
    order_id
from sold
group by platform, order_id
having count(*) > 1
