-- What is known of some products by day: of advertisements by placement. A product is called by its key or its item's id.
select
    'ads' as source,
    ads.platform,
    ads.ad_date as day,
    case when list_contains($1, items.product_key) then items.product_key else ads.item_id end as product,
    coalesce(ads.scene, '') as placement,
    sum(ads.impressions) as impressions,
    sum(ads.clicks) as clicks,
    sum(ads.attributed_orders) as orders,
    sum(ads.spend) as spend
from facts.ad_spend as ads
left join facts.item_products as items on ads.platform = items.platform and ads.item_id = items.item_id
where
    (list_contains($1, items.product_key) or list_contains($1, ads.item_id))
    and not ads.is_affiliate
group by all
