-- One row per counted order line and refund, with the cost of goods that came back and the fee given back.
with dated as (
    select
        refunds.*,
        lines.product_key,
        lines.product_name,
        lines.paid_date,
        lines.is_brushing,
        lines.gross_amount,
        lines.product_cost,
        lines.cost_upload,
        lines.cost_row,
        lines.rate,
        lines.rate_upload,
        lines.rate_row,
        cast(refunds.refunded_at as date) as refund_date,
        sum(refunds.refund_amount) over so_far as refunded_upto,
        sum(case refunds.goods when 'back' then refunds.refund_amount else 0 end) over so_far as returned_upto
    from facts.refunds as refunds
    inner join facts.line_values as lines
        on
            refunds.platform = lines.platform
            and refunds.order_id = lines.order_id
            and refunds.line_key = lines.line_key
    window so_far as (
        partition by refunds.platform, refunds.order_id, refunds.line_key
        order by refunds.refunded_at, refunds.upload, refunds.source_row, refunds.refund_amount
        rows unbounded preceding
    )
),

-- Goods come back in the measure of the money: of the cost, the share that the returns are of the gross, at most all.
fen as (
    select
        *,
        cast(gross_amount * 100 as hugeint) as gross_fen,
        cast(product_cost * 100 as hugeint) as cost_fen,
        cast(least(returned_upto, gross_amount) * 100 as hugeint) as upto_fen,
        cast(least(returned_upto - refund_amount, gross_amount) * 100 as hugeint) as before_fen
    from dated
)

select
    fen.platform,
    fen.order_id,
    fen.line_key,
    fen.product_key,
    fen.product_name,
    fen.paid_date,
    fen.refund_date,
    fen.refund_amount,
    fen.source,
    fen.goods,
    fen.is_refund_date_estimated,
    fen.is_refund_from_lines,
    fen.is_brushing,
    fen.upload,
    fen.source_row,
    fen.split_upload,
    fen.split_row,
    fen.cost_upload,
    fen.cost_row,
    fen.rate_upload,
    fen.rate_row,
    case
        when fen.goods = 'back' and fen.gross_fen > 0 and fen.refund_amount > 0
            then
                cast(
                    cast(
                        (2 * fen.cost_fen * fen.upto_fen + fen.gross_fen) // (2 * fen.gross_fen)
                        - (2 * fen.cost_fen * fen.before_fen + fen.gross_fen) // (2 * fen.gross_fen) as decimal(18, 0)
                    ) * 0.01 as decimal(18, 2)
                )
    end as product_cost_back,
    -- What is left of the fee after the refund is rounded once, so a full refund gives the whole fee back.
    case
        when settled.day is null
            then
                cast(
                    round((fen.gross_amount - (fen.refunded_upto - fen.refund_amount)) * fen.rate, 2)
                    - round((fen.gross_amount - fen.refunded_upto) * fen.rate, 2) as decimal(18, 2)
                )
    end as platform_fee_back,
    case
        when settled_when_paid.day is null
            then
                cast(
                    round((fen.gross_amount - (fen.refunded_upto - fen.refund_amount)) * fen.rate, 2)
                    - round((fen.gross_amount - fen.refunded_upto) * fen.rate, 2) as decimal(18, 2)
                )
    end as platform_fee_back_of_order
from fen
left join facts.settled_days as settled on fen.platform = settled.platform and fen.refund_date = settled.day
left join facts.settled_days as settled_when_paid
    on fen.platform = settled_when_paid.platform and fen.paid_date = settled_when_paid.day
