-- One row per day, campaign and advertised item, every yuan once: newest state, one attribution window, one grain.
with states as (
    select
        spend.*,
        uploads.sha256,
        dense_rank() over (
            partition by spend.platform, spend.grain, spend.ad_date, spend.upload
            order by length(spend.attribution_window) desc nulls last, spend.attribution_window desc nulls last
        ) as window_rank
    from staging.ad_spend as spend
    inner join staging.uploads as uploads on spend.upload = uploads.upload
),

-- An export that repeats its rows per attribution window (转化周期) tells the same spend each time.
one_window as (
    select *
    from states
    where window_rank = 1
),

ranked as (
    select
        *,
        row_number() over (
            partition by platform, grain, ad_date, ad_key, key_number
            order by state_at desc nulls last, spend desc, sha256 desc, source_row asc
        ) as age
    from one_window
),

newest as (
    select *
    from ranked
    where age = 1
),

-- The same day may be known by item, by campaign and for the account: the finest is kept row by row.
grains as (
    select
        platform,
        ad_date,
        max(case grain when 'item' then 3 when 'campaign' then 2 else 1 end) as finest,
        min(case grain when 'item' then 3 when 'campaign' then 2 else 1 end) as coarsest
    from newest
    group by platform, ad_date
),

graded as (
    select
        newest.*,
        case newest.grain when 'item' then 3 when 'campaign' then 2 else 1 end as fineness,
        grains.finest,
        grains.coarsest
    from newest
    inner join grains on newest.platform = grains.platform and newest.ad_date = grains.ad_date
),

finest as (
    select
        platform,
        ad_date,
        sum(spend) as spend
    from graded
    where fineness = finest
    group by platform, ad_date
),

-- What the account paid beyond its items belongs to no product; it stays unallocated.
remainders as (
    select
        graded.platform,
        graded.ad_date,
        sum(graded.spend) - max(finest.spend) as spend,
        min(graded.upload) as upload,
        min(graded.source_row) as source_row
    from graded
    inner join finest on graded.platform = finest.platform and graded.ad_date = finest.ad_date
    where graded.fineness = graded.coarsest and graded.coarsest < graded.finest
    group by graded.platform, graded.ad_date
)

select
    platform,
    ad_date,
    scene,
    coalesce(campaign_name, campaign_id) as campaign,
    item_id,
    item_name,
    spend,
    impressions,
    clicks,
    attributed_sales,
    attributed_orders,
    false as is_remainder,
    upload,
    source_row
from graded
where fineness = finest
union all
select
    platform,
    ad_date,
    null as scene,
    null as campaign,
    null as item_id,
    null as item_name,
    cast(spend as decimal(18, 2)) as spend,
    null as impressions,
    null as clicks,
    null as attributed_sales,
    null as attributed_orders,
    true as is_remainder,
    upload,
    source_row
from remainders
where spend <> 0
