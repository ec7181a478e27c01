-- What is owed for sold pieces, by span of a quote: of all that was sold, and of what is due by a day. Pieces that were
-- refunded before they were sent never left the stock. $suppliers …: the spans; $today.
with spans as (
    select
        unnest($suppliers::varchar []) as supplier,
        unnest($products::varchar []) as product_key,
        unnest($prices::decimal(18, 6) []) as unit_price,
        unnest($days::integer []) as days,
        unnest($firsts::date []) as first,
        unnest($lasts::date []) as last
),

sold as (
    select
        spans.supplier,
        spans.product_key,
        spans.unit_price,
        spans.first,
        max(lines.product_name) as name,
        coalesce(sum(lines.quantity), 0) as units,
        coalesce(sum(lines.quantity) filter (where cast(lines.paid_at as date) + spans.days <= $today), 0) as due_units,
        min(cast(lines.paid_at as date) + spans.days) filter (where cast(lines.paid_at as date) + spans.days > $today)
            as next_due
    from spans
    left join facts.order_lines as lines
        on
            spans.product_key = lines.product_key
            and lines.is_counted
            and lines.row_kind = 'sale'
            and lines.quantity > 0
            and lines.goods <> 'back'
            and cast(lines.paid_at as date) >= spans.first
            and cast(lines.paid_at as date) < spans.last
            and lines.order_id not in (select brushing.order_id from facts.brushing as brushing)
    group by spans.supplier, spans.product_key, spans.unit_price, spans.days, spans.first
)

select
    supplier,
    product_key as product,
    coalesce(name, '') as name,
    unit_price,
    first,
    cast(units as bigint) as units,
    cast(round(units * unit_price, 2) as decimal(18, 2)) as owed,
    cast(round(due_units * unit_price, 2) as decimal(18, 2)) as due,
    next_due
from sold
order by supplier, product, first
