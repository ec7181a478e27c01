-- One row per order whose lines do not add up to the gross of the order row they were split from.
with split as (
    select
        platform,
        order_id,
        upload,
        source_row,
        sum(gross_amount) as gross
    from facts.order_lines
    where split_upload is not null
    group by platform, order_id, upload, source_row
)

select split.order_id
from split
inner join staging.orders as orders on split.upload = orders.upload and split.source_row = orders.source_row
where split.gross <> coalesce(orders.gross_amount, 0)
