-- What is known of some products by day: of advertisements by placement.
-- A product is called by its key, or by its item's id where several products share one item.
select
    'ads' as source,
    ads.platform,
    ads.ad_date as day,
    wanted.product,
    coalesce(ads.scene, '') as placement,
    sum(ads.impressions) as impressions,
    sum(ads.clicks) as clicks,
    sum(ads.attributed_orders) as orders,
    sum(ads.spend) as spend
from facts.ad_spend as ads
left join facts.item_products as items on ads.platform = items.platform and ads.item_id = items.item_id
inner join unnest($1) as wanted (product) on items.product_key = wanted.product or ads.item_id = wanted.product
where not ads.is_affiliate
group by all
