-- Products and days whose ads cost more than the cap.
advertised as (
    select
        coalesce(items.product_key, ads.item_id) as product_key,
        min(ads.item_name) as name,
        ads.ad_date as day,
        sum(ads.spend) as spend,
        list({'upload': ads.upload, 'row': ads.source_row}) as rows
    from facts.ad_spend as ads
    left join facts.item_products as items on ads.platform = items.platform and ads.item_id = items.item_id
    where ads.item_id is not null
    group by coalesce(items.product_key, ads.item_id), ads.ad_date
),

judged as (
    select
        advertised.*,
        case when own.product_key is null then $usual else own.amount end as threshold
    from advertised
    left join own on advertised.product_key = own.product_key
)

select
    product_key as subject,
    name,
    day as date,
    day as until,
    spend as value,
    threshold,
    cast(spend - threshold as decimal(18, 2)) as money,
    rows
from judged
where spend > threshold
