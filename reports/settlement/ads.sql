-- What the ad reports say against what was taken from the ad account, by month and, where they differ, by day.
-- Commission of promoters (淘宝客) is not paid from the ad account.
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

topped_up as (
    select platform, settled_date as day, -sum(amount) as topped_up
    from facts.settlements
    where fee_kind = 'top_up' and settled_date between $1 and $2
    group by platform, settled_date
),

days as (
    select platform, day, reported, null as taken, null as topped_up from reported
    union all
    select platform, day, null as reported, taken, null as topped_up from taken
    union all
    select platform, day, null as reported, null as taken, topped_up from topped_up
),

summed as (
    select
        platform,
        cast(date_trunc('month', day) as date) as month,
        case when grouping(day) = 0 then day end as day,
        cast(sum(reported) as decimal(18, 2)) as reported,
        cast(sum(taken) as decimal(18, 2)) as taken,
        cast(sum(topped_up) as decimal(18, 2)) as topped_up
    from days
    group by grouping sets ((platform, date_trunc('month', day), day), (platform, date_trunc('month', day)))
)

select
    *,
    reported - taken as difference,
    coalesce(
        abs(reported - taken) <= greatest(cast($3 as decimal(18, 2)), cast(round(abs(reported) * cast($4 as decimal(9, 6)), 2) as decimal(18, 2))),
        false
    ) as is_within
from summed
where day is null or reported <> taken
order by platform, month, day nulls first
