-- One row per order paid in the days asked for that shows a signal: which, how rare they are in this shop, and its money.
-- $1, $2: the days; $3: days on which many buy the same thing; $4: a signal that more of
-- the shop's orders show says nothing about one of them; $5: signals an order needs to be listed; $6: words of a note
-- that speak of invented orders.
with lines as (
    select
        platform,
        order_id,
        product_key,
        product_name,
        quantity,
        gross_amount,
        paid_at,
        shipped_at,
        completed_at,
        tells_shipping,
        upload,
        source_row,
        cast(paid_at as date) as day,
        -- A payment at midnight sharp is a day without its time.
        paid_at <> date_trunc('day', paid_at) as has_time
    from facts.order_lines
    where is_counted and row_kind = 'sale' and paid_at >= $1 and paid_at < $2 + interval 1 day
),

orders as (
    select
        platform,
        order_id,
        min(paid_at) as paid_at,
        min(day) as day,
        bool_and(has_time) as has_time,
        max(completed_at) as completed_at,
        bool_or(shipped_at is not null) as is_shipped,
        bool_and(tells_shipping) as tells_shipping,
        sum(gross_amount) as gross_sales,
        arg_max(coalesce(product_name, product_key), gross_amount) as product,
        min(upload) as upload,
        min(source_row) as source_row
    from lines
    group by platform, order_id
),

stated as (
    select platform, order_id, buyer_key, address_key, memo_flags, upload from staging.orders
    union all
    select platform, order_id, buyer_key, address_key, memo_flags, upload from staging.order_lines
),

people as (
    select
        platform,
        order_id,
        arg_max(buyer_key, upload) as buyer,
        arg_max(address_key, upload) as address,
        arg_max(memo_flags, upload) as memo
    from stated
    semi join orders using (platform, order_id)
    group by platform, order_id
),

given_back as (
    select
        platform,
        order_id,
        min(refunded_at) filter (where not is_refund_date_estimated) as refunded_at
    from facts.refunds
    semi join orders using (platform, order_id)
    group by platform, order_id
),

known as (
    select
        orders.*,
        people.buyer,
        people.address,
        list_aggregate(
            list_filter(string_split(people.memo, ','), lambda word: list_contains($6, word)), 'string_agg', ','
        ) as telling,
        given_back.refunded_at,
        given_back.order_id is not null as is_refunded
    from orders
    left join people on orders.platform = people.platform and orders.order_id = people.order_id
    left join given_back on orders.platform = given_back.platform and orders.order_id = given_back.order_id
),

-- How far the shop's order exports reach: a parcel sent after that is not known.
reach as (
    select
        platform,
        max(day) + interval 1 day as known_until
    from marts.coverage
    where source = 'orders'
    group by platform
),

-- Orders of one product at one price within an hour on either side, and how many of them two hours bring as a rule.
near as (
    select
        platform,
        order_id,
        count(*) over (
            partition by platform, product_key, gross_amount, quantity
            order by paid_at range between interval 1 hour preceding and interval 1 hour following
        ) as together,
        2.0 * count(*) over (partition by platform, product_key, gross_amount, quantity)
        / greatest(24 * (1 + date_diff('day', min(day) over (), max(day) over ())), 1) as usual
    from lines
    where has_time and product_key is not null and not list_contains($3, day)
),

bursts as (
    select
        platform,
        order_id
    from near
    -- The chance of so many where two hours bring `usual` of them, by Poisson.
    where case when together >= 4 then 1 - list_sum([
        exp(-usual + k * ln(usual) - lgamma(k + 1)) for k in range(0, together - 1)
    ]) < 0.001 else false end
    group by platform, order_id
),

-- Within an hour, orders of the shop against distinct buyers.
hours as (
    select
        platform,
        order_id,
        paid_at,
        count(*) over past as orders_of_hour,
        count(distinct buyer) over past as buyers_of_hour
    from known
    where has_time and buyer is not null
    window past as (partition by platform order by paid_at range between interval 1 hour preceding and current row)
),

repeated as (
    select
        platform,
        order_id,
        max(case when orders_of_hour >= 3 * buyers_of_hour then 1 else 0 end) over (
            partition by platform order by paid_at range between current row and interval 1 hour following
        ) = 1 as is_repeated
    from hours
),

buys as (
    select
        known.platform,
        known.buyer,
        lines.product_key,
        count(distinct lines.order_id) as orders
    from lines
    inner join known on lines.platform = known.platform and lines.order_id = known.order_id
    where known.buyer is not null
    group by known.platform, known.buyer, lines.product_key
),

loyal as (
    select distinct
        lines.platform,
        lines.order_id
    from lines
    inner join known on lines.platform = known.platform and lines.order_id = known.order_id
    inner join buys
        on known.platform = buys.platform and known.buyer = buys.buyer and lines.product_key = buys.product_key
    where buys.orders >= 3
),

shared as (
    select
        platform,
        address
    from known
    where address is not null
    group by platform, address
    having count(distinct buyer) >= 3
),

signals as (
    select
        known.*,
        bursts.order_id is not null as burst,
        known.tells_shipping
        and not known.is_shipped
        and not known.is_refunded
        and known.paid_at + interval 72 hour < reach.known_until as no_parcel,
        known.has_time
        and not known.is_refunded
        and known.completed_at > known.paid_at
        and known.completed_at < known.paid_at + interval 24 hour as fast_receipt,
        known.has_time
        and known.refunded_at >= known.paid_at
        and known.refunded_at < known.paid_at + interval 6 hour as quick_refund,
        loyal.order_id is not null as same_buyer,
        shared.address is not null as shared_address,
        coalesce(repeated.is_repeated, false) as repeat_buying,
        known.has_time and hour(known.paid_at) < 6 as odd_hour,
        known.telling <> '' as memo_word
    from known
    left join reach on known.platform = reach.platform
    left join bursts on known.platform = bursts.platform and known.order_id = bursts.order_id
    left join loyal on known.platform = loyal.platform and known.order_id = loyal.order_id
    left join shared on known.platform = shared.platform and known.address = shared.address
    left join repeated on known.platform = repeated.platform and known.order_id = repeated.order_id
),

-- What cannot be known of an order is not shown by it, and it counts among the shop's orders.
shown as (
    unpivot (
        select * replace (
            coalesce(no_parcel, false) as no_parcel,
            coalesce(fast_receipt, false) as fast_receipt,
            coalesce(quick_refund, false) as quick_refund,
            coalesce(memo_word, false) as memo_word
        )
        from signals
    )
    on burst, no_parcel, fast_receipt, quick_refund, same_buyer, shared_address, repeat_buying, odd_hour, memo_word
    into name signal value is_shown
),

rarity as (
    select
        signal,
        count(*) filter (where is_shown) as shown,
        count(*) as orders
    from shown
    group by signal
    having count(*) filter (where is_shown) between 1 and $4 * count(*)
),

listed as (
    select
        shown.platform,
        shown.order_id,
        list(shown.signal order by rarity.shown asc, shown.signal asc) as signals,
        sum(least(2.0, -log10(greatest(cast(rarity.shown as double) / rarity.orders, 0.0001)))) as weight
    from shown
    inner join rarity on shown.signal = rarity.signal
    where shown.is_shown
    group by shown.platform, shown.order_id
    having count(*) >= $5
)

select
    listed.platform,
    listed.order_id as "order",
    listed.signals,
    listed.weight,
    known.day,
    known.paid_at,
    known.gross_sales as amount,
    known.product,
    known.telling as memo,
    known.upload,
    files.file,
    files.sheet,
    known.source_row as row
from listed
inner join known on listed.platform = known.platform and listed.order_id = known.order_id
left join staging.uploads as files on known.upload = files.upload
order by len(listed.signals) desc, listed.weight desc, amount desc, "order" asc
