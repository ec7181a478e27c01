-- What is known of some products by day: of advertisements by placement, and of all visits where an export tells them.
-- A product is called by its key, or by its item's id where several products share one item.
with items as (
    select
        platform,
        item_id,
        min(product_key) as product_key
    from facts.order_lines
    where is_counted and product_key is not null and item_id is not null
    group by platform, item_id
    having count(distinct product_key) = 1
)

select
    'ads' as source,
    ads.platform,
    ads.ad_date as day,
    wanted.product,
    coalesce(ads.scene, '') as placement,
    sum(ads.impressions) as impressions,
    sum(ads.clicks) as clicks,
    sum(ads.attributed_orders) as orders,
    null as visitors,
    sum(ads.spend) as spend
from facts.ad_spend as ads
left join items on ads.platform = items.platform and ads.item_id = items.item_id
inner join unnest($1) as wanted (product) on items.product_key = wanted.product or ads.item_id = wanted.product
where not ads.is_affiliate
group by all
union all
-- How often it was shown is told of the search only.
select
    'traffic' as source,
    visits.platform,
    visits.traffic_date as day,
    wanted.product,
    '' as placement,
    sum(visits.impressions) as impressions,
    sum(visits.clicks) as clicks,
    sum(coalesce(visits.buyers, visits.paid_orders)) as orders,
    sum(visits.visitors) as visitors,
    null as spend
from facts.traffic as visits
left join items on visits.platform = items.platform and visits.item_id = items.item_id
inner join unnest($1) as wanted (product)
    on wanted.product in (visits.product_key, visits.item_id, items.product_key)
where visits.grain = 'item'
group by all
