-- One row per counted order line and refund of it, each on its own day. One source per order: refund exports where they
-- have a finished refund, else settlements, else the order export.
with exported as (
    select
        platform,
        order_id,
        line_id,
        product_key,
        refund_amount,
        refunded_at,
        refund_kind,
        'refunds' as source,
        upload,
        source_row
    from facts.exported_refunds
    where has_order
),

settled as (
    select
        platform,
        order_id,
        line_id,
        product_key,
        -amount as refund_amount,
        settled_at as refunded_at,
        cast(null as varchar) as refund_kind,
        'settlement' as source,
        upload,
        source_row
    from facts.settlements
    anti join facts.exported_refunds using (platform, order_id)
    where fee_class = 'refund' and order_id is not null
),

told_orders as (
    select
        platform,
        order_id
    from exported
    union
    select
        platform,
        order_id
    from settled
),

counted_lines as (
    select
        platform,
        order_id,
        line_key,
        product_key,
        gross_amount,
        refund_amount,
        refunded_at as own_refunded_at,
        tells_shipping and shipped_at is null as is_never_shipped,
        is_refund_assumed,
        upload,
        source_row,
        split_upload,
        split_row
    from facts.order_lines
    semi join told_orders using (platform, order_id)
    where is_counted and row_kind = 'sale'
),

-- Buyers of some platforms get their money back before it reaches any ledger: a settlement that shows less than the
-- order export's own amount does not tell everything.
settled_orders as (
    select
        platform,
        order_id,
        sum(refund_amount) as refund_amount
    from settled
    group by platform, order_id
),

own_orders as (
    select
        platform,
        order_id,
        sum(refund_amount) as refund_amount,
        bool_or(is_refund_assumed) as is_assumed
    from counted_lines
    semi join settled using (platform, order_id)
    group by platform, order_id
),

settled_more as (
    select
        settled_orders.platform,
        settled_orders.order_id
    from settled_orders
    inner join own_orders
        on settled_orders.platform = own_orders.platform and settled_orders.order_id = own_orders.order_id
    where own_orders.is_assumed or settled_orders.refund_amount > own_orders.refund_amount
),

sources as (
    select * from exported
    union all
    select settled.* from settled
    semi join settled_more using (platform, order_id)
),

told as (
    select
        *,
        row_number() over (order by upload, source_row, refund_amount, refunded_at) as refund_number
    from sources
),

-- A refund that names its line or its product is that line's; any other is the whole order's.
met as (
    select
        told.refund_number,
        lines.line_key,
        case
            when told.line_id = lines.line_key then 2 when told.product_key = lines.product_key then 1 else 0
        end as nearness
    from told
    inner join counted_lines as lines on told.platform = lines.platform and told.order_id = lines.order_id
),

nearest as (
    select
        refund_number,
        line_key
    from met
    qualify nearness = max(nearness) over (partition by refund_number)
),

weighed as (
    select
        told.refund_number,
        told.platform,
        told.order_id,
        nearest.line_key,
        coalesce(told.refunded_at, lines.own_refunded_at) as refunded_at,
        told.refunded_at is null as is_refund_date_estimated,
        told.refund_kind,
        told.source,
        told.upload,
        told.source_row,
        lines.gross_amount,
        lines.is_never_shipped,
        coalesce(lines.split_upload, lines.upload) as split_upload,
        coalesce(lines.split_row, lines.source_row) as split_row,
        cast(told.refund_amount * 100 as hugeint) as fen,
        cast(greatest(lines.gross_amount, 0) * 100 as hugeint) as weight,
        sum(cast(greatest(lines.gross_amount, 0) * 100 as hugeint)) over (partition by told.refund_number) as whole
    from told
    inner join nearest on told.refund_number = nearest.refund_number
    inner join counted_lines as lines
        on
            told.platform = lines.platform
            and told.order_id = lines.order_id
            and nearest.line_key = lines.line_key
),

cumulative as (
    select
        *,
        sum(case when whole > 0 then weight else 1 end) over (
            partition by refund_number order by split_upload, split_row, line_key
        ) as so_far,
        case when whole > 0 then weight else 1 end as own_weight,
        sum(case when whole > 0 then weight else 1 end) over (partition by refund_number) as all_weights,
        count(*) over (partition by refund_number) as lines
    from weighed
),

parts as (
    select
        *,
        sign(fen) * (
            (2 * abs(fen) * so_far + all_weights) // (2 * all_weights)
            - (2 * abs(fen) * (so_far - own_weight) + all_weights) // (2 * all_weights)
        ) as part
    from cumulative
),

from_sources as (
    select
        platform,
        order_id,
        line_key,
        cast(cast(part as decimal(18, 0)) * 0.01 as decimal(18, 2)) as refund_amount,
        refunded_at,
        is_refund_date_estimated,
        refund_kind,
        source,
        gross_amount,
        is_never_shipped,
        upload,
        source_row,
        case when lines > 1 then split_upload end as split_upload,
        case when lines > 1 then split_row end as split_row
    from parts
    where part <> 0
),

whole_lines as (
    select
        *,
        gross_amount > 0
        and sum(refund_amount) over (partition by platform, order_id, line_key) >= gross_amount as is_full
    from from_sources
)

select
    platform,
    order_id,
    line_key,
    refund_amount,
    refunded_at,
    source,
    is_refund_date_estimated,
    false as is_refund_from_lines,
    case
        when refund_kind = 'goods_returned' then 'back'
        when is_full and is_never_shipped then 'back'
        when refund_kind = 'money_only' then 'kept'
        else 'uncertain'
    end as goods,
    upload,
    source_row,
    split_upload,
    split_row
from whole_lines
union all
select
    platform,
    order_id,
    line_key,
    refund_amount,
    refunded_at,
    'orders' as source,
    is_refund_date_estimated,
    is_refund_from_lines,
    goods,
    upload,
    source_row,
    split_upload,
    split_row
from facts.order_lines
anti join from_sources using (platform, order_id)
where is_counted and refund_amount <> 0
