-- One row per platform and day whose ad spend in the mart is not the sum of its rows.
with days as (
    select
        platform,
        day,
        sum(ad_spend) as spend
    from marts.daily
    group by platform, day
)

select
    spend.platform,
    spend.ad_date
from facts.ad_spend as spend
left join days on spend.platform = days.platform and spend.ad_date = days.day
group by spend.platform, spend.ad_date, days.spend
having sum(spend.spend) <> coalesce(days.spend, 0)
