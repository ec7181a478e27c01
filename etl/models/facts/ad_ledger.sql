-- One row per amount that was taken from an advertising account, once, on the day that was consumed.
select
    spend.platform,
    spend.ad_date,
    spend.spend,
    spend.upload,
    spend.source_row
from staging.ad_spend as spend
inner join staging.uploads as uploads on spend.upload = uploads.upload
where spend.ad_kind = 'ledger' and spend.ad_date is not null
qualify
    row_number() over (
        partition by spend.platform, uploads.format, spend.ad_date, spend.ad_key, spend.key_number
        order by spend.state_at desc nulls last, uploads.sha256 desc, spend.source_row asc
    ) = 1
