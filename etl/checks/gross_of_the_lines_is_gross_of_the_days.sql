-- One row per platform whose days do not add up to its lines.
with lines as (
    select
        platform,
        sum(gross_amount) as gross
    from facts.order_lines
    where is_counted
    group by platform
),

refunds as (
    select
        platform,
        sum(refund_amount) as refunds
    from facts.refunds
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
left join refunds on lines.platform = refunds.platform
left join days on lines.platform = days.platform
where
    lines.gross <> coalesce(days.gross, 0)
    or coalesce(refunds.refunds, 0) <> coalesce(days.refunds, 0)
    or coalesce(refunds.refunds, 0) <> coalesce(days.refunds_of_orders, 0)
