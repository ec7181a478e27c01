-- Months of the shop ('') and of products in which more orders came back than 1.5 × the industry figure; whether chance
-- may explain it is judged afterwards. The threshold is the industry figure.
refunded as (
    select
        platform,
        order_id,
        line_key,
        sum(refund_amount) as amount
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
        coalesce(refunded.amount, 0) as refund
    from sold
    left join refunded
        on
            sold.platform = refunded.platform
            and sold.order_id = refunded.order_id
            and sold.line_key = refunded.line_key
),

-- A line that is alone in its order is an order; only the lines of the others are gathered.
alone as (
    select
        product_key,
        month,
        count(*) as orders,
        count(*) filter (where refund > 0) as refunded,
        sum(gross_amount) as gross,
        sum(refund) as refund
    from lines
    anti join several using (platform, order_id)
    group by product_key, month
),

together as (
    select lines.*
    from lines
    semi join several using (platform, order_id)
),

of_orders as (
    select
        month,
        1 as orders,
        cast(sum(refund) > 0 as integer) as refunded,
        sum(gross_amount) as gross,
        sum(refund) as refund
    from together
    group by platform, order_id, month
),

of_products as (
    select
        product_key,
        month,
        1 as orders,
        cast(sum(refund) > 0 as integer) as refunded,
        sum(gross_amount) as gross,
        sum(refund) as refund
    from together
    group by product_key, platform, order_id, month
),

-- Each order once: for the shop, and for every product it holds.
told as (
    select '' as subject, month, orders, refunded, gross, refund from alone where $usual is not null
    union all
    select '' as subject, month, orders, refunded, gross, refund from of_orders where $usual is not null
    union all
    select product_key as subject, month, orders, refunded, gross, refund from alone where product_key is not null
    union all
    select product_key as subject, month, orders, refunded, gross, refund from of_products where product_key is not null
),

months as (
    select
        subject,
        month,
        cast(sum(orders) as bigint) as orders,
        cast(sum(refunded) as bigint) as refunded,
        sum(gross) as gross,
        sum(refund) as refund
    from told
    group by subject, month
),

high as (
    select
        months.*,
        cast(months.month + interval 1 month - interval 1 day as date) as until,
        case when own.product_key is null then $usual else own.amount end as industry
    from months
    left join own on months.subject = own.product_key
    where
        2 * months.refunded
        > 3 * months.orders * (case when own.product_key is null then $usual else own.amount end)
),

-- Two joins by equality, not one by either: the shop's months, and those of products.
counted as (
    select
        sold.product_key,
        cast(date_trunc('month', sold.day) as date) as month,
        refunds.upload,
        refunds.source_row
    from facts.refunds as refunds
    inner join sold
        on
            refunds.platform = sold.platform
            and refunds.order_id = sold.order_id
            and refunds.line_key = sold.line_key
    where refunds.refund_amount > 0
),

listed as (
    select
        high.subject,
        counted.*
    from counted
    inner join high on counted.month = high.month
    where high.subject = ''
    union all
    select
        high.subject,
        counted.*
    from counted
    inner join high on counted.product_key = high.subject and counted.month = high.month
    where high.subject <> ''
),

behind as (
    select
        subject,
        month,
        list({'upload': upload, 'row': source_row}) as rows
    from listed
    group by subject, month
)

select
    high.subject,
    high.month as date,
    high.until,
    high.refunded,
    high.orders,
    high.industry,
    high.gross,
    high.refund,
    behind.rows
from high
left join behind on high.subject = behind.subject and high.month = behind.month
