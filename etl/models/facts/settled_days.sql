-- One row per platform and day whose fees a settlement tells: there they are not estimated. Ledgers of moves tell none.
with telling as (
    select distinct
        entries.upload,
        entries.platform
    from staging.settlements as entries
    inner join staging.fee_kinds as kinds on entries.fee_kind = kinds.fee_kind
    where kinds.class in ('goods', 'fee')
)

select distinct
    telling.platform,
    cast(spans.day as date) as day
from telling
inner join staging.uploads as uploads on telling.upload = uploads.upload
cross join unnest(generate_series(uploads.period_from, uploads.period_to, interval 1 day)) as spans (day)
