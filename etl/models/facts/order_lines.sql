-- One row per order line in its newest state; what is known of the whole order is split over its lines, no fen lost.
with nameless_lines as (
    select distinct
        platform,
        order_id
    from staging.order_lines
    where line_id is null
),

-- Exports with line ids and exports without them tell the same lines: the ids win.
named_twice as (
    select distinct
        platform,
        order_id
    from staging.order_lines
    semi join nameless_lines using (platform, order_id)
    where line_id is not null
),

line_states as (
    select
        lines.*,
        uploads.sha256
    from staging.order_lines as lines
    inner join staging.uploads as uploads on lines.upload = uploads.upload
    left join named_twice on lines.platform = named_twice.platform and lines.order_id = named_twice.order_id
    where lines.line_id is not null or named_twice.order_id is null
),

-- Nearly every line is known once; only the others are ranked.
known_twice as (
    select
        platform,
        order_id,
        line_key
    from line_states
    group by platform, order_id, line_key
    having count(*) > 1
),

ranked_lines as (
    select
        line_states.*,
        row_number() over (
            partition by platform, order_id, line_key
            order by
                state_at desc nulls last,
                latest_at desc nulls last,
                status_rank desc,
                refund_amount desc nulls last,
                sha256 desc,
                source_row asc
        ) as age
    from line_states
    semi join known_twice using (platform, order_id, line_key)
),

newest_lines as (
    select line_states.*
    from line_states
    anti join known_twice using (platform, order_id, line_key)
    union all by name
    select * exclude (age)
    from ranked_lines
    where age = 1
),

ranked_orders as (
    select
        orders.*,
        row_number() over (
            partition by orders.platform, orders.order_id
            order by
                orders.state_at desc nulls last,
                orders.latest_at desc nulls last,
                orders.status_rank desc,
                orders.refund_amount desc nulls last,
                uploads.sha256 desc,
                orders.source_row asc
        ) as age
    from staging.orders as orders
    inner join staging.uploads as uploads on orders.upload = uploads.upload
),

newest_orders as (
    select * exclude (age)
    from ranked_orders
    where age = 1
),

-- An order-grain state that knows of no payment does not overrule lines that do.
paid_lines as (
    select distinct
        platform,
        order_id
    from newest_lines
    where paid_at is not null and gross_amount <> 0
),

governing_orders as (
    select newest_orders.*
    from newest_orders
    left join paid_lines using (platform, order_id)
    where newest_orders.paid_at is not null or paid_lines.order_id is null
),

-- The place of a line within its order in its file does not change when a file is cut or joined.
line_places as (
    select
        upload,
        source_row,
        row_number() over (partition by upload, platform, order_id order by source_row) as place
    from staging.order_lines
    semi join governing_orders using (platform, order_id)
),

weighed as (
    select
        lines.platform,
        lines.order_id,
        lines.line_key,
        lines.upload,
        lines.source_row,
        lines.item_id,
        lines.product_key,
        lines.product_name,
        lines.variant_name,
        lines.quantity,
        lines.shipped_at as line_shipped_at,
        lines.tells_shipping as line_tells_shipping,
        lines.refund_amount as line_refund,
        places.place,
        greatest(coalesce(lines.payable_amount, lines.quantity * lines.unit_price, 0), 0) as payable,
        greatest(coalesce(lines.refund_amount, 0), 0) as refunded
    from newest_lines as lines
    inner join line_places as places on lines.upload = places.upload and lines.source_row = places.source_row
),

order_weights as (
    select
        platform,
        order_id,
        sum(payable) as payable,
        sum(refunded) as refunded
    from weighed
    group by platform, order_id
),

-- Weights in fen; where nothing weighs, every line weighs the same.
fen as (
    select
        weighed.*,
        orders.upload as order_upload,
        orders.source_row as order_row,
        orders.order_status,
        orders.ordered_at,
        orders.paid_at,
        orders.shipped_at,
        orders.completed_at,
        orders.tells_shipping or weighed.line_tells_shipping as tells_shipping,
        cast(coalesce(orders.gross_amount, 0) * 100 as hugeint) as gross_fen,
        -- A line export that shows more refund than the order export wins for the refund.
        cast(greatest(coalesce(orders.refund_amount, 0), weights.refunded) * 100 as hugeint) as refund_fen,
        -- Where one file tells both, that is no finding.
        weights.refunded > coalesce(orders.refund_amount, 0) and orders.upload <> weighed.upload
            as is_refund_from_lines,
        orders.is_refund_assumed and weights.refunded = 0 as is_refund_assumed,
        case when weights.payable > 0 then cast(round(weighed.payable, 2) * 100 as hugeint) else 1 end as gross_weight,
        case
            when weights.refunded > 0 then cast(weighed.refunded * 100 as hugeint)
            when weights.payable > 0 then cast(round(weighed.payable, 2) * 100 as hugeint)
            else 1
        end as refund_weight
    from weighed
    inner join governing_orders as orders
        on weighed.platform = orders.platform and weighed.order_id = orders.order_id
    inner join order_weights as weights
        on weighed.platform = weights.platform and weighed.order_id = weights.order_id
),

cumulative as (
    select
        fen.*,
        sum(gross_weight) over (partition by platform, order_id order by place, line_key) as gross_so_far,
        sum(gross_weight) over (partition by platform, order_id) as gross_whole,
        sum(refund_weight) over (partition by platform, order_id order by place, line_key) as refund_so_far,
        sum(refund_weight) over (partition by platform, order_id) as refund_whole
    from fen
),

-- part = round(total × weight so far ÷ weight) − the same up to the line before, in whole fen, half up.
parts as (
    select
        *,
        sign(gross_fen) * ((2 * abs(gross_fen) * gross_so_far + gross_whole) // (2 * gross_whole)) as gross_upto,
        sign(gross_fen)
        * ((2 * abs(gross_fen) * (gross_so_far - gross_weight) + gross_whole) // (2 * gross_whole)) as gross_before,
        sign(refund_fen) * ((2 * abs(refund_fen) * refund_so_far + refund_whole) // (2 * refund_whole)) as refund_upto,
        sign(refund_fen)
        * ((2 * abs(refund_fen) * (refund_so_far - refund_weight) + refund_whole) // (2 * refund_whole))
            as refund_before
    from cumulative
),

split_lines as (
    select
        platform,
        order_id,
        line_key,
        item_id,
        product_key,
        product_name,
        variant_name,
        quantity,
        order_status,
        ordered_at,
        paid_at,
        coalesce(shipped_at, line_shipped_at) as shipped_at,
        completed_at,
        cast(null as timestamp) as own_refunded_at,
        tells_shipping,
        'sale' as row_kind,
        cast(cast(gross_upto - gross_before as decimal(18, 0)) * 0.01 as decimal(18, 2)) as gross_amount,
        cast(cast(refund_upto - refund_before as decimal(18, 0)) * 0.01 as decimal(18, 2)) as refund_amount,
        cast(null as decimal(18, 2)) as platform_subsidy,
        is_refund_from_lines,
        is_refund_assumed,
        order_upload as upload,
        order_row as source_row,
        upload as split_upload,
        source_row as split_row
    from parts
),

lone_lines as (
    select
        platform,
        order_id,
        line_key,
        item_id,
        product_key,
        product_name,
        variant_name,
        quantity,
        order_status,
        ordered_at,
        paid_at,
        shipped_at,
        completed_at,
        refunded_at as own_refunded_at,
        tells_shipping,
        row_kind,
        gross_amount,
        coalesce(refund_amount, 0) as refund_amount,
        platform_subsidy,
        false as is_refund_from_lines,
        is_refund_assumed,
        upload,
        source_row,
        cast(null as integer) as split_upload,
        cast(null as bigint) as split_row
    from newest_lines
    anti join governing_orders using (platform, order_id)
),

lone_orders as (
    select
        platform,
        order_id,
        order_id as line_key,
        item_id,
        product_key,
        product_name,
        cast(null as varchar) as variant_name,
        quantity,
        order_status,
        ordered_at,
        paid_at,
        shipped_at,
        completed_at,
        cast(null as timestamp) as own_refunded_at,
        tells_shipping,
        'sale' as row_kind,
        gross_amount,
        coalesce(refund_amount, 0) as refund_amount,
        platform_subsidy,
        false as is_refund_from_lines,
        is_refund_assumed,
        upload,
        source_row,
        cast(null as integer) as split_upload,
        cast(null as bigint) as split_row
    from governing_orders
    anti join newest_lines using (platform, order_id)
),

all_lines as (
    select * from split_lines
    union all by name
    select * from lone_lines
    union all by name
    select * from lone_orders
)

select
    platform,
    order_id,
    line_key,
    row_kind,
    item_id,
    coalesce(product_key, item_id) as product_key,
    product_name,
    variant_name,
    quantity,
    order_status,
    ordered_at,
    paid_at,
    shipped_at,
    completed_at,
    coalesce(own_refunded_at, completed_at, paid_at) as refunded_at,
    own_refunded_at is null as is_refund_date_estimated,
    gross_amount,
    refund_amount,
    platform_subsidy,
    case
        when refund_amount = 0 then 'none'
        when refund_amount >= gross_amount and gross_amount > 0 and tells_shipping and shipped_at is null then 'back'
        else 'uncertain'
    end as goods,
    paid_at is not null and row_kind in ('sale', 'refund') and gross_amount is not null as is_counted,
    tells_shipping,
    is_refund_from_lines,
    coalesce(is_refund_assumed, false) as is_refund_assumed,
    upload,
    source_row,
    split_upload,
    split_row
from all_lines
