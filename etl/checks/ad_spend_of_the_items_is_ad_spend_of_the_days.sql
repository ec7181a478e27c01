-- One row per platform and day whose ad spend in the mart is not the sum of its rows.
select
    spend.platform,
    spend.ad_date
from facts.ad_spend as spend
left join marts.daily as daily on spend.platform = daily.platform and spend.ad_date = daily.day
group by spend.platform, spend.ad_date, daily.ad_spend
having sum(spend.spend) <> coalesce(daily.ad_spend, 0)
