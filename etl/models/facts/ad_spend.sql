-- One row per day, campaign and advertised item, every yuan once: newest state, one attribution window, one grain.
with upload_grains as (
    -- A report by item may hold rows without one; they add to its items, so the whole upload is by item.
    select
        upload,
        max(case grain when 'item' then 3 when 'campaign' then 2 else 1 end) as fineness
    from staging.ad_spend
    where ad_date is not null
    group by upload
),

ranked as (
    -- A row per attribution window (转化周期) tells the same spend each time: of the newest export the longest window.
    select
        spend.*,
        uploads.format,
        grains.fineness,
        starts_with(spend.ad_kind, 'affiliate') as is_affiliate,
        case spend.ad_kind when 'ledger' then 3 when 'overview' then 2 when 'affiliate_overview' then 2 else 1 end
            as remoteness,
        row_number() over (
            partition by
                spend.platform,
                uploads.format,
                spend.ad_kind,
                grains.fineness,
                spend.ad_date,
                spend.ad_key,
                spend.key_number
            order by
                spend.state_at desc nulls last,
                uploads.sha256 desc,
                length(spend.attribution_window) desc nulls last,
                spend.attribution_window desc nulls last,
                spend.spend desc,
                spend.source_row asc
        ) as age
    from staging.ad_spend as spend
    inner join staging.uploads as uploads on spend.upload = uploads.upload
    inner join upload_grains as grains on spend.upload = grains.upload
    where spend.ad_date is not null
),

-- An overview by product (达摩盘, 淘宝客 by product) and the account's ledger tell the spend of the reports again: they
-- count where those are silent.
told as (
    select
        platform,
        ad_date,
        is_affiliate,
        min(remoteness) as best
    from ranked
    group by platform, ad_date, is_affiliate
),

newest as (
    select ranked.*
    from ranked
    inner join told
        on
            ranked.platform = told.platform
            and ranked.ad_date = told.ad_date
            and ranked.is_affiliate = told.is_affiliate
            and ranked.remoteness = told.best
    where ranked.age = 1
),

-- One kind of report may tell a day by item, by campaign and for the account: the finest is kept row by row.
-- Different kinds of report (标准推广, 全域推广) are different money.
grains as (
    select
        platform,
        format,
        ad_kind,
        ad_date,
        max(fineness) as finest,
        min(fineness) as coarsest
    from newest
    group by platform, format, ad_kind, ad_date
),

graded as (
    select
        newest.*,
        grains.finest,
        grains.coarsest
    from newest
    inner join grains
        on
            newest.platform = grains.platform
            and newest.format = grains.format
            and newest.ad_kind = grains.ad_kind
            and newest.ad_date = grains.ad_date
),

-- What the account paid beyond its items belongs to no product; it stays unallocated.
remainders as (
    select
        platform,
        ad_date,
        is_affiliate,
        sum(case fineness when coarsest then spend else 0 end)
        - sum(case fineness when finest then spend else 0 end) as spend,
        min(case fineness when coarsest then upload end) as upload,
        min(case fineness when coarsest then source_row end) as source_row
    from graded
    where coarsest < finest
    group by platform, format, ad_kind, is_affiliate, ad_date
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
    is_affiliate,
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
    is_affiliate,
    true as is_remainder,
    upload,
    source_row
from remainders
where spend <> 0
