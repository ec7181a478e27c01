-- One row per amount that a platform settled, once: of two ledgers of one account the finer counts, day by day.
with upload_ledgers as (
    select
        entries.upload,
        entries.platform,
        entries.account,
        max(coalesce(entries.detail, 1)) as detail,
        -- A list of one kind of fee stands beside the ledger that it is a part of; it does not take the ledger's place.
        bool_or(kinds.class in ('goods', 'refund')) as is_whole
    from staging.settlements as entries
    left join staging.fee_kinds as kinds on entries.fee_kind = kinds.fee_kind
    group by entries.upload, entries.platform, entries.account
),

ledger_days as (
    select
        ledgers.platform,
        ledgers.account,
        cast(spans.day as date) as day,
        coalesce(max(ledgers.detail) filter (where ledgers.is_whole), max(ledgers.detail)) as finest
    from upload_ledgers as ledgers
    inner join staging.uploads as uploads on ledgers.upload = uploads.upload
    cross join unnest(generate_series(uploads.period_from, uploads.period_to, interval 1 day)) as spans (day)
    group by ledgers.platform, ledgers.account, cast(spans.day as date)
),

-- A row that two exports tell is one row; equal rows of one file are different rows.
ranked as (
    select
        entries.*,
        row_number() over (
            partition by
                entries.platform,
                entries.account,
                coalesce(entries.detail, 1),
                entries.entry_key,
                entries.entry_number
            order by entries.state_at desc nulls last, uploads.sha256 desc, entries.source_row asc
        ) as age
    from staging.settlements as entries
    inner join staging.uploads as uploads on entries.upload = uploads.upload
),

newest as (
    select
        ranked.*,
        kinds.class as fee_class,
        cast(ranked.settled_at as date) as settled_date
    from ranked
    inner join ledger_days as ledgers
        on
            ranked.platform = ledgers.platform
            and ranked.account is not distinct from ledgers.account
            and cast(ranked.settled_at as date) = ledgers.day
            and coalesce(ranked.detail, 1) = ledgers.finest
    left join staging.fee_kinds as kinds on ranked.fee_kind = kinds.fee_kind
    where ranked.age = 1
),

-- 淘宝客 stands in the ledger and in its own report: where the report tells a day, the ledger's row is the same money.
affiliate_days as (
    select distinct
        platform,
        ad_date
    from facts.ad_spend
    where is_affiliate
),

settled_lines as (
    select
        platform,
        order_id,
        line_key,
        product_key
    from facts.order_lines
    semi join newest using (platform, order_id)
),

settled_orders as (
    select
        platform,
        order_id,
        min(product_key) as product_key
    from settled_lines
    group by platform, order_id
    having count(distinct product_key) = 1
)

select
    newest.platform,
    newest.account,
    newest.settled_date,
    newest.settled_at,
    newest.order_id,
    newest.parent_id,
    newest.line_id,
    cast(newest.ordered_at as date) as ordered_date,
    newest.fee_kind,
    newest.fee_name,
    newest.amount,
    newest.upload,
    newest.source_row,
    coalesce(lines.product_key, orders.product_key) as product_key,
    case
        when newest.fee_kind = 'affiliate_commission' and affiliate_days.ad_date is not null then 'ads'
        else coalesce(newest.fee_class, 'other')
    end as fee_class
from newest
left join settled_lines as lines
    on
        newest.platform = lines.platform
        and newest.order_id = lines.order_id
        and newest.line_id = lines.line_key
left join settled_orders as orders on newest.platform = orders.platform and newest.order_id = orders.order_id
left join affiliate_days
    on newest.platform = affiliate_days.platform and newest.settled_date = affiliate_days.ad_date
