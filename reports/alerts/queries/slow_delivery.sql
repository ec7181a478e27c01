-- Weeks of receipt whose middle order took longer than so many days. $last: the last day known.
delivered as (
    select *
    from sold
    where shipped_at is not null and completed_at >= shipped_at
),

-- Only the lines of orders with several are gathered.
orders as (
    select
        shipped_at,
        completed_at as received_at,
        upload,
        source_row
    from delivered
    anti join several using (platform, order_id)
    union all
    select
        min(shipped_at) as shipped_at,
        max(completed_at) as received_at,
        min(upload) as upload,
        min(source_row) as source_row
    from delivered
    semi join several using (platform, order_id)
    group by platform, order_id
),

lasted as (
    select
        cast(date_trunc('week', received_at) as date) as week,
        date_diff('second', shipped_at, received_at) as seconds,
        upload,
        source_row
    from orders
)

select
    '' as subject,
    week as date,
    week + 6 as until,
    cast(quantile_disc(seconds, 0.5) as bigint) as seconds,
    $usual as threshold,
    count(*) filter (where seconds > $usual * 86400) as slow,
    count(*) as orders,
    list({'upload': upload, 'row': source_row}) filter (where seconds > $usual * 86400) as rows
from lasted
group by week
having quantile_disc(seconds, 0.5) > $usual * 86400 and week + 6 <= $last
