-- One row per day and platform for the shop (grain "shop") and for each of its items (grain "item"): newest state.
-- Items never add up to the shop's visitors. Reports by period and by source of traffic tell no day of the shop.
with ranked as (
    select
        traffic.*,
        row_number() over (
            partition by traffic.platform, traffic.traffic_date, traffic.grain, traffic.traffic_key
            order by
                coalesce(traffic.state_at, cast(uploads.period_to as timestamp)) desc nulls last,
                uploads.sha256 desc,
                traffic.source_row asc
        ) as age
    from staging.traffic as traffic
    inner join staging.uploads as uploads on traffic.upload = uploads.upload
    where traffic.traffic_date is not null and traffic.grain in ('shop', 'item')
)

select
    platform,
    traffic_date,
    grain,
    item_id,
    variant_id,
    product_key,
    product_name,
    impressions,
    clicks,
    visitors,
    page_views,
    favourites,
    cart_units,
    cart_buyers,
    buyers,
    paid_orders,
    units,
    paid_amount,
    refund_amount,
    upload,
    source_row
from ranked
where age = 1
