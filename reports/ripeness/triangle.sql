-- One row per platform, day of payment and delay of the first refund (null: none up to the last day known) of the
-- counted orders; `age` = days from payment to the last day of which both orders and dated refunds are known;
-- `apart` = refunds that name no order of the shop, the same in every row.
with sources as (
    select
        platform,
        source,
        sum(orders) as orders
    from marts.refund_delays
    where refund_day is not null and not is_estimated
    group by platform, source
),

-- Refunds are known as far as the orders and as the export out of which most of their days come.
told as (
    select
        platform,
        arg_max(source, (orders, source)) as source
    from sources
    group by platform
),

ends as (
    select
        coverage.platform,
        least(
            max(coverage.day) filter (where coverage.source = 'orders'),
            max(coverage.day) filter (where coverage.source = coalesce(told.source, 'orders')),
            $1
        ) as last_day
    from marts.coverage as coverage
    left join told on coverage.platform = told.platform
    group by coverage.platform
),

known as (
    select
        delays.platform,
        delays.paid_day,
        ends.last_day,
        delays.orders,
        case when delays.refund_day <= ends.last_day then delays.refund_day end as refund_day,
        case when delays.refund_day <= ends.last_day then delays.is_estimated end as is_estimated,
        case when delays.refund_day <= ends.last_day then delays.refund_amount end as refund_amount
    from marts.refund_delays as delays
    inner join ends on delays.platform = ends.platform
    where delays.paid_day <= ends.last_day and ($2 or not delays.is_brushing)
)

select
    platform,
    paid_day,
    last_day,
    date_diff('day', paid_day, last_day) as age,
    case
        when refund_day is not null then least(greatest(date_diff('day', paid_day, refund_day), 0), $3)
    end as delay,
    cast(sum(orders) as bigint) as orders,
    cast(coalesce(sum(orders) filter (where is_estimated), 0) as bigint) as estimated,
    sum(refund_amount) as refund_amount,
    (select cast(coalesce(sum(orders), 0) as bigint) from marts.refund_delays where paid_day is null) as apart
from known
group by all
