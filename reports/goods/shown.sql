-- Impressions and clicks of some products, day by day, as the ad reports ('ads') and the items' traffic ('traffic') tell
-- them. $1, $2: the days; $3: the products.
with wanted as (
    select unnest($3::varchar []) as product_key
),

told as (
    select
        'ads' as source,
        coalesce(items.product_key, ads.item_id) as product_key,
        ads.ad_date as day,
        ads.impressions,
        ads.clicks
    from facts.ad_spend as ads
    left join facts.item_products as items on ads.platform = items.platform and ads.item_id = items.item_id
    where ads.item_id is not null and not ads.is_affiliate
    union all
    select
        'traffic' as source,
        coalesce(traffic.product_key, items.product_key, traffic.item_id) as product_key,
        traffic.traffic_date as day,
        traffic.impressions,
        traffic.clicks
    from facts.traffic as traffic
    left join facts.item_products as items
        on traffic.platform = items.platform and traffic.item_id = items.item_id
    where traffic.grain = 'item'
),

by_day as (
    select
        told.source,
        told.product_key,
        told.day,
        cast(sum(told.impressions) as bigint) as impressions,
        cast(coalesce(sum(told.clicks), 0) as bigint) as clicks
    from told
    inner join wanted on told.product_key = wanted.product_key
    where told.day between $1 and $2 and told.impressions is not null
    group by told.source, told.product_key, told.day
)

select
    source,
    product_key,
    list(impressions order by day) as impressions,
    list(clicks order by day) as clicks
from by_day
group by source, product_key
