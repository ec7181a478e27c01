-- One row per order that the merchant lists as brushing: out of the cleaned book, in the claimed book.
select
    brushing.order_id,
    brushing.commission_amount,
    brushing.platform_fee_amount,
    brushing.principal_amount,
    cast(coalesce(brushing.paid_at, brushing.ordered_at) as date) as cost_date,
    brushing.upload,
    brushing.source_row
from staging.brushing as brushing
qualify row_number() over (partition by brushing.order_id order by brushing.upload desc, brushing.source_row desc) = 1
