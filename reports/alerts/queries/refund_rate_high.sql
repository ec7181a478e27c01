-- Months of the shop ('') and of products in which more orders came back than 1.5 × the industry figure; whether chance
-- may explain it is judged afterwards. The threshold is the industry figure.
refunded as (
    select
        platform,
        order_id,
        line_key,
        sum(refund_amount) as amount,
        list({'upload': upload, 'row': source_row}) as rows
    from facts.refunds
    where refund_amount > 0
    group by platform, order_id, line_key
),

lines as (
    select
        sold.platform,
        sold.order_id,
        sold.product_key,
        cast(date_trunc('month', sold.day) as date) as month,
        sold.gross_amount,
        coalesce(refunded.amount, 0) as refund,
        refunded.rows
    from sold
    left join refunded
        on
            sold.platform = refunded.platform
            and sold.order_id = refunded.order_id
            and sold.line_key = refunded.line_key
),

-- Each order once: for the shop, and for every product it holds.
orders as (
    select
        '' as subject,
        month,
        sum(gross_amount) as gross,
        sum(refund) as refund,
        flatten(list(rows) filter (where rows is not null)) as rows
    from lines
    where $usual is not null
    group by platform, order_id, month
    union all
    select
        product_key as subject,
        month,
        sum(gross_amount) as gross,
        sum(refund) as refund,
        flatten(list(rows) filter (where rows is not null)) as rows
    from lines
    where product_key is not null
    group by product_key, platform, order_id, month
),

months as (
    select
        subject,
        month,
        count(*) as orders,
        count(*) filter (where refund > 0) as refunded,
        sum(gross) as gross,
        sum(refund) as refund,
        flatten(list(rows) filter (where rows is not null)) as rows
    from orders
    group by subject, month
)

select
    months.subject,
    months.month as date,
    cast(months.month + interval 1 month - interval 1 day as date) as until,
    months.refunded,
    months.orders,
    case when own.product_key is null then $usual else own.amount end as industry,
    months.gross,
    months.refund,
    months.rows
from months
left join own on months.subject = own.product_key
where
    2 * months.refunded
    > 3 * months.orders * (case when own.product_key is null then $usual else own.amount end)
