-- One row per counted order line with what it cost: goods, and the platform's fee where a rate estimates it. A view.
select
    lines.platform,
    lines.order_id,
    lines.line_key,
    lines.item_id,
    lines.product_key,
    lines.product_name,
    lines.row_kind,
    lines.quantity,
    lines.gross_amount,
    lines.platform_subsidy,
    lines.paid_at,
    lines.shipped_at,
    lines.completed_at,
    lines.order_status,
    lines.upload,
    lines.source_row,
    lines.split_upload,
    lines.split_row,
    costs.unit_cost,
    costs.upload as cost_upload,
    costs.source_row as cost_row,
    rates.upload as rate_upload,
    rates.source_row as rate_row,
    cast(lines.paid_at as date) as paid_date,
    cast(round(lines.quantity * costs.unit_cost, 2) as decimal(18, 2)) as product_cost,
    case
        when lines.row_kind = 'sale' and (costs.unit_cost is null or lines.quantity is null) then lines.gross_amount
        else 0
    end as sales_without_cost,
    rates.rate,
    case
        when settled.day is null then cast(round(lines.gross_amount * rates.rate, 2) as decimal(18, 2))
    end as platform_fee,
    brushing.order_id is not null as is_brushing
from facts.order_lines as lines
left join facts.unit_costs as costs
    on
        lines.product_key = costs.product_key
        and cast(lines.paid_at as date) >= costs.valid_from
        and cast(lines.paid_at as date) < costs.valid_to
left join facts.cost_rates as rates
    on
        rates.cost_kind = 'platform_fee_rate'
        and lines.platform = rates.platform
        and cast(lines.paid_at as date) >= rates.valid_from
        and cast(lines.paid_at as date) < rates.valid_to
left join facts.settled_days as settled
    on lines.platform = settled.platform and cast(lines.paid_at as date) = settled.day
left join facts.brushing as brushing on lines.order_id = brushing.order_id
where lines.is_counted
