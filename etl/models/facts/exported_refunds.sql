-- One row per finished refund of the refund exports in its newest state, and whether a counted order is known for it.
with ranked as (
    select
        refunds.*,
        row_number() over (
            partition by refunds.platform, refunds.refund_key
            order by
                refunds.state_at desc nulls last,
                refunds.latest_at desc nulls last,
                refunds.status_rank desc,
                refunds.refund_amount desc nulls last,
                uploads.sha256 desc,
                refunds.source_row asc
        ) as age
    from staging.refunds as refunds
    inner join staging.uploads as uploads on refunds.upload = uploads.upload
),

known_orders as (
    select distinct
        platform,
        order_id
    from facts.order_lines
    semi join staging.refunds using (platform, order_id)
    where is_counted and row_kind = 'sale'
)

select
    ranked.platform,
    ranked.order_id,
    ranked.line_id,
    ranked.product_key,
    ranked.refund_amount,
    ranked.refunded_at,
    ranked.refund_kind,
    ranked.upload,
    ranked.source_row,
    known_orders.order_id is not null as has_order
from ranked
left join known_orders on ranked.platform = known_orders.platform and ranked.order_id = known_orders.order_id
where ranked.age = 1 and ranked.refund_status = 'finished' and ranked.refund_amount > 0
