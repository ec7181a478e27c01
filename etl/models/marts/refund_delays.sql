-- One row per platform, day of an order's first payment (null: refunds that name no order), day of its first refund
-- (null: none), whether a day of them is estimated, their one source, and whether the orders are listed as brushing.
with orders as (
    select
        lines.platform,
        lines.order_id,
        min(cast(lines.paid_at as date)) as paid_day,
        bool_or(brushing.order_id is not null) as is_brushing
    from facts.order_lines as lines
    left join facts.brushing as brushing on lines.order_id = brushing.order_id
    where lines.is_counted and lines.row_kind = 'sale'
    group by lines.platform, lines.order_id
),

refunded as (
    select
        platform,
        order_id,
        min(cast(refunded_at as date)) as refund_day,
        bool_or(is_refund_date_estimated) as is_estimated,
        min(source) as source,
        sum(refund_amount) as refund_amount
    from facts.refunds
    where refund_amount > 0
    group by platform, order_id
)

select
    coalesce(orders.platform, refunded.platform) as platform,
    orders.paid_day,
    refunded.refund_day,
    refunded.is_estimated,
    refunded.source,
    coalesce(orders.is_brushing, false) as is_brushing,
    count(*) as orders,
    sum(refunded.refund_amount) as refund_amount
from orders
full join refunded on orders.platform = refunded.platform and orders.order_id = refunded.order_id
group by all
