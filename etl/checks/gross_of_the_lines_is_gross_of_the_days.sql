-- One row per platform whose days do not add up to its lines.
with lines as (
    select
        platform,
        sum(gross_amount) as gross,
        sum(refund_amount) as refunds
    from facts.order_lines
    where is_counted
    group by platform
),

days as (
    select
        platform,
        sum(gross_sales) as gross,
        sum(refunds) as refunds,
        sum(refunds_of_orders) as refunds_of_orders
    from marts.daily
    where platform <> ''
    group by platform
)

select lines.platform
from lines
left join days on lines.platform = days.platform
where
    lines.gross <> coalesce(days.gross, 0)
    or lines.refunds <> coalesce(days.refunds, 0)
    or lines.refunds <> coalesce(days.refunds_of_orders, 0)
