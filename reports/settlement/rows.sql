, wanted as (
    select platform, unit, line from units
    where bucket = $6 and ($7 is null or platform = $7) and ($8 is null or unit = $8) and ($9 is null or line = $9)
),

found as (
    select 'orders' as side, wanted.unit, lines.order_id, lines.gross_amount as amount, cast(lines.paid_at as date) as day, lines.upload, lines.source_row, lines.split_upload, lines.split_row, 'gross' as part
    from facts.order_lines as lines
    left join members on lines.platform = members.platform and lines.order_id = members.order_id
    inner join wanted
        on
            lines.platform = wanted.platform and coalesce(members.unit, lines.order_id) = wanted.unit
            and (wanted.line = '' or lines.line_key = wanted.line)
    where lines.is_counted and lines.paid_at < coalesce(cast($3 as date), date '9999-12-30') + 1
    union all
    select 'orders' as side, wanted.unit, refunds.order_id, -refunds.refund_amount as amount, cast(refunds.refunded_at as date) as day, refunds.upload, refunds.source_row, refunds.split_upload, refunds.split_row, 'refund' as part
    from facts.refunds as refunds
    left join members on refunds.platform = members.platform and refunds.order_id = members.order_id
    inner join wanted
        on
            refunds.platform = wanted.platform and coalesce(members.unit, refunds.order_id) = wanted.unit
            and (wanted.line = '' or refunds.line_key = wanted.line)
    where refunds.refunded_at < coalesce(cast($3 as date), date '9999-12-30') + 1
    union all
    select 'settlement' as side, wanted.unit, entries.order_id, entries.amount, entries.settled_date as day, entries.upload, entries.source_row, null as split_upload, null as split_row, entries.fee_class as part
    from facts.settlements as entries
    left join renamed on entries.platform = renamed.platform and entries.order_id = renamed.order_id
    inner join wanted
        on
            entries.platform = wanted.platform and coalesce(renamed.unit, entries.order_id) = wanted.unit
            and (wanted.line = '' or entries.line_id = wanted.line)
    where entries.fee_class in ('goods', 'refund') and entries.settled_date <= coalesce(cast($3 as date), date '9999-12-31')
)

select
    found.side,
    found.unit,
    found.order_id,
    found.part,
    found.amount,
    found.day,
    found.upload,
    files.file,
    files.sheet,
    found.source_row as row,
    splits.file as split_by_file,
    found.split_row as split_by_row
from found
left join staging.uploads as files on found.upload = files.upload
left join staging.uploads as splits on found.split_upload = splits.upload
order by found.unit, found.side, found.day, found.upload, found.source_row, found.split_row
