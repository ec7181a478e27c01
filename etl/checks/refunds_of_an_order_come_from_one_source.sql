-- One row per order whose refunds are taken from two sources: the same money twice.
select
    platform,
    order_id
from facts.refunds
group by platform, order_id
having count(distinct source) > 1
