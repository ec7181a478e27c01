-- One row per campaign, item and period of several days: spend that belongs to no day of it. Newest state.
with ranked as (
    select
        spend.*,
        row_number() over (
            partition by
                spend.platform,
                uploads.format,
                spend.period_from,
                spend.period_to,
                spend.grain,
                spend.ad_key,
                spend.key_number
            order by
                spend.state_at desc nulls last,
                uploads.sha256 desc,
                length(spend.attribution_window) desc nulls last,
                spend.spend desc,
                spend.source_row asc
        ) as age
    from staging.ad_spend as spend
    inner join staging.uploads as uploads on spend.upload = uploads.upload
    where spend.ad_date is null
),

-- A period of which every day is told by day is known already.
days_told as (
    select distinct
        platform,
        is_affiliate,
        ad_date
    from facts.ad_spend
),

told as (
    select
        ranked.upload,
        ranked.source_row,
        count(distinct days_told.ad_date) as days
    from ranked
    left join days_told
        on
            ranked.platform = days_told.platform
            and starts_with(ranked.ad_kind, 'affiliate') = days_told.is_affiliate
            and days_told.ad_date between ranked.period_from and ranked.period_to
    group by ranked.upload, ranked.source_row
)

select
    ranked.platform,
    ranked.period_from,
    ranked.period_to,
    ranked.scene,
    coalesce(ranked.campaign_name, ranked.campaign_id) as campaign,
    ranked.item_id,
    ranked.item_name,
    ranked.spend,
    ranked.impressions,
    ranked.clicks,
    ranked.attributed_sales,
    ranked.upload,
    ranked.source_row
from ranked
inner join told on ranked.upload = told.upload and ranked.source_row = told.source_row
where ranked.age = 1 and told.days < date_diff('day', ranked.period_from, ranked.period_to) + 1
