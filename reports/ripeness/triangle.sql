-- One row per platform, day of payment and delay of the first refund (null: none up to the last day known) of the
-- counted orders; `age` = days from payment to the last day of which both orders and dated refunds are known;
-- `apart` = refunds that name no order of the shop, the same in every row.
with orders as (
    select
        lines.platform,
        lines.order_id,
        min(cast(lines.paid_at as date)) as paid_day,
        bool_or(listed.order_id is not null) as is_brushing
    from facts.order_lines as lines
    left join (select distinct order_id from facts.brushing) as listed on lines.order_id = listed.order_id
    where lines.is_counted and lines.row_kind = 'sale'
    group by lines.platform, lines.order_id
),

-- Refunds are known as far as the orders and as the export out of which most of their days come.
told as (
    select
        platform,
        mode(source) as source
    from facts.refunds
    where refund_amount > 0 and not is_refund_date_estimated
    group by platform
),

ends as (
    select
        coverage.platform,
        least(
            max(coverage.day) filter (where coverage.source = 'orders'),
            max(coverage.day) filter (where coverage.source = coalesce(told.source, 'orders')),
            $1
        ) as last_day
    from marts.coverage as coverage
    left join told on coverage.platform = told.platform
    group by coverage.platform
),

refunded as (
    select
        refunds.platform,
        refunds.order_id,
        min(cast(refunds.refunded_at as date)) as refund_day,
        arg_min(refunds.is_refund_date_estimated, refunds.refunded_at) as is_estimated,
        sum(refunds.refund_amount) as refund_amount
    from facts.refunds as refunds
    inner join ends on refunds.platform = ends.platform
    where refunds.refund_amount > 0 and cast(refunds.refunded_at as date) <= ends.last_day
    group by refunds.platform, refunds.order_id
)

select
    orders.platform,
    orders.paid_day,
    ends.last_day,
    date_diff('day', orders.paid_day, ends.last_day) as age,
    case
        when refunded.refund_day is not null
            then least(greatest(date_diff('day', orders.paid_day, refunded.refund_day), 0), $3)
    end as delay,
    count(*) as orders,
    count(*) filter (where refunded.is_estimated) as estimated,
    sum(refunded.refund_amount) as refund_amount,
    (select count(*) from refunded anti join orders using (platform, order_id)) as apart
from orders
inner join ends on orders.platform = ends.platform
left join refunded on orders.platform = refunded.platform and orders.order_id = refunded.order_id
where orders.paid_day <= ends.last_day and ($2 or not orders.is_brushing)
group by all
