-- One row per platform whose settled amounts in the mart are not the sum of its rows.
with entries as (
    select
        platform,
        sum(case when fee_class in ('fee', 'freight', 'other') then -amount else 0 end) as charged
    from facts.settlements
    group by platform
),

days as (
    select
        platform,
        sum(coalesce(platform_fees_settled, 0) + coalesce(freight_settled, 0) + coalesce(other_settled, 0)) as charged
    from marts.daily
    group by platform
)

select entries.platform
from entries
left join days on entries.platform = days.platform
where entries.charged <> coalesce(days.charged, 0)
