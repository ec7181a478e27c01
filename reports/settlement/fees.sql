select
    platform,
    fee_kind,
    fee_class,
    count(*) as rows,
    cast(-sum(amount) as decimal(18, 2)) as amount,
    count(*) filter (where order_id is null) as rows_without_order,
    cast(-sum(amount) filter (where order_id is null) as decimal(18, 2)) as amount_without_order
from facts.settlements
where settled_date between $1 and $2
group by platform, fee_kind, fee_class
order by platform, amount desc, fee_kind
