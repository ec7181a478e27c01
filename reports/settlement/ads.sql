-- What the ad reports say against what was taken from the ad account, by month and, where they differ, by day. Only days
-- that both tell are compared. Commission of promoters (淘宝客) is not paid from the ad account.
-- $1, $2: first and last day; $3, $4: tolerance, amount and rate.
with reported as (
    select spend.platform, spend.ad_date as day, sum(spend.spend) as reported
    from facts.ad_spend as spend
    anti join facts.ad_ledger as ledger on spend.upload = ledger.upload and spend.source_row = ledger.source_row
    where not spend.is_affiliate and spend.ad_date between $1 and $2
    group by spend.platform, spend.ad_date
),

taken as (
    select platform, ad_date as day, sum(spend) as taken
    from facts.ad_ledger
    where ad_date between $1 and $2
    group by platform, ad_date
),

-- A day of a loaded ledger without a row took nothing.
ledger_days as (
    select distinct uploads.platform, cast(spans.day as date) as day
    from staging.uploads as uploads
    semi join facts.ad_ledger on uploads.upload = facts.ad_ledger.upload
    cross join unnest(generate_series(uploads.period_from, uploads.period_to, interval 1 day)) as spans (day)
),

topped_up as (
    select platform, settled_date as day, -sum(amount) as topped_up
    from facts.settlements
    where fee_kind = 'top_up' and settled_date between $1 and $2
    group by platform, settled_date
),

days as (
    select
        platform,
        day,
        reported,
        taken,
        topped_up,
        case when ledger_days.day is not null and reported is not null then reported - coalesce(taken, 0) end as difference
    from reported
    full join taken using (platform, day)
    full join topped_up using (platform, day)
    left join ledger_days using (platform, day)
),

summed as (
    select
        platform,
        cast(date_trunc('month', day) as date) as month,
        case when grouping(day) = 0 then day end as day,
        cast(sum(reported) as decimal(18, 2)) as reported,
        cast(sum(taken) as decimal(18, 2)) as taken,
        cast(sum(topped_up) as decimal(18, 2)) as topped_up,
        cast(sum(difference) as decimal(18, 2)) as difference
    from days
    group by grouping sets ((platform, date_trunc('month', day), day), (platform, date_trunc('month', day)))
)

select
    *,
    abs(difference) <= greatest(
        cast($3 as decimal(18, 2)), cast(round(abs(reported) * cast($4 as decimal(9, 6)), 2) as decimal(18, 2))
    ) as is_within
from summed
where day is null or difference <> 0
order by platform, month, day nulls first
